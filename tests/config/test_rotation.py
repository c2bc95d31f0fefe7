"""Keys are changed: the new one makes, the old one verifies and never makes, and once it is retired nothing it made is of use."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from django.core import signing
from django.db import connection
from django.test import Client, override_settings
from typer.testing import CliRunner

from tests.accounts.test_log_in import is_in, log_in, officer
from tests.accounts.test_second_step import code_of, with_app
from tests.audit.rows import fill, seal, verified
from tests.cast import Cast
from tests.database import Owner, owner_login
from tests.people.test_rest import Api
from tests.relationships.made import prepared
from throughcare.accounts.models import User
from throughcare.accounts.sessions import SessionStore
from throughcare.common import keyed
from throughcare.common.reader import Reader, reading_as
from throughcare.common.refusals import NotFound
from throughcare.config import environment, keys, keys_command, rotation
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError
from throughcare.notices.actions.links import off_link, read_link

__all__ = ["officer"]  # fixtures
PLAIN = "JBSWY3DPEHPK3PXP"
IDLE = "update accounts_session set expire_date = now()"


@pytest.fixture
def site(tmp_path: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A home with keys of its own; the database is the worker's, which is never without company."""
    monkeypatch.setattr(rotation, "_check_stopped", lambda: None)
    return read(replace(environment.current(), home=tmp_path, audit_head=tmp_path / "head.json"))


def read(env: Environment) -> Environment:
    """As the site's next start finds it."""
    held = keys.app_keys(env.home)
    return replace(env, secret_keys=tuple(held.secret_key.split(",")), audit_keys=keys.parse_audit_keys(held.audit_keys))


@contextmanager
def running(env: Environment) -> Iterator[None]:
    """The site, started with the keys of this moment."""
    with override_settings(
        SECRET_KEY=env.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(env.secret_keys[1:]),
        AUDIT_KEYS={key.id: key.secret for key in env.audit_keys},
        AUDIT_HEAD=env.audit_head,
    ):
        yield
    connection.close()


def changed(env: Environment, step: Callable[..., Any], *given: Any, **more: Any) -> tuple[Environment, Any]:
    """One step as the owner; the site as it starts next, and what was said."""
    with running(env), owner_login():
        said = step(env, *given, **more)
    return read(env), said


@dataclass
class Signed:
    """One of everything the signing key vouches for."""

    browser: Client
    user: User
    reset: str
    off: str

    def usable(self) -> list[str]:
        """What still works."""
        found = []
        with suppress(NotFound):
            read_link(self.off)
            found.append("link in a mail")
        with suppress(signing.BadSignature):
            signing.loads(self.browser.cookies["device"].value, salt="throughcare.device")
            found.append("known device")
        with reading_as(Reader(user_id=self.user.pk)):
            if default_token_generator.check_token(self.user, self.reset):
                found.append("link for a new password")
        return [*found, *(["session"] if is_in(self.browser) else [])]


def sign(cast: Cast, email: str) -> Signed:
    browser, _ = log_in(email)
    assert is_in(browser)
    with cast.reading("officer"):
        user = User.objects.get(pk=cast.users["officer"])
        reset = default_token_generator.make_token(user)
    token = off_link(user.pk, "referral.sent").rstrip("/").rpartition("/")[2]
    return Signed(browser, user, reset, token)


def key_of_session(owner: Owner, env: Environment) -> list[int]:
    """Which of the keys signed each session: its number."""
    found = []
    for (data,) in owner.rows("select session_data from accounts_session where user_id is not null"):
        for number, key in enumerate(env.secret_keys):
            with suppress(signing.BadSignature):
                signing.loads(str(data), key=key, salt=SessionStore().key_salt, serializer=SessionStore().serializer, fallback_keys=[])
                found.append(number)
    return found


EVERYTHING = ["link in a mail", "known device", "link for a new password", "session"]


