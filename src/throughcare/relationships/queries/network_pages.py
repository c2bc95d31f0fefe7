"""The network a page at a time, without reading all of it: a page of organisations with what ties each, a page of ties; and one partner's own ties."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, decode_cursor, encode_cursor
from throughcare.common.refusals import Invalid, NotFound
from throughcare.partners.models import Organization
from throughcare.partners.queries import my_organizations
from throughcare.relationships.queries.network import (
    US,
    NetworkFilters,
    Node,
    Tie,
    check,
    held_in,
    is_shown,
    nodes_of,
    organizations,
    ties_among,
)
from throughcare.relationships.queries.ties import DEPARTMENT, ends_of, strands

_LARGEST_STEP = 2000


@dataclass(frozen=True)
class NodePage:
    """Organisations by name, each with its ties. next: the cursor of the page after; None: there is none."""

    rows: list[tuple[Node, list[Tie]]]
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
    ties, _ = _touching(by, filters, nodes)
    rows = [(node, ties.get(node.id, [])) for node in nodes if is_shown(node, ties, filters)]
    return NodePage(rows, encode_cursor(list(nodes[-1].order)) if len(scanned) > size else None, not cursor)


def page_of_ties(by: Actor, filters: NetworkFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> TiePage:
    """One page. Each tie stands at the end that is found first; organisations are gone through in growing steps until the page is full."""
    by.check(Permission.PARTNER_VIEW)
    check(filters)
    at: list[Any] | None = decode_cursor(cursor, 4) if cursor else None
    found: list[tuple[Tie, Node, Node]] = []
    after, step, left_off = (at[:2] if at else None), max(1, size // 4), tuple(map(str, at[2:])) if at else None
    while len(found) <= size:
        nodes = _from(filters, after, step, also=left_off is not None)
        ties, ends = _touching(by, filters, nodes)
        for node in nodes:
            here = sorted((_turned(tie, node, ends) for tie in ties.get(node.id, [])), key=lambda row: row[2].order)
            later = [row for row in here if row[2].order > node.order]
            found += [row for row in later if left_off is None or row[2].order > left_off]
            left_off = None
        if len(nodes) < step:
            break
        after, step = list(nodes[-1].order), min(step * 2, _LARGEST_STEP)
    rows = found[:size]
    following = encode_cursor([*rows[-1][1].order, *rows[-1][2].order]) if len(found) > size else None
    return TiePage(rows, following, not cursor)


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
    rows = organizations()
    if filters.region:
        rows = rows.filter(partner__regions__contains=[filters.region])
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if after is not None:
        name, key = after
        try:
            place = UUID(str(key))
        except ValueError as odd:
            raise Invalid("The page marker in the address is not one of ours. Start again from the first page.") from odd
        same = Q(pk__gte=place) if also else Q(pk__gt=place)
        rows = rows.filter(Q(search_key__gt=str(name)) | (Q(search_key=str(name)) & same))
    return nodes_of(rows, most)


def _touching(by: Actor, filters: NetworkFilters, nodes: list[Node]) -> tuple[dict[UUID, list[Tie]], dict[UUID, Node]]:
    """(ties by either end, every end), of ties of any of these: in as many reads for many as for one."""
    ids = frozenset(node.id for node in nodes)
    held = held_in(strands(by, ids), filters) if ids else []
    ends = {node.id: node for node in nodes}
    # A partner's own people see no other's row on the register; the name of whoever they may be told of is the directory's.
    there = organizations() if by.may(Permission.PARTNER_VIEW) else Organization.objects.all()
    ends |= {node.id: node for node in nodes_of(there.filter(pk__in=ends_of(held) - ids))}
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
