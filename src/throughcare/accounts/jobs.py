"""Jobs of the accounts."""

from uuid import UUID

from django.core.cache import caches
from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts import actions, repeats
from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as


@job("accounts.mail", purpose="send account mail")
def mail(by: Actor, user_id: str, kind: str, address: str) -> None:
    """Mail one user about their own account; no user, no mail."""
    if user_id:
        actions.send_account_mail(by=by, user_id=UUID(user_id), kind=kind, address=address)


@job("accounts.invite", purpose="send invitations")
def invite(by: Actor, invitation_id: str, address: str) -> None:
    """Mail one invitation; withdrawn meanwhile, no mail."""
    actions.send_invitation(by=by, invitation_id=UUID(invitation_id), address=address)


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.clear_submissions", queueing_lock="accounts.clear_submissions")
def clear_submissions(timestamp: int) -> None:
    """Every night: which requests were sent is kept for a day, and a count of log-ins for as long as it counts."""
    actor = system_actor("clear old submissions")
    try:
        with reading_as(actor.reader):
            repeats.clear_old(by=actor)
        caches["default"].sweep()  # type: ignore[attr-defined]  # the site's own: accounts.counters
    finally:
        connection.close()
