"""What the records role looks at: new people who wait for it, likely duplicates, and the two records side by side.

The role opens no record otherwise, so these are read for a stated purpose, and the audit names everybody who was shown.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.paging import Page, page_of
from throughcare.common.reader import become
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import HeldCandidate, HeldRow, LikelyPair, Merge, Person
from throughcare.people.queries.identity import day_words, summary_of
from throughcare.people.queries.kept import not_kept
from throughcare.people.queries.merges import TOGETHER, Merging
from throughcare.people.states import HeldState, MergeState, PairState
from throughcare.places.models import Scheme, Site
from throughcare.places.queries import labels

PURPOSE = "look for duplicates"
OPEN_HELD = (HeldState.RECEIVED, HeldState.WAITING, HeldState.ASKED)
MOST_SHOWN = 50
_COMPARED = ("Preferred name", "Given and family names", "Te reo Māori name", "Born", "Numbers", "Gender", "Where")
_SAID = {
    "preferred_name": "Preferred name",
    "given_names": "Given names",
    "family_name": "Family name",
    "name_mi": "Te reo Māori name",
    "birth_date": "Born",
    "identifiers": "Numbers",
    "gender": "Gender",
    "site": "Where",
    "team": "Office",
}


@dataclass(frozen=True)
class Compared:
    """Somebody there, the facts to compare, how likely and why."""

    person: Person
    facts: list[dict[str, object]]
    percent: str
    evidence: list[dict[str, object]]
    probability: float = 0.0


@dataclass(frozen=True)
class Beside:
    """An earlier row of the same file, which waits itself."""

    held: HeldRow
    facts: list[dict[str, object]]
    percent: str
    evidence: list[dict[str, object]]
    probability: float


@dataclass(frozen=True)
class Held:
    """A held row with what it says and whom it may be."""

    held: HeldRow
    facts: list[dict[str, object]]
    candidates: list[Compared]
    asked_by: str
    others: list[Beside]


@dataclass(frozen=True)
class Likely:
    """Two records side by side. merge_id: of what was asked about them, while it waits and when it was done."""

    pair: LikelyPair
    one: Compared
    other: Compared
    merge_id: UUID | None


@contextmanager
def for_purpose(by: Actor) -> Iterator[None]:
    """In the system's right, for what the records role looks at."""
    by.check(Permission.PERSON_IMPORT)
    become(replace(by.reader, system=by.reader.system or PURPOSE))
    try:
        yield
    finally:
        become(by.reader)


def held_rows(by: Actor, *, cursor: str = "", size: int = MOST_SHOWN) -> Page[HeldRow]:
    """Those that wait, the oldest first."""
    with for_purpose(by):
        page = page_of(_waiting_rows().select_related("team", "run"), order=("at", "id"), cursor=cursor, size=size)
    record_read(by=by, verb="newcomers.listed", persons=[], compartments=["C1"], detail={"shown": len(page.rows)})
    return page


def _waiting_rows() -> QuerySet[HeldRow]:
    return _may_decide(HeldRow.objects.filter(state__in=OPEN_HELD[1:]))


def _may_decide(rows: QuerySet[HeldRow]) -> QuerySet[HeldRow]:
    """Not those that may be somebody the reader is kept from: another officer says who they are. Asked for the purpose, which sees candidates."""
    kept = HeldCandidate.objects.filter(held=OuterRef("pk"), person__isnull=False).exclude(not_kept("person_id"))
    return rows.filter(~Exists(kept))


def count_held(by: Actor) -> int:
    """How many wait for the reader."""
    if not by.may(Permission.PERSON_IMPORT):
        return 0
    with for_purpose(by):
        return _waiting_rows().count()


def get_held(by: Actor, held_id: UUID) -> Held:
    """One that waits or waited, with an audit row naming everybody it may be. Raises NotFound."""
    if not by.may(Permission.PERSON_IMPORT):
        raise NotFound
    with for_purpose(by):
        held = _may_decide(HeldRow.objects.select_related("team", "run").filter(pk=held_id).exclude(state=HeldState.RECEIVED)).first()
        if held is None:
            raise NotFound
        rows = list(
            HeldCandidate.objects.select_related("person__home_site", "other__team").filter(held=held).order_by("-probability", "id")
        )
        candidates = [_compared(row.person, row) for row in rows if row.person]
        others = [_beside(row.other, row) for row in rows if row.other and row.other.said]
    about = Ref("people.heldrow", held.id)
    record_read(by=by, verb="newcomer.viewed", persons=[one.person.id for one in candidates], compartments=["C1"], about=about)
    asked_by = names_of([held.by_id]).get(held.by_id, "") if held.by_id else ""
    return Held(held, said(held), candidates, asked_by, others)