def test_what_the_old_key_signed_goes_on_and_the_new_one_alone_signs(site: Environment, cast: Cast, owner: Owner, officer: str) -> None:
    with running(site):
        made = sign(cast, officer)
        assert made.usable() == EVERYTHING and key_of_session(owner, site) == [0]
    after, said = changed(site, rotation.rotate, "secret")
    assert len(after.secret_keys) == 2 and after.secret_keys[1] == site.secret_keys[0] and said.done
    assert oct((site.home / "keys" / "app.json").stat().st_mode)[-3:] == "600"
    with running(after):
        assert made.usable() == EVERYTHING
        assert key_of_session(owner, after) == [0]  # the request just made put it under the new key
        again = sign(cast, officer)
    with running(replace(after, secret_keys=(site.secret_keys[0],))):
        assert again.usable() == []  # the old key knows nothing of what is signed now


def test_no_old_key_is_usable_once_it_is_retired(site: Environment, cast: Cast, owner: Owner, officer: str) -> None:
    with running(site):
        made = sign(cast, officer)
    after, _ = changed(site, rotation.rotate, "secret")
    with pytest.raises(ConfigError, match=r"1 people are logged in .* say --now"):
        changed(after, rotation.retire, "secret")
    assert read(site).secret_keys == after.secret_keys
    last, said = changed(after, rotation.retire, "secret", at_once=True)
    assert last.secret_keys == after.secret_keys[:1] and "is gone" in said.sentences[0]
    with running(after):
        assert made.usable() == EVERYTHING  # the measure finds a key that is still there
        owner.change("delete from accounts_session")
    with running(site):
        made = sign(cast, officer)
    with running(last):
        assert made.usable() == []
    verbs = owner.rows("select verb, detail ->> 'which' from audit_auditevent where verb like 'site.keys.%%' order by at")
    assert verbs == [("site.keys.rotated", "secret"), ("site.keys.retired", "secret")]


def test_whoever_does_nothing_for_the_idle_time_holds_up_no_key(site: Environment, cast: Cast, owner: Owner, officer: str) -> None:
    with running(site):
        sign(cast, officer)
    after, _ = changed(site, rotation.rotate, "secret")
    with running(after), owner_login():
        assert [use.logged_in for use in rotation.look(after).signing] == [0, 1]
    owner.change(IDLE)
    last, _ = changed(after, rotation.retire, "secret")
    assert len(last.secret_keys) == 1


def test_second_steps_are_kept_encrypted_and_come_along(site: Environment, cast: Cast, owner: Owner, officer: str) -> None:
    with running(site):
        secret = with_app(log_in(officer)[0], owner)
    kept = owner.rows("select coalesce(data ->> 'secret', data ->> 'seed') from mfa_authenticator order by 1")
    assert len(kept) == 2 and all(str(text).startswith("tc1:") for (text,) in kept) and secret not in str(kept)
    after, _ = changed(site, rotation.rotate, "secret")
    last, _ = changed(after, rotation.retire, "secret", at_once=True)
    with running(last):
        browser, _ = log_in(officer)
        browser.post("/account/2fa/authenticate/", {"code": code_of(secret)})
        assert is_in(browser)
    marks = {
        keyed.mark_in(str(text)) for (text,) in owner.rows("select coalesce(data ->> 'secret', data ->> 'seed') from mfa_authenticator")
    }
    assert marks == {keyed.mark_of(last.secret_keys[0])}


def test_a_key_second_steps_are_kept_under_is_not_retired(site: Environment, cast: Cast, owner: Owner) -> None:
    """On a real site the operator sets the keys, and renewing is a step of its own."""
    old, new = site.secret_keys[0], "n" * 50
    both = replace(site, secret_keys=(new, old), app_connection=site.connection("app"))
    with running(both):
        rows = {"secret": keyed.shut(PLAIN, old)}, {"secret": PLAIN}, {"seed": keyed.shut(PLAIN, "z" * 50)}
    for number, data in enumerate(rows):
        owner.change(
            "insert into mfa_authenticator (type, data, user_id, created_at) values (%s, %s, %s, now())",
            ("totp", "totp", "recovery_codes")[number],
            json.dumps(data),
            cast.users[("officer", "records", "auditor")[number]],
        )
    with running(both), owner_login():
        uses = rotation.look(both)
        assert ([use.second_steps for use in uses.signing], uses.in_the_clear, uses.lost) == ([0, 1], 1, 1)
        with pytest.raises(ConfigError, match=r"1 second steps are kept .* throughcare keys renew"):
            rotation.retire(both, "secret")
        assert (rotation.renew(both), rotation.renew(both)) == (2, 0)
        uses = rotation.look(both)
        assert ([use.second_steps for use in uses.signing], uses.in_the_clear, uses.lost) == ([2, 0], 0, 1)
        said = rotation.retire(both, "secret")
        assert not said.done and "number 2 of 2" in said.sentences[0]
        for (text,) in owner.rows("select data ->> 'secret' from mfa_authenticator where data ? 'secret'"):
            assert keyed.opened(str(text)) == PLAIN


