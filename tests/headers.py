"""What every answer owes whoever it goes to (S22): nothing kept by a browser or a proxy, and no cookie another site or a script can use."""

from http.cookies import Morsel
from typing import Any


class Bare(AssertionError):
    """An answer that may be kept, or a cookie that is not locked."""


def faults(answer: Any, *, real: bool = False) -> list[str]:
    """What is wrong with one answer. real: as on a site behind TLS, where a cookie also bears the prefix browsers hold it to."""
    found = []
    actor = getattr(getattr(answer, "wsgi_request", None), "actor", None)
    if actor is not None and actor.signed_in and "no-store" not in answer.get("Cache-Control", ""):
        found.append("to somebody signed in, without no-store")
    for morsel in answer.cookies.values():
        found += [f"cookie {morsel.key}: {fault}" for fault in _of_cookie(morsel, real=real)]
    return found


def check(answer: Any, place: str, *, real: bool = False) -> None:
    """Raise Bare with everything that is wrong."""
    if found := faults(answer, real=real):
        raise Bare(f"{place}: {'; '.join(found)}")


def _of_cookie(morsel: Morsel[str], *, real: bool) -> list[str]:
    wanted = {"path": morsel["path"] == "/", "samesite": morsel["samesite"] in ("Lax", "Strict"), "domain": not morsel["domain"]}
    if morsel.value:  # one that is taken away holds nothing a script could read
        wanted["httponly"] = bool(morsel["httponly"])
    if real:
        wanted |= {"secure": bool(morsel["secure"]), "__Host-": morsel.key.startswith("__Host-")}
    return [name for name, is_so in wanted.items() if not is_so]
