"""Settings of single sign-on: what they name is taken as named, and `throughcare check` says when it does not work."""

import importlib.util
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.accounts.openid_provider import running
from tests.accounts.saml_provider import make_pair
from tests.config.test_environment import read
from tests.config.test_start import OIDC, SAML
from throughcare.accounts.sign_on import oidc
from throughcare.config import findings
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError


def test_nothing_set_is_nothing_offered(tmp_path: Path) -> None:
    assert read(tmp_path).sign_on.all == ()


def test_both_are_read_as_they_are_named(tmp_path: Path) -> None:
    pem = tmp_path / "login.pem"
    pem.write_text(make_pair().certificate)
    more = {
        "THROUGHCARE_OIDC_HOSTS": "Keys.example:8443",
        "THROUGHCARE_OIDC_SECOND_STEP": "mfa, hwk",
        "THROUGHCARE_SAML_CERTIFICATE": str(pem),
    }
    one, two = read(tmp_path, **(OIDC | SAML | more)).sign_on.all
    assert (one.kind, one.name, one.provider, one.domains) == ("oidc", "Ministry log-in", "https://login.example", ("example.org",))
    assert one.second_step == ("mfa", "hwk") and one.hosts == ("login.example", "keys.example:8443")  # type: ignore[attr-defined]  # OpenID's
    assert (two.kind, two.provider, two.second_step) == ("saml", "https://login.example/saml", ())
    assert "canary" not in repr(one) and "BEGIN" not in repr(two)
    assert one.speaks_for("A@Example.ORG") and not one.speaks_for("a@example.org.elsewhere.test") and not one.speaks_for("example.org")


def test_what_is_not_installed_is_said_with_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match=r"pip install 'throughcare\[saml\]'\.$"):
        read(tmp_path, **SAML)


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example",
        "http://127.0.0.1",
        "https://",
        "https://a:b@login.example",
        "https://login.example#x",
        "ftp://x",
        "https://a b",
    ],
)
def test_a_real_sites_provider_is_reached_by_tls(tmp_path: Path, address: str) -> None:
    """http, also to this machine, is for trying out alone."""
    with pytest.raises(ConfigError, match="THROUGHCARE_OIDC_ISSUER is"):
        read(tmp_path, **(OIDC | {"THROUGHCARE_OIDC_ISSUER": address}))


def _said(env: Environment) -> list[tuple[bool, str]]:
    oidc.forget()
    return [(item.must, item.sentence) for item in findings._sign_on(env)]


def test_a_provider_that_does_not_work_is_found(tmp_path: Path) -> None:
    with running() as provider:
        here = {"THROUGHCARE_HOME": str(tmp_path)} | OIDC | {"THROUGHCARE_OIDC_ISSUER": provider.issuer}
        env = Environment.read(here)
        assert _said(env) == []
        provider.told = {"issuer": "https://elsewhere.test"}
        ((must, sentence),) = _said(env)
        assert must and "it gives its issuer" in sentence
        provider.told = {"jwks_uri": "https://elsewhere.test/keys"}
        ((must, sentence),) = _said(env)
        assert must and "THROUGHCARE_OIDC_HOSTS does not name" in sentence
    ((must, sentence),) = _said(env)
    assert not must and f"does not answer at {provider.issuer}" in sentence
    assert urlsplit(provider.issuer).netloc in env.sign_on.oidc.hosts  # type: ignore[union-attr]  # set above


def test_a_certificate_that_comes_to_an_end_is_found(tmp_path: Path) -> None:
    for days, must, words in ((365, None, ""), (20, False, "comes to an end on"), (-1, True, "has come to an end")):
        pem = tmp_path / "login.pem"
        pem.write_text(make_pair(days).certificate)
        said = _said(read(tmp_path, **(SAML | {"THROUGHCARE_SAML_CERTIFICATE": str(pem)})))
        assert said == [] if must is None else ([must] == [one for one, _ in said] and words in said[0][1])
