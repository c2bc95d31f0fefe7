"""A grant or MOU for a small group, written on one page: an ordinary agreement with its party, value, term, and the day of three questions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import beside
from throughcare.agreements.actions.checks import opened, write
from throughcare.agreements.actions.parties import NewParty, add_party, put_value, wrong_amount
from throughcare.agreements.actions.writing import Details, NewAgreement, Term, add_agreement, change_details, change_term
from throughcare.agreements.models import Agreement, LightLink, LightTerms
from throughcare.agreements.policies import check_can_write
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.queries.light import is_ours, light_of, limit, party_of_light, weigh_agreement
from throughcare.agreements.states import LIGHT_KINDS, LONGEST_WORDS, AgreementKind, AgreementState
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.text import search_key
from throughcare.partners.actions import NewPartner, add_partner
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import Organization, OrganizationKind
from throughcare.partners.queries import organization_called

_WRONG = "Something on the page can't be used."
_YEARS = 366 * 10
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,40}")


@dataclass(frozen=True, kw_only=True)
class NewLight:
    """The one page. organization: name or id of the partner. new_kind: what kind of group it is, when it is not on the register yet.

    reach: an e-mail address or a phone number of whoever signs. amount and pays_on: of a grant.
    """

    organization: str
    new_kind: str = ""
    kind: str
    title: str
    purpose: str
    amount: Decimal | None = None
    pays_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    report_on: date | None = None
    signer_name: str
    reach: str


@transaction.atomic
def add_light(*, by: Actor, new: NewLight) -> Agreement:
    """Write it as a draft, and the group on the register where it is new. Raises NotAllowed and Invalid, also when it is too large for one page."""
    by.check(Permission.AGREEMENT_EDIT)
    values, terms = _checked(new)
    organization = _organization(by, new)
    made = add_agreement(by=by, new=NewAgreement(title=values["title"], kind=values["kind"]))
    details = Details(number=made.number, title=values["title"], kind=values["kind"], purpose=values["purpose"])
    made = change_details(by=by, agreement_id=made.pk, new=details, seen=made.version)
    party = NewParty(organization=str(organization.pk), part="PARTNER", amount=values["amount"])
    made = add_party(by=by, agreement_id=made.pk, new=party, seen=made.version)
    term = Term(starts_on=new.starts_on, ends_on=new.ends_on)
    made = change_term(by=by, agreement_id=made.pk, new=term, seen=made.version)
    light = LightTerms(agreement=made, **terms)
    light.save(force_insert=True)
    return _whole(by, made, light, "agreement.light.added")


@transaction.atomic
def change_light(*, by: Actor, agreement_id: UUID, new: NewLight, seen: int) -> Agreement:
    """Say it otherwise, but for who it is with. Signatures fall, and links to sign are void. Raises NotFound, Invalid, Refused once signed, and Stale."""
    found = opened(by, agreement_id, seen)
    check_can_write(found)
    if light_of(found) is None:
        raise NotFound
    values, terms = _checked(new)
    party = party_of_light(found)
    put_value(party, values.pop("amount"))
    values |= {"starts_on": new.starts_on, "ends_on": new.ends_on, "search_key": search_key(f"{found.number} {values['title']}")}
    found = write(by, found, "agreement.changed", detail={"part": "light"}, unsign=True, **values)
    LightTerms.objects.filter(pk=found.pk).update(**terms)
    LightLink.objects.filter(agreement=found.pk, purpose="SIGN", revoked_at__isnull=True).update(
        revoked_at=now(), revoked_why="CHANGED", code_digest=None
    )
    return _whole(by, found, LightTerms.objects.get(pk=found.pk), "agreement.light.changed")


def _whole(by: Actor, found: Agreement, light: LightTerms, verb: str) -> Agreement:
    """Weighed as it stands, and told to the apps above. Raises Invalid when it is too large for the one page."""
    found = get_agreement(by, found.pk)
    verdict = weigh_agreement(found)
    if not verdict.light:
        raise Invalid(f"Use the full form: this is too much for one page. {' '.join(verdict.why)}")
    beside.tell_followers(by, found, light)
    detail = {"per_year": str(verdict.per_year), "limit": str(verdict.limit), "up_to": str(limit())}
    return write(by, found, verb, detail=detail)


def _checked(new: NewLight) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes into the agreement, and into its light terms."""
    checks = Checks()
    values: dict[str, Any] = {
        "kind": checks.one_of("kind", new.kind, [kind.value for kind in LIGHT_KINDS]),
        "title": checks.text("title", new.title, 300, needed="Say in a few words what it is for."),
        "purpose": checks.text("purpose", new.purpose, LONGEST_WORDS, needed="Say what will be done, and for whom."),
        "amount": new.amount,
    }
    _check_days(checks, new)
    _check_money(checks, new)
    email, phone = _reach(checks, new.reach)
    terms: dict[str, Any] = {
        "signer_name": checks.text("signer_name", new.signer_name, 200, needed="Enter the name of whoever signs for them."),
        "signer_email": email,
        "signer_phone": phone,
        "pays_on": new.pays_on if new.amount else None,
        "report_on": new.report_on,
    }
    checks.done(_WRONG)
    return values, terms


