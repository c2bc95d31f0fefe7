"""Limiting who sees somebody's record: at once by one, taken away by two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.audit.guard import keep
from throughcare.audit.states import WITHHELD
from throughcare.common.clock import now, today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.people import policies
from throughcare.people.actions.caseload import after, start_of
from throughcare.people.models import Limit, Person
from throughcare.people.queries import may_see, moment
from throughcare.people.queries.limits import LIMIT, check_sets, get_limit, person_with, said, users_named
from throughcare.people.queries.tries import tries
from throughcare.people.states import LimitKind, LimitReason

LONGEST_WHY = 500
CHANGED = "Somebody changed this while you were looking at it. Read it again."
NOBODY = "Nobody has this number and date of birth, or you can't limit who sees them. Check both."
UNUSABLE = "Something about the limit can't be used."
NOT_NEAR = (
    "You can't name {}. Name users of your own team, or of a team that works with this person; for anybody else ask the privacy officer."
)
TRIED, MOST_TRIES, AN_HOUR = "limit.tried", 10, timedelta(hours=1)
_SAID = {"ask": "limit.lift.asked", "keep": "limit.kept", "lift": "limit.lifted"}


@dataclass(frozen=True, kw_only=True)
class NewLimit:
    """What is asked for. The person by id, or by a number and the date of birth, both exact. withheld: a rule of audit.states.WITHHELD."""

    kind: str
    emails: tuple[str, ...]
    reason: str
    words: str
    person_id: UUID | None = None
    number: str = ""
    born: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    withheld: str = ""


@transaction.atomic
def set_limit(*, by: Actor, new: NewLimit) -> Limit:
    """From now, or from a day to come, these users never see the record, or they alone do. Raises NotFound for a person not the reader's."""
    check_sets(by)
    person_id = _person_of(by, new)
    users = _checked(by, new, person_id)
    begin = start_of(new.from_on) if new.from_on else moment()
    made = Limit(
        person_id=person_id,
        kind=new.kind,
        users=users,
        reason=new.reason,
        words=clean(new.words),
        starts_at=max(begin, moment()),
        ends_at=after(new.until_on) if new.until_on else None,
        withheld=new.withheld,
        by_id=by.user_id,
    )
    record(by=by, verb="limit.set", persons=[person_id], compartments=["C1"], about=Ref(LIMIT, made.id), detail=_detail(made))
    made.save(force_insert=True)
    return made


def _detail(made: Limit) -> dict[str, object]:
    return {"kind": made.kind, "users": [str(key) for key in made.users], **said(made)}


def _person_of(by: Actor, new: NewLimit) -> UUID:
    if new.person_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("select throughcare.may_limit(%s)", [new.person_id])
            allowed = bool(cursor.fetchone()[0])
        if not allowed or not (by.may(Permission.PRIVACY_MANAGE) or Person.objects.filter(may_see(by), pk=new.person_id).exists()):
            raise NotFound
        return new.person_id
    by.check(Permission.PRIVACY_MANAGE)
    found = person_with(new.number, new.born) if new.number and new.born else None
    if found is None:
        raise Invalid(NOBODY, {"number": [NOBODY]})
    return found


def _checked(by: Actor, new: NewLimit, person_id: UUID) -> list[UUID]:
    errors: dict[str, list[str]] = {}
    if new.kind not in LimitKind.values:
        errors["kind"] = [f"Use one of: {', '.join(LimitKind.values)}."]
    if new.reason not in LimitReason.values:
        errors["reason"] = [f"Use one of: {', '.join(LimitReason.values)}."]
    if not clean(new.words) or len(clean(new.words)) > policies.LONGEST_NOTE:
        errors["words"] = [f"Write why, in {policies.LONGEST_NOTE} characters or fewer."]
    if new.withheld and new.withheld not in WITHHELD:
        errors["withheld"] = [f"Use one of: {', '.join(WITHHELD)}."]
    if new.until_on and new.until_on < max(new.from_on or today(), today()):
        errors["until_on"] = ["The last day can't be in the past, or before the first."]
    if not 0 < len(new.emails) <= policies.MOST_ROWS:
        errors["emails"] = [f"Name at least one user, and no more than {policies.MOST_ROWS}."]
    if errors:
        raise Invalid(UNUSABLE, errors)
    return sorted(set(_named(by, new, person_id)))


def _named(by: Actor, new: NewLimit, person_id: UUID) -> Iterable[UUID]:
    """The users. A team's manager learns of nobody but those near: one sentence for who has no account and who is not theirs to name.

    What was refused so is in the audit though the request is undone, and ten times within an hour are enough.
    """
    anybody = by.may(Permission.PRIVACY_MANAGE)
    if not anybody:
        _check_tries()
    users = users_named(by, person_id, new.emails)
    missing = [email for email in new.emails if email.lower() not in users]
    if missing and anybody:
        raise Invalid(UNUSABLE, {"emails": [f"No account of staff or a partner has the address {missing[0]}."]})
    if missing:
        keep(lambda: _note_try(by, named=len(new.emails), refused=len(missing)))
        raise Invalid(UNUSABLE, {"emails": [NOT_NEAR.format(missing[0])]})
    return users.values()


def _check_tries() -> None:
    if tries(TRIED, AN_HOUR) >= MOST_TRIES:
        raise Refused("Ten times within an hour you named somebody you can't name. Ask the privacy officer.")


def _note_try(by: Actor, *, named: int, refused: int) -> None:
    # Counted once more: when many asked at once, none of theirs was noted yet at the time each looked, and none of their answers has left.
    _check_tries()
    record(by=by, verb=TRIED, detail={"named": named, "refused": refused})


@transaction.atomic
def move_limit(*, by: Actor, limit_id: UUID, verb: str, seen: int, why: str = "") -> Limit:
    """ask: that it ends before its time. lift: agree to what another asked. keep: it stays, or what one asked oneself is taken back.

    Raises Refused for a step that is not the reader's to take, Stale when it changed since version `seen`.
    """
    found = get_limit(by, limit_id)
    if verb not in _SAID:
        raise NotFound
    if found.limit.version != seen:
        raise Stale(CHANGED)
    if verb not in found.verbs:
        who = "Somebody else must agree to it." if verb == "lift" and found.limit.lift_asked_by_id == by.user_id else "Look at it again."
        raise Refused(f"This can't be done with the limit as it stands. {who}")
    words = clean(why)
    if verb == "ask" and not 0 < len(words) <= LONGEST_WHY:
        raise Invalid("Say why.", {"why": [f"Say why it should end, in {LONGEST_WHY} characters or fewer."]})
    values: dict[str, object] = {
        "ask": {"lift_asked_by_id": by.user_id, "lift_why": words},
        "keep": {"lift_asked_by_id": None, "lift_why": ""},
        "lift": {"lifted_by_id": by.user_id, "lifted_at": now()},
    }[verb]  # type: ignore[assignment]  # columns of one row
    if not Limit.objects.filter(pk=limit_id, version=seen).update(version=F("version") + 1, **values):
        raise Stale(CHANGED)
    about = Ref(LIMIT, limit_id)
    record(by=by, verb=_SAID[verb], persons=[found.limit.person_id], compartments=["C1"], about=about, detail=said(found.limit))
    found.limit.refresh_from_db()
    return found.limit
