"""Agreements of every kind, in every state, with the partners that have staff here and many others."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from throughcare.agreements.days import months_later
from throughcare.agreements.models import (
    Agreement,
    AmendedValue,
    Amendment,
    AmendmentSignature,
    Approval,
    Covered,
    Meeting,
    Obligation,
    Party,
    PartyValue,
    PastGrant,
    Publication,
    Risk,
)
from throughcare.agreements.states import (
    MONTHS,
    PUBLISHABLE,
    AgreementKind,
    AgreementState,
    AmendmentState,
    Bearer,
    ObligationState,
    Part,
    Repeats,
    RiskState,
    SharedWith,
)
from throughcare.common.text import search_key
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.world import World, save
from throughcare.demo.cast import NATIONAL
from throughcare.demo.chance import Chance
from throughcare.demo.words import (
    AMENDED,
    MET,
    OWED_BY_PARTNERS,
    OWED_BY_US,
    PROMISES,
    RISKS,
    SEEN_OTHERWISE,
    SHORT,
    SUSPENSIONS,
    WORK_PROMISES,
)
from throughcare.partners.models import Organization, Partner
from throughcare.services.models import Service

S = AgreementState
_KINDS = {
    AgreementKind.MOU: 30,
    AgreementKind.OUTCOME: 25,
    AgreementKind.CONTRACT: 12,
    AgreementKind.GRANT: 18,
    AgreementKind.VOLUNTEER: 6,
    AgreementKind.INFORMATION: 4,
    AgreementKind.PLACEMENT: 5,
}
_STATES = {S.ACTIVE: 60, S.VARIED: 10, S.SIGNED: 5, S.IN_NEGOTIATION: 8, S.DRAFT: 5, S.SUSPENDED: 3, S.EXPIRED: 7, S.TERMINATED: 2}
_OF_EMPLOYERS = {S.ACTIVE: 85, S.VARIED: 10, S.EXPIRED: 3, S.SUSPENDED: 2}
_OF_KIND = {"EMPLOYER": AgreementKind.MOU, "VOLUNTEER": AgreementKind.VOLUNTEER, "IWI": AgreementKind.KAWENATA}
_WORTH = {
    AgreementKind.OUTCOME: (40_000, 900_000),
    AgreementKind.CONTRACT: (30_000, 600_000),
    AgreementKind.GRANT: (2_000, 25_000),
    AgreementKind.PLACEMENT: (5_000, 80_000),
}
_LIMIT = 50_000  # above it somebody has approved, whatever the site's own limit
_WITH_OBLIGATIONS = (S.ACTIVE, S.VARIED, S.SUSPENDED, S.EXPIRED)
_JUDGED = {ObligationState.MET: 88, ObligationState.PARTLY_MET: 9, ObligationState.NOT_MET: 2, ObligationState.OPEN: 1}
# Grants of the past are to organisations of these kinds.
_GIVEN, _PAST_GRANTS, _FUND = ("COMMUNITY", "MARAE", "FAITH", "SPORT", "NGO"), 12, "Pūriri Community Fund"
_RUNS = 480  # days
_FIRST_KIND = list(AgreementKind).index(AgreementKind.OUTCOME)  # the first of the cast's partners is paid by outcomes
_TOGETHER, _EVERY = (3, 5), 7  # parties beside us of an agreement among several; one such begins at every seventh partner with an agreement
_REVIEWED_AFTER, _REVIEW_SLIPS = {-6: 20, 0: 30, 8: 25, 21: 15, 44: 10}, 45  # days after the day of a review
_SIGNERS = ("Rangi Mataī", "Joan Whitlock", "Sefa Tuilagi", "Hine Kōtare", "Peter Larch")


# In the order they are saved.
_TABLES: Sequence[type[Any]] = (
    Agreement,
    Party,
    PartyValue,
    Covered,
    Approval,
    Obligation,
    Amendment,
    AmendedValue,
    AmendmentSignature,
    Publication,
    PastGrant,
    Risk,
    Meeting,
)


def make_agreements(world: World, seed: int) -> None:
    """With chance of its own. Those with staff here come first, one of each kind among them."""
    now = world.chance.now
    chance = Chance(seed + 5, now, now.tzinfo or UTC)
    ours = list(world.organizations.values())
    there = set(Partner.objects.values_list("pk", flat=True))
    known = [*ours, *world.employers]
    others = [one for one in Organization.objects.order_by("search_key", "id") if one.pk in there and one not in known and chance.yes(0.45)]
    rows = _Rows(world, chance)
    for number, organization in enumerate(ours):
        stands = S.VARIED if number % 3 == 0 else S.ACTIVE
        rows.one(organization, list(AgreementKind)[(number + _FIRST_KIND) % len(AgreementKind)], stands, ours[(number + 1) % len(ours)])
        rows.one(organization, chance.weighted(_KINDS), chance.weighted(_STATES))
    for organization in others:
        rows.one(organization, _OF_KIND.get(organization.kind) or chance.weighted(_KINDS), chance.weighted(_STATES))
    for number, organization in enumerate(one for one in others if one.kind in _GIVEN):
        if number < _PAST_GRANTS:
            rows.past(organization, number)
    # Neighbours by name are neighbours: most names begin with the town.
    for first in range(0, len(others) - _TOGETHER[1], _EVERY):
        rows.several(others[first : first + chance.number(*_TOGETHER)])
    for organization in world.employers:
        rows.one(organization, AgreementKind.MOU, chance.weighted(_OF_EMPLOYERS), about=chance.pick(WORK_PROMISES))
    rows.save()


class _Rows:
    """What is made, until it is saved in the order tables need."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world, self.chance = world, chance
        self.made: dict[type[Any], list[Any]] = {model: [] for model in _TABLES}
        self.services: dict[UUID, list[UUID]] = {}
        self.ours = {one.pk for one in world.organizations.values()}
        for organization, service in Service.objects.order_by("name_key", "id").values_list("organization_id", "pk"):
            self.services.setdefault(organization, []).append(service)

    def one(
        self,
        organization: Organization,
        kind: str,
        state: AgreementState,
        other: Organization | None = None,
        about: tuple[str, str] | None = None,
    ) -> None:
        """other: a sub-party, where the kind has a value. about: its title and purpose."""
        agreement = self._agreement(organization, kind, state, about)
        self.made[Agreement].append(agreement)
        day = self.world.chance.today
        signed = (
            min(agreement.starts_on - timedelta(days=9), day) if state not in (S.DRAFT, S.IN_NEGOTIATION) and agreement.starts_on else None
        )
        self._party(agreement, None, Part.DEPARTMENT, "Refers people, answers questions within five days, pays on time.", signed)
        low, high = _WORTH.get(AgreementKind(kind), (0, 0))
        worth = Decimal(self.chance.number(low, high) // 500 * 500) if high else None
        does = agreement.purpose
        self._party(agreement, organization, Part.PRIME if other and worth else Part.PARTNER, does, signed, worth)
        if other and worth:
            self._party(agreement, other, Part.SUB, "Runs the sessions in the south.", None, worth // 4)
        for service in self.services.get(organization.pk, [])[:3]:
            self.made[Covered].append(Covered(id=self.chance.id(self.chance.now), agreement=agreement, service_id=service))
        if worth and worth > _LIMIT and state != S.DRAFT:
            self._approval(agreement, worth, waits=state == S.IN_NEGOTIATION)
        if state == S.VARIED or (state == S.ACTIVE and self.chance.yes(0.05)):
            self._amended(agreement, in_effect=state == S.VARIED)
        if state not in (S.DRAFT, S.IN_NEGOTIATION, S.TERMINATED) and kind in PUBLISHABLE and (other or self.chance.yes(0.6)):
            published = {"published_by": agreement.owner, "published_at": self.chance.now - timedelta(days=2)}
            self.made[Publication].append(Publication(id=self.chance.id(self.chance.now), agreement=agreement, **published))
        if state in _WITH_OBLIGATIONS and (other or self.chance.yes(0.7)):
            self._owed(agreement, self.made[Party][-2 if other and worth else -1])
        if state in _WITH_OBLIGATIONS and (other or self.chance.yes(0.4)):
            self._watched(agreement, self.made[Party][-2 if other and worth else -1])

    def past(self, organization: Organization, number: int) -> None:
        """A grant that another funder published."""
        chance, day = self.chance, self.world.chance.today
        starts = day - timedelta(days=1200 + 40 * number)
        title, amount = f"Grant to {organization.name}", Decimal(chance.number(4, 60) * 500)
        said = {
            "id": f"360G-puriri-{number + 1:03}",
            "title": title,
            "description": "A year of evenings at the marae and the hall, for people home from prison and their whānau.",
            "currency": "NZD",
            "amountAwarded": int(amount),
            "awardDate": str(starts - timedelta(days=20)),
            "plannedDates": [{"startDate": str(starts), "endDate": str(starts + timedelta(days=364))}],
            "recipientOrganization": [{"id": f"360G-puriri-org-{number + 1}", "name": organization.name}],
            "fundingOrganization": [{"id": "360G-puriri-fund", "name": _FUND}],
        }
        words = {"number": f"H-PURIRI-{number + 1:03}", "title": title, "purpose": str(said["description"]), "kind": AgreementKind.GRANT}
        days = {"starts_on": starts, "ends_on": starts + timedelta(days=364), "state_since": starts + timedelta(days=364)}
        key = search_key(f"{words['number']} {title}")
        made = Agreement(id=chance.id(chance.now), **words, **days, search_key=key, offered_on=starts, state=S.EXPIRED, is_history=True)
        self.made[Agreement].append(made)
        self._party(made, organization, Part.PARTNER, "", starts - timedelta(days=20), amount)
        about = {"source": _FUND, "licence": "https://creativecommons.org/licenses/by/4.0/"}
        whose = {f"360G-puriri-org-{number + 1}": str(organization.pk)}
        past = PastGrant(id=chance.id(chance.now), agreement=made, grant_id=str(said["id"]), said=said, recipients=whose, **about)
        self.made[PastGrant].append(past)

    def several(self, organizations: Sequence[Organization]) -> None:
        """One memorandum or accord of all of these with us."""
        kind = self.chance.weighted({AgreementKind.MOU: 70, AgreementKind.KAWENATA: 20, AgreementKind.INFORMATION: 10})
        agreement = self._agreement(organizations[0], kind, S.ACTIVE)
        self.made[Agreement].append(agreement)
        signed = agreement.starts_on - timedelta(days=9) if agreement.starts_on else None
        self._party(agreement, None, Part.DEPARTMENT, "Calls the others together four times a year.", signed)
        for organization in organizations:
            self._party(agreement, organization, Part.PARTNER, "Takes part, and says what it sees.", signed)

    def _agreement(self, organization: Organization, kind: str, state: AgreementState, said: tuple[str, str] | None = None) -> Agreement:
        chance, day = self.chance, self.world.chance.today
        # With partners whose people are here an agreement runs long enough to be told of.
        starts = day - timedelta(days=chance.number(_RUNS if organization.pk in self.ours else 30, 900))
        ends = day + timedelta(days=chance.weighted({10: 6, 45: 8, 80: 8, 200: 30, 420: 30, 700: 18}) + chance.number(0, 9))
        if state == S.EXPIRED:
            ends = day - timedelta(days=chance.number(5, 200))
            starts = ends - timedelta(days=730)
        if state in (S.SIGNED, S.IN_NEGOTIATION, S.DRAFT):
            starts = day + timedelta(days=chance.number(5, 60))
            ends = starts + timedelta(days=729)
        number = f"{kind[:3]}-{starts.year}-{len(self.made[Agreement]) + 1:04}"
        about, purpose = said or chance.pick(PROMISES)
        title = f"{about}, {organization.name}"
        endless = kind in (AgreementKind.KAWENATA, AgreementKind.VOLUNTEER) and state != S.EXPIRED
        who = self.world.users["kahu" if chance.yes(0.5) else "helen"]
        return Agreement(
            id=chance.id(chance.now),
            number=number,
            title=title,
            search_key=search_key(f"{number} {title}"),
            kind=kind,
            purpose=purpose,
            starts_on=starts,
            ends_on=None if endless else ends,
            renewals_allowed=chance.number(0, 2),
            regions=[chance.pick(("north", "south"))],
            review_on=day + timedelta(days=chance.number(-20, 300)),
            owner=who,
            owner_team=self.world.teams[NATIONAL.code],
            written_by=who,
            offered_on=None if state == S.DRAFT else starts - timedelta(days=40),
            state=state,
            state_since=ends if state == S.EXPIRED else min(starts, day),
            state_reason=chance.pick(SUSPENSIONS) if state in (S.SUSPENDED, S.TERMINATED) else "",
        )

    def _party(self, agreement: Agreement, organization: Organization | None, part: str, does: str, signed: Any, worth: Any = None) -> None:
        name = self.chance.pick(_SIGNERS) if signed else ""
        party = Party(
            id=self.chance.id(self.chance.now),
            agreement=agreement,
            organization=organization,
            part=part,
            does=does,
            signed_on=signed,
            signed_by=name,
        )
        self.made[Party].append(party)
        if worth is not None and organization is not None:
            self.made[PartyValue].append(PartyValue(party=party, agreement=agreement, organization=organization, amount=worth))

    def _approval(self, agreement: Agreement, worth: Decimal, *, waits: bool) -> None:
        at = self.world.chance.now - timedelta(days=3)
        other = "helen" if agreement.owner == self.world.users["kahu"] else "kahu"
        decided = {} if waits else {"decided_by": self.world.users[other], "decided_at": at, "agreed": True}
        asked = {"asked_by": agreement.owner, "asked_at": at, "asked_note": "Within the budget of the region."}
        self.made[Approval].append(Approval(id=self.chance.id(at), agreement=agreement, amount=worth, **asked, **decided))

    def _amended(self, agreement: Agreement, *, in_effect: bool) -> None:
        """In effect: the agreement says it already. Else it is offered, and not everybody has signed."""
        chance, day = self.chance, self.world.chance.today
        reason, old, new = chance.pick(AMENDED)
        at = max(agreement.starts_on or day, day - timedelta(days=chance.number(5, 90)))
        states = {"state": AmendmentState.IN_EFFECT if in_effect else AmendmentState.OFFERED, "state_since": at, "offered_on": at}
        ends = agreement.ends_on
        if ends:
            days = {"ends_on": ends, "old_ends_on": ends - timedelta(days=365)} if in_effect else {"ends_on": ends + timedelta(days=365)}
        else:
            days = {}
        words = {"reason": reason, "old_text": old, "new_text": new}
        made = Amendment(id=chance.id(chance.now), agreement=agreement, number=1, **words, **states, **days, written_by=agreement.owner)
        self.made[Amendment].append(made)
        for party in (one for one in self.made[Party] if one.agreement is agreement and one.part != Part.SUB):
            if in_effect or party.part == Part.DEPARTMENT:
                signature = {"party": party, "signed_on": at, "signed_by": chance.pick(_SIGNERS)}
                self.made[AmendmentSignature].append(AmendmentSignature(id=chance.id(chance.now), amendment=made, **signature))

    def _owed(self, agreement: Agreement, party: Party) -> None:
        """Of each side one or two: those whose day has passed are said and judged, nearly all."""
        for bearer, words in ((Bearer.PARTY, OWED_BY_PARTNERS), (Bearer.DEPARTMENT, OWED_BY_US)):
            for what, repeats, said in self.chance.some(words, self.chance.number(1, 2)):
                due, step = agreement.starts_on, MONTHS.get(Repeats(repeats), 0)
                while due and due < self.world.chance.today and (agreement.ends_on is None or due <= agreement.ends_on):
                    due = months_later(due, step or 3)
                    state = self.chance.weighted(_JUDGED) if due < self.world.chance.today else ObligationState.OPEN
                    self._obligation(agreement, party, bearer, state, (what, repeats, said), due)
                    if not step:
                        break

    def _watched(self, agreement: Agreement, party: Party) -> None:
        """One or two risks, of which some are ours alone, and the meetings of the last year."""
        chance, day = self.chance, self.world.chance.today
        whose = {"party": party, "organization": party.organization}
        for what, likelihood, consequence, doing in chance.some(RISKS, chance.number(1, 2)):
            shared = chance.weighted({SharedWith.OURS: 4, SharedWith.PARTY: 4, SharedWith.ALL: 2})
            closed = {"state": RiskState.CLOSED, "state_reason": "It did not come to that."} if chance.yes(0.15) else {}
            owner = {
                "owner": agreement.owner,
                "owner_team": agreement.owner_team,
                "review_on": day + timedelta(days=chance.number(-5, 120)),
            }
            said = {"what": what, "likelihood": likelihood, "consequence": consequence, "doing": doing, "shared": shared}
            read_by = whose if shared == SharedWith.PARTY else {}
            self.made[Risk].append(
                Risk(id=chance.id(chance.now), agreement=agreement, **said, **owner, **read_by, **closed, state_since=day)
            )
        for months, (present, agreed) in enumerate(chance.some(MET, chance.number(1, 2)), 1):
            held = day - timedelta(days=months * 90 + chance.number(0, 30))
            if agreement.starts_on and held >= agreement.starts_on:
                met = {"held_on": held, "present": present, "agreed": agreed}
                named: dict[str, Any] = {"shared": SharedWith.PARTY, **whose} if chance.yes(0.5) else {}
                next_on = agreement.review_on if months == 1 and agreement.review_on and agreement.review_on > held else None
                self.made[Meeting].append(Meeting(id=chance.id(chance.now), agreement=agreement, **met, **named, next_on=next_on))

    def _obligation(self, agreement: Agreement, party: Party, bearer: str, state: str, words: tuple[str, str, str], due: Any) -> None:
        (what, repeats, said), chance = words, self.chance
        done = {"said": said, "said_on": due} if state in (ObligationState.MET, ObligationState.PARTLY_MET) else {}
        short = state in (ObligationState.PARTLY_MET, ObligationState.NOT_MET)
        self.made[Obligation].append(
            Obligation(
                id=chance.id(chance.now),
                agreement=agreement,
                party=party,
                organization=party.organization,
                bearer=bearer,
                what=what,
                due_on=due,
                repeats=repeats,
                state=state,
                state_reason=chance.pick(SHORT) if short else "",
                disputed=chance.pick(SEEN_OTHERWISE) if short and chance.yes(0.4) else "",
                **done,
            )
        )

    def save(self) -> None:
        """In one go for each table; and what each agreement was before."""
        past = Past()
        for agreement in self.made[Agreement]:
            reviewed(self.world, self.chance, agreement, past)
        for model in _TABLES:
            save(model, self.made[model])
        past.save()


def reviewed(world: World, chance: Chance, agreement: Agreement, past: Past) -> None:
    """Its versions: a review each half-year, after which the day of the next was set, mostly in time."""
    by, begins, today = agreement.owner_id, agreement.offered_on or agreement.starts_on, world.chance.today
    days = [begins + timedelta(days=182 * number) for number in range(1, 6)] if begins and agreement.review_on else []
    ends = agreement.state_since if agreement.state in (S.EXPIRED, S.TERMINATED) else today
    days = [day for day in days if day + timedelta(days=_REVIEW_SLIPS) < ends and (not agreement.review_on or day < agreement.review_on)]
    said = [_moment(world, (begins or today) - timedelta(days=1))]
    said += [_moment(world, day + timedelta(days=chance.weighted(_REVIEWED_AFTER))) for day in days]
    agreement.version = len(said)
    for number, (at, review_on) in enumerate(zip(said, [*days, agreement.review_on], strict=True), 1):
        past.add(agreement, min(at, world.chance.now), by, changed=number > 1, version=number, review_on=review_on)


def _moment(world: World, day: date) -> datetime:
    return datetime.combine(day, time(10, 15), world.chance.now.tzinfo)
