"""Single sign-on by SAML, against a provider of our own: who is let in, and every fault refused with a sentence and a row."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, override_settings
from onelogin.saml2.constants import OneLogin_Saml2_Constants

from tests.accounts.saml_provider import ADDRESS, ENTITY, MAIL, TRANSIENT, Answer, Asked, Pair, make_pair, sent, wrapped
from tests.accounts.test_log_in import is_in, log_in, officer
from tests.accounts.test_openid import refused
from tests.accounts.test_second_step import with_app
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.sign_on.ways import Saml, Ways

__all__ = ["officer"]  # fixtures
GO, POST, BACK = "/account/sign-on/saml/", "/account/sign-on/saml/answer/", "/account/sign-on/saml/back/"
NAME = "Ministry log-in"
STRONG = "https://refeds.org/profile/mfa"
PAIR, OTHERS_PAIR = make_pair(), make_pair()


@pytest.fixture
def provider() -> Iterator[Pair]:
    """A site that trusts one provider; its key."""
    way = Saml(NAME, ENTITY, ("example.test",), (STRONG,), ADDRESS, PAIR.certificate, MAIL)
    with override_settings(SIGN_ON=Ways(saml=way)):
        yield PAIR


def ask(browser: Client, **form: str) -> Answer:
    """Choose the button; returns an answer to what the site asks, which may be changed."""
    page = browser.post(GO, form)
    assert page.status_code == 200, page.get("Location")
    return Answer(Asked.read(page.context["address"]))


def bring(browser: Client, text: str) -> Any:
    """The provider's form comes without the site's cookies and leaves those alone; then the browser's own next request."""
    form = Client()
    answer = form.post(POST, {"SAMLResponse": sent(text), "RelayState": ""})
    assert (answer.status_code, answer["Location"]) == (302, BACK) and list(answer.cookies) == ["sign-on"]
    cookie = answer.cookies["sign-on"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 60 and "no-store" in answer["Cache-Control"]
    browser.cookies["sign-on"] = cookie.value
    back = browser.get(BACK)
    assert back.cookies["sign-on"].value == ""
    return back


def arrive(pair: Pair, browser: Client | None = None, **changed: Any) -> tuple[Client, Any]:
    """The whole way; returns the browser and the answer to coming back."""
    browser = browser or Client()
    answer = replace(ask(browser), **changed)
    return browser, bring(browser, answer.envelope(answer.signed(pair)))


def test_whoever_the_provider_vouches_for_is_let_in_and_linked(cast: Cast, owner: Owner, provider: Pair) -> None:
    page = Client().get("/account/login/").content.decode()
    assert f"Log in with {NAME}" in page and f'action="{GO}"' in page
    browser = Client()
    answer = ask(browser, next="/notices/")
    back = bring(browser, answer.envelope(answer.signed(provider)))
    assert back["Location"] == "/notices/" and is_in(browser)
    assert owner.rows("select user_id, provider, uid, extra_data from socialaccount_socialaccount") == [
        (cast.users["officer"], ENTITY, "s-1", {})
    ]
    assert is_in(arrive(provider, email="")[0])  # known by the subject alone
    verbs = owner.rows("select verb from audit_auditevent order by at, id")
    assert verbs == [("user.linked",), ("user.logged_in",), ("user.logged_in",)]


def test_without_an_attribute_the_subject_is_the_address(cast: Cast, provider: Pair) -> None:
    way = Saml(NAME, ENTITY, ("example.test",), (), ADDRESS, PAIR.certificate, "")
    with override_settings(SIGN_ON=Ways(saml=way)):
        assert is_in(arrive(provider, subject="officer@example.test", email="")[0])


SHA1 = OneLogin_Saml2_Constants.RSA_SHA1
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"ends": -400, "begins": -500}, "expired"),
    "expired a moment ago": ({"ends": -5}, "confirmation"),
    "not yet": ({"begins": 900, "ends": 1800}, "early"),
    "wrong audience": ({"audience": "https://elsewhere.test"}, "audience"),
    "no audience": ({"audience": "-"}, "audience"),
    "wrong issuer": ({"issuer": "https://elsewhere.test"}, "issuer"),
    "sent to another site": ({"recipient": "https://elsewhere.test/saml"}, "confirmation"),
    "for another's question": ({"confirmed": "ONELOGIN_another"}, "confirmation"),
    "for no question": ({"confirmed": "-"}, "confirmation"),
    "signed in a way that is broken": ({"algorithm": SHA1}, "signature"),
    "a subject for one visit": ({"format": TRANSIENT}, "subject"),
    "a subject of any length": ({"subject": "s" * 192}, "subject"),
    "no address": ({"email": ""}, "unverified"),
    "an address it may not speak for": ({"email": "officer@elsewhere.test"}, "domain"),
    "an address nobody has here": ({"email": "nobody@example.test"}, "unknown"),
}


def test_an_assertion_with_a_fault_is_refused(cast: Cast, owner: Owner, provider: Pair) -> None:
    for fault, (changed, reason) in FAULTS.items():
        assert NAME in refused(*arrive(provider, **changed), owner, reason), fault
        owner.change("delete from audit_auditevent")
    assert owner.rows("select count(*) from socialaccount_socialaccount") == [(0,)]
    assert is_in(arrive(provider)[0])  # and without one is not


