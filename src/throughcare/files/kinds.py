"""The kinds of thing a document may be about. Upper apps register theirs when Django starts; what nobody registered has no documents."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from throughcare.accounts.actors import Actor

# Of these apps a document would be of the personal class: by Involvement, read with an audit row, erased with the person. Not built yet.
OF_PEOPLE = ("people", "referrals", "plans", "orders", "disclosure", "supervision", "employment", "volunteering", "communitywork")


@dataclass(frozen=True)
class Kind:
    """One kind of thing. word: what it is called ("partner"). others: who the other side is. url: name of its page, which takes its id. named: names of
    those the reader may see.

    keeps, sees, brings, shared: SQL conditions, as `register` says.
    """

    word: str
    others: str
    url: str
    named: Callable[[Actor, Collection[UUID]], Mapping[UUID, str]]
    keeps: str
    sees: str
    brings: str = "false"
    shared: str = "false"


_KINDS: dict[str, Kind] = {}


def register(kind: str, what: Kind) -> None:
    """Say how things of `kind` ("partners.partner") are named and reached, and who comes to their documents: in SQL over `thing` (its id), with the
    reader's own eyes. `keeps`: adds and changes all of them. `sees`: reads all. `brings`: is of the other side, adds some that are shared, takes
    back their own, and reads what is shared. `shared`: reads what is shared, no more. The first that holds counts.

    Call it from your app's `ready`, then `migrate` makes it hold. Raises ValueError when another app has the name, and for what is about a person.
    """
    if kind.partition(".")[0] in OF_PEOPLE:
        raise ValueError(f"A document about a {kind} would be of the personal class, which documents are not: see files/README.md.")
    if _KINDS.setdefault(kind, what) is not what:
        raise ValueError(f"Two apps say who reads documents about a {kind}.")


def registered() -> dict[str, Kind]:
    """Every kind there is."""
    return dict(_KINDS)


def kind_of(name: str) -> Kind | None:
    """What was said of one."""
    return _KINDS.get(name)
