"""The network a page at a time, without reading all of it: a page of organisations with what ties each, a page of ties; and one partner's own ties."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Collate

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.paging import PAGE_SIZE, decode_cursor, encode_cursor
from throughcare.common.refusals import Invalid, NotFound
from throughcare.partners.models import Organization
from throughcare.partners.queries import my_organizations
from throughcare.relationships.queries.network import (
    US,
    NetworkFilters,
    Node,
    Order,
    Tie,
    check,
    held_in,
    in_order,
    is_shown,
    nodes_of,
    organizations,
    part_of,
    ties_among,
)
from throughcare.relationships.queries.ties import DEPARTMENT, Strand, ends_of, strands
from throughcare.relationships.states import TieKind

_LARGEST_STEP = 2000
_FULL_AFTER = 8  # ties at each organisation: a page of ties is looked for among so many times fewer organisations first


class Tied(NamedTuple):
    """With how many an organisation is tied, the department counted, and by what."""

    number: int
    kinds: list[TieKind]


@dataclass(frozen=True)
class NodePage:
    """Organisations by name, each with what ties it. next: the cursor of the page after; None: there is none."""

    rows: list[tuple[Node, Tied]]
    next: str | None
    is_first: bool


@dataclass(frozen=True)
class TiePage:
    """Ties, each with its two ends, by the name of the one that comes first; the department comes last. next: as above."""

    rows: list[tuple[Tie, Node, Node]]
    next: str | None
    is_first: bool


def page_of_nodes(by: Actor, filters: NetworkFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> NodePage:
    """One page. It has fewer than `size` where a partnership has ended and nothing ties it. Raises Invalid for a broken cursor."""
    by.check(Permission.PARTNER_VIEW)
    check(filters)
    scanned = _from(filters, decode_cursor(cursor, 2) if cursor else None, size + 1)
    nodes = scanned[:size]
    tied = _tied(by, filters, nodes)
    rows = [(node, tied.get(node.id, Tied(0, []))) for node in nodes if is_shown(node, tied, filters)]
    return NodePage(rows, encode_cursor(list(nodes[-1].order)) if len(scanned) > size else None, not cursor)


def page_of_ties(by: Actor, filters: NetworkFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> TiePage:
    """One page. Each tie stands at the end that is found first; organisations are gone through in growing steps until the page is full."""
    by.check(Permission.PARTNER_VIEW)
    check(filters)
    at: list[Any] | None = decode_cursor(cursor, 4) if cursor else None
    found: list[_Pair] = []
    after, step, left_off = (at[:2] if at else None), max(1, size // _FULL_AFTER), tuple(map(str, at[2:])) if at else None
    while len(found) <= size:
        nodes = _from(filters, after, step, also=left_off is not None)
        here = _pairs(by, filters, nodes)
        found += [pair for pair in here if left_off is None or pair.node.id != nodes[0].id or pair.order > left_off]
        if len(nodes) < step:
            break
        after, step, left_off = list(nodes[-1].order), min(step * 3, _LARGEST_STEP), None
    rows = found[:size]
    following = encode_cursor([*rows[-1].node.order, *rows[-1].order]) if len(found) > size else None
    return TiePage(_whole(rows), following, not cursor)


class _Pair(NamedTuple):
    """An organisation and the other end of a tie, which comes after it by name; what ties them."""

    node: Node
    other: UUID
    order: Order
    held: list[Strand]


def _pairs(by: Actor, filters: NetworkFilters, nodes: list[Node]) -> Iterator[_Pair]:
    """In order, of ties at each of these to whoever comes after it. Who that is, is read by key and place alone: a page shows fifty of thousands."""
    ids = frozenset(node.id for node in nodes)
    held = held_in(strands(by, ids), filters) if ids else []
    # By code points, as `order` is compared here, whatever the database sorts by.
    rows, first = part_of(filters).alias(by_points=Collate(F("search_key"), "C")), min((node.order for node in nodes), default=("", ""))[0]
    later = Q(by_points__gte=first) & Q(IsAnyOf(F("pk"), these(ends_of(held)))) if held else Q(pk__in=[])
    orders = {key: (name, str(key)) for key, name in rows.filter(later).order_by().values_list("pk", "search_key")}
    orders |= {node.id: node.order for node in nodes} | ({DEPARTMENT: US.order} if filters.us else {})
    beside: dict[UUID, dict[UUID, list[Strand]]] = {node.id: {} for node in nodes}
    for row in held:
        for end, other in ((row.one, row.other), (row.other, row.one)):
            if end in ids and other in orders and orders[other] > orders[end]:
                beside[end].setdefault(other, []).append(row)
    for node in nodes:
        for other in sorted(beside[node.id], key=orders.__getitem__):
            yield _Pair(node, other, orders[other], beside[node.id][other])


def _whole(pairs: list[_Pair]) -> list[tuple[Tie, Node, Node]]:
    """As the page shows them."""
    ends = {node.id: node for node in nodes_of(organizations().filter(IsAnyOf(F("pk"), these({pair.other for pair in pairs}))))} | {
        US.id: US
    }
    return [_turned(tie, pair.node, ends) for pair in pairs for tie in ties_among(pair.held, {pair.node.id, pair.other})]


def node_of(organization: Organization) -> Node:
    """One organisation whose page is open already."""
    return Node(organization.pk, (organization.search_key, str(organization.pk)), organization.name, organization.kind)


def ties_of(by: Actor, node: Node) -> list[tuple[Tie, Node]]:
    """What ties one partner today, each with who is at the other end, by name: for whoever may look at partners, and for its own people."""
    if not by.may(Permission.PARTNER_VIEW) and node.id not in my_organizations(by):
        raise NotFound
    ties, ends = _touching(by, NetworkFilters(), [node])
    turned = [_turned(tie, node, ends) for tie in ties.get(node.id, [])]
    return sorted(((tie, other) for tie, _, other in turned), key=lambda row: row[1].order)


def page_of_own(by: Actor, node: Node, *, cursor: str = "", size: int = PAGE_SIZE) -> TiePage:
    """The same a page at a time."""
    after = tuple(decode_cursor(cursor, 2)) if cursor else ("", "")
    found = [(tie, node, other) for tie, other in ties_of(by, node) if other.order > tuple(map(str, after))]
    rows = found[:size]
    return TiePage(rows, encode_cursor(list(rows[-1][2].order)) if len(found) > size else None, not cursor)


def _from(filters: NetworkFilters, after: list[Any] | None, most: int, *, also: bool = False) -> list[Node]:
    """Organisations after this place in the order of names. also: the one at that place too."""
    rows = part_of(filters)
    if after is not None:
        name, key = after
        try:
            place = UUID(str(key))
        except ValueError as odd:
            raise Invalid("The page marker in the address is not one of ours. Start again from the first page.") from odd
        same = Q(pk__gte=place) if also else Q(pk__gt=place)
        rows = rows.filter(Q(search_key__gt=str(name)) | (Q(search_key=str(name)) & same))
    return nodes_of(rows, most)


def _tied(by: Actor, filters: NetworkFilters, nodes: list[Node]) -> dict[UUID, Tied]:
    """Of each of these that is tied with any that is shown. Of who is at the other ends, their keys alone are read: of fifty, those are a thousand."""
    ids = frozenset(node.id for node in nodes)
    held = held_in(strands(by, ids), filters) if ids else []
    ends = ends_of(held)
    # Whatever is tied is shown, if it is of the part: whether its partnership has ended is no matter (is_shown).
    shown = (
        set(part_of(filters).filter(IsAnyOf(F("pk"), these(ends - ids))).order_by().values_list("pk", flat=True)) if ends - ids else set()
    )
    shown |= ids | ({DEPARTMENT} if filters.us else set())
    others: dict[UUID, set[UUID]] = defaultdict(set)
    kinds: dict[UUID, set[TieKind]] = defaultdict(set)
    for row in held:
        if row.one in shown and row.other in shown and row.one != row.other:
            for end, other in ((row.one, row.other), (row.other, row.one)):
                others[end].add(other)
                kinds[end].add(row.kind)
    return {key: Tied(len(there), in_order(kinds[key])) for key, there in others.items()}


def _touching(by: Actor, filters: NetworkFilters, nodes: list[Node]) -> tuple[dict[UUID, list[Tie]], dict[UUID, Node]]:
    """(ties by either end, every end), of ties of any of these: in as many reads for many as for one."""
    ids = frozenset(node.id for node in nodes)
    held = held_in(strands(by, ids), filters) if ids else []
    ends = {node.id: node for node in nodes}
    # A partner's own people see no other's row on the register; the name of whoever they may be told of is the directory's.
    there = organizations() if by.may(Permission.PARTNER_VIEW) else Organization.objects.all()
    ends |= {node.id: node for node in nodes_of(there.filter(IsAnyOf(F("pk"), these(ends_of(held) - ids))))}
    ends[DEPARTMENT] = US
    tied = ends_of(held)
    shown = {key for key, node in ends.items() if is_shown(node, tied, filters)}
    by_end: dict[UUID, list[Tie]] = defaultdict(list)
    for tie in ties_among(held, shown):
        by_end[tie.one].append(tie)
        by_end[tie.other].append(tie)
    return by_end, ends


def _turned(tie: Tie, node: Node, ends: dict[UUID, Node]) -> tuple[Tie, Node, Node]:
    """Seen from this node: it is `one`, and what goes there goes from it."""
    if tie.one == node.id:
        return tie, node, ends[tie.other]
    return Tie(tie.other, tie.one, tie.back, tie.there), node, ends[tie.one]
