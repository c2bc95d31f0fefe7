"""Jobs of the referrals."""

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.referrals.actions.closing import tell_of_closed_services


@job("referrals.closed_services", purpose="tell of closed services")
def closed_services(by: Actor) -> None:
    """As soon as somebody closes one, or opens it."""
    tell_of_closed_services(by=by)


@app.periodic(cron="*/10 * * * *")
@app.task(name="referrals.closed_services_seen", queueing_lock="referrals.closed_services_seen")
def closed_services_seen(timestamp: int) -> None:
    """Those an import closed or opened."""
    actor = system_actor("tell of closed services")
    try:
        with reading_as(actor.reader):
            tell_of_closed_services(by=actor)
    finally:
        connection.close()
