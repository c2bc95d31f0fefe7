"""Jobs of performance."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.performance.actions import ask_how_it_went, remind_of_reports, say_what_lapsed, tell_side


@app.periodic(cron="43 4 * * *")
@app.task(name="performance.remind", queueing_lock="performance.remind")
def remind(timestamp: int) -> None:
    """Every night: of reports that are late, and of those to look at; and payments whose day has passed are said to be not payable, with the reason.
    And links to the three questions of small agreements go out."""
    actor = system_actor("remind of reports")
    try:
        with reading_as(actor.reader):
            remind_of_reports(by=actor)
            say_what_lapsed(by=actor)
            ask_how_it_went(by=actor)
    finally:
        connection.close()


@job("performance.put_in_told", purpose="tell the other side what is put in")
def put_in_told(by: Actor, contribution_id: str, what: str, whom: str) -> None:
    """One side wrote down what is put in, sees it differently, or withdrew it: the other side has a notice."""
    tell_side(by=by, contribution_id=UUID(contribution_id), what=what, whom=whom)
