"""What is measured of agreements, what partners reported, and what they are paid: every question, targets met and missed with a word, some late, some
sent back; payments in every state.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from throughcare.accounts.models import Membership, User
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Party
from throughcare.agreements.states import CONTRACTS, AgreementState
from throughcare.demo.actions.world import World, save
from throughcare.demo.chance import Chance
from throughcare.demo.words import MEASURED, MISSED, NOT_SHOWN, SENT_BACK
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Payment, Report
from throughcare.performance.policies import is_met
from throughcare.performance.queries import periods_of
from throughcare.performance.states import Better, Condition, Cycle, PaymentState, ReportState, Source, Unit

_STATES = (AgreementState.ACTIVE, AgreementState.VARIED, AgreementState.SUSPENDED)
LARGE = 50_000  # above it a second person has agreed, whatever the site's own limit
# In turn, so that even a small site has each.
_LAST_DUE = (PaymentState.PAID, PaymentState.NOT_PAYABLE, PaymentState.EVIDENCED, PaymentState.PAID, PaymentState.PAYABLE)
_PAID_AFTER = {0: 70, -4: 10, 6: 10, 24: 10}  # days after the day it was due
_LOOKED_AFTER = {2: 20, 6: 30, 12: 30, 19: 12, 31: 8}  # days after it was sent in
_JUDGED = {ReportState.ACCEPTED: 84, ReportState.SUBMITTED: 8, ReportState.RETURNED: 8}


def make_measures(world: World, seed: int, *, counting: bool) -> None:
    """With chance of its own. counting: referrals are there, so that some measures are counted from them."""
    now = world.chance.now
    rows = _Rows(world, Chance(seed + 13, now, now.tzinfo or UTC))
    ours = {one.pk for one in world.organizations.values()}
    parties = Party.objects.filter(part__in=CONTRACTS, agreement__state__in=_STATES, agreement__starts_on__lt=world.chance.today)
    for party in parties.select_related("agreement", "organization", "value").order_by("agreement__number", "id"):
        if party.organization_id in ours or rows.chance.yes(0.3):
            rows.one(party, counting=counting and party.organization_id in ours)
    save(Measure, rows.measures)
    save(Report, rows.reports)
    save(Payment, rows.payments)


class _Rows:
    """What is made, until it is saved."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world, self.chance = world, chance
        self.measures: list[Measure] = []
        self.reports: list[Report] = []
        self.payments: list[Payment] = []
        self.counted: set[UUID] = set()
        self.paid = 0
        self.staff: dict[UUID, list[User]] = {}
        workers = Membership.objects.filter(team__in=world.team_of.values()).select_related("user").order_by("user__email", "id")
        of_team = {team.pk: organization for organization, team in world.team_of.items()}
        for one in workers:
            if one.team_id:
                self.staff.setdefault(of_team[one.team_id], []).append(one.user)

    def one(self, party: Party, *, counting: bool) -> None:
        """One measure for each of the three questions, and one that is counted of the party's first agreement; instalments where it has a value."""
        for words in self.chance.some(MEASURED, len(MEASURED))[:3] if not counting else MEASURED:
            self._reported(self._measure(party, words, Source.REPORTED))
        if counting and party.organization_id and party.organization_id not in self.counted:
            self.counted.add(party.organization_id)
            words = (
                "HOW_MUCH",
                "Referrals received",
                "Every referral to a service of this agreement.",
                "Referrals taken back as drafts.",
                "COUNT",
                "MORE",
                6,
                0,
            )
            made = self._measure(party, words, Source.RECEIVED)
            over = [one for one in periods_of(made, ()) if one.last_on < self.world.chance.today]
            # What was before it was counted is asked of nobody.
            made.counts_from = over[-1].first_on if over else None
        if hasattr(party, "value"):
            self._paid(party)

    def _paid(self, party: Party) -> None:
        """Four instalments, a half year apart: those whose day has passed are paid, all but the last of them."""
        begins, day = party.agreement.starts_on, self.world.chance.today
        amount = party.value.amount / 4
        if begins is None or amount <= 0:
            return
        dues = [months_later(begins, 6 * number) for number in range(1, 5)]
        past = [due for due in dues if due < day]
        for number, due in enumerate(dues):
            shows = number % 2 == 1
            state = PaymentState.PAID if due < day else PaymentState.PLANNED
            if past and due == past[-1]:
                state = _LAST_DUE[self.paid % len(_LAST_DUE)]
                self.paid += 1
            self._payment(party, number, due, amount, state, shows=shows or state in (PaymentState.NOT_PAYABLE, PaymentState.EVIDENCED))

    def _payment(self, party: Party, number: int, due: date, amount: Decimal, state: PaymentState, *, shows: bool) -> None:
        given = state not in (PaymentState.PLANNED, PaymentState.NOT_PAYABLE)
        released = state in (PaymentState.PAYABLE, PaymentState.PAID)
        says: dict[str, Any] = (
            {"condition": Condition.DOCUMENT, "wants": "The report of the half year."} if shows else {"condition": Condition.DATE}
        )
        says |= {"evidence": "Under documents.", "evidence_on": due, "evidence_by": self._sender(party)} if shows and given else {}
        says |= {"released_by": self.world.users["helen"], "released_on": due} if released else {}
        # Whoever agrees to a large amount is none of the two others.
        says |= {"second_by": self.world.users["ngaire"], "second_on": due} if released and amount * (number + 1) > LARGE else {}
        paid_on = min(due + timedelta(days=self.chance.weighted(_PAID_AFTER)), self.world.chance.today)
        says |= {"paid_on": paid_on, "reference": f"P-{len(self.payments) + 1:05}"} if state == PaymentState.PAID else {}
        self.payments.append(
            Payment(
                id=self.chance.id(self.chance.now),
                agreement=party.agreement,
                party=party,
                organization=party.organization,
                name=f"Instalment {number + 1} of 4",
                amount=amount,
                due_on=due,
                written_by=self.world.users["kahu"],
                state=state,
                state_reason=self.chance.pick(NOT_SHOWN) if state == PaymentState.NOT_PAYABLE else "",
                **says,
            )
        )

    def _measure(self, party: Party, words: Sequence[Any], source: Source) -> Measure:
        rba, name, includes, excludes, unit, better, target, target_to = words
        made = Measure(
            id=self.chance.id(self.chance.now),
            agreement=party.agreement,
            party=party,
            organization=party.organization,
            rba=rba,
            name=name,
            includes=includes,
            excludes=excludes,
            unit=unit,
            better=better,
            target=Decimal(target),
            target_to=Decimal(target_to) if better == Better.BETWEEN else None,
            period=Cycle.QUARTER,
            source=source,
            written_by=party.agreement.owner,
        )
        self.measures.append(made)
        return made

    def _reported(self, measure: Measure) -> None:
        """All periods that are over but the last, which most have sent in; of every tenth measure the one before is late too. What is long over is accepted."""
        over = [one for one in periods_of(measure, ()) if one.last_on < self.world.chance.today]
        late = self.chance.yes(0.1)
        told = over[: -2 if late else -1]
        for number, period in enumerate(told, 1):
            self._report(measure, period, self.chance.weighted(_JUDGED) if number == len(told) else ReportState.ACCEPTED)
        if over and not late and self.chance.yes(0.9):
            self._report(measure, over[-1], ReportState.SUBMITTED)

    def _report(self, measure: Measure, period: Period, state: ReportState) -> None:
        chance = self.chance
        values = dict(self._values(measure))
        missed = is_met(measure, values["value"]) is False
        sent_on = min(period.last_on + timedelta(days=chance.number(3, 18)), self.world.chance.today)
        looked_on = min(sent_on + timedelta(days=chance.weighted(_LOOKED_AFTER)), self.world.chance.today)
        judged = {} if state == ReportState.SUBMITTED else {"judged_by": self.world.users["helen"], "judged_on": looked_on}
        self.reports.append(
            Report(
                id=chance.id(chance.now),
                measure=measure,
                agreement=measure.agreement,
                organization=measure.organization,
                first_on=period.first_on,
                last_on=period.last_on,
                note=chance.pick(MISSED) if missed else "",
                state=state,
                state_reason=chance.pick(SENT_BACK) if state == ReportState.RETURNED else "",
                sent_by=self._sender(measure),
                sent_on=sent_on,
                **judged,
                **values,
            )
        )

    def _values(self, measure: Measure) -> Iterator[tuple[str, Any]]:
        """Around the target: missed once in five times."""
        aim = float(measure.target or 0)
        if measure.unit == Unit.PERCENT:
            whole = self.chance.number(10, 30)
            part = min(whole, max(0, round(whole * (aim + self.chance.number(-12, 20)) / 100)))
            yield from (("numerator", part), ("denominator", whole), ("value", round(Decimal(100) * part / whole, 2)))
            return
        near = self.chance.number(-20, 60) if measure.better == Better.MORE else self.chance.number(-60, 20)
        yield "value", Decimal(max(0, round(aim * (1 + near / 100))))

    def _sender(self, measure: Measure | Party) -> User:
        """One of the party's own; where it has nobody here, our manager wrote down what it told."""
        there = self.staff.get(measure.organization_id) if measure.organization_id else None
        return self.chance.pick(there) if there else self.world.users["kahu"]
