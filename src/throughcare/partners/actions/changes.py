"""What a partner's own people change at once of what the register says of them, and what they ask for and the department confirms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.common.states import Side
from throughcare.notices.actions import post
from throughcare.partners.actions import beside, parts
from throughcare.partners.actions.checks import Checks, check_own, held_own, hold_partner, write
from throughcare.partners.models import LONGEST_WORDS, Organization, Partner, ProposedChange
from throughcare.partners.queries import get_accreditation, get_change, get_partner, get_partner_contact, owners
from throughcare.partners.queries.changes import compared, says_now
from throughcare.partners.states import CHANGE_STATES, LONGEST_REASON, ChangePart

_WRONG = "Something about your organisation can't be used."
_MOVED_ON = "What the register says of this has changed since you looked. Look at both, then answer."


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What an organisation says of itself, and how it is reached: codes of Expertise and of the languages in use."""

    purpose: str = ""
    website: str = ""
    email: str = ""
    expertise: Sequence[str] = ()
    expertise_words: str = ""
    languages: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class AskedName:
    """national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str
    alternate_name: str = ""
    national_body: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedRoles:
    """Codes of PartnerRole."""

    roles: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class AskedAccreditation:
    """accreditation_id: of the one that changes; None: a new one."""

    new: beside.NewAccreditation
    accreditation_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AskedLead:
    """Which of the contacts should lead."""

    contact_id: UUID


Asked = AskedName | parts.Numbers | AskedRoles | parts.Reach | AskedAccreditation | AskedLead


@transaction.atomic
def change_own(*, by: Actor, partner_id: UUID, new: OwnWords, seen: int) -> Partner:
    """By its own people; it holds at once. Raises NotFound, Invalid and Stale."""
    found, checks = held_own(by, partner_id, seen), Checks()
    reached = {"website": checks.website("website", new.website), "email": checks.email("email", new.email)}
    values = parts.read_expertise(found, new.expertise, new.expertise_words, new.languages, checks)
    values["purpose"] = checks.text("purpose", new.purpose, LONGEST_WORDS)
    checks.done(_WRONG)
    Organization.objects.filter(pk=found.pk).update(**reached)
    return write(by, found, seen, "partner.changed", part="own", is_held=True, **values)


@transaction.atomic
def ask_change(*, by: Actor, partner_id: UUID, new: Asked, why: str = "") -> ProposedChange:
    """Ask the department to change a part; whoever looks after the partner is told.

    Raises NotFound, Invalid, and Refused when the register says so already or the same part is asked for already.
    """
    check_own(by, partner_id)
    found, checks = get_partner(by, partner_id), Checks()
    part, said, row_id = _read(by, found, new, checks)
    why = checks.text("why", why, LONGEST_REASON)
    checks.done(_WRONG)
    was = says_now(found, part, row_id)
    if was == said:
        raise Refused("The register says so already.")
    assert by.user_id is not None  # noqa: S101 - somebody of theirs: no command asks
    made = ProposedChange(partner=found, part=part, row_id=row_id, said=said, was=was, why=why, proposed_by_id=by.user_id)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("You asked for another change of this already, and it waits. Withdraw that one first, then ask again.") from None
    record(by=by, verb="partner.change.asked", about=Ref("partners.partner", found.pk), detail={"part": part})
    if owner := owner_of(found):
        post(by=by, kind="partner.change", about=Ref("partners.change", made.pk), to_user=owner)
    return made


def owner_of(found: Partner) -> UUID | None:
    """Whoever looks after it, while they keep the register."""
    asked = (found.owner_id, found.owner_team_id)
    return next((one.user_id for one in owners() if (one.user_id, one.team_id) == asked), None)


def _read(by: Actor, found: Partner, new: Asked, checks: Checks) -> tuple[ChangePart, dict[str, Any], UUID | None]:
    """The part, what is asked by field as JSON holds it, and the row it is about."""
    if isinstance(new, AskedName):
        told = parts.read_name(by, found, new.name, new.alternate_name, new.national_body, checks)
        above = told.pop("parent_organization_id")
        return ChangePart.NAME, {**told, "national_body": str(above or "")}, None
    if isinstance(new, parts.Numbers):
        return ChangePart.NUMBERS, parts.read_numbers(new, checks), None
    if isinstance(new, AskedRoles):
        return ChangePart.ROLES, {"roles": parts.read_roles(new.roles, checks)}, None
    if isinstance(new, parts.Reach):
        return ChangePart.REACH, parts.read_reach(new, checks), None
    if isinstance(new, AskedLead):
        contact = _of(found, get_partner_contact(by, new.contact_id))
        if contact.ended_on is not None:
            raise Refused(f"{contact.name} is no longer a contact. Choose another.")
        return ChangePart.LEAD, {"lead": str(contact.pk)}, None
    return _read_accreditation(by, found, new)


def _read_accreditation(by: Actor, found: Partner, new: AskedAccreditation) -> tuple[ChangePart, dict[str, Any], UUID | None]:
    row = _of(found, get_accreditation(by, new.accreditation_id)) if new.accreditation_id else None
    if row is not None and row.ended_on is not None:
        raise Refused("This accreditation was taken off the register. Ask for a new one.")
    said = beside.read_accreditation(new.new, row.expires_on if row else None)
    day = said["expires_on"]
    said["expires_on"] = day.isoformat() if isinstance(day, date) else None
    return ChangePart.ACCREDITATION, said, row.pk if row else None


def _of(found: Partner, row: beside.Row) -> beside.Row:
    if row.partner_id != found.pk:
        raise NotFound
    return row


@transaction.atomic
def move_change(*, by: Actor, change_id: UUID, verb: str, seen: int, tag: str = "", reason: str = "") -> ProposedChange:
    """Confirm, refuse with a reason, or withdraw. tag: `compared` as the reader saw it, for whoever confirms.

    Raises NotFound, NotAllowed, Refused, Invalid (what was asked can't be any more), and Stale when the change or the register moved on.
    """
    found = get_change(by, change_id)
    if verb not in CHANGE_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(CHANGE_STATES.verbs)}.")
    if CHANGE_STATES.move(verb).by == Side.PARTNER:
        check_own(by, found.partner_id)
    else:
        by.check(Permission.PARTNER_EDIT)
    if found.version != seen:
        raise Stale("Somebody answered this since you opened it. Look at how it stands now.")
    move, checks = CHANGE_STATES.check(found.state, verb), Checks()
    if move.needs_reason:
        reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the partner reads it.")
        checks.done("Say why.")
    if verb == "confirm":
        _confirm(by, found, tag)
    values = {"state": move.reaches, "answered_by": by.user_id, "answered_at": now(), "reason": reason if move.needs_reason else ""}
    if not ProposedChange.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_MOVED_ON)
    record(by=by, verb=f"partner.change.{verb}", about=Ref("partners.partner", found.partner_id), detail={"part": found.part})
    if move.by != Side.PARTNER:
        post(by=by, kind="partner.change.answered", about=Ref("partners.change", found.pk), to_user=found.proposed_by_id)
    return get_change(by, change_id)


def _confirm(by: Actor, found: ProposedChange, tag: str) -> None:
    """Have the register say it, by the action that anybody who keeps it would take, against what the reader saw."""
    if by.user_id == found.proposed_by_id:
        raise Refused("You asked for this yourself, so somebody else confirms it.")
    hold_partner(found.partner_id)
    beside_now = compared(by, found)
    if beside_now.tag != tag:
        raise Stale(_MOVED_ON)
    _APPLY[ChangePart(found.part)](by, beside_now.partner, found)


def _name(by: Actor, partner: Partner, change: ProposedChange) -> None:
    organization = partner.organization
    kept = {name: getattr(organization, name) for name in ("kind", "website", "email")}
    new = parts.Details(**change.said, **kept, purpose=partner.purpose)
    parts.change_details(by=by, partner_id=partner.pk, new=new, seen=partner.version)


def _numbers(by: Actor, partner: Partner, change: ProposedChange) -> None:
    parts.change_numbers(by=by, partner_id=partner.pk, new=parts.Numbers(**change.said), seen=partner.version)


def _roles(by: Actor, partner: Partner, change: ProposedChange) -> None:
    kept = {name: getattr(partner, name) for name in ("expertise", "expertise_words", "languages")}
    parts.change_roles(by=by, partner_id=partner.pk, new=parts.Roles(**change.said, **kept), seen=partner.version)


def _reach(by: Actor, partner: Partner, change: ProposedChange) -> None:
    parts.change_reach(by=by, partner_id=partner.pk, new=parts.Reach(**change.said), seen=partner.version)


def _accreditation(by: Actor, partner: Partner, change: ProposedChange) -> None:
    day = change.said["expires_on"]
    new = beside.NewAccreditation(**{**change.said, "expires_on": date.fromisoformat(day) if day else None})
    if change.row_id is None:
        beside.add_accreditation(by=by, partner_id=partner.pk, new=new)
        return
    row = get_accreditation(by, change.row_id)
    beside.change_accreditation(by=by, accreditation_id=row.pk, new=new, seen=row.version)


def _lead(by: Actor, partner: Partner, change: ProposedChange) -> None:
    row = get_partner_contact(by, UUID(change.said["lead"]))
    kept = {name: getattr(row, name) for name in ("name", "position", "phone", "email")}
    beside.change_partner_contact(by=by, contact_id=row.pk, new=beside.NewPartnerContact(**kept, is_lead=True), seen=row.version)


_APPLY: Mapping[ChangePart, Callable[[Actor, Partner, ProposedChange], None]] = {
    ChangePart.NAME: _name,
    ChangePart.NUMBERS: _numbers,
    ChangePart.ROLES: _roles,
    ChangePart.REACH: _reach,
    ChangePart.ACCREDITATION: _accreditation,
    ChangePart.LEAD: _lead,
}