def _check_days(checks: Checks, new: NewLight) -> None:
    for name, ask in (
        ("starts_on", "the first day"),
        ("ends_on", "the last day"),
        ("report_on", "the day by which they tell you how it went"),
    ):
        day = getattr(new, name)
        if day is None:
            checks.wrong(name, f"Enter {ask}.")
        elif abs((day - today()).days) > _YEARS:
            checks.wrong(name, "Give a day within ten years of today.")
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        checks.wrong("ends_on", "The last day can't lie before the first.")
    if new.starts_on and new.report_on and new.report_on <= new.starts_on:
        checks.wrong("report_on", "They can tell you how it went after its first day, not before.")


def _check_money(checks: Checks, new: NewLight) -> None:
    if new.amount is not None and (wrong := wrong_amount(new.amount)):
        checks.wrong("amount", wrong)
    if new.kind == AgreementKind.GRANT and not new.amount:
        checks.wrong("amount", "Enter what is given, above 0.")
    if new.amount and new.pays_on is None:
        checks.wrong("pays_on", "Enter the day it is paid.")
    if new.pays_on and abs((new.pays_on - today()).days) > _YEARS:
        checks.wrong("pays_on", "Give a day within ten years of today.")
    if new.pays_on and new.starts_on and new.pays_on < new.starts_on - timedelta(days=366):
        checks.wrong("pays_on", "Give a day no more than a year before its first day.")


def _reach(checks: Checks, given: str) -> tuple[str, str]:
    """An address, or a number."""
    text = checks.text("reach", given, 254, needed="Enter an e-mail address, or a phone number.")
    if "@" in text:
        mine = Checks()
        address = mine.email("reach", text)
        for sentence in mine.errors.get("reach", []):
            checks.wrong("reach", sentence)
        if address and is_ours(address):
            checks.wrong("reach", "This is the address of somebody who writes agreements here. Give the address of whoever signs for them.")
        return address.lower(), ""
    if text and not _PHONE.fullmatch(text):
        checks.wrong("reach", "Enter an e-mail address like name@example.org, or a phone number like 021 123 4567.")
    return "", text


def _organization(by: Actor, new: NewLight) -> Organization:
    """The partner of this name; a new one where its kind is said. Raises Invalid."""
    checks = Checks()
    name = checks.text("organization", new.organization, 300, needed="Enter the name of the group.")
    checks.done(_WRONG)
    if not new.new_kind:
        try:
            return organization_called(by, name)
        except Invalid as wrong:
            raise Invalid(_WRONG, {"organization": [f"{wrong} If it is new, choose what kind of group it is."]}) from None
    if not by.may(Permission.PARTNER_EDIT):
        raise Invalid(_WRONG, {"new_kind": ["Ask whoever keeps the register of partners to add this group first."]})
    checks.one_of("new_kind", new.new_kind, OrganizationKind.values)
    checks.done(_WRONG)
    try:
        return add_partner(by=by, new=NewPartner(name=name, kind=new.new_kind)).organization
    except Invalid as wrong:
        said = next(iter(wrong.errors.values()), [str(wrong)])
        raise Invalid(_WRONG, {"organization": said}) from None


def is_unsigned(found: Agreement) -> bool:
    """Whether its link may still be sent: a draft, or in negotiation."""
    return found.state in (AgreementState.DRAFT, AgreementState.IN_NEGOTIATION)
