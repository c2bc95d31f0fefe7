"""A forgotten password, and being told when one's log-in changed: mail from jobs, nothing secret in the queue."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from tests.accounts.test_log_in import PASSWORD, is_in, log_in, officer
from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs, waiting

__all__ = ["officer"]  # fixtures
NEW = "pōhutukawa by the sea in december"


def ask(email: str) -> Any:
    return Client().post("/account/password/reset/", {"email": email})


def link_in(text: object) -> str:
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(text))
    assert found, text
    return found[1]


def test_a_forgotten_password_is_set_by_a_mailed_link_good_once(cast: Cast, officer: str, owner: Owner) -> None:
    assert ask(officer)["Location"] == "/account/password/reset/done/"
    ((task, arguments),) = waiting(owner)
    assert task == "accounts.mail"
    assert arguments == {"user_id": str(cast.users["officer"]), "kind": "reset", "address": "http://testserver/"}
    mail.outbox.clear()
    run_jobs()
    (sent,) = mail.outbox
    assert sent.to == [officer] and cast.users["officer"].hex in sent.body
    link, browser = link_in(sent.body), Client()
    form = browser.get(link)
    assert form.status_code == 302 and "set-password" in form["Location"]
    assert browser.get(form["Location"]).status_code == 200
    short = browser.post(form["Location"], {"password1": "too short", "password2": "too short"})
    assert short.status_code == 200 and short.context["form"].errors
    assert browser.post(form["Location"], {"password1": NEW, "password2": NEW}).status_code == 302
    assert is_in(log_in(officer, NEW)[0]) and not is_in(log_in(officer)[0])
    again = Client().get(link)
    assert again.status_code == 200 and again.context["token_fail"]


def test_the_link_of_one_account_opens_no_other(cast: Cast, officer: str) -> None:
    ask(officer)
    mail.outbox.clear()
    run_jobs()
    link = link_in(mail.outbox[0].body)
    other = link.replace(cast.users["officer"].hex, cast.users["case_manager"].hex)
    assert other != link and Client().get(other).context["token_fail"]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast: Cast, officer: str, owner: Owner) -> None:
    known, unknown = ask(officer), ask("nobody@example.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [arguments["user_id"] for _, arguments in waiting(owner)] == [str(cast.users["officer"]), ""]
    mail.outbox.clear()
    run_jobs()
    assert [m.to for m in mail.outbox] == [[officer]] and waiting(owner) == []


def test_a_changed_password_is_told_to_its_owner(cast: Cast, officer: str) -> None:
    browser, _ = log_in(officer)
    mail.outbox.clear()
    assert browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}).status_code == 302
    assert mail.outbox == []  # nothing leaves while somebody waits for a page
    run_jobs()
    assert [m.subject for m in mail.outbox] == ["Your Throughcare log-in was changed"]


def test_nobody_signs_themselves_up(cast: Cast, owner: Owner) -> None:
    sent = {"email": "new@example.test", "password1": NEW, "password2": NEW}
    assert Client().get("/account/signup/").status_code == 200
    Client().post("/account/signup/", sent)
    assert owner.rows("select 1 from accounts_user where email = 'new@example.test'") == []
