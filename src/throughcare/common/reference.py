"""Reference data every site starts with (roles, vocabularies): apps register a loader, `migrate` runs them as owner."""

from collections.abc import Callable

_LOADERS: list[tuple[str, Callable[[], None]]] = []


def reference_data(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Decorator: this function adds what is missing and changes nothing a site has changed."""

    def keep(loader: Callable[[], None]) -> Callable[[], None]:
        _LOADERS.append((name, loader))
        return loader

    return keep


def load_all() -> list[str]:
    """Run every loader, in the order registered; returns their names."""
    for _, loader in _LOADERS:
        loader()
    return [name for name, _ in _LOADERS]


_AFTERWARDS: list[Callable[[], object]] = []


def afterwards(work: Callable[[], object]) -> None:
    """Have `migrate` do this once the tables are protected, in transactions of its own: what may take minutes on a large site."""
    if work not in _AFTERWARDS:
        _AFTERWARDS.append(work)


def finish() -> None:
    """All of it, in the order registered."""
    for work in _AFTERWARDS:
        work()
