"""Posting, spreading and mailing: told once, in the transaction that causes it, without a word about anybody."""

import logging
import smtplib
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import Error, connection
from procrastinate import RetryStrategy

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs, waiting
from tests.referrals import walk
from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.notices import actions, kinds
from throughcare.notices.models import Notice
from throughcare.notices.queue import enqueue, job

KIND = "test.thing"


@pytest.fixture(autouse=True)
def _kind() -> None:
    kinds.register_person("test.thing", kinds.NOBODYS)
    kinds.register(KIND, title="A thing happened", url=_nowhere)


def _nowhere(about: Ref) -> str:
    return f"/things/{about.id}"


def post(cast: Cast, **to: Any) -> Notice:
    actor = system_actor("test")  # somebody signed in tells only of what their app lets them
    with reading_as(actor.reader):
        return actions.post(by=actor, kind=KIND, about=Ref("test.thing", new_id()), **to)


def states(owner: Owner) -> dict[UUID, str]:
    return dict(owner.rows("select user_id, state from notices_noticemail"))  # type: ignore[arg-type]  # two columns


def test_a_teams_notice_is_mailed_once_to_each_member_and_says_nothing(cast: Cast, owner: Owner) -> None:
    post(cast, to_team=cast.teams["mana"])
    assert [name for name, _ in waiting(owner)] == ["notices.spread"]
    mail.outbox.clear()
    run_jobs()
    assert waiting(owner) == []
    members = ["partner_manager", "partner_worker", "partner_worker_2"]
    assert sorted(m.to[0] for m in mail.outbox) == [f"{m}@example.test" for m in members]
    assert {(m.subject, m.body.splitlines()[0]) for m in mail.outbox} == {(actions.SUBJECT, actions.WORDS)}
    assert states(owner) == {cast.users[m]: "SENT" for m in members}


def test_a_job_run_again_sends_nothing_again(cast: Cast, owner: Owner) -> None:
    notice = post(cast, to_user=cast.users["officer"])
    mail.outbox.clear()
    run_jobs()
    job = system_actor("deliver notices")
    (mail_id,) = owner.rows("select id from notices_noticemail")[0]
    with reading_as(job.reader):
        assert actions.spread(by=job, notice_id=notice.id) == 0
        actions.deliver(by=job, mail_id=UUID(str(mail_id)))
    connection.close()
    assert len(mail.outbox) == 1


def test_what_is_rolled_back_tells_nobody(cast: Cast, owner: Owner) -> None:
    actor = system_actor("test")
    with pytest.raises(ZeroDivisionError), reading_as(actor.reader):
        actions.post(by=actor, kind=KIND, about=Ref("test.thing", new_id()), to_user=cast.users["officer"])
        raise ZeroDivisionError
    assert waiting(owner) == [] and owner.rows("select 1 from notices_notice") == []


def test_a_refusing_mail_server_is_tried_again_and_named_nowhere(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*given: Any, **more: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({"officer@example.test": (550, b"no such person")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    post(cast, to_user=cast.users["officer"])
    with caplog.at_level(logging.DEBUG, "procrastinate.worker"):
        run_jobs()
    ((status, attempts, later),) = owner.rows(
        "select status::text, attempts, scheduled_at > now() from procrastinate_jobs where task_name = 'notices.mail'"
    )
    assert (status, attempts, later) == ("todo", 1, True)
    assert states(owner) == {cast.users["officer"]: "WAITING"}
    assert "SMTPRecipientsRefused" in caplog.text and "officer@example.test" not in caplog.text


def test_a_closed_account_gets_no_mail(cast: Cast, owner: Owner) -> None:
    post(cast, to_user=cast.users["officer"])
    actor = system_actor("deliver notices")
    with reading_as(actor.reader):
        assert actions.spread(by=actor, notice_id=Notice.objects.get().id) == 1
    connection.close()
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    mail.outbox.clear()
    run_jobs()
    assert mail.outbox == [] and states(owner) == {cast.users["officer"]: "NOT_WANTED"}


def test_the_queue_holds_keys_only(cast: Cast, owner: Owner) -> None:
    notice = post(cast, to_user=cast.users["officer"])
    assert waiting(owner) == [("notices.spread", {"notice_id": str(notice.id)})]


def test_a_notice_has_one_reader_and_a_known_kind(cast: Cast) -> None:
    officer, team = cast.users["officer"], cast.teams["mana"]
    wrong: list[dict[str, Any]] = [{}, {"to_user": officer, "to_team": team}]
    for to in wrong:
        with pytest.raises(ValueError, match="one reader"):
            post(cast, **to)
    actor = cast.actor("case_manager")
    with pytest.raises(ValueError, match="No app has said"), reading_as(actor.reader):
        actions.post(by=actor, kind="test.unknown", about=Ref("x", new_id()), to_user=officer)
    with pytest.raises(ValueError, match="Two kinds"):
        kinds.register(KIND, title="Another", url=_nowhere)


def test_a_job_enqueued_by_a_failing_job_never_was(cast: Cast, owner: Owner) -> None:
    # Not tried again: with max_attempts=1 it is, once, and a worker that found the queue empty meanwhile is gone by then.
    @job("test.fails", purpose="test", retry=RetryStrategy(retry_exceptions=(LookupError,)))
    def fails(by: Actor) -> None:
        enqueue("notices.mail", mail_id=str(new_id()))
        raise ZeroDivisionError

    actor = cast.actor("case_manager")
    with reading_as(actor.reader):
        enqueue("test.fails")
    run_jobs()
    assert waiting(owner) == []
    assert owner.rows("select task_name, status::text from procrastinate_jobs") == [("test.fails", "failed")]


def test_somebody_signed_in_can_not_tell_of_a_thing_no_app_vouches_for(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with pytest.raises(ValueError, match="who may be told"), reading_as(actor.reader):
        actions.post(by=actor, kind=KIND, about=Ref("test.thing", new_id()), to_user=cast.users["officer"])
    with pytest.raises(ValueError, match="Two apps"):
        kinds.register_audience("referrals.referral", "true")


NOTICE = (
    "insert into notices_notice (id, user_id, team_id, kind, about_kind, about_id, created_at) "
    "values (gen_random_uuid(), %s, %s, 'referral.sent', %s, %s, '2020-01-01T00:00Z')"
)


@pytest.mark.parametrize(
    ("who", "user", "team", "about_kind"),
    [
        ("partner_worker", "officer", None, "referrals.referral"),  # neither side of it
        ("partner_worker", None, "kete", "referrals.referral"),  # another partner
        ("other_partner_worker", None, "mana", "referrals.referral"),  # can't see it
        ("volunteer", "case_manager", None, "referrals.referral"),
        ("case_manager", None, "mana", "test.thing"),
        ("case_manager", "case_manager", None, "people.disagreement"),
    ],
)
def test_by_straight_sql_nobody_puts_a_notice_where_it_does_not_belong(
    cast: Cast, owner: Owner, who: str, user: str | None, team: str | None, about_kind: str
) -> None:
    referral = walk.sent(cast)
    values = [user and cast.users[user], team and cast.teams[team], about_kind, referral.pk]
    with pytest.raises(Error, match="row-level security"), cast.reading(who), connection.cursor() as cursor:
        cursor.execute(NOTICE, values)
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(NOTICE, [None, cast.teams["mana"], "referrals.referral", referral.pk])
    assert owner.rows("select count(*), min(created_at) > now() - interval '1 minute' from notices_notice") == [(2, True)]
