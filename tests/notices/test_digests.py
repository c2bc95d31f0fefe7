"""The daily mail: counts by kind at the reader's own hour, once a day, even when a worker is killed."""

import random
import re
import smtplib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings

from tests.cast import Cast
from tests.database import Owner
from tests.killed import POINTS, killed_at_step, measured, wait_until_forgotten
from tests.notices.jobs import run_jobs, waiting
from tests.notices.test_choices import PLAIN, choose, post
from tests.notices.test_choices import _kinds as _kinds
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.notices import actions, jobs
from throughcare.notices.models import NoticeSettings

OFFICER = "officer"


def gather(at: datetime | None = None) -> int:
    actor = system_actor("send daily mails")
    with reading_as(actor.reader):
        made = actions.gather_digests(by=actor, at=at or now())
    connection.close()
    return made


def states(owner: Owner) -> list[str]:
    return [str(state) for (state,) in owner.rows("select state from notices_digest order by at")]


def daily(cast: Cast, number: int = 1, hour: int = 0) -> None:
    """The officer has a daily mail, and this many notices for it."""
    choose(cast, OFFICER, "DAILY", hour=hour)
    post(cast, PLAIN, *[OFFICER] * number)
    run_jobs()
    mail.outbox.clear()


def test_one_mail_a_day_with_counts_and_a_link_and_nothing_else(cast: Cast, owner: Owner) -> None:
    daily(cast, 3)
    assert (gather(), gather()) == (1, 0)
    assert [args.keys() for _, args in waiting(owner)] == [{"digest_id"}]
    run_jobs()
    (sent,) = mail.outbox
    assert sent.to == ["officer@example.test"] and sent.subject == "3 messages in Throughcare today"
    assert "  3 × A plain thing" in sent.body and "/notices/\n" in sent.body and "/your-account/notices/" in sent.body
    assert re.search(r"/notices/off/\S+", str(sent.body)) and sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert states(owner) == ["SENT"]
    # What comes later the same day waits for the next one.
    post(cast, PLAIN, OFFICER)
    run_jobs()
    assert gather() == 0 and len(mail.outbox) == 1
    assert gather(now() + timedelta(days=1)) == 1
    run_jobs()
    assert [m.subject for m in mail.outbox] == ["3 messages in Throughcare today", "1 message in Throughcare today"]


@pytest.mark.parametrize(
    ("zone", "utc_hour", "comes"), [("Pacific/Auckland", 19, True), ("Pacific/Auckland", 17, False), ("UTC", 19, True)]
)
def test_it_comes_at_the_readers_own_hour(cast: Cast, zone: str, utc_hour: int, comes: bool) -> None:
    daily(cast, hour=7)
    with cast.reading(OFFICER):
        NoticeSettings.objects.update(time_zone=zone)
    connection.close()
    # 07:00 in Auckland in winter is 19:00 the day before in Greenwich.
    assert gather(datetime(2026, 7, 1, utc_hour, tzinfo=UTC)) == int(comes)


def test_what_was_opened_meanwhile_is_not_told_and_nothing_left_is_no_mail(cast: Cast, owner: Owner) -> None:
    daily(cast, 2)
    assert gather() == 1
    cast.client(OFFICER).post("/notices/read-all")
    run_jobs()
    assert mail.outbox == [] and states(owner) == ["NOT_WANTED"]


def test_a_closed_account_gets_none(cast: Cast, owner: Owner) -> None:
    daily(cast)
    assert gather() == 1
    owner.change("update accounts_user set is_active = false where id = %s", cast.users[OFFICER])
    run_jobs()
    assert mail.outbox == [] and states(owner) == ["NOT_WANTED"]


def test_one_the_mail_server_refused_is_tried_again(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    daily(cast)
    gather()
    with monkeypatch.context() as refusing:
        refusing.setattr("django.core.mail.EmailMessage.send", _refuse)
        run_jobs()
    assert states(owner) == ["WAITING"]
    assert owner.rows("select error from notices_jobfault") == [("MailNotSent SMTPServerDisconnected",)]
    owner.change("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
    run_jobs()
    assert len(mail.outbox) == 1 and states(owner) == ["SENT"]


def _refuse(*given: Any) -> None:
    raise smtplib.SMTPServerDisconnected


def test_a_worker_killed_anywhere_sends_it_once_at_most_and_the_next_day_goes_on(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    """Mails are files here, so that what a killed child sent is seen. After each kill the job runs again, as `pick_up` has it."""
    dice = random.Random(2026)
    daily(cast)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=str(tmp_path)):
        steps = measured(lambda: _one_day(owner, cast, 0))[1]
        assert len(list(tmp_path.iterdir())) == 1
        for day in range(1, max(6, POINTS // 3)):
            before = _mails(tmp_path)
            digest = _gathered(owner, cast, day)
            killed_at_step(lambda d=digest: jobs.digest(d), dice.randint(1, steps), after=dice.random() < 0.5)  # type: ignore[misc]  # bound now
            wait_until_forgotten(owner)
            jobs.digest(digest)
            jobs.digest(digest)
            assert _mails(tmp_path) - before <= 1
            assert states(owner)[-1] in ("SENT", "UNSURE")
            assert (states(owner)[-1] == "SENT") <= (_mails(tmp_path) - before == 1)
    assert states(owner).count("SENT") > 1


def _mails(folder: Path) -> int:
    """How many mails the files hold: a file is named by its second and its process's memory, so two children may share one."""
    return sum(len(re.findall(rb"^Message-ID: ", file.read_bytes(), re.MULTILINE)) for file in folder.iterdir())


def _gathered(owner: Owner, cast: Cast, day: int) -> str:
    post(cast, PLAIN, OFFICER)
    run_jobs()
    assert gather(now() + timedelta(days=day)) == 1
    owner.change("delete from procrastinate_jobs")
    (digest,) = owner.rows("select id from notices_digest order by at desc limit 1")[0]
    return str(digest)


def _one_day(owner: Owner, cast: Cast, day: int) -> None:
    jobs.digest(_gathered(owner, cast, day))
