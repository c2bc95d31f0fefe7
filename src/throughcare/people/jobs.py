"""Jobs of the people."""

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.people import actions


@app.periodic(cron="7 * * * *")
@app.task(name="people.conflicts", queueing_lock="people.conflicts")
def conflicts(timestamp: int) -> None:
    """Every hour: who has come to a team, or goes by another name, is told to the privacy officer. They are kept away already."""
    actor = system_actor("find conflicts")
    try:
        with reading_as(actor.reader):
            actions.note_conflicts(by=actor)
    finally:
        connection.close()
