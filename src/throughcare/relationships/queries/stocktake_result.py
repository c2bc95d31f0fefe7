"""What a stock-take found: each partner as its sites say together, and how that differs from the stock-take of the same scope before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.partners.models import Organization, PartnerPair
from throughcare.partners.states import PartnerPairState
from throughcare.relationships.models import Barrier, ReturnLine, StockTake
from throughcare.relationships.queries.stocktakes import Progress, progress_of, returns_of
from throughcare.relationships.states import BarrierState, HasAgreement, LineAnswer, ReturnState, StockTakeState

_ACTIVE = {LineAnswer.STILL, LineAnswer.CHANGED}


class Standing(StrEnum):
    """A partner as the sites that were asked about it say together."""

    ACTIVE = "Active"
    DIFFER = "Sites differ"
    ENDED = "Not active any more"
    UNKNOWN = "Not known"
    NO_ANSWER = "No answer yet"


@dataclass(frozen=True)
class PartnerRow:
    """One partner. sites: those that say it is active, of those asked. agreement: HasAgreement, empty when nobody said; agreements: those named."""

    partner_id: UUID
    organization: Organization
    standing: Standing
    sites: tuple[str, ...]
    asked: tuple[str, ...]
    since: str
    purposes: tuple[str, ...]
    agreement: str
    agreements: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """All of it. Counted are returns that were handed in. before: the closed stock-take of the same scope before it, as it was."""

    stock_take: StockTake
    done: Progress
    partners: list[PartnerRow]
    found: list[ReturnLine]
    pairs: list[PartnerPair]
    barriers: list[tuple[str, int, int]]
    by_site: dict[str, int]
    before: "Result | None"

    def of(self, *standings: Standing) -> list[PartnerRow]:
        """Partners that stand so."""
        return [row for row in self.partners if row.standing in standings]

    @property
    def active(self) -> list[PartnerRow]:
        """Those a site at least says are active."""
        return self.of(Standing.ACTIVE, Standing.DIFFER)

    @property
    def agreement_unknown(self) -> list[PartnerRow]:
        """Active, and no site knows whether there is an agreement."""
        return [row for row in self.active if row.agreement in ("", HasAgreement.UNKNOWN)]

    @property
    def begun(self) -> list[PartnerRow]:
        """Active now, and not among the active before."""
        there = {row.partner_id for row in self.before.active} if self.before else set()
        return [row for row in self.active if row.partner_id not in there] if self.before else []

    @property
    def gone(self) -> list[PartnerRow]:
        """Active before; now not active any more, not known, or not asked about. One whose sites have not handed in yet is none of these."""
        now = {row.partner_id for row in (*self.active, *self.of(Standing.NO_ANSWER))}
        return [row for row in self.before.active if row.partner_id not in now] if self.before else []


def result_of(by: Actor, stock_take: StockTake, *, compare: bool = True) -> Result:
    """In as many reads for many partners as for few."""
    by.check(Permission.PARTNER_VIEW)
    lines = all_lines(stock_take)
    partners = _partners(line for line in lines if line.partner is not None and line.answer != LineAnswer.FOUND)
    last = last_of_scope(stock_take) if compare else None
    return Result(
        stock_take=stock_take,
        done=progress_of(stock_take, returns_of(by, stock_take.pk)),
        partners=partners,
        found=[line for line in lines if line.answer == LineAnswer.FOUND],
        pairs=_pairs([row.partner_id for row in partners]),
        barriers=_barriers(stock_take),
        by_site=Counter(site for row in partners for site in row.sites),
        before=result_of(by, last, compare=False) if last else None,
    )


def last_of_scope(stock_take: StockTake) -> StockTake | None:
    """The last that was closed before this one, of the same regions, sites and kinds."""
    same = StockTake.objects.filter(
        state=StockTakeState.CLOSED, regions=stock_take.regions, sites=stock_take.sites, kinds=stock_take.kinds, pk__lt=stock_take.pk
    )
    return same.order_by("-pk").first()


def all_lines(stock_take: StockTake) -> list[ReturnLine]:
    """Every line of it, by the partner's name and the site."""
    rows = ReturnLine.objects.filter(site_return__stock_take=stock_take).select_related("partner__organization", "site_return")
    return list(rows.order_by("partner__organization__search_key", "name", "site_return__site", "id"))


def _partners(lines: Iterable[ReturnLine]) -> list[PartnerRow]:
    of_partner: dict[UUID, list[ReturnLine]] = defaultdict(list)
    for line in lines:
        if line.partner_id:
            of_partner[line.partner_id].append(line)
    return [_together(rows) for rows in of_partner.values()]


def _together(rows: Sequence[ReturnLine]) -> PartnerRow:
    """What its sites say together. Those that have not handed in say nothing yet."""
    said = [row for row in rows if row.site_return.state == ReturnState.HANDED_IN and row.answer]
    answers = {LineAnswer(row.answer) for row in said}
    active = [row for row in said if row.answer in _ACTIVE]
    agreements = [row.agreement for row in active if row.agreement]
    partner = rows[0].partner
    assert partner is not None  # noqa: S101 - chosen so above
    return PartnerRow(
        partner_id=partner.pk,
        organization=partner.organization,
        standing=_standing(answers),
        sites=tuple(row.site_return.site for row in active),
        asked=tuple(row.site_return.site for row in rows),
        since=min((row.since for row in active if row.since), default=""),
        purposes=tuple(dict.fromkeys(row.purpose for row in active if row.purpose)),
        agreement=next((one for one in HasAgreement.values if one in agreements), ""),
        agreements=tuple(dict.fromkeys(row.agreement_words for row in active if row.agreement_words)),
    )


def _standing(answers: set[LineAnswer]) -> Standing:
    is_active, has_ended = bool(answers & _ACTIVE), LineAnswer.ENDED in answers
    if is_active:
        return Standing.DIFFER if has_ended else Standing.ACTIVE
    if has_ended:
        return Standing.ENDED
    return Standing.UNKNOWN if answers else Standing.NO_ANSWER


def _pairs(partners: Sequence[UUID]) -> list[PartnerPair]:
    """Records that may be one partner, of those asked about."""
    waits = PartnerPair.objects.filter(state=PartnerPairState.PROPOSED).filter(Q(one__in=partners) | Q(other__in=partners))
    return list(waits.select_related("one", "other").order_by("-probability", "id"))


def all_barriers(stock_take: StockTake) -> list[Barrier]:
    """All that were said in it."""
    return list(Barrier.objects.filter(line__site_return__stock_take=stock_take).order_by("id"))


def _barriers(stock_take: StockTake) -> list[tuple[str, int, int]]:
    """Kind, how many were said in it, how many of these stand in the way still; the most first."""
    rows = Barrier.objects.filter(line__site_return__stock_take=stock_take, line__site_return__state=ReturnState.HANDED_IN)
    said, still = Counter[str](), Counter[str]()
    for kind, state in rows.order_by("kind").values_list("kind", "state"):
        said[kind] += 1
        still[kind] += state == BarrierState.OPEN
    return [(kind, count, still[kind]) for kind, count in sorted(said.items(), key=lambda one: (-one[1], one[0]))]
