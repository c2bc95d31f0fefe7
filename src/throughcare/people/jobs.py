"""Jobs about people: whoever asks for somebody new hears nothing of what these find."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.people.actions.conflicts import note_conflicts
from throughcare.people.actions.newcomers import receive_person


@job("people.receive", purpose="people import")
def receive(by: Actor, held_id: str) -> None:
    """Make the record somebody asked for, or leave it to the records role."""
    receive_person(by=by, held_id=UUID(held_id))


@app.periodic(cron="7 * * * *")
@app.task(name="people.conflicts", queueing_lock="people.conflicts")
def conflicts(timestamp: int) -> None:
    """Every hour: who has come to a team, or goes by another name, is told to the privacy officer. They are kept away already."""
    actor = system_actor("find conflicts")
    try:
        with reading_as(actor.reader):
            note_conflicts(by=actor)
    finally:
        connection.close()
