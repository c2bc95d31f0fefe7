"""The kinds of notice there are: what each says and where it leads. Upper apps register theirs when Django starts."""

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

    def is_for(self, by: Actor) -> bool:
        """Could they open what it leads to? A team's notice is for those of the team who can."""
        return not self.needs or bool(self.needs & by.permissions)

    def href(self, about: Ref) -> str:
        """The address of the thing a notice is about."""
        return self.url(about) if callable(self.url) else reverse(self.url, args=[about.id])


# What is shown of a kind whose app has gone.
UNKNOWN = Kind("Something has changed", "", lambda about: reverse("notices"))
_KINDS: dict[str, Kind] = {}


def register(kind: str, *, title: str, url: str | Callable[[Ref], str], sentence: str = "", needs: Iterable[Permission] = ()) -> None:
    """Say what notices of `kind` ("referral.new") show. `url`: a url name taking the thing's id, or a function of its Ref.
    `needs`: only those of a team who hold one of these are shown it.

    Call it from your app's `ready`. Raises ValueError when another app has the name.
    """
    new = Kind(title, sentence, url, frozenset(needs))
    if _KINDS.setdefault(kind, new) != new:
        raise ValueError(f"Two kinds of notice are called {kind}.")


def kind_of(kind: str) -> Kind:
    """What to show for a kind."""
    return _KINDS.get(kind, UNKNOWN)


def not_for(by: Actor) -> list[str]:
    """The kinds that lead where this reader can't go."""
    return sorted(name for name, kind in _KINDS.items() if not kind.is_for(by))


def is_registered(kind: str) -> bool:
    """Whether an app has said what the kind shows."""
    return kind in _KINDS
