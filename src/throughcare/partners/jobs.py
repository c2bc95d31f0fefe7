"""Jobs about partners: everybody is looked through for records of one organisation, each night and after an import."""

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.partners.actions.likely import JOB, find_partner_duplicates

PURPOSE = "look for duplicates of partners"


@job(JOB, purpose=PURPOSE)
def look(by: Actor) -> None:
    """After an import, and when something new is on the register. To look twice does no harm."""
    find_partner_duplicates(by=by)


@app.periodic(cron="20 2 * * *")
@app.task(name="partners.likely_nightly", queueing_lock="partners.likely_nightly")
def look_each_night(timestamp: int) -> None:
    """What was typed by day has changed who is like whom."""
    actor = system_actor(PURPOSE)
    try:
        with reading_as(actor.reader):
            find_partner_duplicates(by=actor)
    finally:
        connection.close()
