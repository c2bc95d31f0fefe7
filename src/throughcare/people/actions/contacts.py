"""Adding, changing and ending a contact of somebody."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.common.text import clean
from throughcare.people.actions.conflicts import check_contact, note_conflicts
from throughcare.people.models import ContactAddress, PersonContact
from throughcare.people.queries import because_of, get_person
from throughcare.people.queries.contacts import CONTACT, get_contact
from throughcare.people.states import Relation, Safety

CHANGED = "Somebody changed this contact while you were looking at it. Read it again, then make your change."
LONGEST_HOW = 2000
LONGEST_ADDRESS = 500


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """What is known of a contact. address: nothing leaves a hidden address as it is, and takes an open one away."""

    name: str
    relation: str
    phone: str = ""
    email: str = ""
    safety: str = Safety.YES.value
    how: str = ""
    is_emergency: bool = False
    address: str = ""
    hidden: bool = False


@transaction.atomic
def add_contact(*, by: Actor, person_id: UUID, new: NewContact) -> PersonContact:
    """Write down somebody who matters to the person."""
    by.check(Permission.CONTACT_EDIT)
    person = get_person(by, person_id, compartments=("C1", "C5"))
    made = PersonContact(person=person, **_checked(by, new))
    check_contact(by=by, name=made.name, address=new.address)
    made.save(force_insert=True)
    if clean(new.address):
        ContactAddress(contact=made, person=person, address=clean(new.address), hidden=new.hidden).save(force_insert=True)
    _record(by, "contact.added", made)
    note_conflicts(by=by, persons=[person.id])
    return made


@transaction.atomic
def change_contact(*, by: Actor, contact_id: UUID, new: NewContact, seen: int) -> PersonContact:
    """Change what is known. Raises Stale when somebody changed it since version `seen`, Refused when it has ended."""
    by.check(Permission.CONTACT_EDIT)
    found = get_contact(by, contact_id).contact
    if found.ended_at:
        raise Refused("This contact has ended. Add it again if they are in touch once more.")
    values = _checked(by, new)
    check_contact(by=by, name=new.name, address=new.address)
    note_conflicts(by=by, persons=[found.person_id])  # of what stood there: it waits for a decision, whatever becomes of it
    _write(found, seen, **values)
    _put_address(found, new)
    _record(by, "contact.changed", found)
    note_conflicts(by=by, persons=[found.person_id])
    return found


@transaction.atomic
def end_contact(*, by: Actor, contact_id: UUID, note: str, seen: int) -> PersonContact:
    """They are in touch no longer, or must not be. It stays to be read."""
    by.check(Permission.CONTACT_EDIT)
    found = get_contact(by, contact_id).contact
    if found.ended_at:
        raise Refused("This contact has ended already.")
    words = clean(note)
    if len(words) > 200:
        raise Invalid("That is too long.", {"note": ["Use 200 characters or fewer."]})
    _write(found, seen, ended_at=now(), end_note=words, is_emergency=False)
    _record(by, "contact.ended", found)
    return found


def _write(found: PersonContact, seen: int, **values: object) -> None:
    if not PersonContact.objects.filter(pk=found.pk, version=seen).update(version=F("version") + 1, changed_at=now(), **values):
        raise Stale(CHANGED)
    for name, value in values.items():
        setattr(found, name, value)
    found.version = seen + 1


def _put_address(found: PersonContact, new: NewContact) -> None:
    address = clean(new.address)
    there = ContactAddress.objects.filter(contact=found).first()
    if there is None:
        if address:
            try:
                with transaction.atomic():
                    ContactAddress(contact=found, person_id=found.person_id, address=address, hidden=new.hidden).save(force_insert=True)
            except IntegrityError:  # there is one the reader may not see
                raise Refused("The address of this contact is not yours to change. Ask your team manager.") from None
    elif address or not there.hidden:
        ContactAddress.objects.filter(pk=there.pk).update(address=address, hidden=new.hidden)


def _checked(by: Actor, new: NewContact) -> dict[str, object]:
    values = {
        name: clean(value) if isinstance(value, str) else value for name, value in asdict(new).items() if name not in ("address", "hidden")
    }
    errors: dict[str, list[str]] = {}
    if not values["name"] or len(str(values["name"])) > 200:
        errors["name"] = ["Enter their name, in 200 characters or fewer."]
    if new.relation not in Relation.values:
        errors["relation"] = [f"Use one of: {', '.join(Relation.values)}."]
    if new.safety not in Safety.values:
        errors["safety"] = [f"Use one of: {', '.join(Safety.values)}."]
    errors |= _unsafe(new)
    for name, most in (("phone", 40), ("how", LONGEST_HOW)):
        if len(str(values[name])) > most:
            errors[name] = [f"Use {most} characters or fewer."]
    if values["email"] and not _is_email(str(values["email"])):
        errors["email"] = ["Enter an e-mail address like name@example.org."]
    if len(clean(new.address)) > LONGEST_ADDRESS:
        errors["address"] = [f"Use {LONGEST_ADDRESS} characters or fewer."]
    if new.hidden and not by.may(Permission.CONTACT_HIDDEN):
        errors["hidden"] = ["Ask somebody who may see hidden addresses to write it down."]
    if errors:
        raise Invalid("Something about the contact can't be used.", errors)
    return values


def _unsafe(new: NewContact) -> dict[str, list[str]]:
    if new.safety == Safety.CARE and not clean(new.how):
        return {"how": ["Say how and when to contact them, and when not."]}
    if new.safety == Safety.NO and new.is_emergency:
        return {"is_emergency": ["Somebody who must not be contacted can't be the emergency contact."]}
    return {}


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _record(by: Actor, verb: str, contact: PersonContact) -> None:
    because = because_of(by, contact.person_id)
    record(by=by, verb=verb, persons=[contact.person_id], compartments=["C5"], because=because, about=Ref(CONTACT, contact.id))
