"""Opening a record in an emergency, and looking at each such opening a second time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.text import clean
from throughcare.notices.actions import post
from throughcare.people.actions.conflicts import note_conflicts
from throughcare.people.models import EmergencyOpening, Involvement, Person, identifier_value
from throughcare.people.models.emergency import AN_HOUR
from throughcare.people.queries import may_see, moment, office_teams_of
from throughcare.people.queries.emergency import get_opening
from throughcare.people.queries.limits import users_with
from throughcare.people.states import EMERGENCY, EMERGENCY_COMPARTMENTS, EmergencyReason, EmergencyVerdict

LONGEST_WHY = 500
MOST_TRIES = 10  # an hour; throughcare.person_to_open holds to it too
NOBODY = "Nobody you could open has this number and date of birth. Check both."


@dataclass(frozen=True, kw_only=True)
class NewOpening:
    """Whose record, by a number and the date of birth, both exact; and why."""

    number: str
    born: date
    reason: str
    words: str


@transaction.atomic
def open_in_emergency(*, by: Actor, new: NewOpening) -> EmergencyOpening | None:
    """Sixty minutes' sight of a record for the reader alone; a second person is told at once. None: nobody found, or not the reader's.

    Ten tries an hour. Raises Refused after them, and when the reader sees the record anyway.
    """
    by.check(Permission.EMERGENCY_OPEN)
    by.check(Permission.PERSON_VIEW)
    _check(new)
    record(by=by, verb="emergency.tried", detail={"reason": new.reason})
    person_id = _person_with(new)
    if person_id is None or by.user_id is None:
        return None
    if note_conflicts(by=by, persons=[person_id], users=[by.user_id]):
        return None
    if Person.objects.filter(may_see(by), pk=person_id).exists():
        raise Refused("You can see this record already: open it from your list of people.")
    made = EmergencyOpening(person_id=person_id, user_id=by.user_id, reason=new.reason, words=clean(new.words))
    made.save(force_insert=True)
    held = _involve(by, made)
    about = Ref(EMERGENCY, made.id)
    detail = {"reason": new.reason}
    codes = list(EMERGENCY_COMPARTMENTS)
    record(by=by, verb="emergency.opened", persons=[person_id], compartments=codes, because=[held.id], about=about, detail=detail)
    _tell(by, made, about)
    return made


def _check(new: NewOpening) -> None:
    errors = {}
    if new.reason not in EmergencyReason.values:
        errors["reason"] = [f"Use one of: {', '.join(EmergencyReason.values)}."]
    if not 0 < len(clean(new.words)) <= LONGEST_WHY:
        errors["words"] = [f"Say why, in {LONGEST_WHY} characters or fewer."]
    if errors:
        raise Invalid("Say why you need to open this record.", errors)


def _person_with(new: NewOpening) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.emergency_tries()")
        if cursor.fetchone()[0] > MOST_TRIES:
            raise Refused("You have tried ten times within an hour. Ring the person's office, or your privacy officer.")
        cursor.execute("select throughcare.person_to_open(%s, %s)", [identifier_value(new.number), new.born])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _involve(by: Actor, made: EmergencyOpening) -> Involvement:
    """For the reader alone; the database sets the end, whatever is sent."""
    start = moment()
    held = Involvement(
        person_id=made.person_id,
        team_id=by.teams[0],
        only_id=by.user_id,
        because_kind=EMERGENCY,
        because_id=made.id,
        compartments=list(EMERGENCY_COMPARTMENTS),
        starts_at=start,
        ends_at=start + AN_HOUR,
        by_id=by.user_id,
    )
    held.save(force_insert=True)
    return held


def _tell(by: Actor, made: EmergencyOpening, about: Ref) -> None:
    """The managers of the offices that work with the person, and the privacy officers: in their inbox with this very transaction."""
    for office in office_teams_of(made.person_id, "C1"):
        post(by=by, to_team=office, kind=EMERGENCY, about=about)
    for officer in users_with(Permission.PRIVACY_MANAGE):
        if officer != by.user_id:
            post(by=by, to_user=officer, kind=EMERGENCY, about=about)


@transaction.atomic
def review_opening(*, by: Actor, opening_id: UUID, verdict: str, because: str) -> EmergencyOpening:
    """RIGHT, or NOT_RIGHT, because. Once, by somebody else than who opened; raises Refused after."""
    found = get_opening(by, opening_id).opening
    words = clean(because)
    errors = {}
    if verdict not in EmergencyVerdict.values:
        errors["verdict"] = [f"Use one of: {', '.join(EmergencyVerdict.values)}."]
    if not 0 < len(words) <= LONGEST_WHY:
        errors["because"] = [f"Say why, in {LONGEST_WHY} characters or fewer."]
    if errors:
        raise Invalid("Something about the review can't be used.", errors)
    if found.user_id == by.user_id:
        raise Refused("You opened this record yourself: somebody else reviews it.")
    values = {"verdict": verdict, "because": words, "reviewed_by_id": by.user_id, "reviewed_at": now()}
    if found.verdict:
        raise Refused("This is reviewed already. What was found is shown on this page.")
    if not EmergencyOpening.objects.filter(pk=opening_id, verdict="").update(**values):
        raise NotFound
    about, detail = Ref(EMERGENCY, found.id), {"verdict": verdict}
    record(by=by, verb="emergency.reviewed", persons=[found.person_id], compartments=["C1"], about=about, detail=detail)
    found.refresh_from_db()
    return found