def test_a_signature_with_a_fault_is_refused(cast: Cast, owner: Owner, provider: Pair) -> None:
    """Another's key, none, one that covers the envelope alone, words changed after, and a status that is no."""
    browser = Client()
    answer = ask(browser)
    real, other = answer.signed(provider), answer.signed(OTHERS_PAIR)
    no = answer.envelope("", status="urn:oasis:names:tc:SAML:2.0:status:Responder")
    faults = {
        answer.envelope(other): "signature",
        answer.envelope(other).replace(OTHERS_PAIR.certificate, provider.certificate): "signature",
        answer.envelope(answer.assertion()): "signature",
        answer.envelope(real.replace("officer@", "case_manager@")): "signature",
        answer.envelope(real.replace(">s-1<", ">s-2<")): "signature",
        no: "cancelled",
        "": "answer",
        "<a>": "answer",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>': "answer",
    }
    for text, reason in faults.items():
        refused(browser, bring(browser, text), owner, reason)
        owner.change("delete from audit_auditevent")
    assert bring(browser, answer.envelope(real))["Location"] == "/" and is_in(browser)  # none of them used the question up


def test_a_signed_assertion_moved_aside_for_another_opens_nobodys_account(cast: Cast, owner: Owner, provider: Pair) -> None:
    browser = Client()
    answer = ask(browser)
    for how, text in wrapped(answer, provider, "case_manager").items():
        reason = "signature" if how == "with its signature alone" else "answer"  # anywhere in it, two assertions are one too many
        assert "could not be checked" in refused(browser, bring(browser, text), owner, reason), how
        owner.change("delete from audit_auditevent")


def test_a_comment_put_into_a_name_cuts_nothing_off(cast: Cast, owner: Owner, provider: Pair) -> None:
    """Signatures do not cover comments: a reader who stops at one would read another's name."""
    browser = Client()
    answer = replace(ask(browser), email="officer@example.test.elsewhere.test", subject="officer@example.test.elsewhere.test")
    text = answer.envelope(answer.signed(provider)).replace(".test.elsewhere", ".test<!-- -->.elsewhere")
    refused(browser, bring(browser, text), owner, "domain")


def test_the_same_answer_twice_is_refused(cast: Cast, owner: Owner, provider: Pair) -> None:
    browser = Client()
    answer = ask(browser)
    text = answer.envelope(answer.signed(provider))
    bring(browser, text)
    assert is_in(browser)
    browser.post("/account/logout/")
    owner.change("delete from audit_auditevent")
    refused(browser, bring(browser, text), owner, "replayed")
    owner.change("delete from audit_auditevent")
    other = Client()
    asked = ask(other).asked.id  # put into the envelope, which nobody signed
    refused(other, bring(other, answer.envelope(answer.signed(provider), asked=asked)), owner, "confirmation")


def test_an_answer_another_browser_asked_for_is_refused(cast: Cast, owner: Owner, provider: Pair) -> None:
    answer, browser = ask(Client()), Client()
    ask(browser)
    refused(browser, bring(browser, answer.envelope(answer.signed(provider))), owner, "state")


def test_what_waits_in_the_browser_is_ours_alone_to_write(cast: Cast, owner: Owner, provider: Pair) -> None:
    browser = Client()
    ask(browser)
    for value in ("", "nonsense", "eyJhIjoxfQ:1abcde:signature"):
        browser.cookies["sign-on"] = value
        refused(browser, browser.get(BACK), owner, "state")
        owner.change("delete from audit_auditevent")


def test_another_sites_form_logs_nobody_out(cast: Cast, provider: Pair) -> None:
    browser, _ = arrive(provider)
    assert browser.post(POST, {"SAMLResponse": "nonsense"})["Location"] in (BACK, "/account/2fa/")
    led = browser.get(BACK)["Location"]
    assert led == "/account/2fa/" and is_in(browser)  # staff set up a second step first


def test_a_closed_account_stays_closed(cast: Cast, owner: Owner, provider: Pair) -> None:
    arrive(provider)
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    owner.change("delete from audit_auditevent")
    refused(*arrive(provider), owner, "closed")


def test_our_second_step_follows_unless_the_provider_says_it_asked_for_one(cast: Cast, owner: Owner, provider: Pair, officer: str) -> None:
    with_app(log_in(officer)[0], owner)
    browser, answer = arrive(provider)
    assert answer["Location"].startswith("/account/2fa/authenticate/") and not is_in(browser)
    assert is_in(arrive(provider, context=STRONG)[0])


def test_the_provider_is_told_about_the_site(cast: Cast, provider: Pair) -> None:
    answer = Client().get("/account/sign-on/saml/metadata/")
    assert answer["Content-Type"].startswith("application/samlmetadata+xml")
    text = answer.content.decode()
    assert 'WantAssertionsSigned="true"' in text and f"http://testserver{POST}" in text


def test_logging_out_here_says_that_one_is_still_in_there(cast: Cast, provider: Pair) -> None:
    browser, _ = arrive(provider)
    assert browser.post("/account/logout/")["Location"] == f"{GO}out/"
    assert f"still be logged in with {NAME}" in browser.get(f"{GO}out/").content.decode()


def test_a_site_without_one_has_no_address(cast: Cast) -> None:
    assert {Client().post(GO).status_code, Client().post(POST).status_code, Client().get(BACK).status_code} == {404}
    assert Client().get("/account/sign-on/saml/metadata/").status_code == 404
