"""Jobs of performance."""

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.performance.actions import ask_how_it_went, remind_of_reports, say_what_lapsed


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
