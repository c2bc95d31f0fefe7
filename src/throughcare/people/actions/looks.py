"""Finding looks at records that somebody must explain, and looking at each a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

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
from throughcare.people.states import NOT_ASKED, LookVerdict

LONGEST_WHY = 500
# Every few minutes with enough around each visit to know how its user works; at night with a month, for those who come back. Of what is read only
# the later half is judged: at the edge a user's usual work is out of sight, and somebody at a front desk looks like somebody who browses.
A_WHILE, A_MONTH = timedelta(days=10), timedelta(days=30)
Key = tuple[UUID, UUID, date]


@dataclass(frozen=True)
class Looking:
    """What was done: visits and rows of the audit judged; looks newly asked about, newly kept until work may have followed, and let go."""

    visits: int
    rows: int
    asked: int
    waiting: int
    let_go: int


@transaction.atomic
def find_looks(*, by: Actor, span: timedelta = A_WHILE) -> Looking:
    """Judge every visit of the later half of these days, by all of them. The actor is the system.

    What work will hardly explain is asked about at once, and the privacy officers are told. All else waits until it is settled, and then it
    is asked about or let go. Until somebody is asked, each run judges it anew: what was let go is asked about when more is found.
    """
    at = now()
    begin = localtime(at - span).replace(hour=0, minute=0, second=0, microsecond=0)
    judged = of_late(judge(visits_between(begin, at, at=at)), begin=begin, at=at)
    kept = {(look.user_id, look.person_id, look.on_day): look for look in Look.objects.filter(at__gte=begin - timedelta(days=1))}
    told = {(look.user_id, look.on_day) for look in kept.values() if look.asked_at}
    made = [_look(one, at) for one in judged if (one.ask or one.waits) and _key(one) not in kept]
    Look.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    open_yet = [(look, one) for one in judged if (look := kept.get(_key(one))) and not look.asked_at]
    asked = [look for look in made if look.asked_at] + [_ask(look, one, at) for look, one in open_yet if one.ask]
    back = [look.id for look, one in open_yet if one.waits and look.verdict]
    let_go = [look.id for look, one in open_yet if not one.ask and not one.waits and not look.verdict]
    Look.objects.filter(id__in=back).update(verdict="")
    Look.objects.filter(id__in=let_go).update(verdict=NOT_ASKED)
    _tell(by, asked, told)
    rows = sum(one.visit.rows for one in judged)
    if asked:
        # Names nobody: the look itself is in the person's own log, and what comes of it is told when somebody has asked.
        record(by=by, verb="looks.found", persons=[], compartments=[], detail={"visits": len(judged), "rows": rows, "asked": len(asked)})
    return Looking(len(judged), rows, len(asked), sum(not look.asked_at for look in made) + len(back), len(let_go))


def of_late(judged: Sequence[Judged], *, begin: datetime, at: datetime) -> list[Judged]:
    """Those with as much known before them as after."""
    middle = localtime(begin + (at - begin) / 2).date()
    return [one for one in judged if one.visit.on >= middle]


def _key(one: Judged) -> Key:
    return one.visit.user, one.visit.person, one.visit.on


def _ask(look: Look, one: Judged, at: datetime) -> Look:
    """What waited, or was let go, is asked about, for what is known by now."""
    look.asked_at, look.verdict, look.points, look.reasons, look.rows = at, "", one.points, _reasons(one), one.visit.rows
    look.save(update_fields=["asked_at", "verdict", "points", "reasons", "rows"])
    return look


def _tell(by: Actor, asked: Sequence[Look], told: set[tuple[UUID, date]]) -> None:
    """Each privacy officer, once for each user and day; nobody about themselves."""
    officers = users_with(Permission.PRIVACY_MANAGE)
    for look in asked:
        if (look.user_id, look.on_day) in told:
            continue
        told.add((look.user_id, look.on_day))
        for officer in officers:
            if officer != look.user_id:
                post(by=by, to_user=officer, kind=LOOK, about=Ref(LOOK, look.id))


def _reasons(one: Judged) -> list[dict[str, object]]:
    return [{"code": reason.code, "points": reason.points, "sentence": reason.sentence} for reason in one.reasons]


def _look(one: Judged, at: datetime) -> Look:
    visit = one.visit
    return Look(
        user_id=visit.user,
        person_id=visit.person,
        on_day=visit.on,
        at=visit.at,
        rows=visit.rows,
        points=one.points,
        reasons=_reasons(one),
        asked_at=at if one.ask else None,
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
    if not found.verdict and not found.asked_at:
        raise Refused("Work may still be written about this. It is asked about when three days have passed and none was.")
    if found.verdict or not Look.objects.filter(pk=look_id, verdict="").update(**values):
        raise Refused("Somebody has looked at this already. What they found is shown on this page.")
    record(
        by=by, verb="look.reviewed", persons=[found.person_id], compartments=["C1"], about=Ref(LOOK, found.id), detail={"verdict": verdict}
    )
    found.refresh_from_db()
    return found
