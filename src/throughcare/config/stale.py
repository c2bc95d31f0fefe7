"""What a change made against an old version is told: the version it sent, the one there is, and the thing as it is now.

The thing is read by the operation that reads it for anybody, so by the rights of this key, and what was shown is in the audit's row of
the refusal.
"""

import copy
import json
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from ninja.operation import Operation

from throughcare.config.routes import views_at

_LONGEST = 200


def as_it_is_now(request: HttpRequest) -> dict[str, Any]:
    """`sent`, `now` and `current`; the last two are null when this key may not read the thing, or there is none."""
    told: dict[str, Any] = {"sent": request.headers.get("If-Match", "")[:_LONGEST], "now": None, "current": None}
    if transaction.get_rollback():
        return told
    answer = _read(request)
    if answer is not None and answer.status_code == 200 and "ETag" in answer:
        told |= {"now": answer["ETag"], "current": json.loads(answer.content)}
    return told


def _read(request: HttpRequest) -> HttpResponse | None:
    """What a GET of the changed thing answers: its own address, or the nearest above it that has one."""
    path = request.path
    while path.count("/") > 1:
        found = _reader(path, request.path)
        if found is not None:
            asked = copy.copy(request)
            asked.method, asked.path = "GET", path
            return cast("HttpResponse", found[0].run(asked, **found[1]))
        path = path.rpartition("/")[0]
    return None


def _reader(path: str, asked: str) -> tuple[Operation, dict[str, Any]] | None:
    """The operation that reads the thing at this address, and the parts of the address."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if not match.kwargs and path != asked:
        return None  # a list above the thing
    operation = next((one for one in views_at(match.func) if isinstance(one, Operation) and "GET" in one.methods), None)
    return (operation, match.kwargs) if operation else None
