"""A state machine is a table: it drives the buttons, the REST errors, the diagram and the database trigger."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from throughcare.common.refusals import Refused


class Side(StrEnum):
    """Whose turn it is in a state."""

    REFERRER = "referrer"
    PARTNER = "partner"
    PERSON = "person"
    SENDER = "office handing over"
    RECEIVER = "office taking over"
    RECORDS = "records officer"
    SECOND = "another records officer"
    MANAGER = "partnership manager"
    RATER = "whoever is asked"
    DOER = "whoever has the task"
    KEEPER = "whoever keeps it"
    BOTH = "both sides"
    SITE = "the site's team"
    SYSTEM = "Throughcare"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Move:
    """One allowed step: its verb, the states it may leave, the state it reaches, who takes it."""

    verb: str
    leaves: frozenset[str]
    reaches: str
    by: Side
    needs_reason: bool = False

    def __init__(self, verb: str, leaves: AbstractSet[TextChoices], reaches: TextChoices, by: Side, *, needs_reason: bool = False) -> None:
        object.__setattr__(self, "verb", verb)
        object.__setattr__(self, "leaves", frozenset(str(s.value) for s in leaves))
        object.__setattr__(self, "reaches", str(reaches.value))
        object.__setattr__(self, "by", by)
        object.__setattr__(self, "needs_reason", needs_reason)


@dataclass(frozen=True)
class StateTable:
    """All states of one thing, in order, with the side that owns each, and every allowed move."""

    name: str
    states: type[TextChoices]
    start: TextChoices
    turn: Mapping[TextChoices, Side]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        if set(self.turn) != set(self.states):
            raise ValueError(f"{self.name}: every state needs exactly one owner")

    def move(self, verb: str) -> Move:
        """The move called `verb`; KeyError when there is none."""
        return next((m for m in self.moves if m.verb == verb), None) or _unknown(verb)

    def check(self, state: str, verb: str) -> Move:
        """The move `verb` from `state`, or Refused with a sentence that names what may be done instead."""
        move = self.move(verb)
        if state in move.leaves:
            return move
        label = self.states(state).label
        open_verbs = self.verbs_from(state)
        instead = f" From here you can: {', '.join(open_verbs)}." if open_verbs else " Nothing more can be done with it."
        raise Refused(f"This {self.name} is “{label}”, so you can't {verb.replace('_', ' ')} it.{instead}")

    @property
    def verbs(self) -> list[str]:
        """Every verb, once."""
        return list(dict.fromkeys(m.verb for m in self.moves))

    def verbs_from(self, state: str, by: Side | None = None) -> list[str]:
        """The verbs open in `state`, for one side or for all."""
        return [m.verb for m in self.moves if state in m.leaves and (by is None or m.by == by)]

    def pairs(self) -> list[tuple[str, str]]:
        """Every (from, to) pair, sorted: what the database trigger lets through."""
        return sorted({(s, m.reaches) for m in self.moves for s in m.leaves})

    def mermaid(self) -> str:
        """The picture, as Mermaid text."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        for move in self.moves:
            needs = " (reason)" if move.needs_reason else ""
            lines += [f"    {s.value} --> {move.reaches}: {move.verb}{needs}" for s in self.states if s.value in move.leaves]
        ends = [s.value for s in self.states if not self.verbs_from(str(s.value))]
        lines += [f"    {s} --> [*]" for s in ends]
        lines += [f"    note right of {s.value}: {self.turn[s].value}'s turn" for s in self.states if self.turn[s] != Side.NOBODY]
        return "\n".join(lines) + "\n"


def _unknown(verb: str) -> Move:
    raise KeyError(f"no move is called {verb}")