def test_answers_that_wait_sealed_come_along(site: Environment, cast: Cast, owner: Owner) -> None:
    wave, old, new = prepared(cast, 0, 0), site.secret_keys[0], "n" * 50
    both = replace(site, secret_keys=(new, old), app_connection=site.connection("app"))
    with running(both):
        sealed = keyed.shut(PLAIN, old)
    owner.place("insert into relationships_sealedanswer (id, wave_id, words) values (gen_random_uuid(), %s, %s)", wave, sealed)
    with running(both), owner_login():
        assert [use.answers for use in rotation.look(both).signing] == [0, 1]
        with pytest.raises(ConfigError, match=r"1 answers .* are sealed under .* throughcare keys renew"):
            rotation.retire(both, "secret")
        rotation.renew(both)
        assert [use.answers for use in rotation.look(both).signing] == [1, 0]
        rotation.retire(both, "secret")
        ((words,),) = owner.rows("select words from relationships_sealedanswer")
        assert keyed.opened(str(words)) == PLAIN


def test_what_can_not_be_opened_gives_a_secret_nobody_knows(site: Environment, caplog: pytest.LogCaptureFixture) -> None:
    with running(site):
        kept = keyed.shut(PLAIN)
        broken = kept[:-6] + ("AAAAAA" if not kept.endswith("AAAAAA") else "BBBBBB")
        assert keyed.opened(kept) == keyed.opened_or_useless(kept) == PLAIN
        assert keyed.opened(broken) is None
        assert len({PLAIN, keyed.opened_or_useless(broken), keyed.opened_or_useless(keyed.shut(PLAIN, "other"))}) == 3
    assert caplog.text.count("is not here") == 2 and PLAIN not in caplog.text


def test_the_same_request_sent_again_after_the_change_is_not_done_twice(site: Environment, cast: Cast) -> None:
    api, body = Api(cast, "case_manager"), {"pillar": "EMPLOYMENT", "note": "Work"}
    with running(site):
        first = api.call("POST", f"/people/{cast.person}/needs", body, **{"Idempotency-Key": "one"})
    after, _ = changed(site, rotation.rotate, "secret")
    with running(after):
        second = api.call("POST", f"/people/{cast.person}/needs", body, **{"Idempotency-Key": "one"})
    assert first.json()["id"] == second.json()["id"] and second["Idempotency-Replayed"] == "true"


def test_the_audit_verifies_across_a_change_and_a_changed_row_is_found(site: Environment, owner: Owner) -> None:
    with running(site):
        before = fill(8)
        seal()
    after, said = changed(site, rotation.rotate, "audit")
    assert [key.id for key in after.audit_keys] == ["k2", "k1"] and said.key == "k2"
    with running(after):
        fill(8)
        seal()
        assert verified().ok
        made_with = {str(key): rows for key, rows in owner.rows("select key_id, count(*) from audit_auditevent group by 1")}
        assert made_with == {"k1": 9, "k2": 8}  # the change itself is told under the key it was made with
        assert json.loads(after.audit_head.read_text())["key"] == "k2"
    with pytest.raises(ConfigError, match=r"audit key k1 made 9 rows, 8 seals .* can't be verified without it"):
        changed(after, rotation.retire, "audit")
    with running(replace(after, audit_keys=after.audit_keys[:1])):  # taken out by hand
        assert {finding.what for finding in verified().findings} == {"unknown-key"}
    owner.place("update audit_auditevent set verb = 'person.changed' where id = %s", before[3])
    with running(after):
        assert [finding.what for finding in verified().findings] == ["changed"]


