"""Single sign-on by OpenID Connect, against a provider on this machine: who is let in, and every fault refused with a sentence and a row."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from django.db import Error, connection
from django.test import Client, override_settings
from django.urls import reverse

from tests.accounts.openid_provider import CLIENT, OTHER_KEY, SECRET, Provider, running, sign
from tests.accounts.test_log_in import is_in, log_in, officer
from tests.accounts.test_second_step import code_of, with_app
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import User
from throughcare.accounts.sign_on import links, oidc
from throughcare.accounts.sign_on.ways import OpenId, Ways
from throughcare.common.reader import reading_as

__all__ = ["officer"]  # fixtures
GO, BACK = "/account/sign-on/openid/", "/account/sign-on/openid/back/"
NAME = "Ministry log-in"
SYSTEM = system_actor("test")


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A site that trusts one provider."""
    oidc.forget()
    with running() as provider:
        host = urlsplit(provider.issuer).netloc
        way = OpenId(NAME, provider.issuer, ("example.test",), ("mfa", "strong"), CLIENT, SECRET, (host,))
        with override_settings(SIGN_ON=Ways(oidc=way)):
            yield provider


def leave(browser: Client, **form: str) -> str:
    """Choose the button; returns the address one is led to."""
    page = browser.post(GO, form)
    assert page.status_code == 200, page.get("Location")
    return str(page.context["address"])


def arrive(provider: Provider, browser: Client | None = None, **form: str) -> tuple[Client, Any]:
    """The whole way; returns the browser and the answer to coming back."""
    browser = browser or Client()
    return browser, browser.get(f"{BACK}?{provider.log_in(leave(browser, **form))}")


def refused(browser: Client, answer: Any, owner: Owner, reason: str) -> str:
    """Not let in, told why on the log-in page, and a row says what for; returns the sentence."""
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/") and not is_in(browser)
    page = browser.get("/account/login/")
    *_, sentence = [str(message) for message in page.context["messages"]]
    assert sentence in page.content.decode().replace("&#x27;", "'") and NAME in sentence
    rows = owner.rows("select detail->>'reason', actor_id from audit_auditevent where verb = 'user.sign_on_refused'")
    assert rows == [(reason, None)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'user.logged_in'") == [(0,)]
    return sentence


def test_the_log_in_page_offers_it_and_leads_there(cast: Cast, provider: Provider) -> None:
    page = Client().get("/account/login/?next=/notices/").content.decode()
    assert f"Log in with {NAME}" in page and f'action="{GO}"' in page
    leaving = Client().post(GO, {"next": "/notices/"})
    address = leaving.context["address"]
    assert address.startswith(provider.issuer + "/go?") and dict(parse_qsl(urlsplit(address).query))["redirect_uri"].endswith(BACK)
    assert '<meta http-equiv="refresh" content="0; url=' in leaving.content.decode()
    assert "no-store" in leaving["Cache-Control"]


def test_a_site_without_a_provider_has_neither_button_nor_address(cast: Cast) -> None:
    assert "Log in with" not in Client().get("/account/login/").content.decode()
    assert Client().post(GO).status_code == Client().get(BACK).status_code == 404


def test_the_account_with_the_vouched_address_is_linked_once_and_then_known_by_its_subject(
    cast: Cast, owner: Owner, provider: Provider
) -> None:
    provider.says["email"] = "OFFICER@example.test"
    browser, answer = arrive(provider, next="/notices/")
    assert (answer.status_code, answer["Location"]) == (302, "/notices/") and is_in(browser)
    officer = cast.users["officer"]
    assert owner.rows("select user_id, provider, uid, extra_data from socialaccount_socialaccount") == [
        (officer, provider.issuer, "s-1", {})
    ]
    provider.says = {"sub": "s-1", "email": "somebody.else@elsewhere.test"}  # a new name, a new address: still the same subject
    again, _ = arrive(provider)
    assert is_in(again)
    verbs = owner.rows("select verb, coalesce(actor_id, about_id) from audit_auditevent order by at, id")
    assert verbs == [("user.linked", officer), ("user.logged_in", officer), ("user.logged_in", officer)]
    assert owner.rows("select count(*) from socialaccount_socialtoken") == [(0,)]


def test_the_address_may_be_told_apart_from_the_token(cast: Cast, provider: Provider) -> None:
    provider.apart = provider.says
    provider.says = {"sub": "s-1"}
    assert is_in(arrive(provider)[0])


def test_somebody_elses_address_told_apart_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    provider.apart = provider.says | {"sub": "s-2"}
    provider.says = {"sub": "s-1"}
    refused(*arrive(provider), owner, "subject")


TOKENS: dict[str, tuple[dict[str, object], str]] = {
    "wrong nonce": ({"nonce": "x" * 43}, "nonce"),
    "no nonce": ({"nonce": None}, "nonce"),
    "wrong audience": ({"aud": "another"}, "audience"),
    "audience among others, made for another": ({"aud": [CLIENT, "another"], "azp": "another"}, "audience"),
    "expired": ({"exp": int(time.time()) - 120}, "expired"),
    "no end": ({"exp": None}, "token"),
    "made in the future": ({"iat": int(time.time()) + 86_400}, "early"),
    "wrong issuer": ({"iss": "https://elsewhere.test"}, "issuer"),
    "no subject": ({"sub": None}, "token"),
    "a subject of any length": ({"sub": "s" * 192}, "subject"),
    "unverified address": ({"email_verified": False}, "unverified"),
    "nothing said of the address": ({"email_verified": None}, "unverified"),
    "an address it may not speak for": ({"email": "officer@elsewhere.test"}, "domain"),
    "an address nobody has here": ({"email": "nobody@example.test"}, "unknown"),
}


def test_a_token_with_a_fault_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    for fault, (changed, reason) in TOKENS.items():
        provider.changed = changed
        assert NAME in refused(*arrive(provider), owner, reason), fault
        owner.change("delete from audit_auditevent")
    assert owner.rows("select count(*) from socialaccount_socialaccount") == [(0,)]
    provider.changed = {}
    assert is_in(arrive(provider)[0])  # and without one is not


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})


