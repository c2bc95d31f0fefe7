"""Whānau and other contacts of somebody. A hidden address comes from a getter of its own, and with its own verb in the audit."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import ContactAddress, PersonContact
from throughcare.people.queries.caseload import because_of, may_see

CONTACT = "people.personcontact"
NO_SUCH_CONTACT = "There is no contact at this address that you can see."


@dataclass(frozen=True)
class Known:
    """A contact with the open address, and whether there is a hidden one that the reader may ask for."""

    contact: PersonContact
    address: str
    has_hidden: bool


def open_to(by: Actor) -> QuerySet[PersonContact]:
    """Contacts the actor may see; row-level security stands behind it."""
    if not by.may(Permission.CONTACT_VIEW):
        return PersonContact.objects.none()
    return PersonContact.objects.filter(may_see(by, "person_id"))


def contacts_of(by: Actor, person_id: UUID) -> list[Known]:
    """Somebody's, those who count now first, emergency contacts before others. The caller named C5 in the person's audit row."""
    rows = open_to(by).filter(person_id=person_id).order_by("created_at", "id")
    found = _known(by, list(rows))
    return sorted(found, key=lambda known: (known.contact.ended_at is not None, not known.contact.is_emergency))


def get_contact(by: Actor, contact_id: UUID) -> Known:
    """One contact with its person, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    found = open_to(by).select_related("person__home_site").filter(pk=contact_id).first()
    if found is None:
        raise NotFound(NO_SUCH_CONTACT)
    _audit(by, "contact.viewed", found)
    return _known(by, [found])[0]


def get_hidden_address(by: Actor, contact_id: UUID) -> tuple[PersonContact, str]:
    """A hidden address, and an audit row that says it was this that was looked at. Raises NotFound for those who may not, and for none."""
    by.check(Permission.CONTACT_HIDDEN)
    found = open_to(by).select_related("person__home_site").filter(pk=contact_id).first()
    kept = ContactAddress.objects.filter(contact=found, hidden=True).exclude(address="").first() if found else None
    if found is None or kept is None:
        raise NotFound(NO_SUCH_CONTACT)
    _audit(by, "contact.address.viewed", found)
    return found, kept.address


def _known(by: Actor, rows: list[PersonContact]) -> list[Known]:
    """Two queries. The hidden addresses themselves are not fetched."""
    ids = [row.id for row in rows]
    shown = dict(ContactAddress.objects.filter(contact_id__in=ids, hidden=False).values_list("contact_id", "address"))
    hidden = set()
    if by.may(Permission.CONTACT_HIDDEN):
        hidden = set(
            ContactAddress.objects.filter(contact_id__in=ids, hidden=True).exclude(address="").values_list("contact_id", flat=True)
        )
    return [Known(row, shown.get(row.id, ""), row.id in hidden) for row in rows]


def _audit(by: Actor, verb: str, found: PersonContact) -> None:
    record_read(
        by=by,
        verb=verb,
        persons=[found.person_id],
        compartments=["C1", "C5"],
        because=because_of(by, found.person_id),
        about=Ref(CONTACT, found.id),
    )
