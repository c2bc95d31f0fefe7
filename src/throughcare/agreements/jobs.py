"""Jobs of agreements."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.agreements.actions import clear_old_grants, mail_light_code, mail_light_link, move_by_day, remind_of_agreements, tell_owner
from throughcare.common.reader import reading_as


@app.periodic(cron="10 * * * *")
@app.task(name="agreements.by_day", queueing_lock="agreements.by_day")
def by_day(timestamp: int) -> None:
    """Those that began or ended, said in their state too: every hour, so that it is soon after midnight in whatever time zone."""
    actor = system_actor("move agreements by their days")
    try:
        with reading_as(actor.reader):
            move_by_day(by=actor)
    finally:
        connection.close()


@app.periodic(cron="37 4 * * *")
@app.task(name="agreements.remind", queueing_lock="agreements.remind")
def remind(timestamp: int) -> None:
    """Every night: of agreements that end soon, of reviews that are due, and of risks to look at."""
    actor = system_actor("remind of agreements")
    try:
        with reading_as(actor.reader):
            remind_of_agreements(by=actor)
    finally:
        connection.close()


@app.periodic(cron="31 3 * * *")
@app.task(name="agreements.clear_grants", queueing_lock="agreements.clear_grants")
def clear_grants(timestamp: int) -> None:
    """Every night: files of grants that nobody brought in."""
    actor = system_actor("clear files of grants")
    try:
        with reading_as(actor.reader):
            clear_old_grants(by=actor)
    finally:
        connection.close()


@job("agreements.light_link", purpose="mail a signed link")
def light_link(by: Actor, link_id: str, address: str) -> None:
    """Mail one link; revoked meanwhile, no mail."""
    mail_light_link(by=by, link_id=UUID(link_id), address=address)


@job("agreements.light_code", purpose="mail a code to sign with")
def light_code(by: Actor, link_id: str) -> None:
    """Make a code and mail it."""
    mail_light_code(by=by, link_id=UUID(link_id))


@job("agreements.light_told", purpose="tell who looks after an agreement")
def light_told(by: Actor, agreement_id: str, kind: str) -> None:
    """Somebody signed, asked, said no or answered by a link: whoever looks after the agreement has a notice."""
    tell_owner(by=by, agreement_id=UUID(agreement_id), kind=kind)