def test_an_audit_key_nothing_was_made_with_is_retired(site: Environment, owner: Owner) -> None:
    with running(site):
        fill(2)
    after, _ = changed(site, rotation.rotate, "audit")
    last, _ = changed(after, rotation.rotate, "audit")
    assert [key.id for key in last.audit_keys] == ["k3", "k2", "k1"]
    with pytest.raises(ConfigError, match="Say which audit key to retire: k2 or k1"):
        changed(last, rotation.retire, "audit")
    with pytest.raises(ConfigError, match="k3 is in use"):
        changed(last, rotation.retire, "audit", "k3")
    assert owner.change("delete from audit_auditevent where key_id = 'k2'") == 1  # the row that told of the second change
    end, _ = changed(last, rotation.retire, "audit", "k2")
    assert [key.id for key in end.audit_keys] == ["k3", "k1"]


@pytest.mark.parametrize(
    ("which", "setting"),
    [("secret", "THROUGHCARE_SECRET_KEYS={},$THROUGHCARE_SECRET_KEY"), ("audit", "THROUGHCARE_AUDIT_KEYS={},$THROUGHCARE_AUDIT_KEYS")],
)
def test_a_real_site_is_told_what_to_set_and_no_old_key_is_said(site: Environment, which: str, setting: str) -> None:
    real = replace(site, app_connection=site.connection("app"))
    before = (site.home / "keys" / "app.json").read_text()
    _, said = changed(real, rotation.rotate, which)
    start, end = setting.split("{}")
    assert said.setting.startswith(start) and said.setting.endswith(end) and not said.done
    held = keys.app_keys(site.home)
    assert held.secret_key not in str(said.as_dict()) and held.audit_keys not in str(said.as_dict())
    assert (site.home / "keys" / "app.json").read_text() == before
    with pytest.raises(ConfigError, match="There is one"):
        changed(real, rotation.retire, which)


def test_a_site_that_runs_keeps_its_keys(site: Environment, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with pytest.raises(ConfigError, match="stop throughcare serve and worker"):
        changed(site, rotation.rotate, "secret")
    assert read(site).secret_keys == site.secret_keys


def test_two_who_change_keys_at_once_do_not_lose_one(site: Environment) -> None:
    held = keys.app_keys(site.home)
    keys.change_app_keys(site.home, seen=held, new=replace(held, secret_key="a" * 50))
    with pytest.raises(ConfigError, match="just changed the keys"):
        keys.change_app_keys(site.home, seen=held, new=replace(held, secret_key="b" * 50))


def test_the_command_says_what_there_is_and_what_was_done(site: Environment, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def ready() -> Iterator[tuple[Environment, Any]]:
        env = read(site)
        with running(env), owner_login():
            yield env, rotation

    monkeypatch.setattr(keys_command, "_ready", ready)

    def said(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(keys_command.cli, list(words))
        assert done.exit_code == code, done.output
        return done.output

    assert "signs from the next start" in said("rotate", "secret")
    assert json.loads(said("rotate", "audit", "--json"))["key"] == "k2"
    shown = json.loads(said("show", "--json"))
    assert [use["signs"] for use in shown["signing"]] == [True, False] and [use["id"] for use in shown["audit"]] == ["k2", "k1"]
    assert "only verifies" in said("show")
    assert said("renew") == "0 second steps put under the key that signs now.\n" and json.loads(said("renew", "--json")) == {"renewed": 0}
    assert "is gone" in said("retire", "secret", shown["signing"][1]["mark"], "--now")
    said("rotate", "everything", code=2)
    everything = said("show") + said("show", "--json")
    held = keys.app_keys(site.home)
    assert held.secret_key not in everything and held.audit_keys.partition(":")[2][:64] not in everything
