"""Reports for funders, and what each side of agreements puts in, both ways: agreed and given, with and without a worth, confirmed, waiting, disputed, withdrawn."""

from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

from throughcare.accounts.models import Membership, User
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Party
from throughcare.agreements.states import CONTRACTS, AgreementState, Bearer
from throughcare.demo.actions.world import World, save
from throughcare.demo.chance import Chance
from throughcare.demo.words import FUNDER_WORDS, PUT_IN, PUT_IN_OTHERWISE
from throughcare.performance.models import Contribution, FunderReport
from throughcare.performance.states import Basis, ContributionState, Measured

_STATES = (AgreementState.ACTIVE, AgreementState.VARIED, AgreementState.SUSPENDED)
# In turn, so that even a small site has each.
_STAND = (
    *(ContributionState.CONFIRMED,) * 3,
    ContributionState.WRITTEN,
    ContributionState.DISPUTED,
    ContributionState.CONFIRMED,
    ContributionState.WITHDRAWN,
)


def make_contributions(world: World, seed: int) -> None:
    """With chance of its own: some rows of each agreement that runs with a partner whose people are here, and of every third other one."""
    now = world.chance.now
    chance = Chance(seed + 29, now, now.tzinfo or UTC)
    ours = {one.pk for one in world.organizations.values()}
    staff = _staff(world)
    made: list[Contribution] = []
    parties = Party.objects.filter(part__in=CONTRACTS, agreement__state__in=_STATES, agreement__starts_on__lt=world.chance.today)
    for party in parties.select_related("agreement", "organization").order_by("agreement__number", "id"):
        is_ours = party.organization_id in ours
        if is_ours or chance.yes(0.3):
            words = chance.some(PUT_IN, len(PUT_IN) if is_ours else chance.number(3, 6))
            own = staff.get(party.organization_id, [])
            made += [_one(world, chance, party, own, one, _STAND[(len(made) + place) % len(_STAND)]) for place, one in enumerate(words)]
    save(Contribution, made)
    save(FunderReport, [_for_funders(world, chance, key, staff) for key in sorted(staff, key=str) if staff[key]])


def _for_funders(world: World, chance: Chance, key: Any, staff: dict[Any, list[User]]) -> FunderReport:
    """Of the twelve months before this one, made by the partner's own."""
    last = world.chance.today.replace(day=1) - timedelta(days=1)
    return FunderReport(
        id=chance.id(chance.now),
        organization_id=key,
        first_on=months_later(last + timedelta(days=1), -12),
        last_on=last,
        words=list(FUNDER_WORDS),
        made_by=chance.pick(staff[key]),
        made_on=world.chance.today,
    )


def _staff(world: World) -> dict[Any, list[User]]:
    """Each partner's own people."""
    of_team = {team.pk: organization for organization, team in world.team_of.items()}
    found: dict[Any, list[User]] = {}
    for one in Membership.objects.filter(team__in=world.team_of.values()).select_related("user").order_by("user__email", "id"):
        if one.team_id:
            found.setdefault(of_team[one.team_id], []).append(one.user)
    return found


def _one(world: World, chance: Chance, party: Party, staff: list[User], words: tuple[Any, ...], stands: ContributionState) -> Contribution:
    """Written by the side that gives it, where it has somebody here, and answered by the other."""
    giver, kind, what, quantity, measured, in_words, worth, how = words
    day, begins = world.chance.today, party.agreement.starts_on or world.chance.today
    # All along the agreement, and half of it in the last year: what funders are told of.
    since = max(begins, day - timedelta(days=330)) if chance.yes(0.5) else begins
    first: date = since + timedelta(days=chance.number(0, max(0, (day - since).days - 30)))
    basis = Basis.AGREED if chance.yes(0.3) else Basis.GIVEN
    own, us = chance.pick(staff) if staff else None, world.users["kahu"]
    writer = giver if own else Bearer.DEPARTMENT
    state = stands if own else ContributionState.WRITTEN
    answered = state in (ContributionState.CONFIRMED, ContributionState.DISPUTED)
    last = first + timedelta(days=chance.number(0, 90))
    return Contribution(
        id=chance.id(chance.now),
        agreement=party.agreement,
        party=party,
        organization=party.organization,
        giver=giver,
        kind=kind,
        basis=basis,
        what=what,
        first_on=first,
        last_on=min(last, day) if basis == Basis.GIVEN else last,
        quantity=Decimal(quantity),
        measured=measured,
        in_words=in_words,
        worth=Decimal(quantity) if measured == Measured.MONEY else (Decimal(worth) if worth else None),
        worth_how=how,
        writer=writer,
        written_by=us if writer == Bearer.DEPARTMENT else own,
        written_on=min(last, day),
        answered_by=(own if writer == Bearer.DEPARTMENT else us) if answered else None,
        answered_on=day if answered else None,
        state=state,
        state_reason=chance.pick(PUT_IN_OTHERWISE) if state in (ContributionState.DISPUTED, ContributionState.WITHDRAWN) else "",
    )
