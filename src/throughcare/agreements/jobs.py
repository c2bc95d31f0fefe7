"""Jobs of agreements."""

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import system_actor
from throughcare.agreements.actions import clear_old_grants, move_by_day, remind_of_agreements
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
    """Every night: of agreements that end soon, and of reviews that are due."""
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
