"""The network of partners: organisations on the register, the department, and what ties them, as the reader may read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Party
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid
from throughcare.evaluation.network import Graph, Measures, Place, layout, measured
from throughcare.partners.models import Organization, OrganizationTeam
from throughcare.partners.states import PartnerState
from throughcare.relationships.queries.ties import DEPARTMENT, YEARS_BACK, Strand, ends_of, strands
from throughcare.relationships.states import DIRECTED, TieKind

_LOOK_BACK = timedelta(days=365)
_OF_A_DAY = (TieKind.REFERRAL, TieKind.EVENT)  # what happened, and does not last
Order = tuple[str, str]  # of an organisation: its name folded for sorting, its id


@dataclass(frozen=True, kw_only=True)
class NetworkFilters:
    """What part of it; empty: all. ties: TieKind. year: a calendar year; None: today. us: with the department in it.

    flow, trust: only what organisations say of each other, where this flows either way, or trust is at least so many points (1 to 4).
    """

    region: str = ""
    kind: str = ""
    ties: tuple[TieKind, ...] = ()
    year: int | None = None
    us: bool = True
    flow: str = ""
    trust: int | None = None


class Node(NamedTuple):
    """An organisation, or the department (id DEPARTMENT, kind empty). ended: the day its partnership ended; None: it has not, or it is not on the register."""

    id: UUID
    order: Order
    name: str
    kind: str = ""
    regions: tuple[str, ...] = ()
    ended: date | None = None
    is_partner: bool = False  # on the register, as far as the reader may look at it


US = Node(DEPARTMENT, ("\U0010ffff", ""), "The department")


def in_order(kinds: Collection[TieKind]) -> list[TieKind]:
    """Of their table."""
    return [kind for kind in TieKind if kind in kinds]


@dataclass(frozen=True)
class Tie:
    """Two nodes with something between them. there, back: kind → number, from `one` to `other` and the other way; what has no direction stands in both."""

    one: UUID
    other: UUID
    there: dict[TieKind, int]
    back: dict[TieKind, int]

    @property
    def kinds(self) -> list[TieKind]:
        """In the order of their table."""
        return in_order({*self.there, *self.back})


@dataclass(frozen=True)
class Network:
    """A part of the whole, by the filters. nodes: by name, after the department; whole: what places on the map are made of."""

    filters: NetworkFilters
    nodes: list[Node]
    ties: list[Tie]
    whole: "Whole"

    @cached_property
    def place_of(self) -> dict[UUID, int]:
        """Id → number of the node."""
        return {node.id: number for number, node in enumerate(self.nodes)}

    @cached_property
    def graph(self) -> Graph:
        """Nodes by their numbers. A kind with a direction makes arcs, any other a mutual tie."""
        at, mutual, arcs = self.place_of, [], []
        for tie in self.ties:
            one, other = at[tie.one], at[tie.other]
            if any(kind not in DIRECTED for kind in tie.there):
                mutual.append((one, other))
            arcs += [(one, other)] if DIRECTED & tie.there.keys() else []
            arcs += [(other, one)] if DIRECTED & tie.back.keys() else []
        return Graph.of(len(self.nodes), mutual, arcs)

    @property
    def measures(self) -> Measures:
        """Of this part."""
        return measured(self.graph)

    def places(self) -> list[Place | None]:
        """Where each node stands: as in the whole network, whatever is filtered. None: nothing ever tied it."""
        there = self.whole.places
        return [there.get(node.id) for node in self.nodes]


@dataclass(frozen=True)
class Whole:
    """All the reader may read, of any time."""

    nodes: list[Node]
    strands: list[Strand]

    @cached_property
    def places(self) -> dict[UUID, Place]:
        """Id → place on the map, of all that anything ties."""
        tied = {end for strand in self.strands for end in (strand.one, strand.other)}
        order = sorted((node for node in self.nodes if node.id in tied), key=lambda node: node.id.int)
        at = {node.id: number for number, node in enumerate(order)}
        tied_at = ((at[strand.one], at[strand.other]) for strand in self.strands)
        pairs = sorted({(one, other) if one < other else (other, one) for one, other in tied_at})
        groups = tuple(node.regions[0] if node.regions else "" for node in order)
        found = layout(tuple(node.id.hex for node in order), groups, tuple(pairs))
        return dict(zip(at, found, strict=True))


def network_of(by: Actor, filters: NetworkFilters) -> Network:
    """In as many reads for many partners as for few. Raises NotAllowed, and Invalid for a year out of reach."""
    by.check(Permission.PARTNER_VIEW)
    check(filters)
    there = [US, *nodes_of(organizations())]
    known = {node.id for node in there}
    # An organisation that was asked in a survey and is on the register no more, or went into another's record, is no node.
    found = [row for row in strands(by) if row.one in known and row.other in known]
    whole = Whole(there, found)
    held = held_in(found, filters)
    tied = ends_of(held)
    nodes = [node for node in whole.nodes if is_shown(node, tied, filters)]
    return Network(filters, nodes, ties_among(held, {node.id for node in nodes}), whole)


def years() -> list[int]:
    """Periods to choose from, the latest first."""
    return list(range(today().year, today().year - YEARS_BACK - 1, -1))


def check(filters: NetworkFilters) -> None:
    """Raise Invalid for a year nothing is counted of."""
    if filters.year is not None and filters.year not in years():
        raise Invalid(f"Nothing is counted of {filters.year}.", {"year": [f"Use a year from {years()[-1]} to {years()[0]}."]})


def organizations() -> QuerySet[Organization]:
    """Those on the register; and those that are not, and are a party of an agreement the reader may read, or have staff here."""
    party, team = Party.objects.filter(organization=OuterRef("pk")), OrganizationTeam.objects.filter(organization=OuterRef("pk"))
    return Organization.objects.filter(Q(partner__isnull=False) | Exists(party) | Exists(team))


def part_of(filters: NetworkFilters) -> QuerySet[Organization]:
    """Of these, those of the region and the kind asked for: what `is_shown` says of a node, before it is read."""
    rows = organizations()
    if filters.region:
        rows = rows.filter(partner__regions__contains=[filters.region])
    return rows.filter(kind=filters.kind) if filters.kind else rows


def nodes_of(rows: QuerySet[Organization], most: int | None = None) -> list[Node]:
    """By name; at most so many."""
    over = Case(When(partner__state=PartnerState.ENDED, then="partner__state_since"), default=None)
    found = rows.order_by("search_key", "id").values_list("pk", "search_key", "name", "kind", "partner__regions", over, "partner__state")[
        :most
    ]
    return [
        Node(key, (order, str(key)), name, kind, tuple(told or ()), ended, bool(state))
        for key, order, name, kind, told, ended, state in found
    ]


def is_shown(node: Node, tied: Collection[UUID], filters: NetworkFilters) -> bool:
    """Whether it is in the part asked for. One whose partnership had ended by then is, only if something ties it still."""
    if node.id == DEPARTMENT:
        return filters.us
    if node.ended and node.ended < _first(filters) and node.id not in tied:
        return False
    return (not filters.region or filters.region in node.regions) and (not filters.kind or filters.kind == node.kind)


def _first(filters: NetworkFilters) -> date:
    return date(filters.year, 1, 1) if filters.year else today()


def held_in(found: Iterable[Strand], filters: NetworkFilters) -> list[Strand]:
    """Of the kinds asked for, what held on a day of the period. Of today: referrals and events of the last twelve months."""
    first = _first(filters)
    last = date(filters.year, 12, 31) if filters.year else first
    kept = []
    for row in found:
        since = first - _LOOK_BACK if row.kind in _OF_A_DAY and not filters.year else first
        if (
            (row.first is None or row.first <= last)
            and (row.last is None or row.last >= since)
            and (not filters.ties or row.kind in filters.ties)
            and _is_said(row, filters)
        ):
            kept.append(row)
    return kept


def _is_said(row: Strand, filters: NetworkFilters) -> bool:
    """Whether it is as the filters of what was said ask."""
    if not filters.flow and filters.trust is None:
        return True
    if row.kind != TieKind.SAID or (filters.flow and filters.flow not in row.flows):
        return False
    return filters.trust is None or (row.trust is not None and row.trust >= filters.trust)


def ties_among(found: Iterable[Strand], nodes: set[UUID]) -> list[Tie]:
    """Put together by their two ends, of which both are there."""
    ties: dict[tuple[UUID, UUID], Tie] = {}
    for row in found:
        if row.one not in nodes or row.other not in nodes:
            continue
        # Of tens of thousands: keys are compared as the numbers they are, which is much the same, and ten times sooner.
        turned = row.one.int > row.other.int
        ends = (row.other, row.one) if turned else (row.one, row.other)
        tie = ties.get(ends)
        if tie is None:
            tie = ties[ends] = Tie(*ends, {}, {})
        directed = row.kind in DIRECTED
        if not (directed and turned):
            tie.there[row.kind] = tie.there.get(row.kind, 0) + row.number
        if not directed or turned:
            tie.back[row.kind] = tie.back.get(row.kind, 0) + row.number
    return sorted(ties.values(), key=lambda tie: (tie.one.int, tie.other.int))
