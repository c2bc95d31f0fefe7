"""Two small grants: one that waits for its signature, one that a small marae signed by its link and told of."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from throughcare.agreements.models import Agreement, LightLink, LightSignature, LightTerms, Party, PartyValue
from throughcare.agreements.queries.terms import terms_of
from throughcare.agreements.states import LINK_DAYS, AgreementState, ConfirmedBy, LinkFor, Part
from throughcare.common.text import search_key
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.world import World
from throughcare.demo.cast import NATIONAL
from throughcare.partners.models import Organization, Partner
from throughcare.performance.models import LightReport, Payment
from throughcare.performance.states import Condition, PaymentState, ToldBy

_AMOUNT, _KINDS = Decimal(2500), ("MARAE", "COMMUNITY", "FAITH", "SPORT", "NGO")


class _Small(NamedTuple):
    """What one of them says."""

    number: str
    title: str
    purpose: str
    signer: str
    starts_on: date


def make_light(world: World) -> None:
    """With marae of the register, or the groups next to them where there are none."""
    day, there = world.chance.today, Partner.objects.values("pk")
    groups = list(Organization.objects.filter(kind__in=_KINDS, pk__in=there).order_by("search_key", "id"))
    first, second = sorted(groups, key=lambda one: _KINDS.index(one.kind))[:2]
    purpose = "Eight beds behind the wharenui, dug and planted by people who came home and their whānau."
    small = _Small("GRA-LIGHT-001", "Kai garden for people coming home", purpose, "Hine Kōtare", day + timedelta(days=12))
    waits, light = _agreement(world, first, small, AgreementState.IN_NEGOTIATION)
    _link(world, waits, light, world.chance.now, opened_on=day, sent_at=world.chance.now)
    purpose = "Twelve evenings of kai and kōrero at the marae, for people home from prison and their whānau."
    small = _Small("GRA-LIGHT-002", "Evenings at the marae", purpose, "Rangi Mataī", day - timedelta(days=150))
    told, light = _agreement(world, second, small, AgreementState.EXPIRED)
    _signed(world, told, light)
    words = {
        "did": "Twelve evenings, with some twenty people at each. Two kaumātua told of the place and its people.",
        "changed": "Four families come back every month by themselves. Two people found work through somebody they met here.",
        "otherwise": "We would begin in spring: in winter the way home is long and dark. A van on the evenings would help.",
    }
    how = {"how": ToldBy.LINK, "told_by": light.signer_name, "sent_on": day - timedelta(days=20)}
    theirs = told.parties.get(part=Part.PARTNER)
    LightReport(id=_id(world), agreement=told, party=theirs, organization=second, **words, spent=Decimal(2350), **how).save(
        force_insert=True
    )


def _agreement(world: World, organization: Organization, small: _Small, state: AgreementState) -> tuple[Agreement, LightTerms]:
    """With its party, its value and its payment."""
    who, begins, is_over = world.users["kahu"], small.starts_on, state == AgreementState.EXPIRED
    ends, offered = begins + timedelta(days=120), begins - timedelta(days=14)
    made = Agreement(
        id=_id(world),
        number=small.number,
        title=small.title,
        search_key=search_key(f"{small.number} {small.title}"),
        kind="GRANT",
        purpose=small.purpose,
        starts_on=begins,
        ends_on=ends,
        owner=who,
        owner_team=world.teams[NATIONAL.code],
        written_by=who,
        offered_on=offered,
        state=state,
        state_since=ends if is_over else offered,
    )
    made.save(force_insert=True)
    past = Past()
    past.add(made, world.chance.now if not is_over else datetime.combine(offered, world.chance.now.time(), world.chance.now.tzinfo), who.pk)
    past.save()
    signed: dict[str, Any] = {"signed_on": offered + timedelta(days=2)} if is_over else {}
    ours = {**signed, "signed_by": "Joan Whitlock"} if is_over else {}
    theirs = {**signed, "signed_by": small.signer} if is_over else {}
    Party(id=_id(world), agreement=made, part=Part.DEPARTMENT, **ours).save(force_insert=True)
    party = Party(id=_id(world), agreement=made, organization=organization, part=Part.PARTNER, **theirs)
    party.save(force_insert=True)
    PartyValue(party=party, agreement=made, organization=organization, amount=_AMOUNT).save(force_insert=True)
    light = LightTerms(agreement=made, signer_name=small.signer, signer_email="signs@example.org", pays_on=begins, report_on=ends)
    light.save(force_insert=True)
    _paid(world, party, begins, who, is_paid=is_over)
    return made, light


def _paid(world: World, party: Party, due: date, who: Any, *, is_paid: bool) -> None:
    """One payment, planned by one and released by another."""
    books = {"state": PaymentState.PAID, "released_by": world.users["helen"], "released_on": due, "paid_on": due, "reference": "LIGHT-2"}
    said = {"agreement": party.agreement, "party": party, "organization": party.organization, "name": "All of it", "amount": _AMOUNT}
    Payment(id=_id(world), **said, due_on=due, condition=Condition.DATE, written_by=who, **(books if is_paid else {})).save(
        force_insert=True
    )


def _link(world: World, made: Agreement, light: LightTerms, at: datetime, **more: Any) -> LightLink:
    link = LightLink(
        id=_id(world),
        agreement=made,
        purpose=LinkFor.SIGN,
        to_name=light.signer_name,
        to_email=light.signer_email,
        terms_digest=terms_of(made, light).digest,
        made_by=made.owner,
        made_at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
        **more,
    )
    link.save(force_insert=True)
    return link


def _signed(world: World, made: Agreement, light: LightTerms) -> None:
    """By its link, a fortnight before it began."""
    at, terms = world.chance.now - timedelta(days=162), terms_of(made, light)
    link = _link(world, made, light, at - timedelta(days=1), sent_at=at - timedelta(days=1), used_at=at)
    theirs = made.parties.get(part=Part.PARTNER)
    said = {
        "party": theirs,
        "link": link,
        "name": light.signer_name,
        "confirmed": ConfirmedBy.EMAIL,
        "address": light.signer_email,
        "at": at,
    }
    LightSignature(id=_id(world), agreement=made, text=terms.text, text_digest=terms.digest, **said).save(force_insert=True)


def _id(world: World) -> Any:
    return world.chance.id(world.chance.now)
