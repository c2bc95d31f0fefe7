"""Jobs of partnership assessments: links are mailed, what is past its last day is closed, results are published."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.relationships import actions


@job("relationships.invite", purpose="ask raters")
def invite(by: Actor, rater_id: str, address: str) -> None:
    """Mail one link; taken back meanwhile, no mail."""
    actions.send_link(by=by, rater_id=UUID(rater_id), address=address)


@job("relationships.publish", purpose="publish assessments")
def publish(by: Actor, wave_id: str) -> None:
    """Publish what was closed."""
    actions.publish_wave(by=by, wave_id=UUID(wave_id))


@app.periodic(cron="7 * * * *")
@app.task(name="relationships.close_due", queueing_lock="relationships.close_due")
def close_due(timestamp: int) -> None:
    """Every hour: what is past its last day is closed."""
    actor = system_actor("close assessments")
    try:
        with reading_as(actor.reader):
            actions.close_due(by=actor)
    finally:
        connection.close()
