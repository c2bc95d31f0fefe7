"""What is kept and for how long, what was asked for, and which records a court holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.audit.models import RECORD, Disposal, Hold
from throughcare.common.paging import Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.common.retention import CLASSES, PASSING

_SHOWN = 100  # on the page, newest first; all of them over REST


@dataclass(frozen=True)
class Asked:
    """A disposal with the names of those who asked and answered, and what this reader may still do."""

    item: Disposal
    asked_by: str
    answered_by: str
    may_approve: bool
    may_refuse: bool
    own: bool  # to refuse one's own is to take it back


def asked(by: Actor, items: Iterable[Disposal]) -> list[Asked]:
    """The same disposals, as a page shows them."""
    known = list(items)
    names = names_of(key for item in known for key in (item.asked_by_id, item.approved_by_id, item.refused_by_id) if key)
    found = []
    for item in known:
        waits = item.done_at is None and item.approved_at is None and item.refused_at is None
        own = item.asked_by_id == by.user_id
        answered = item.approved_by_id or item.refused_by_id
        found.append(
            Asked(item, names.get(item.asked_by_id, ""), names.get(answered, "") if answered else "", waits and not own, waits, own)
        )
    return found


def get_disposal(disposal_id: UUID) -> Disposal:
    """One of what passes, asked for on the page Retention. Raises NotFound; of people's records: `get_erasure`."""
    found = Disposal.objects.exclude(rule=RECORD).filter(pk=disposal_id).first()
    if found is None:
        raise NotFound
    return found


def retention(by: Actor) -> dict[str, Any]:
    """For the page: classes, kinds of passing things with what was asked for last, and whether this reader may ask or answer."""
    last = {item.rule: item for item in Disposal.objects.exclude(rule=RECORD).order_by("asked_at", "id")}
    said = {line.item.rule: line for line in asked(by, last.values())}
    kinds = []
    for rule in PASSING.values():
        line = said.get(rule.code)
        is_open = line is not None and line.item.done_at is None and line.item.refused_at is None
        kinds.append({"rule": rule, "last": line, "may_ask": not is_open})
    return {"kinds": kinds, "classes": list(CLASSES.values())}


@dataclass(frozen=True)
class Holding:
    """A court's hold, with the names of who wrote it down and who lifted it."""

    item: Hold
    placed_by: str
    lifted_by: str


def erasures(*, cursor: str = "", size: int = _SHOWN) -> Page[Disposal]:
    """Whose record was asked to be erased, newest first."""
    return page_of(Disposal.objects.filter(rule=RECORD), order=("-asked_at", "-id"), cursor=cursor, size=size)


def get_erasure(disposal_id: UUID) -> Disposal:
    """One of them. Raises NotFound."""
    found = Disposal.objects.filter(rule=RECORD, pk=disposal_id).first()
    if found is None:
        raise NotFound
    return found


def holds(*, cursor: str = "", size: int = _SHOWN) -> Page[Hold]:
    """Which records a court holds or held, newest first."""
    return page_of(Hold.objects.all(), order=("-placed_at", "-id"), cursor=cursor, size=size)


def get_hold(hold_id: UUID) -> Hold:
    """One of them. Raises NotFound."""
    found = Hold.objects.filter(pk=hold_id).first()
    if found is None:
        raise NotFound
    return found


def holding(items: Iterable[Hold]) -> list[Holding]:
    """The same holds, with names."""
    known = list(items)
    names = names_of(key for hold in known for key in (hold.placed_by_id, hold.lifted_by_id) if key)
    return [
        Holding(hold, names.get(hold.placed_by_id, ""), names.get(hold.lifted_by_id, "") if hold.lifted_by_id else "") for hold in known
    ]


def held_among(persons: Iterable[UUID]) -> set[UUID]:
    """Whose record a court holds now."""
    return set(Hold.objects.filter(person_id__in=list(persons), lifted_at=None).values_list("person_id", flat=True))


def count_waiting_disposals(by: Actor) -> tuple[int, int]:
    """How many others asked for and nobody answered: of what passes, of one person's record."""
    waiting = Disposal.objects.filter(approved_at=None, refused_at=None, done_at=None).exclude(asked_by_id=by.user_id)
    return waiting.exclude(rule=RECORD).count(), waiting.filter(rule=RECORD).count()
