"""Jobs of the notices: from a notice to the outbox, from the outbox to the mail server; the daily mail; jobs whose worker died."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.clock import now
from throughcare.common.mail import MailNotSent
from throughcare.common.reader import reading_as
from throughcare.notices import actions
from throughcare.notices.queue import BACK_OFF, job


@job("notices.spread", purpose="deliver notices")
def spread(by: Actor, notice_id: str) -> None:
    """Put one mail for each reader in the outbox."""
    actions.spread(by=by, notice_id=UUID(notice_id))


@job("notices.mail", purpose="deliver notices")
def mail(by: Actor, mail_id: str) -> None:
    """Send one."""
    actions.deliver(by=by, mail_id=UUID(mail_id))


@app.periodic(cron="*/15 * * * *")
@app.task(name="notices.daily", queueing_lock="notices.daily")
def daily(timestamp: int) -> None:
    """Where the hour has come, gather the daily mails."""
    _step("send daily mails", lambda by: actions.gather_digests(by=by, at=now()))


@app.task(name="notices.digest", retry=BACK_OFF)
def digest(digest_id: str) -> None:
    """Send one daily mail, in steps that are each kept: a worker that dies between them sends nothing twice."""
    which = UUID(digest_id)
    if not _step("send daily mails", lambda by: actions.claim_digest(by=by, digest_id=which)):
        return
    try:
        _step("send daily mails", lambda by: actions.send_digest(by=by, digest_id=which))
    except MailNotSent:
        _step("send daily mails", lambda by: actions.give_back_digest(by=by, digest_id=which))
        raise


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.pick_up", queueing_lock="notices.pick_up")
def pick_up(timestamp: int) -> None:
    """Back into the queue with what a dead worker had in hand."""
    _step("pick up jobs", lambda by: actions.pick_up_jobs(by=by))


def _step(purpose: str, work: Callable[[Actor], Any]) -> Any:
    """One transaction as a named system actor."""
    actor = system_actor(purpose)
    try:
        with reading_as(actor.reader):
            return work(actor)
    finally:
        connection.close()
