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