def stripped(claims: dict[str, Any]) -> str:
    return sign(claims).rpartition(".")[0] + "."


def changed_after(claims: dict[str, Any]) -> str:
    head, _, tail = sign(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"email": "case_manager@example.test"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{tail}"


SIGNATURES: dict[str, tuple[Callable[[dict[str, Any]], str], str]] = {
    "alg none": (unsigned, "algorithm"),
    "signature taken off": (stripped, "signature"),
    "another's key under the same name": (lambda claims: sign(claims, OTHER_KEY), "signature"),
    "another's key": (lambda claims: sign(claims, OTHER_KEY, kid="k2"), "key"),
    "signed with the client's secret": (lambda claims: sign(claims, SECRET + " of 32 bytes or more", "HS256"), "algorithm"),
    "changed after it was signed": (changed_after, "signature"),
    "no token": (lambda claims: "", "token"),
    "nonsense": (lambda claims: "a.b.c", "token"),
}


def test_a_signature_with_a_fault_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    for fault, (signed, reason) in SIGNATURES.items():
        provider.signed = signed
        assert "could not be checked" in refused(*arrive(provider), owner, reason), fault
        owner.change("delete from audit_auditevent")


def test_the_same_answer_twice_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    """Whether it let in the first time, or not: what the visitor asked is used up, also when the answer is refused."""
    browser = Client()
    query = provider.log_in(leave(browser))
    assert browser.get(f"{BACK}?{query}").status_code == 302 and is_in(browser)
    browser.post("/account/logout/")
    owner.change("delete from audit_auditevent")
    assert "came twice" in refused(browser, browser.get(f"{BACK}?{query}"), owner, "state")
    provider.changed, query = {"exp": 1}, provider.log_in(leave(browser))
    for reason in ("expired", "state"):
        owner.change("delete from audit_auditevent")
        refused(browser, browser.get(f"{BACK}?{query}"), owner, reason)


def test_an_answer_asked_for_in_another_browser_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    """Whoever makes somebody follow their own link does not log them in as themselves."""
    query = provider.log_in(leave(Client()))
    browser = Client()
    leave(browser)
    refused(browser, browser.get(f"{BACK}?{query}"), owner, "state")


def test_a_code_used_up_elsewhere_is_refused(cast: Cast, owner: Owner, provider: Provider) -> None:
    browser = Client()
    query = provider.log_in(leave(browser))
    provider.codes.clear()
    refused(browser, browser.get(f"{BACK}?{query}"), owner, "answer")


def test_whoever_stops_there_is_told_so(cast: Cast, owner: Owner, provider: Provider) -> None:
    browser = Client()
    state = dict(parse_qsl(urlsplit(leave(browser)).query))["state"]
    refused(browser, browser.get(f"{BACK}?error=access_denied&state={state}"), owner, "cancelled")


POINTING_ELSEWHERE: list[tuple[dict[str, object], str]] = [
    ({"issuer": "https://elsewhere.test"}, "issuer"),
    ({"jwks_uri": "http://127.0.0.1:1/keys"}, "endpoints"),
    ({"token_endpoint": "http://169.254.169.254/latest"}, "endpoints"),
    ({"authorization_endpoint": "javascript:alert(1)"}, "endpoints"),
    ({"jwks_uri": None}, "endpoints"),
]


def test_a_provider_that_points_elsewhere_is_not_followed(cast: Cast, owner: Owner, provider: Provider) -> None:
    for told, reason in POINTING_ELSEWHERE:
        provider.told = told
        browser = Client()
        refused(browser, browser.post(GO), owner, reason)
        owner.change("delete from audit_auditevent")
    assert set(provider.asked) == {"/.well-known/openid-configuration"}


def test_a_provider_that_is_away_is_said_so(cast: Cast, owner: Owner, provider: Provider) -> None:
    provider.told = {"token_endpoint": f"{provider.issuer}/nothing"}
    browser = Client()
    address = leave(browser)
    oidc.forget()
    away = OpenId(NAME, "http://127.0.0.1:1", ("example.test",), (), CLIENT, SECRET, ("127.0.0.1:1",))
    with override_settings(SIGN_ON=Ways(oidc=away)):
        assert "can’t be reached" in refused(browser, browser.get(f"{BACK}?{provider.log_in(address)}"), owner, "unreachable")


def test_a_closed_account_stays_closed_whatever_the_provider_says(cast: Cast, owner: Owner, provider: Provider) -> None:
    browser, _ = arrive(provider)
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    assert not is_in(browser)
    owner.change("delete from audit_auditevent")
    refused(*arrive(provider), owner, "closed")
    assert owner.rows("select about_id from audit_auditevent where verb = 'user.sign_on_refused'") == [(cast.users["officer"],)]


def test_an_address_given_to_somebody_else_there_does_not_open_the_account(cast: Cast, owner: Owner, provider: Provider) -> None:
    arrive(provider)
    owner.change("delete from audit_auditevent")
    provider.says["sub"] = "s-2"
    refused(*arrive(provider), owner, "linked")
    assert owner.rows("select uid from socialaccount_socialaccount") == [("s-1",)]


def test_two_first_log_ins_at_once_make_one_link(cast: Cast, owner: Owner, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has looked before the first was done."""
    arrive(provider)
    owner.change("delete from audit_auditevent")
    monkeypatch.setattr(links, "owner_of", lambda _way, _subject: None)
    monkeypatch.setattr(links, "is_linked", lambda _user, _way: False)
    refused(*arrive(provider), owner, "state")
    assert owner.rows("select count(*) from socialaccount_socialaccount") == [(1,)]


def test_another_providers_subject_is_a_stranger(cast: Cast, owner: Owner, provider: Provider) -> None:
    arrive(provider)
    owner.change("delete from audit_auditevent")
    owner.change("update socialaccount_socialaccount set provider = 'https://the-one-before.test'")
    provider.says = {"sub": "s-1", "email": "new@example.test"}
    refused(*arrive(provider), owner, "unverified")


def test_our_second_step_follows_unless_the_provider_says_it_asked_for_one(
    cast: Cast, owner: Owner, provider: Provider, officer: str
) -> None:
    secret = with_app(log_in(officer)[0], owner)
    browser, answer = arrive(provider)
    assert answer["Location"].startswith("/account/2fa/authenticate/") and not is_in(browser)
    assert browser.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302 and is_in(browser)
    told: list[dict[str, object]] = [{"amr": ["pwd", "mfa"]}, {"acr": "strong"}]
    for said in told:
        provider.changed = said
        browser, _ = arrive(provider)
        assert is_in(browser)
    browser.post("/account/logout/")  # and what was given there is not kept for a later password
    assert log_in(officer, browser=browser)[1]["Location"].startswith("/account/2fa/authenticate/") and not is_in(browser)
    provider.changed = {"amr": ["pwd"], "acr": "weak", "amr_values": ["mfa"]}
    assert not is_in(arrive(provider)[0])


def test_logging_out_here_says_that_one_is_still_in_there(cast: Cast, provider: Provider, officer: str) -> None:
    browser, _ = arrive(provider)
    answer = browser.post("/account/logout/")
    assert answer["Location"] == f"{GO}out/" and not is_in(browser)
    page = browser.get(f"{GO}out/").content.decode()
    assert f'href="{provider.issuer}/out?client_id={CLIENT}"' in page and f"Log out of {NAME}" in page
    provider.told = {"end_session_endpoint": "https://elsewhere.test/out"}
    oidc.forget()
    assert "elsewhere.test" not in browser.get(f"{GO}out/").content.decode()
    assert log_in(officer)[0].post("/account/logout/")["Location"] == "/"  # by password: home, as ever


def test_a_link_is_taken_away_for_whoever_got_a_new_log_in_there(cast: Cast, owner: Owner, provider: Provider) -> None:
    arrive(provider)
    provider.says["sub"] = "s-2"
    assert not is_in(arrive(provider)[0])
    with reading_as(SYSTEM.reader):
        assert links.unlink(by=SYSTEM, user=User.objects.get(pk=cast.users["officer"])) == 1
    connection.close()
    assert is_in(arrive(provider)[0])
    assert owner.rows("select about_id from audit_auditevent where verb = 'user.unlinked'") == [(cast.users["officer"],)]


def test_whoever_is_in_already_is_led_on_and_not_round_again(cast: Cast, provider: Provider) -> None:
    browser, _ = arrive(provider)
    assert browser.post(GO)["Location"] == browser.get(BACK)["Location"] == reverse("mfa_index")  # staff set up a second step first


def test_the_session_begins_anew_and_nobody_is_led_off_the_site(cast: Cast, provider: Provider) -> None:
    browser = Client()
    leave(browser)
    before = browser.cookies["sessionid"].value
    _, answer = arrive(provider, browser, next="https://elsewhere.test/")
    assert answer["Location"] == "/" and browser.cookies["sessionid"].value != before
    assert browser.cookies["sessionid"]["httponly"] and browser.cookies["sessionid"]["samesite"] == "Lax"


def test_what_is_asked_for_is_ours_to_say(cast: Cast, provider: Provider) -> None:
    page = Client().post(f"{GO}?scope=everything&auth_params=prompt%3Dnone&process=connect", {"process": "redirect"})
    asked = dict(parse_qsl(urlsplit(page.context["address"]).query))
    assert set(asked["scope"].split()) == {"openid", "email"} and "prompt" not in asked


def sql(cast: Cast, who: str, statement: str, *values: Any) -> int:
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return int(cursor.rowcount)


def test_nobody_sees_makes_or_changes_anothers_link(cast: Cast, owner: Owner, provider: Provider) -> None:
    """Row security alone, by raw SQL. One's own is seen and not changed; an administrator takes one away and makes none."""
    arrive(provider)
    all_of, taken = "select * from socialaccount_socialaccount", "delete from socialaccount_socialaccount"
    assert [sql(cast, who, all_of) for who in ("officer", "case_manager", "auditor")] == [1, 0, 0]
    add = (
        "insert into socialaccount_socialaccount (user_id, provider, uid, extra_data, last_login, date_joined) "
        "values (%s, 'p', 'u', '{}', now(), now())"
    )
    for who in ("officer", "case_manager", "administrator"):
        with pytest.raises(Error, match="row-level security"):
            sql(cast, who, add, cast.users["officer"])
    with pytest.raises(Error, match="permission denied"):
        sql(cast, "officer", "update socialaccount_socialaccount set uid = 'mine'")
    for name in ("socialapp", "socialtoken"):
        with pytest.raises(Error, match="permission denied"):
            sql(cast, "administrator", f"select * from socialaccount_{name}")
    assert [sql(cast, who, taken) for who in ("case_manager", "officer", "administrator")] == [0, 0, 1]
