"""What people don't agree with in their record, and what was answered."""

from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.audit.actions import record_read
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import Disagreement
from throughcare.people.queries.caseload import because_of, because_of_many, may_see

NO_SUCH = "There is nothing at this address that you can see."


def get_disagreement(by: Actor, disagreement_id: UUID) -> Disagreement:
    """One, with its person, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    found = _visible(by).select_related("person__home_site").filter(pk=disagreement_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    about = Ref("people.disagreement", found.id)
    record_read(
        by=by,
        verb="disagreement.viewed",
        persons=[found.person_id],
        compartments=["C1", "C10"],
        because=because_of(by, found.person_id),
        about=about,
    )
    return found


def _of_person(by: Actor, person_id: UUID) -> QuerySet[Disagreement]:
    return _visible(by).filter(person_id=person_id).order_by("-at", "-id")


_OF_PERSON = OfReader(_of_person)


def disagreements_of(by: Actor, person_id: UUID) -> list[Disagreement]:
    """Somebody's, those not yet answered first. The caller has fetched the person and named C10 in its audit row."""
    return sorted(_OF_PERSON(by, person_id), key=lambda row: row.answered_at is not None)


def _unanswered(by: Actor) -> QuerySet[Disagreement]:
    return _visible(by).filter(answered_at__isnull=True).select_related("person").order_by("at", "id")[:50]


_UNANSWERED = OfReader(_unanswered)


def unanswered(by: Actor) -> list[Disagreement]:
    """Of everybody in the caseload, the oldest first; audited. At most a page of them."""
    rows = _UNANSWERED(by)
    persons = {row.person_id for row in rows}
    because = because_of_many(by, persons)
    record_read(by=by, verb="disagreements.listed", persons=persons, compartments=["C1", "C10"], because=because)
    return rows


def _visible(by: Actor) -> QuerySet[Disagreement]:
    return Disagreement.objects.filter(may_see(by, "person_id"))
