"""The kinds of thing a task may be about. Upper apps register theirs when Django starts; what nobody registered has no tasks."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from throughcare.accounts.actors import Actor

# Of these apps a task would be of the personal class: by Involvement, read with an audit row, erased with the person. Not built yet.
OF_PEOPLE = ("people", "referrals", "plans", "orders", "disclosure", "supervision", "employment", "volunteering", "communitywork")


class Recipient(NamedTuple):
    """Somebody, or everybody of a team, who may be given a task."""

    name: str
    user_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of thing. word: what it is called ("partner"). url: name of its page, which takes its id.

    named: names of those the reader may see. recipients: who may be given a task about it, besides the reader.
    sees, oversees, takes, follows: SQL conditions, as `register` says.
    """

    word: str
    url: str
    named: Callable[[Actor, Collection[UUID]], Mapping[UUID, str]]
    recipients: Callable[[Actor], list[Recipient]]
    sees: str
    oversees: str
    takes: str
    follows: str = "false"


_KINDS: dict[str, Kind] = {}


def register(kind: str, what: Kind) -> None:
    """Say how things of `kind` ("partners.partner") are named and reached. In SQL, with the reader's own eyes: `sees`, over `thing` (its id),
    whether they may see it; `oversees`, whether they see every task about such things; `takes`, over `to_user` and `to_team`, whether these may
    be given one; `follows`, over `was` and `thing`, whether a task about the one is about the other now, as when two records are put together.

    Call it from your app's `ready`, then `migrate` makes it hold. Raises ValueError when another app has the name, and for what is about a person.
    """
    if kind.partition(".")[0] in OF_PEOPLE:
        raise ValueError(f"A task about a {kind} would be of the personal class, which tasks are not: see tasks/README.md.")
    if _KINDS.setdefault(kind, what) is not what:
        raise ValueError(f"Two apps say what a task about a {kind} shows.")


def registered() -> dict[str, Kind]:
    """Every kind there is."""
    return dict(_KINDS)


def kind_of(name: str) -> Kind | None:
    """What was said of one."""
    return _KINDS.get(name)
