"""What hangs on a partner: its accreditations, and whom we know there. Each row has a version of its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.common.text import clean
from throughcare.partners.actions.checks import Checks, check_keeps
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL, Accreditation, Partner, PartnerContact
from throughcare.partners.queries import get_accreditation, get_partner, get_partner_contact
from throughcare.partners.states import DAYS_BACK, LONGEST_REASON

Row = TypeVar("Row", Accreditation, PartnerContact)
_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True, kw_only=True)
class NewAccreditation:
    """level: 1 (the highest) to 4. expires_on: its last day; None: without an end."""

    level: int
    given_by: str
    scope: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewPartnerContact:
    """Somebody who works there, as we reach them at work. is_lead: they lead for the partner, and who did before does no more."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    is_lead: bool = False


@transaction.atomic
def add_accreditation(*, by: Actor, partner_id: UUID, new: NewAccreditation) -> Accreditation:
    """Write one down. Raises NotFound and Invalid."""
    by.check(Permission.PARTNER_EDIT)
    made = Accreditation(partner=get_partner(by, partner_id), **read_accreditation(new, None))
    made.save(force_insert=True)
    _note(by, "accreditation.added", made)
    return made


@transaction.atomic
def change_accreditation(*, by: Actor, accreditation_id: UUID, new: NewAccreditation, seen: int) -> Accreditation:
    """Correct one, or give it a later last day. Raises NotFound, Invalid, Refused when it was taken off, and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = _open(get_accreditation(by, accreditation_id), seen)
    _write(found, seen, **read_accreditation(new, found.expires_on))
    _note(by, "accreditation.changed", found)
    return get_accreditation(by, accreditation_id)


@transaction.atomic
def end_accreditation(*, by: Actor, accreditation_id: UUID, reason: str, seen: int) -> Accreditation:
    """Take one off the register: withdrawn, or another took its place. It stays to be read. Raises as above."""
    by.check(Permission.PARTNER_EDIT)
    found, checks = _open(get_accreditation(by, accreditation_id), seen), Checks()
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    checks.done("Say why.")
    _write(found, seen, ended_on=today(), end_reason=reason)
    _note(by, "accreditation.ended", found)
    return get_accreditation(by, accreditation_id)


def read_accreditation(new: NewAccreditation, last_day: date | None) -> dict[str, object]:
    """By column. last_day: the one it has; it may stay, however long ago that was."""
    checks = Checks()
    if new.expires_on and new.expires_on != last_day and new.expires_on < today() - timedelta(days=DAYS_BACK):
        checks.wrong(
            "expires_on", "Give a last day of the last year, or a later one. What ended longer ago is no longer put on the register."
        )
    if not HIGHEST_LEVEL <= new.level <= LOWEST_LEVEL:
        checks.wrong("level", f"Use a level from {HIGHEST_LEVEL}, the highest, to {LOWEST_LEVEL}.")
    values = {
        "level": new.level,
        "given_by": checks.text("given_by", new.given_by, 200, needed="Enter who gave it."),
        "scope": checks.text("scope", new.scope, 500),
        "expires_on": new.expires_on,
    }
    checks.done("Something about the accreditation can't be used.")
    return values


@transaction.atomic
def add_partner_contact(*, by: Actor, partner_id: UUID, new: NewPartnerContact) -> PartnerContact:
    """Write somebody down. Its own people do so too, of all but who leads. Raises NotFound and Invalid."""
    is_own, partner = check_keeps(by, partner_id), get_partner(by, partner_id)
    values = _contact(new, None, is_own=is_own)
    _make_room(partner, values)
    made = PartnerContact(partner=partner, **values)
    made.save(force_insert=True)
    _note(by, "partner.contact.added", made)
    return made


@transaction.atomic
def change_partner_contact(*, by: Actor, contact_id: UUID, new: NewPartnerContact, seen: int) -> PartnerContact:
    """By both sides, as above. Raises NotFound, Invalid, Refused when they ceased to be the contact, and Stale."""
    found, is_own = _kept_by_both(by, contact_id, seen)
    values = _contact(new, found, is_own=is_own)
    _make_room(found.partner, values, but=contact_id)
    _write(found, seen, **values)
    _note(by, "partner.contact.changed", found)
    return get_partner_contact(by, contact_id)


@transaction.atomic
def end_partner_contact(*, by: Actor, contact_id: UUID, seen: int) -> PartnerContact:
    """They are the contact no longer. It stays to be read. By both sides, as above. Raises NotFound, Refused and Stale."""
    found, is_own = _kept_by_both(by, contact_id, seen)
    if is_own and found.is_lead:
        raise Refused(f"{found.name} leads for you. Ask first that somebody else does.")
    _write(found, seen, ended_on=today(), is_lead=False)
    _note(by, "partner.contact.ended", found)
    return get_partner_contact(by, contact_id)


def _kept_by_both(by: Actor, contact_id: UUID, seen: int) -> tuple[PartnerContact, bool]:
    """The contact, and whether one of the partner's own people changes it."""
    found = get_partner_contact(by, contact_id)
    is_own = check_keeps(by, found.partner_id)
    return _open(found, seen), is_own


def _contact(new: NewPartnerContact, found: PartnerContact | None, *, is_own: bool) -> dict[str, object]:
    """found: as it was; None: a new one. is_own: by the partner's own people, who ask the department to confirm who leads."""
    checks = Checks()
    if is_own and new.is_lead != bool(found and found.is_lead):
        checks.wrong("is_lead", "The department confirms who leads. Ask for it on your organisation's page.")
    if is_own and found and found.is_lead and clean(new.name) != found.name:
        checks.wrong(
            "name", "This person leads for you, so the department confirms another name. Add the new person, and ask that they lead."
        )
    values = {
        "name": checks.text("name", new.name, 200, needed="Enter their name."),
        "position": checks.text("position", new.position, 200),
        "phone": checks.text("phone", new.phone, 40),
        "email": checks.email("email", new.email),
        "is_lead": new.is_lead,
    }
    if not (values["phone"] or values["email"]):
        checks.wrong("phone", "Enter a work phone or a work e-mail address, so that they can be reached.")
    checks.done("Something about the contact can't be used.")
    return values


def _make_room(partner: Partner, values: dict[str, object], but: UUID | None = None) -> None:
    """One leads at a time: who did before stays a contact, a version further on. The partner is held, so that two can't be made at once."""
    if not values["is_lead"]:
        return
    Partner.objects.select_for_update().get(pk=partner.pk)
    for row in PartnerContact.objects.filter(partner=partner, is_lead=True).order_by("id"):
        if row.pk == but:
            continue
        PartnerContact.objects.filter(pk=row.pk).update(is_lead=False, version=row.version + 1)


def _open(found: Row, seen: int) -> Row:
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.ended_on is not None:
        raise Refused("This has ended, and stays as it was. Add a new one.")
    return found


def _write(found: Row, seen: int, **values: object) -> None:
    if not type(found).objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)


def _note(by: Actor, verb: str, row: Row) -> None:
    record(by=by, verb=verb, about=Ref("partners.partner", row.partner_id))
