"""Every address has a policy, or the application does not start."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

# Addresses of other packages, each with the reason it needs no policy of ours.
EXEMPT = {
    "account_": "allauth: log-in, log-out, password; works on the visitor's own account only",
    "mfa_": "allauth: the visitor's own second factor",
}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """(path, name, view) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.name or "", entry.callback


def policy_of(path: str, name: str, view: Any) -> object:
    """The declared policy of an address, or None."""
    declared = getattr(view, "policy", None)
    if declared is not None:
        return declared
    return next((reason for start, reason in EXEMPT.items() if name.startswith(start)), None)


def check_routes() -> None:
    """Raise ImproperlyConfigured naming every address without a policy."""
    bare = [path for path, name, view in addresses() if policy_of(path, name, view) is None]
    if bare:
        raise ImproperlyConfigured(
            f"No policy says who may use: {', '.join(sorted(bare))}. Put @needs, @signed_in or @open_to_all above the page."
        )
