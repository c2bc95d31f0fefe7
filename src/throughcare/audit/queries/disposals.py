"""What is kept and for how long, what was asked for, and which records a court holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.audit.models import RECORD, Disposal, Hold
from throughcare.common.refusals import NotFound
from throughcare.common.retention import CLASSES, PASSING

_SHOWN = 100  # records asked for, newest first; more are in the audit


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
    """One of what passes, asked for on the page Retention. Raises NotFound; of people's records two decide on a page."""
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


def records(by: Actor) -> dict[str, Any]:
    """For the page: whose record was asked to be erased, newest first, and which are held."""
    items = Disposal.objects.filter(rule=RECORD).order_by("-asked_at", "-id")[:_SHOWN]
    holds = list(Hold.objects.order_by("-placed_at", "-id")[:_SHOWN])
    names = names_of(key for hold in holds for key in (hold.placed_by_id, hold.lifted_by_id) if key)
    held = {hold.person_id for hold in holds if hold.lifted_at is None}
    return {
        "lines": asked(by, items),
        "held": held,
        "holds": [
            (hold, names.get(hold.placed_by_id, ""), names.get(hold.lifted_by_id, "") if hold.lifted_by_id else "") for hold in holds
        ],
    }


def count_waiting_disposals(by: Actor) -> tuple[int, int]:
    """How many others asked for and nobody answered: of what passes, of one person's record."""
    waiting = Disposal.objects.filter(approved_at=None, refused_at=None, done_at=None).exclude(asked_by_id=by.user_id)
    return waiting.exclude(rule=RECORD).count(), waiting.filter(rule=RECORD).count()
