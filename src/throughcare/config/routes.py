"""Every address has a policy, or the application does not start."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView

# Addresses of other packages, each with the reason it needs no policy of ours.
EXEMPT = {
    "account_": "allauth: log-in, log-out, password; works on the visitor's own account only",
    "mfa_": "allauth: the visitor's own second factor",
    "api-root": "ninja: answers every visitor with not found",
}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """(path, name, view) of every page, and of every operation of the API."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            for view in views_at(entry.callback):
                yield path, entry.name or "", view


def views_at(callback: Any) -> list[Any]:
    """The operations behind one address of the API; a page stands for itself."""
    owner = getattr(callback, "__self__", None) or next(
        (cell.cell_contents for cell in getattr(callback, "__closure__", None) or () if isinstance(cell.cell_contents, PathView)), None
    )
    return list(owner.operations) if isinstance(owner, PathView) else [callback]


def policy_of(path: str, name: str, view: Any) -> object:
    """The declared policy of an address, or None."""
    if isinstance(view, Operation):
        return next((policy for auth in view.auth_callbacks if (policy := getattr(auth, "policy", None))), None)
    declared = getattr(view, "policy", None)
    if declared is not None:
        return declared
    return next((reason for start, reason in EXEMPT.items() if name.startswith(start)), None)


def check_routes() -> None:
    """Raise ImproperlyConfigured naming every address without a policy."""
    bare = [path for path, name, view in addresses() if policy_of(path, name, view) is None]
    if bare:
        raise ImproperlyConfigured(
            f"No policy says who may use: {', '.join(sorted(bare))}. Put @needs, @signed_in or @open_to_all above the page, or auth=rest_needs(…) into the operation."
        )
