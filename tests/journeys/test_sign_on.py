"""Single sign-on in a browser: the provider is another site to it, so cookies come and stay away as they would."""

import os
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import override_settings

from tests.accounts.openid_provider import CLIENT, SECRET, Provider, running
from tests.accounts.saml_provider import ENTITY, MAIL, Answer, Asked, make_pair, sent
from tests.cast import Cast
from tests.journeys.browser import WAYS, How, Walker
from throughcare.accounts.sign_on import oidc
from throughcare.accounts.sign_on.ways import OpenId, Saml, Ways

NAME = "Ministry log-in"
PAIR = make_pair()
ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))


def _elsewhere(provider: Provider) -> str:
    """The provider under a name that is another site's than the one walked: a port makes no other site."""
    provider.issuer = provider.issuer.replace("127.0.0.1", "localhost")
    return provider.issuer


def _leave(visitor: Walker) -> None:
    """Choose the button; the page between goes on by itself."""
    visitor.open("/account/login/?next=/your-account/")
    visitor.page.get_by_role("button", name=f"Log in with {NAME}").click()
    visitor.page.wait_for_url("**/go?**")


@pytest.mark.parametrize("how", ["mouse", "narrow"] if ALL else ["narrow"])
def test_the_page_between(cast: Cast, site: str, chromium: Any, how: How) -> None:
    """As it stands while the provider is slow."""
    with running() as provider:
        there = _elsewhere(provider)
        way = Saml(NAME, ENTITY, ("example.test",), (), there + "/go", PAIR.certificate, MAIL)
        with override_settings(SIGN_ON=Ways(saml=way), SECOND_STEP=False), Walker(chromium, site, cast, None, how) as visitor:
            visitor.page.route(f"{there}/**", lambda route: route.fulfill(status=204))
            visitor.open("/account/login/")
            visitor.press(f"Log in with {NAME}")
            visitor.sees(f"You are on your way to {NAME}", f"Continue to {NAME}")


def _is_in(visitor: Walker) -> None:
    visitor.page.wait_for_url("**/your-account/")
    visitor._check()
    visitor.sees("Your account", "officer@example.test")


@pytest.mark.parametrize("how", WAYS if ALL else ["narrow"])
def test_openid(cast: Cast, site: str, chromium: Any, how: How) -> None:
    oidc.forget()
    with running() as provider:
        there = _elsewhere(provider)

        def come_back(address: str) -> str:
            asked = dict(parse_qsl(urlsplit(address).query))
            return f'<title>Provider</title><a href="{asked["redirect_uri"]}?{provider.log_in(address)}">I am the officer</a>'

        provider.pages["/go"] = come_back
        way = OpenId(NAME, there, ("example.test",), (), CLIENT, SECRET, (urlsplit(there).netloc,))
        with override_settings(SIGN_ON=Ways(oidc=way), SECOND_STEP=False), Walker(chromium, site, cast, None, how) as visitor:
            _leave(visitor)
            visitor.page.get_by_role("link", name="I am the officer").click()
            _is_in(visitor)
            visitor.open("/account/logout/")
            visitor.press("Log out")
            visitor.sees("You are logged out", f"Log out of {NAME}")


@pytest.mark.parametrize("how", WAYS if ALL else ["no script"])
def test_saml(cast: Cast, site: str, chromium: Any, how: How) -> None:
    """The answer is a form from another site, to which no cookie of ours goes."""
    with running() as provider:
        there = _elsewhere(provider)

        def come_back(address: str) -> str:
            answer = Answer(Asked.read(address, there + "/go"))
            field = f'<input type="hidden" name="SAMLResponse" value="{sent(answer.envelope(answer.signed(PAIR)))}">'
            return f'<title>Provider</title><form method="post" action="{answer.asked.answer_to}">{field}<button>I am the officer</button></form>'

        provider.pages["/go"] = come_back
        way = Saml(NAME, ENTITY, ("example.test",), (), there + "/go", PAIR.certificate, MAIL)
        with override_settings(SIGN_ON=Ways(saml=way), SECOND_STEP=False), Walker(chromium, site, cast, None, how) as visitor:
            _leave(visitor)
            visitor.page.get_by_role("button", name="I am the officer").click()
            _is_in(visitor)
