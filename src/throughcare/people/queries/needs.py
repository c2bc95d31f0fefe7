"""What people need."""

from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.audit.actions import record_read
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import Need
from throughcare.people.queries.caseload import because_of, may_see
from throughcare.people.states import NeedStatus

OPEN_STATUSES = (NeedStatus.NOT_STARTED, NeedStatus.IN_PROGRESS)
NO_SUCH_NEED = "There is no need at this address that you can see."


def get_need(by: Actor, need_id: UUID) -> Need:
    """One need with its person, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    need = Need.objects.select_related("person__home_site").filter(may_see(by, "person_id"), pk=need_id).first()
    if need is None:
        raise NotFound(NO_SUCH_NEED)
    about = Ref("people.need", need.id)
    record_read(
        by=by, verb="need.viewed", persons=[need.person_id], compartments=["C1", "C7"], because=because_of(by, need.person_id), about=about
    )
    return need


def _of_person(by: Actor, person_id: UUID) -> QuerySet[Need]:
    return Need.objects.filter(may_see(by, "person_id"), person_id=person_id).order_by("created_at", "id")


_OF_PERSON = OfReader(_of_person)


def needs_of(by: Actor, person_id: UUID) -> list[Need]:
    """Somebody's needs, those still open first. The caller has fetched the person and named C7 in its audit row."""
    return sorted(_OF_PERSON(by, person_id), key=lambda need: need.status not in OPEN_STATUSES)
