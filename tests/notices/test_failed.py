"""Work that failed for good: seen in plain words by whoever looks after the site, tried again or dropped, one or many."""

import json
import smtplib
from html import unescape
from typing import Any

import pytest
from django.core import mail
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.notices.machine import Machine
from tests.notices.test_choices import PLAIN, post
from tests.notices.test_choices import _kinds as _kinds
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.notices import actions
from throughcare.notices.cli import cli
from throughcare.notices.states import ERRORS, error_words

SECRET = "officer@example.test"
runner = CliRunner()


def refuse(*given: Any, **more: Any) -> None:
    raise smtplib.SMTPRecipientsRefused({SECRET: (550, b"no such person")})


@pytest.fixture
def broken(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three mails given up by the queue; the mail server is well again."""
    with monkeypatch.context() as refusing:
        refusing.setattr("django.core.mail.EmailMessage.send", refuse)
        post(cast, PLAIN, "officer", "case_manager", "team_manager")
        run_jobs()
        owner.change("update procrastinate_jobs set attempts = 7, scheduled_at = now() where status = 'todo'")
        run_jobs()
    mail.outbox.clear()
    return [int(str(number)) for (number,) in owner.rows("select id from procrastinate_jobs where status = 'failed' order by id")]


def statuses(owner: Owner) -> dict[object, object]:
    return dict(owner.rows("select id, status::text from procrastinate_jobs where task_name = 'notices.mail'"))  # type: ignore[arg-type]  # pairs


def test_an_administrator_sees_what_failed_and_nothing_of_whom_it_was_about(cast: Cast, owner: Owner, broken: list[int]) -> None:
    assert len(broken) == 3
    browser = cast.client("administrator")
    page = unescape(browser.get("/failed-jobs/").content.decode())
    assert page.count("Mail about a notice") == 3 and ERRORS["MailNotSent SMTPRecipientsRefused"] in page
    ids = [str(one) for row in owner.rows("select id, notice_id, user_id from notices_noticemail") for one in row]
    assert SECRET not in page and not [key for key in ids if key in page]
    home = browser.get("/").content.decode()
    assert "Work that failed" in home and 'href="/failed-jobs/"' in home
    assert cast.client("case_manager").get("/failed-jobs/").status_code == 404


def test_tried_again_it_goes_out_and_dropped_it_never_does(cast: Cast, owner: Owner, broken: list[int]) -> None:
    browser = cast.client("administrator")
    again = browser.post("/failed-jobs/do/retry/", {"job": [str(broken[0]), str(broken[1]), "999999"]}).content.decode()
    assert again.count("It is tried again now.") == 2 and again.count("not among those that failed") == 1
    dropped = browser.post("/failed-jobs/do/drop/", {"job": [str(broken[2]), "odd"]}).content.decode()
    assert "what it was to do is not done" in dropped
    assert "You chose none" in browser.post("/failed-jobs/do/drop/", {}).content.decode()
    assert browser.post("/failed-jobs/do/burn/", {"job": [str(broken[0])]}).status_code == 404
    assert statuses(owner) == {broken[0]: "todo", broken[1]: "todo"}
    run_jobs()
    assert len(mail.outbox) == 2
    assert owner.rows("select verb, detail->'jobs' from audit_auditevent where verb like 'job.%%' order by at") == [
        ("job.retried", broken[:2]),
        ("job.dropped", broken[2:]),
    ]
    assert "Nothing failed" in browser.get("/failed-jobs/").content.decode()


def test_one_that_fails_again_is_there_again(cast: Cast, owner: Owner, broken: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    cast.client("administrator").post("/failed-jobs/do/retry/", {"job": [str(broken[0])]})
    run_jobs()
    assert statuses(owner)[broken[0]] == "failed"


def test_long_lists_come_in_pages(cast: Cast, owner: Owner) -> None:
    owner.change(
        "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts) select 'default', 'audit.verify', '{}', 'failed', 1 from generate_series(1, 130)"
    )
    browser = cast.client("administrator")
    first = browser.get("/failed-jobs/").context
    second = browser.get("/failed-jobs/", {"before": first["more"]}).context
    numbers = [job.id for job in [*first["jobs"], *second["jobs"]]]
    assert len(numbers) == len(set(numbers)) == 130 and second["more"] is None
    assert "How it failed was not written down" in browser.get("/failed-jobs/").content.decode()
    assert browser.get("/failed-jobs/?before=x").status_code == 422


def test_rest_and_the_command_do_the_same(cast: Cast, owner: Owner, broken: list[int]) -> None:
    machine = Machine(cast, "administrator")
    listed = machine.call("GET", "/jobs/failed").json()
    assert [job["id"] for job in listed["items"]] == broken[::-1] and listed["next"] is None
    (row,) = machine.call("POST", "/jobs/failed/drop", {"ids": [broken[0]]}).json()
    assert row["done"] and machine.call("POST", "/jobs/failed/retry", {"ids": [broken[0]]}).json()[0]["done"] is False
    assert Machine(cast, "officer").call("GET", "/jobs/failed").status_code == 404
    shown = json.loads(runner.invoke(cli, ["failed", "--json"]).output)
    assert [job["id"] for job in shown] == broken[:0:-1]
    assert "Mail about a notice" in runner.invoke(cli, ["failed"]).output.replace("\n", " ") or shown
    assert runner.invoke(cli, ["retry", str(broken[1])]).exit_code == 0
    assert runner.invoke(cli, ["retry", str(broken[1])]).exit_code == 1
    assert runner.invoke(cli, ["drop", "--all"]).exit_code == 0
    assert "Nothing failed." in runner.invoke(cli, ["drop", "--all"]).output
    assert runner.invoke(cli, ["retry"]).exit_code == 2
    assert statuses(owner) == {broken[1]: "todo"}


def test_what_a_dead_worker_had_in_hand_is_picked_up(cast: Cast, owner: Owner) -> None:
    post(cast, PLAIN, "officer")
    owner.change("update procrastinate_jobs set status = 'doing'")  # by a worker there is no more
    mail.outbox.clear()
    assert pick_up() == 1
    run_jobs()
    assert len(mail.outbox) == 1 and pick_up() == 0


def test_one_that_kills_its_workers_fails_at_last(cast: Cast, owner: Owner) -> None:
    post(cast, PLAIN, "officer")
    owner.change("update procrastinate_jobs set status = 'doing', attempts = 10")
    assert pick_up() == 1
    assert owner.rows("select status::text from procrastinate_jobs") == [("failed",)]
    assert "Its worker died each time" in cast.client("administrator").get("/failed-jobs/").content.decode()


def test_a_job_at_work_is_left_alone(cast: Cast, owner: Owner) -> None:
    post(cast, PLAIN, "officer")
    owner.change("insert into procrastinate_workers (last_heartbeat) values (now())")
    owner.change("update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)")
    assert pick_up() == 0


def pick_up() -> int:
    actor = system_actor("pick up jobs")
    with reading_as(actor.reader):
        return actions.pick_up_jobs(by=actor)


def test_an_error_is_said_in_words_and_by_its_kind_alone() -> None:
    assert error_words("MailNotSent NewKind") == "The mail server did not take the mail."
    assert "log" in error_words("ZeroDivisionError") and "not written down" in error_words(None)
