"""Changing what the register says of a partner, a part at a time. Each takes the version of the partner that was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid
from throughcare.common.text import clean, search_key
from throughcare.partners.actions.checks import LONGEST_NAME, Checks, held, opened, write
from throughcare.partners.actions.kinds import check_stays, of_change
from throughcare.partners.models import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_WORDS, Organization, OrganizationKind, Partner
from throughcare.partners.numbers import read_charity_number, read_nzbn
from throughcare.partners.queries import organization_called, owners
from throughcare.partners.states import MOST_QUIET_DAYS, Expertise, PartnerRole, Safeguarding
from throughcare.places.models import Scheme
from throughcare.places.queries import choices, regions, sites

_WRONG = "Something about the partner can't be used."


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who it is. national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str
    kind: str
    alternate_name: str = ""
    purpose: str = ""
    national_body: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Roles:
    """What it is to the work: codes of PartnerRole, Expertise and of the languages in use, and other expertise in words."""

    roles: Sequence[str] = ()
    expertise: Sequence[str] = ()
    expertise_words: str = ""
    languages: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Codes of the regions and sites it works in."""

    regions: Sequence[str] = ()
    sites: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """As people type them."""

    nzbn: str = ""
    charity_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Safe:
    """What was found when its safeguarding was checked, and the day."""

    safeguarding: str
    checked_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class InTouch:
    """contact_every: days without contact after which its owner is reminded; 0: never; None: as the site has it for every partner."""

    contact_every: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewOwner:
    """Who looks after it on our side, in which team; None: nobody."""

    user_id: UUID | None = None
    team_id: UUID | None = None


@transaction.atomic
def change_details(*, by: Actor, partner_id: UUID, new: Details, seen: int) -> Partner:
    """Raises NotFound, Invalid (a national body that is unknown, or below it; another kind than an employer's), and Stale."""
    found, checks = held(by, partner_id, seen), Checks()
    organization = {
        **read_name(by, found, new.name, new.alternate_name, new.national_body, checks),
        "kind": checks.one_of("kind", new.kind, OrganizationKind.values),
        "website": checks.website("website", new.website),
        "email": checks.email("email", new.email),
    }
    check_stays(found.organization, new.kind, checks)
    ours = {
        "purpose": checks.text("purpose", new.purpose, LONGEST_WORDS),
        "phone": checks.text("phone", new.phone, LONGEST_PHONE),
        "address": checks.text("address", new.address, LONGEST_ADDRESS),
    }
    checks.done(_WRONG)
    organization["search_key"] = search_key(str(organization["name"]))
    try:
        with transaction.atomic():
            Organization.objects.filter(pk=found.pk).update(**organization)
    except IntegrityError:
        raise Invalid(_WRONG, {"national_body": ["That organisation is a branch of this one, so it can't be its national body."]}) from None
    changed = of_change(found.organization.kind, new.kind)
    return write(by, found, seen, "partner.changed", part="details", detail=changed, is_held=True, **ours)


def read_name(by: Actor, found: Partner, name: str, alternate_name: str, national_body: str, checks: Checks) -> dict[str, Any]:
    """What it is called, and what it is a branch of, by column."""
    return {
        "name": checks.text("name", name, LONGEST_NAME, needed="Enter the name of the organisation."),
        "alternate_name": checks.text("alternate_name", alternate_name, LONGEST_NAME),
        "parent_organization_id": _national_body(by, found, national_body, checks),
    }


def _national_body(by: Actor, found: Partner, named: str, checks: Checks) -> UUID | None:
    if not clean(named):
        return None
    try:
        above = organization_called(by, clean(named))
    except Invalid as wrong:
        checks.wrong("national_body", str(wrong))
        return None
    if above.pk == found.pk:
        checks.wrong("national_body", "An organisation can't be its own national body.")
    return above.pk


@transaction.atomic
def change_roles(*, by: Actor, partner_id: UUID, new: Roles, seen: int) -> Partner:
    """Raises NotFound, Invalid and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    values = {"roles": read_roles(new.roles, checks), **read_expertise(found, new.expertise, new.expertise_words, new.languages, checks)}
    checks.done(_WRONG)
    return write(by, found, seen, "partner.changed", part="roles", **values)


def read_roles(roles: Sequence[str], checks: Checks) -> list[str]:
    """Codes of the roles it plays."""
    return checks.some_of("roles", roles, PartnerRole.values)


def read_expertise(found: Partner, expertise: Sequence[str], words: str, languages: Sequence[str], checks: Checks) -> dict[str, Any]:
    """What it knows well and the languages it works in, by column."""
    spoken = [code for code, _ in choices(Scheme.LANGUAGE)]
    return {
        "expertise": checks.some_of("expertise", expertise, Expertise.values),
        "expertise_words": checks.text("expertise_words", words, 500),
        # What it had stays, though the word is in use no more.
        "languages": checks.some_of("languages", languages, list(dict.fromkeys([*spoken, *found.languages]))),
    }


@transaction.atomic
def change_reach(*, by: Actor, partner_id: UUID, new: Reach, seen: int) -> Partner:
    """Raises NotFound, Invalid and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    values = read_reach(new, checks)
    checks.done(_WRONG)
    return write(by, found, seen, "partner.changed", part="reach", **values)


