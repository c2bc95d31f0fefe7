"""Putting an organisation on the register, and saying how it stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.text import clean, search_key
from throughcare.partners.actions.checks import LONGEST_NAME, Checks, opened, write
from throughcare.partners.actions.kinds import put_of_kind
from throughcare.partners.actions.likely import look_soon
from throughcare.partners.models import Organization, OrganizationKind, Partner
from throughcare.partners.queries import alike, get_partner, owners
from throughcare.partners.states import DAYS_BACK, LONGEST_REASON, PARTNER_STATES


@dataclass(frozen=True, kw_only=True)
class NewPartner:
    """An organisation to put on the register: one of the directory, or a new one of this name.

    another: there is one of this name already, and this is not it.
    """

    name: str = ""
    kind: str
    organization_id: UUID | None = None
    another: bool = False


@transaction.atomic
def add_partner(*, by: Actor, new: NewPartner) -> Partner:
    """Put it on the register, active from today and owned by whoever does so. Raises NotFound, Invalid, and Refused when it is there."""
    by.check(Permission.PARTNER_EDIT)
    checks = Checks()
    checks.one_of("kind", new.kind, OrganizationKind.values)
    if new.organization_id is None:
        checks.text("name", new.name, LONGEST_NAME, needed="Enter the name of the organisation.")
    checks.done("Something about the organisation can't be used.")
    organization, changed = _of_directory(new.organization_id, new.kind) if new.organization_id else (_new_organization(by, new), {})
    partner = Partner(organization=organization, **_own(by))
    try:
        with transaction.atomic():
            partner.save(force_insert=True)
    except IntegrityError:
        raise Refused(_there(organization)) from None
    look_soon()
    record(by=by, verb="partner.added", about=Ref("partners.partner", partner.pk), detail=changed)
    return get_partner(by, partner.pk)


def _of_directory(organization_id: UUID, kind: str) -> tuple[Organization, dict[str, str]]:
    """And what the audit keeps of a kind it is given. Raises NotFound, Refused when it is on the register, and Invalid for another kind than it has."""
    found = Organization.objects.select_for_update(of=("self",)).filter(pk=organization_id, went=None).first()
    if found is None:
        raise NotFound
    if Partner.objects.filter(pk=found.pk).exists():
        raise Refused(_there(found))
    return found, put_of_kind(found, kind)


def _there(organization: Organization) -> str:
    return f"{organization.name} is on the register already."


def _new_organization(by: Actor, new: NewPartner) -> Organization:
    name = clean(new.name)
    if not new.another and (there := alike(by, name)):
        ids = "; ".join(f"{row.name}, {row.id}" for row in there)
        message = (
            f"An organisation called so, or nearly so, is there already: {ids}. Put that one on the register, or say that this is another."
        )
        raise Invalid(message, {"name": [message]})
    made = Organization(name=name, kind=new.kind, search_key=search_key(name))
    made.save(force_insert=True)
    return made


def _own(by: Actor) -> dict[str, UUID]:
    """Whoever puts it there looks after it, until somebody else is said to."""
    mine = next((one for one in owners() if one.user_id == by.user_id), None)
    return {"owner_id": mine.user_id, "owner_team_id": mine.team_id} if mine else {}


@transaction.atomic
def move_partner(*, by: Actor, partner_id: UUID, verb: str, reason: str, since: date | None = None, seen: int) -> Partner:
    """Pause, resume or end a partnership, or have an ended one return. since: the day it holds from (today).

    Raises NotFound, Refused for a step there is none of, Invalid without a reason or from a day that can't be, and Stale.
    """
    found = opened(by, partner_id, seen)
    if verb not in PARTNER_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(PARTNER_STATES.verbs)}.")
    move = PARTNER_STATES.check(found.state, verb)
    day, checks = since or today(), Checks()
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    if wrong := _odd_day(found, day):
        checks.wrong("since", wrong)
    checks.done("Something about it can't be used.")
    return write(by, found, seen, f"partner.moved.{verb}", state=move.reaches, state_since=day, state_reason=reason)


def _odd_day(found: Partner, day: date) -> str:
    """Why a step can't hold from this day; nothing when it can. Before its first step here a partnership is as old as may be: nobody said."""
    if day > today():
        return "Give a day that is not in the future."
    if found.state_reason and day < found.state_since:
        since = f"{found.state_since.day} {found.state_since:%B %Y}"
        return f"It is {found.get_state_display().lower()} since {since}. Give that day, or a later one."
    if day < today() - timedelta(days=DAYS_BACK):
        return "Give a day of the last year. If it was longer ago, give the first of these, and say in the reason when it was."
    return ""
