"""No more people's records than somebody needs: asked before each is opened, told to the supervisor at once, lifted by them for a day."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import Gate, record
from throughcare.common.clock import now, today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.notices.actions import post
from throughcare.people.models import ReadLift, ReadStop
from throughcare.people.policies import Opened, TooManyRecords, check_can_open
from throughcare.people.queries.reading import STOP, get_stop, my_supervisors

LONGEST_WHY = 500
TOLD_EVERY = timedelta(hours=1)


def check_reading(_by: Actor, figures: Sequence[Any]) -> None:
    """Whether an audit row may say that these records were opened. figures: as `throughcare.openings` gives them. Raises TooManyRecords."""
    check_can_open(Opened(*figures), now())


def tell_of_stop(by: Actor, why: Refused) -> None:
    """Once an hour, and again when somebody was let open more since: the stop is kept, and the supervisors have it in their inbox."""
    if not isinstance(why, TooManyRecords) or by.user_id is None:
        return
    opened = why.opened
    detail = {"hour": opened.had_hour, "day": opened.had_day, "most_hour": opened.most_hour, "most_day": opened.most_day}
    record(by=by, verb="reading.stopped", detail=detail)
    last = ReadStop.objects.filter(user_id=by.user_id, at__gt=now() - TOLD_EVERY).order_by("-at").first()
    if last and not ReadLift.objects.filter(user_id=by.user_id, at__gt=last.at).exists():
        return
    stop = ReadStop(user_id=by.user_id, in_hour=opened.had_hour, in_day=opened.had_day)
    stop.save(force_insert=True)
    for supervisor in my_supervisors():
        post(by=by, to_user=supervisor, kind=STOP, about=Ref(STOP, stop.id))


# The figures are read, and the row is written, by one statement; what the policy says of them decides.
GATE = Gate(
    figures="throughcare.openings",
    columns=tuple(one.name for one in fields(Opened)),
    lets="in_hour <= most_hour and in_day <= most_day",
    check=check_reading,
    told=tell_of_stop,
)


@transaction.atomic
def lift_reading(*, by: Actor, stop_id: UUID, why: str, seen: int) -> ReadLift:
    """Let whoever was stopped open as many again today. Raises Refused for oneself, and once the day is over.

    seen: the version of the stop that the reader saw. Raises Stale when there is another since: it would allow twice what each meant.
    """
    if not (by.may(Permission.STAFF_MANAGE) or by.may(Permission.PRIVACY_MANAGE)) or by.user_id is None:
        raise NotFound
    whose = ReadStop.objects.filter(pk=stop_id).values_list("user_id", flat=True).first()
    with connection.cursor() as cursor:  # of one user one after the other, whichever stop it is for, so that the second knows of the first
        cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.lift'), hashtext(%s))", [str(whose)])
    found = get_stop(by, stop_id)
    if found.stop.user_id == by.user_id:
        raise Refused("It is you who was stopped: your own manager, or the privacy officer, lets you open more.")
    if not found.may_lift:
        raise Refused("That day is over, and with it the stop: there is nothing to lift.")
    words = clean(why)
    if not 0 < len(words) <= LONGEST_WHY:
        sentence = f"Say why they may open more, in {LONGEST_WHY} characters or fewer."
        raise Invalid(sentence, {"why": [sentence]})
    if found.version != seen:
        raise Stale("Somebody has let them open more since you looked. Read it again, then say whether they need still more.")
    lift = ReadLift(user_id=found.stop.user_id, on_day=today(), why=words, by_id=by.user_id)
    lift.save(force_insert=True)
    record(by=by, verb="reading.lifted", about=Ref(STOP, found.stop.id), detail={"user": str(lift.user_id), "day": lift.on_day.isoformat()})
    return lift
