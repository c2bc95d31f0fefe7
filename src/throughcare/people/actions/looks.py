"""Finding looks at records that somebody must explain, and looking at each a second time."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused
from throughcare.common.text import clean
from throughcare.matching.looks import Judged, judge
from throughcare.notices.actions import post
from throughcare.people.models import Look
from throughcare.people.queries.limits import users_with
from throughcare.people.queries.looks import LOOK, get_look, visits_between
from throughcare.people.states import LookVerdict

LONGEST_WHY = 500
# Each visit is judged until what was written after it is known too; at night with a month around it, for those who come back.
A_WHILE, A_MONTH = timedelta(days=4), timedelta(days=30)


@dataclass(frozen=True)
class Looking:
    """What was done: visits and rows of the audit judged, visits that must be explained, those of them new."""

    visits: int
    rows: int
    asked: int
    new: int


@transaction.atomic
def find_looks(*, by: Actor, span: timedelta = A_WHILE) -> Looking:
    """Judge every visit of the last days; what must be explained is kept, and the privacy officers are told. The actor is the system."""
    at = now()
    visits = visits_between(at - span, at, at=at)
    asked = [one for one in judge(visits) if one.ask]
    there = set(Look.objects.filter(at__gte=at - span - timedelta(days=1)).values_list("user_id", "person_id", "on_day"))
    new = [one for one in asked if (one.visit.user, one.visit.person, one.visit.on) not in there]
    made = [_look(one) for one in new]
    Look.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    told = {(user, day) for user, _, day in there}
    officers = users_with(Permission.PRIVACY_MANAGE)
    for look in made:
        if (look.user_id, look.on_day) in told:
            continue
        told.add((look.user_id, look.on_day))
        for officer in officers:
            if officer != look.user_id:
                post(by=by, to_user=officer, kind=LOOK, about=Ref(LOOK, look.id))
    rows = sum(visit.rows for visit in visits)
    if made:
        detail = {"visits": len(visits), "rows": rows, "new": len(made)}
        record(by=by, verb="looks.found", persons={look.person_id for look in made}, compartments=["C1"], detail=detail)
    return Looking(len(visits), rows, len(asked), len(made))


def _look(one: Judged) -> Look:
    reasons = [{"code": reason.code, "points": reason.points, "sentence": reason.sentence} for reason in one.reasons]
    visit = one.visit
    return Look(
        user_id=visit.user, person_id=visit.person, on_day=visit.on, at=visit.at, rows=visit.rows, points=one.points, reasons=reasons
    )


@transaction.atomic
def review_look(*, by: Actor, look_id: UUID, verdict: str, because: str) -> Look:
    """EXPLAINED, or BROWSING, because. Once, by somebody else than who looked; raises Refused after."""
    found = get_look(by, look_id).look
    words = clean(because)
    errors = {}
    if verdict not in LookVerdict.values:
        errors["verdict"] = [f"Use one of: {', '.join(LookVerdict.values)}."]
    if not 0 < len(words) <= LONGEST_WHY:
        errors["because"] = [f"Say why, in {LONGEST_WHY} characters or fewer."]
    if errors:
        raise Invalid("Something about the review can't be used.", errors)
    values = {"verdict": verdict, "because": words, "reviewed_by_id": by.user_id, "reviewed_at": now()}
    if found.verdict or not Look.objects.filter(pk=look_id, verdict="").update(**values):
        raise Refused("Somebody has looked at this already. What they found is shown on this page.")
    record(
        by=by, verb="look.reviewed", persons=[found.person_id], compartments=["C1"], about=Ref(LOOK, found.id), detail={"verdict": verdict}
    )
    found.refresh_from_db()
    return found
