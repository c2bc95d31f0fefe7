"""Writing an agreement, and changing its terms a part at a time. Each change takes the version that was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.actions.checks import AGREEMENT, WRONG, opened, to_write, write
from throughcare.agreements.models import Agreement, Covered, Party
from throughcare.agreements.queries import get_agreement, may_be_covered, owners
from throughcare.agreements.states import LONGEST_WORDS, MOST_RENEWALS, AgreementKind, AgreementState, Part
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused
from throughcare.common.text import search_key
from throughcare.partners.actions.checks import Checks
from throughcare.places.queries import regions, sites

LONGEST_NUMBER = 40


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    """An agreement to write. number: made when left empty. organization: name or id of the organisation it is with, where it is known."""

    title: str
    kind: str
    number: str = ""
    organization: str = ""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What it is, and what it is for."""

    number: str
    title: str
    kind: str
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Term:
    """First and last day (None: open-ended), and how often it may be renewed without a new agreement."""

    starts_on: date | None
    ends_on: date | None = None
    renewals_allowed: int = 0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Ids of services of its parties, codes of regions and sites."""

    services: Sequence[UUID] = ()
    regions: Sequence[str] = ()
    sites: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Who of ours looks after it (both or neither), and when it is looked at next. These are ours, and change after it is signed too."""

    user_id: UUID | None = None
    team_id: UUID | None = None
    review_on: date | None = None


@transaction.atomic
def add_agreement(*, by: Actor, new: NewAgreement) -> Agreement:
    """Write a draft, owned by whoever does so, with the department as its first party. Raises Invalid."""
    by.check(Permission.AGREEMENT_EDIT)
    key = new_id()
    values = _details(Details(number=new.number or _number(key), title=new.title, kind=new.kind))
    made = Agreement(id=key, **values, **_own(by), written_by_id=by.user_id)
    _saved(made, lambda: made.save(force_insert=True))
    Party(agreement=made, part=Part.DEPARTMENT).save(force_insert=True)
    record(by=by, verb="agreement.added", about=Ref(AGREEMENT, made.pk), detail={"number": made.number})
    return get_agreement(by, made.pk)


def _number(key: UUID) -> str:
    """The year, and enough of the key's random end that no two meet."""
    return f"A{today().year}-{key.hex[-8:].upper()}"


def _own(by: Actor) -> dict[str, UUID]:
    """Whoever writes it looks after it, until somebody else is said to."""
    mine = next((one for one in owners() if one.user_id == by.user_id), None)
    return {"owner_id": mine.user_id, "owner_team_id": mine.team_id} if mine else {}


def _details(new: Details) -> dict[str, Any]:
    checks = Checks()
    values = {
        "number": checks.text("number", new.number, LONGEST_NUMBER, needed="Enter a number or reference."),
        "title": checks.text("title", new.title, 300, needed="Enter a title."),
        "kind": checks.one_of("kind", new.kind, AgreementKind.values),
        "purpose": checks.text("purpose", new.purpose, LONGEST_WORDS),
    }
    checks.done(WRONG)
    return {**values, "search_key": search_key(f"{values['number']} {values['title']}")}


def _saved(one: Agreement, save: Any) -> Any:
    """What `save` gives; Invalid when another agreement has its number."""
    try:
        with transaction.atomic():
            return save()
    except IntegrityError as error:
        if "number" not in str(error):
            raise
        raise Invalid(WRONG, {"number": ["Another agreement has this number. Use another one."]}) from None


@transaction.atomic
def change_details(*, by: Actor, agreement_id: UUID, new: Details, seen: int) -> Agreement:
    """Raises NotFound, Invalid, Refused when it is signed, and Stale. Signatures given before fall."""
    found, values = to_write(by, agreement_id, seen), _details(new)
    changed: Agreement = _saved(found, lambda: write(by, found, "agreement.changed", detail={"part": "details"}, unsign=True, **values))
    return changed


@transaction.atomic
def change_term(*, by: Actor, agreement_id: UUID, new: Term, seen: int) -> Agreement:
    """As above."""
    found, checks = to_write(by, agreement_id, seen), Checks()
    if new.starts_on is None and (new.ends_on is not None or found.state != AgreementState.DRAFT):
        checks.wrong("starts_on", "Enter the first day.")
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        checks.wrong("ends_on", "The last day can't lie before the first.")
    if not 0 <= new.renewals_allowed <= MOST_RENEWALS:
        checks.wrong("renewals_allowed", f"Use a number from 0 to {MOST_RENEWALS}.")
    checks.done(WRONG)
    values: dict[str, Any] = {"starts_on": new.starts_on, "ends_on": new.ends_on, "renewals_allowed": new.renewals_allowed}
    return write(by, found, "agreement.changed", detail={"part": "term"}, unsign=True, **values)


@transaction.atomic
def change_coverage(*, by: Actor, agreement_id: UUID, new: Coverage, seen: int) -> Agreement:
    """As above; services are those of its parties that the reader's directory lists, or that it covers already."""
    found, checks = to_write(by, agreement_id, seen), Checks()
    there = {one.service_id for one in found.covered.all()}
    offered = {service.pk for service in may_be_covered(by, found)}
    wanted = set(new.services)
    if wanted - offered:
        checks.wrong("services", "Choose services of its parties.")
    values: dict[str, Any] = {
        "regions": checks.some_of("regions", new.regions, [region.code for region in regions()]),
        "sites": checks.some_of("sites", new.sites, [site.code for site in sites()]),
    }
    checks.done(WRONG)
    # What the reader can't see they can't take off either.
    Covered.objects.filter(agreement=found.pk, service__in=(there & offered) - wanted).delete()
    for service in sorted(wanted - there):
        Covered(agreement=found, service_id=service).save(force_insert=True)
    return write(by, found, "agreement.changed", detail={"part": "coverage"}, unsign=True, **values)


@transaction.atomic
def change_keeping(*, by: Actor, agreement_id: UUID, new: Keeping, seen: int) -> Agreement:
    """Our owner and the next review, until it is terminated. Raises NotFound, Refused, Invalid and Stale."""
    found, checks = opened(by, agreement_id, seen), Checks()
    if found.state == AgreementState.TERMINATED:
        raise Refused(f"Agreement {found.number} is terminated: nothing about it changes any more.")
    asked = (new.user_id, new.team_id)
    if asked != (None, None) and asked not in {(one.user_id, one.team_id) for one in owners()}:
        checks.wrong("owner", "Choose somebody who writes agreements, in a team where they do.")
    checks.done(WRONG)
    values: dict[str, Any] = {"owner_id": new.user_id, "owner_team_id": new.team_id, "review_on": new.review_on}
    return write(by, found, "agreement.changed", detail={"part": "keeping"}, **values)