def read_reach(new: Reach, checks: Checks) -> dict[str, Any]:
    """Where it works, by column."""
    return {
        "regions": checks.some_of("regions", new.regions, [region.code for region in regions()]),
        "sites": checks.some_of("sites", new.sites, [site.code for site in sites()]),
    }


@transaction.atomic
def change_numbers(*, by: Actor, partner_id: UUID, new: Numbers, seen: int) -> Partner:
    """Raises NotFound, Invalid (a check digit that does not fit, a number another partner has), and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    values = read_numbers(new, checks)
    _of_another(found, values, checks)
    checks.done(_WRONG)
    try:
        with transaction.atomic():
            return write(by, found, seen, "partner.changed", part="numbers", **values)
    except IntegrityError:
        # Another got it between our look and our write.
        _of_another(found, values, checks)
        checks.done(_WRONG)
        raise


def read_numbers(new: Numbers, checks: Checks) -> dict[str, Any]:
    """What it is known by elsewhere, by column; a number that can't be is left out, and said."""
    values: dict[str, Any] = {}
    for field, read in (("nzbn", read_nzbn), ("charity_number", read_charity_number)):
        try:
            values[field] = read(clean(getattr(new, field)))
        except ValueError as wrong:
            checks.wrong(field, str(wrong))
    return values


def _of_another(found: Partner, values: Mapping[str, str], checks: Checks) -> None:
    """Say which of these numbers another partner has."""
    for field, number in values.items():
        holder = Partner.objects.select_related("organization").filter(**{field: number}).exclude(pk=found.pk).order_by("pk").first()
        if number and holder is not None:
            checks.wrong(field, f"{holder.organization.name} has this number already. One of the two is wrong, or they are one partner.")


@transaction.atomic
def change_safeguarding(*, by: Actor, partner_id: UUID, new: Safe, seen: int) -> Partner:
    """Raises NotFound, Invalid (checked without a day, or on a day to come), and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    checks.one_of("safeguarding", new.safeguarding, Safeguarding.values)
    unchecked = new.safeguarding == Safeguarding.NOT_CHECKED
    if not unchecked and new.checked_on is None:
        checks.wrong("checked_on", "Enter the day it was checked.")
    if new.checked_on is not None and new.checked_on > today():
        checks.wrong("checked_on", "Give a day that is not in the future.")
    note = checks.text("note", new.note, 500)
    if new.safeguarding == Safeguarding.GAPS and not note:
        checks.wrong("note", "Say what is missing.")
    checks.done(_WRONG)
    values: dict[str, Any] = {
        "safeguarding": new.safeguarding,
        "safeguarding_on": None if unchecked else new.checked_on,
        "safeguarding_note": note,
    }
    return write(by, found, seen, "partner.changed", part="safeguarding", **values)


@transaction.atomic
def change_owner(*, by: Actor, partner_id: UUID, new: NewOwner, seen: int) -> Partner:
    """Raises NotFound, Invalid (somebody who keeps no partners, in that team), and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    asked = (new.user_id, new.team_id)
    if asked != (None, None) and asked not in {(one.user_id, one.team_id) for one in owners()}:
        checks.wrong("owner", "Choose somebody who keeps the register, in a team where they do.")
    checks.done(_WRONG)
    return write(by, found, seen, "partner.changed", part="owner", owner_id=new.user_id, owner_team_id=new.team_id)


@transaction.atomic
def change_in_touch(*, by: Actor, partner_id: UUID, new: InTouch, seen: int) -> Partner:
    """After how many days without contact its owner is reminded. Raises NotFound, Invalid and Stale."""
    found, checks = opened(by, partner_id, seen), Checks()
    if new.contact_every is not None and not 0 <= new.contact_every <= MOST_QUIET_DAYS:
        checks.wrong("contact_every", f"Give a number of days from 0 (no reminder) to {MOST_QUIET_DAYS}.")
    checks.done(_WRONG)
    return write(by, found, seen, "partner.changed", part="in-touch", contact_every=new.contact_every)
