"""The kinds of notice there are: what each says, where it leads, and who may be told. Upper apps register theirs when Django starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.ref import Ref


@dataclass(frozen=True)
class Kind:
    """One kind. `title` and `sentence` are the same for every notice of it and name nobody; `url` leads to the thing."""

    title: str
    sentence: str
    url: str | Callable[[Ref], str]
    needs: frozenset[Permission] = frozenset()
    safety: bool = False

    def is_for(self, by: Actor) -> bool:
        """Could they open what it leads to? A team's notice is for those of the team who can."""
        return not self.needs or bool(self.needs & by.permissions)

    def href(self, about: Ref) -> str:
        """The address of the thing a notice is about."""
        return self.url(about) if callable(self.url) else reverse(self.url, args=[about.id])


# What is shown of a kind whose app has gone.
UNKNOWN = Kind("Something has changed", "", lambda about: reverse("notices"))
_KINDS: dict[str, Kind] = {}
_AUDIENCES: dict[str, str] = {}
_WITHOUT_PEOPLE: set[str] = set()
_PERSONS: dict[str, tuple[str, bool]] = {}
_TABLES: dict[str, str] = {}
NOBODYS = "null::uuid"  # of things that are about nobody


def register(
    kind: str,
    *,
    title: str,
    url: str | Callable[[Ref], str],
    sentence: str = "",
    needs: Iterable[Permission] = (),
    safety: bool = False,
) -> None:
    """Say what notices of `kind` ("referral.new") show. `url`: a url name taking the thing's id, or a function of its Ref.
    `needs`: only those of a team who hold one of these are shown it. `safety`: somebody comes to harm when it is not read, so nobody
    can turn its mail off or put it off to the daily one.

    Call it from your app's `ready`. Raises ValueError when another app has the name.
    """
    new = Kind(title, sentence, url, frozenset(needs), safety)
    if _KINDS.setdefault(kind, new) != new:
        raise ValueError(f"Two kinds of notice are called {kind}.")


def register_audience(about_kind: str, sql: str, *, without_people: bool = False) -> None:
    """Who may be told of things of this kind, as PostgreSQL asks when somebody signed in posts: an SQL condition over `thing` (its id),
    `to_user` and `to_team`, seen with the poster's own eyes. `without_people`: it names nothing about a person, and holds in partnership mode too.

    Nobody signed in can post about a kind of thing without one. Call it from your app's `ready`, then `migrate` makes it hold.
    """
    if _AUDIENCES.setdefault(about_kind, sql) != sql:
        raise ValueError(f"Two apps say who may be told of a {about_kind}.")
    if without_people:
        _WITHOUT_PEOPLE.add(about_kind)


def register_person(about_kind: str, sql: str, *, watched: bool = False) -> None:
    """Whom a thing of this kind is about, as PostgreSQL asks before it shows a notice: an SQL expression over `thing` (its id) that gives
    the person's id, or NOBODYS. Whoever limited access keeps from them is not shown it and not mailed, from that moment on.
    `watched`: privacy officers watch over these things, so a restriction does not hide them from them; an exclusion and a conflict do.

    Nobody is told of a kind of thing without one. Call it from your app's `ready`, then `migrate` makes it hold.
    """
    if _PERSONS.setdefault(about_kind, (sql, watched)) != (sql, watched):
        raise ValueError(f"Two apps say whom a {about_kind} is about.")


def register_table(about_kind: str, table: str) -> None:
    """Where things of this kind stand: a notice about one whose row the reader sees no longer offers no link to it, and says so.

    Of a kind without one every notice has its link. Call it from your app's `ready`, then `migrate` makes it hold.
    """
    if _TABLES.setdefault(about_kind, table) != table:
        raise ValueError(f"Two apps say where a {about_kind} stands.")


def tables() -> dict[str, str]:
    """Kind of thing → its table."""
    return dict(_TABLES)


def watched() -> frozenset[str]:
    """The kinds of thing privacy officers see in spite of a restriction."""
    return frozenset(kind for kind, (_, is_watched) in _PERSONS.items() if is_watched)


def persons() -> dict[str, str]:
    """Kind of thing → the SQL expression that gives the person it is about."""
    return {kind: sql for kind, (sql, _) in _PERSONS.items()}


def audiences() -> dict[str, str]:
    """Kind of thing → the SQL condition on who may be told of it."""
    return dict(_AUDIENCES)


def audiences_without_people() -> dict[str, str]:
    """Those of partnership mode."""
    return {kind: sql for kind, sql in _AUDIENCES.items() if kind in _WITHOUT_PEOPLE}


def kind_of(kind: str) -> Kind:
    """What to show for a kind."""
    return _KINDS.get(kind, UNKNOWN)


def not_for(by: Actor) -> list[str]:
    """The kinds that lead where this reader can't go."""
    return sorted(name for name, kind in _KINDS.items() if not kind.is_for(by))


def is_registered(kind: str) -> bool:
    """Whether an app has said what the kind shows."""
    return kind in _KINDS


def kinds_for(by: Actor) -> list[tuple[str, Kind]]:
    """Every kind this reader may get, by its title."""
    return sorted(((name, kind) for name, kind in _KINDS.items() if kind.is_for(by)), key=lambda one: (one[1].title, one[0]))
