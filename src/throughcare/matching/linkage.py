"""Are these two records about one and the same? What a comparison is made of, whatever is compared. `linking` does the work.

After Fellegi and Sunter (1969): each likeness weighs log2(m / u), where m is how often two records of one thing are alike in this way, and
u how often records of two things are. m and u were counted once from records whose truth is known, and stand with each model as they came
out, so that one new record is judged as a file of a hundred thousand is. The models: `linkage_people`, `linkage_organizations`.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

RecordT = TypeVar("RecordT")


@dataclass(frozen=True)
class Level:
    """One way to be alike. rule: SQL over the columns of a model, of the left (_l) and the right (_r) record."""

    code: str
    words: str
    rule: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits of evidence: above 0 for one and the same, below for two."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Field:
    """One thing that is compared: when it can't be, and its levels; the first that holds counts."""

    name: str
    label: str
    unknown: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Block:
    """Two records are compared when they share these columns (or the parts of a list: `lists`), or when `rule` holds of them (l, r)."""

    columns: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True)
class Model(Generic[RecordT]):
    """What is compared and what it is worth.

    prior: one pair in so many is taken for one thing before anything is compared. look_at: above this probability somebody looks at a pair.
    columns: what of each record is compared, given all of them (how rare a word is hangs on the others); None equals nothing.
    sample: an empty record, from which the kinds of the columns are read.
    """

    fields: tuple[Field, ...]
    prior: float
    look_at: float
    columns: Callable[[Sequence[RecordT]], Sequence[Mapping[str, Any]]]
    sample: RecordT
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Evidence:
    """What one field says about a pair."""

    field: str
    level: str
    words: str
    weight: float


@dataclass(frozen=True)
class Pair:
    """Two records, how probable it is that they are one and the same, and why."""

    left: str
    right: str
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


def evidence_of(levels: Iterable[tuple[Field, Level | None]]) -> tuple[Evidence, ...]:
    """What each field says, the strongest first; a field that could not be compared says nothing."""
    said = [Evidence(field.label, level.code, level.words, round(level.weight, 1)) for field, level in levels if level is not None]
    return tuple(sorted(said, key=lambda one: -abs(one.weight)))
