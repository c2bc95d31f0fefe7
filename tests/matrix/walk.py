"""Walking the table: addresses, requests, and what must be the same to the byte."""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from ninja.operation import Operation

from tests.canaries import content_of
from tests.matrix.table import Row
from tests.matrix.world import SIDES, Side, World
from throughcare.common.ids import new_id
from throughcare.config.routes import addresses

# Fit for every form at once, but made against a version nobody has seen, so that those who may are told so and nothing changes.
FORM = {
    "version": "99999",
    "text": "Words",
    "note": "Words",
    "words": "Words",
    "answer": "Words",
    "reason": "Words",
    "pillar": "ACCOMMODATION",
    "shown": "0" * 32,
}
_CHANGING = (
    re.compile(rb'(name="csrf-token" content=)"[^"]*"'),
    re.compile(rb'(name="csrfmiddlewaretoken" value=)"[^"]*"'),
    re.compile(rb'(nonce=)"[^"]*"'),
)
_ASIDE = {"Expires", "Date", "Set-Cookie", "Content-Length", "X-Request-Id"}


_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")  # <uuid:need_id>, or (?P<key>…) of a package's


@cache
def pattern_of(name: str) -> str:
    """The address of a page, with its parts to be filled."""
    path = next(path for path, its_name, view in addresses() if its_name == name and not isinstance(view, Operation))
    return "/" + re.sub(r"[\^$]", "", path)


def address(row: Row, ids: dict[str, UUID]) -> str:
    """The address of a row with these ids in it."""
    pattern = row.name.partition(" ")[2] or pattern_of(row.name)

    def fill(found: re.Match[str]) -> str:
        part = found[1] or found[2]
        return row.fixed.get(part) or str(ids[row.ids.get(part, part)])

    return _PART.sub(fill, pattern)


def unknown(ids: dict[str, UUID]) -> dict[str, UUID]:
    """As many ids, of nothing."""
    return {name: new_id() for name in ids}


def allowed(row: Row, side: Side) -> frozenset[str]:
    """Who may, on this side."""
    named = {"referrer": {side.referrer}, "lead": side.case & {"team_manager"}, "manager": side.answer & {"partner_manager"}}
    return side.members(*row.who - set(named)).union(*(names for word, names in named.items() if word in row.who))


def parts_of(row: Row) -> set[str]:
    """What is to be filled into its address."""
    return {found[1] or found[2] for found in _PART.finditer(row.name.partition(" ")[2] or pattern_of(row.name))}


def has_ids(row: Row) -> bool:
    """Something in the address, or sent, says whose thing is asked for."""
    return bool(parts_of(row) - set(row.fixed)) or any(str(value).endswith("_id") for value in (row.body or {}).values())


def sides_of(row: Row) -> tuple[Side, ...]:
    """Both, unless it makes no difference."""
    return SIDES if has_ids(row) else SIDES[:1]


Same = tuple[int, bytes, dict[str, str]]


def same(answer: Any) -> Same:
    """An answer without what differs from one answer to the next by design."""
    body = content_of(answer)
    for changing in _CHANGING:
        body = changing.sub(rb"\1", body)
    headers = {name: value for name, value in answer.items() if name not in _ASIDE}
    return answer.status_code, body, headers


def ask(client: Any, row: Row, ids: dict[str, UUID], *, may: bool = True) -> Any:
    """The request of a row: its page, its form, or its operation."""
    where, (method, _, is_operation) = address(row, ids), row.name.partition(" ")
    if not is_operation:
        return client.post(where, FORM) if row.post else client.get(where)
    if row.body is None:
        return client.generic(method, where)
    sent = {key: str(ids.get(str(value), value)) if isinstance(value, str) else value for key, value in row.body.items()}
    if may and 422 in row.ok:  # no version guards against it: those who may send nothing of use, so that the walk changes nothing
        sent = {}
    return client.generic(method, where, json.dumps(sent), content_type="application/json", headers={"If-Match": '"99999"'})


class Nothing:
    """The answers to one member where there is nothing: to an unknown id, and of an unknown address in the same part of the site."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._answers: dict[str, Same] = {}

    def instead_of(self, row: Row, ids: dict[str, UUID]) -> Same:
        """What this row is to be answered with."""
        if has_ids(row):
            return self._kept(str(row), lambda: ask(self._client, row, unknown(ids), may=False))
        near = f"/{address(row, ids).split('/')[1]}/nothing-at-this-address/"
        status, body, headers = self._kept(near, lambda: self._client.get(near))
        if near.startswith("/api/"):  # which operations there are is no secret, and an unknown one does not look at the key
            headers = {**headers, "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
        return status, body, headers

    def _kept(self, key: str, asked: Callable[[], Any]) -> Same:
        if key not in self._answers:
            self._answers[key] = same(asked())
        return self._answers[key]


def fault(world: World, client: Any, name: str | None, row: Row, side: Side, nothing: Nothing) -> str:
    """One row, one member, one side's ids: what is not as the table says."""
    ids = world.ids[side.name]
    answer = ask(client, row, ids, may=name in allowed(row, side))
    got = f"{row} of the {side.name} side gave {name} {answer.status_code}"
    if name is None:
        return "" if answer.status_code in row.nobody else got
    if name in allowed(row, side):
        return "" if answer.status_code in (row.post or row.ok) else f"{got}, wanted {row.post or row.ok}"
    unknown_address = nothing.instead_of(row, ids)
    if answer.status_code != 404 or same(answer) != unknown_address:
        return f"{got} {difference(same(answer), unknown_address)}"
    if row.post or " " in row.name or side is not SIDES[0]:
        return ""
    posted = client.post(address(row, ids), FORM)
    return "" if posted.status_code == 405 or same(posted) == unknown_address else f"{got}, and to a form {posted.status_code}"


def difference(one: Same, other: Same) -> str:
    """Where two answers part, for whoever has to mend it."""
    if one[0] != other[0]:
        return ""
    if one[2] != other[2]:
        return f"with other headers: {set(one[2].items()) ^ set(other[2].items())}"
    place = next((n for n, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), min(len(one[1]), len(other[1])))
    return f"unlike an unknown address: {one[1][max(0, place - 40) : place + 40]!r} / {other[1][max(0, place - 40) : place + 40]!r}"


def route_names() -> set[str]:
    """Every page, by name; an operation of the API by its method and address."""
    names = set()
    for path, name, view in addresses():
        if isinstance(view, Operation):
            plain = re.sub(r"<\w+:", "<", path)
            names |= {f"{method} /{plain}" for method in view.methods}
        else:
            names.add(name or path)
    return names