def said(held: HeldRow) -> list[dict[str, object]]:
    """What the row says, in the order and the words of a record."""
    labelled = labels(Scheme.GENDER, Scheme.IDENTIFIER)
    sites = dict(Site.objects.filter(code=held.said.get("site") or "").values_list("code", "name"))
    found: list[dict[str, object]] = []
    for name, label in _SAID.items():
        value = held.said.get(name)
        if value and name == "identifiers":
            found.append({"key": label, "lines": [f"{labelled.get((Scheme.IDENTIFIER, code), code)}: {number}" for code, number in value]})
        elif value:
            words = {"team": held.team.name, "gender": labelled.get((Scheme.GENDER, str(value).upper())), "site": sites.get(value)}
            born = day_words(date.fromisoformat(value)) if name == "birth_date" else None
            found.append({"key": label, "value": born or words.get(name) or str(value)})
    return found


def likely_pairs(by: Actor, *, cursor: str = "", size: int = MOST_SHOWN) -> Page[LikelyPair]:
    """Pairs nobody has decided about and no merge holds, the likeliest first; audited, naming everybody."""
    with for_purpose(by):
        page = page_of(_open_pairs().select_related("one", "other"), order=("-probability", "id"), cursor=cursor, size=size)
    persons = sorted({key for row in page.rows for key in (row.one_id, row.other_id)})
    record_read(by=by, verb="duplicates.listed", persons=persons, compartments=["C1"], detail={"shown": len(page.rows)})
    return page


def _open_pairs() -> QuerySet[LikelyPair]:
    gone = Merge.objects.filter(state__in=TOGETHER).values("loser_id")
    both = Merge.objects.filter(_of_both(OuterRef("one_id"), OuterRef("other_id")), state=MergeState.PROPOSED)
    return _not_of_the_kept(
        LikelyPair.objects.filter(~Exists(both), state=PairState.OPEN).exclude(one_id__in=gone).exclude(other_id__in=gone)
    )


def _not_of_the_kept(pairs: QuerySet[LikelyPair]) -> QuerySet[LikelyPair]:
    """Without those of whom limited access keeps the reader from either."""
    return pairs.filter(not_kept("one_id"), not_kept("other_id"))


def _of_both(one: object, other: object) -> Q:
    """Merges of these two, whichever stays."""
    return Q(winner_id=one, loser_id=other) | Q(winner_id=other, loser_id=one)


def count_pairs(by: Actor) -> int:
    """How many nobody has decided about."""
    if not by.may(Permission.PERSON_IMPORT):
        return 0
    with for_purpose(by):
        return _open_pairs().count()


def get_pair(by: Actor, pair_id: UUID) -> Likely:
    """Two records side by side, and an audit row naming both. Raises NotFound."""
    if not by.may(Permission.PERSON_IMPORT):
        raise NotFound
    with for_purpose(by):
        pair = _not_of_the_kept(LikelyPair.objects.select_related("one__home_site", "other__home_site").filter(pk=pair_id)).first()
        if pair is None:
            raise NotFound
        going_on = Merge.objects.filter(_of_both(pair.one_id, pair.other_id), state__in=[MergeState.PROPOSED, *TOGETHER])
        merge_id = going_on.values_list("id", flat=True).first()
        found = Likely(pair, _compared(pair.one, pair), _compared(pair.other, pair), merge_id)
    record_read(
        by=by, verb="duplicate.viewed", persons=[pair.one_id, pair.other_id], compartments=["C1"], about=Ref("people.likelypair", pair.id)
    )
    return found


def people_of_merge(by: Actor, merge: Merge) -> list[Compared]:
    """The record that stays and the one that goes into it. The caller's getter audited both."""
    with for_purpose(by):
        there = {
            person.id: person for person in Person.objects.select_related("home_site").filter(pk__in=[merge.winner_id, merge.loser_id])
        }
        return [Compared(there[key], _facts(there[key]), "", []) for key in (merge.winner_id, merge.loser_id)]


def names_of_merges(by: Actor, found: Iterable[Merging]) -> dict[UUID, str]:
    """By record, what those are called whose records these put together, so that an officer knows which pair it is.

    The caller's getter named them all in the audit, and left out whom limited access keeps the reader from.
    """
    keys = {key for one in found for key in (one.merge.winner_id, one.merge.loser_id)}
    if not keys:
        return {}
    with for_purpose(by):
        return {person.id: person.full_name for person in Person.objects.filter(pk__in=keys)}


def _compared(person: Person, found: HeldCandidate | LikelyPair) -> Compared:
    return Compared(person, _facts(person), percent(found.probability), list(found.evidence), found.probability)


def _beside(other: HeldRow, found: HeldCandidate) -> Beside:
    return Beside(other, said(other), percent(found.probability), list(found.evidence), found.probability)


def percent(probability: float) -> str:
    """How likely, as it is said: never 100 %."""
    return f"{min(probability, 0.999) * 100:.1f} %" if probability > 0.99 else f"{probability * 100:.0f} %"


def made_on(person: Person) -> date:
    """The site's day on which the record was made."""
    return localdate(person.created_at)


def _facts(person: Person) -> list[dict[str, object]]:
    facts = [fact for fact in summary_of(person) if fact["key"] in _COMPARED]
    return [*facts, {"key": "Record made", "value": day_words(made_on(person))}]
