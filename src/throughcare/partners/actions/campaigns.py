"""Writing down what a partner asks of the department, and our answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.notices.actions import post
from throughcare.partners.actions.changes import owner_of
from throughcare.partners.actions.checks import Checks, check_keeps
from throughcare.partners.models import LONGEST_WORDS, Campaign
from throughcare.partners.queries import get_campaign, get_partner
from throughcare.partners.states import CAMPAIGN_STATES, CampaignKind

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """kind: a code of CampaignKind. said_on: today when left out. document: the address of what they wrote."""

    kind: str
    title: str
    asks: str
    topic: str = ""
    document: str = ""
    said_on: date | None = None


@transaction.atomic
def add_campaign(*, by: Actor, partner_id: UUID, new: NewCampaign) -> Campaign:
    """By whoever keeps the register, or by its own people; then whoever looks after the partner is told. Raises NotFound and Invalid."""
    is_own, partner = check_keeps(by, partner_id), get_partner(by, partner_id)
    made = Campaign(partner=partner, added_by_id=by.user_id, **_read(new))
    made.save(force_insert=True)
    record(by=by, verb="partner.campaign.added", about=Ref("partners.partner", partner.pk))
    owner = owner_of(partner) if is_own else None
    if owner:
        post(by=by, kind="partner.campaign", about=Ref("partners.campaign", made.pk), to_user=owner)
    return made


@transaction.atomic
def change_campaign(*, by: Actor, campaign_id: UUID, new: NewCampaign, seen: int) -> Campaign:
    """Correct what was written down. Raises NotFound, Invalid and Stale."""
    found = _open(by, campaign_id, seen)
    _write(found, seen, **_read(new))
    record(by=by, verb="partner.campaign.changed", about=Ref("partners.partner", found.partner_id))
    return get_campaign(by, campaign_id)


@transaction.atomic
def move_campaign(*, by: Actor, campaign_id: UUID, verb: str, seen: int, answer: str = "", answered_on: date | None = None) -> Campaign:
    """Answer it, in words the partner reads, as of a day (today); or open it again. Who put it here is told of an answer.

    Raises NotFound, Refused for a step there is none of, Invalid and Stale.
    """
    found, checks = _open(by, campaign_id, seen), Checks()
    if verb not in CAMPAIGN_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(CAMPAIGN_STATES.verbs)}.")
    move = CAMPAIGN_STATES.check(found.state, verb)
    values: dict[str, Any] = {"state": move.reaches}
    if verb == "answer":
        day = answered_on or today()
        values["answer"] = checks.text("answer", answer, LONGEST_WORDS, needed="Write our answer: the partner reads it.")
        if day > today() or day < found.said_on:
            checks.wrong("answered_on", "Give a day from the day it was made to today.")
        values |= {"answered_by": by.user_id, "answered_on": day}
    checks.done("Something about the answer can't be used.")
    _write(found, seen, **values)
    record(by=by, verb=f"partner.campaign.{verb}", about=Ref("partners.partner", found.partner_id))
    if verb == "answer" and found.added_by_id not in (None, by.user_id):
        post(by=by, kind="partner.campaign.answered", about=Ref("partners.campaign", found.pk), to_user=found.added_by_id)
    return get_campaign(by, campaign_id)


def _open(by: Actor, campaign_id: UUID, seen: int) -> Campaign:
    by.check(Permission.PARTNER_EDIT)
    found = get_campaign(by, campaign_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(found: Campaign, seen: int, **values: Any) -> None:
    if not Campaign.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)


def _read(new: NewCampaign) -> dict[str, Any]:
    checks, day = Checks(), new.said_on or today()
    if day > today():
        checks.wrong("said_on", "Give a day that is not in the future.")
    values = {
        "kind": checks.one_of("kind", new.kind, CampaignKind.values),
        "title": checks.text("title", new.title, 300, needed="Enter what it is called."),
        "asks": checks.text("asks", new.asks, LONGEST_WORDS, needed="Say what it asks of the department."),
        "topic": checks.text("topic", new.topic, 200),
        "document": checks.website("document", new.document),
        "said_on": day,
    }
    checks.done("Something about it can't be used.")
    return values
