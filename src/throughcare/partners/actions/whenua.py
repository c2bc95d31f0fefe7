"""Saying which iwi or hapū hold mana whenua where a site stands, and that they do no longer stand so on the register."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import ManaWhenua
from throughcare.partners.queries import get_partner, get_whenua, site_names
from throughcare.partners.queries.whenua import HOLDERS
from throughcare.partners.states import LONGEST_REASON


@dataclass(frozen=True, kw_only=True)
class NewWhenua:
    """site: its code. starts_on: None where that is no day of a calendar. said_by: who said so, of whom. said_on: today when left out."""

    site: str
    partner_id: UUID
    said_by: str
    starts_on: date | None = None
    said_on: date | None = None


@transaction.atomic
def say_whenua(*, by: Actor, new: NewWhenua) -> ManaWhenua:
    """Write down that they hold mana whenua there. Raises NotFound, Invalid, and Refused for another kind of partner, or when it stands so already."""
    by.check(Permission.PARTNER_EDIT)
    partner, checks, said_on = get_partner(by, new.partner_id), Checks(), new.said_on or today()
    checks.one_of("site", new.site, list(site_names()))
    said_by = checks.text("said_by", new.said_by, 300, needed="Say who said so: mana whenua is theirs to say.")
    for name, day in (("starts_on", new.starts_on), ("said_on", said_on)):
        if day and day > today():
            checks.wrong(name, "Give a day that is not in the future.")
    checks.done("Something about it can't be used.")
    if partner.organization.kind not in HOLDERS:
        raise Refused(
            f"Iwi and hapū hold mana whenua. {partner.organization.name} stands on the register as: {partner.organization.get_kind_display()}."
        )
    made = ManaWhenua(site=new.site, partner=partner, starts_on=new.starts_on, said_by=said_by, said_on=said_on)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"{partner.organization.name} stands there already.") from None
    record(by=by, verb="partner.whenua.said", about=Ref("partners.partner", partner.pk), detail={"site": new.site})
    return made


@transaction.atomic
def end_whenua(*, by: Actor, whenua_id: UUID, reason: str, ended_on: date | None = None, seen: int) -> ManaWhenua:
    """It stands so no longer, with the reason; it stays to be read. Raises NotFound, Invalid, Refused and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found, checks, day = get_whenua(by, whenua_id), Checks(), ended_on or today()
    if found.version != seen:
        raise Stale("Somebody else changed this since you opened it. Look at what it says now, then try again.")
    if found.ended_on is not None:
        raise Refused("This has ended already.")
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why, and who said so.")
    if day > today() or (found.starts_on and day < found.starts_on):
        checks.wrong("ended_on", "Give a day from its first day to today.")
    checks.done("Something about it can't be used.")
    if not ManaWhenua.objects.filter(pk=found.pk, version=seen).update(ended_on=day, end_reason=reason, version=seen + 1):
        raise Stale("Somebody else changed this since you opened it. Look at what it says now, then try again.")
    record(by=by, verb="partner.whenua.ended", about=Ref("partners.partner", found.partner_id), detail={"site": found.site})
    return get_whenua(by, whenua_id)
