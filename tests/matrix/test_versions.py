"""Every operation of the API: a read of a thing gives its version and never a 304; a change takes one and says what became of it; what is
sent twice names itself. The table says who may, so that it is tried by somebody for whom the thing is there.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from ninja.operation import Operation

from tests.matrix.table import OPERATIONS, Row
from tests.matrix.walk import address, allowed
from tests.matrix.world import SIDES, World
from throughcare.accounts.repeats import KEY
from throughcare.config.api import api
from throughcare.config.described import MAKES_NOTHING, asks_version, gives_version
from throughcare.config.routes import addresses

SIDE = SIDES[0]
OLD = '"99999"'


@cache
def operation(name: str) -> Operation:
    """The operation behind a row of the table."""
    method, _, where = name.partition(" ")
    for path, _, view in addresses():
        plain = "/" + "".join(f"<{part.partition(':')[2] or part}" if i else part for i, part in enumerate(path.split("<")))
        if isinstance(view, Operation) and method in view.methods and plain == where:
            return view
    raise KeyError(name)


def rows(*methods: str) -> list[Row]:
    """Rows of these methods that are good for somebody of the first side."""
    return [row for row in OPERATIONS if row.name.split()[0] in methods and allowed(row, SIDE)]


# Each read of these is in the next one.
GROWS = {"GET /api/v1/audit"}


def call(world: World, row: Row, body: Any = None, **headers: str) -> Any:
    """As the first of those who may."""
    method, who = row.name.split()[0], min(allowed(row, SIDE))
    sent = row.body if body is None else body
    ids = world.ids[SIDE.name]
    filled = {key: str(ids.get(str(value), value)) if isinstance(value, str) else value for key, value in (sent or {}).items()}
    client = world.canaries.watch(world.cast.client(None), who)
    data = "" if row.body is None else json.dumps(filled)
    return client.generic(method, address(row, ids), data, "application/json", headers={**world.key(who), **headers})


def test_a_read_of_a_thing_gives_its_version_and_is_never_a_304(world: World) -> None:
    things = 0
    for row in rows("GET"):
        first = call(world, row)
        assert first.status_code == 200, row
        if gives_version(operation(row.name)):
            things += 1
            assert first.get("ETag", "").startswith('"'), f"{row} gives no ETag, and says it does"
        else:
            assert "ETag" not in first, f"{row} gives an ETag, and does not say so"
        for known in (first.get("ETag", '"1"'), "*"):
            since = {"If-None-Match": known, "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
            again = call(world, row, **since)
            assert again.status_code == 200, row
            assert again.content == first.content or row.name in GROWS, f"{row}: a read is a read, and is audited"
            assert "Last-Modified" not in again and "no-store" in again["Cache-Control"], row
    assert things >= 9


def test_a_change_says_which_version_it_saw_and_is_told_which_there_is(world: World) -> None:
    tried = 0
    for row in rows("PUT", "PATCH", "POST", "DELETE"):
        if not asks_version(operation(row.name)):
            continue
        tried += 1
        for missing in ({}, {"If-Match": "*"}):
            answer = call(world, row, **missing)
            assert (answer.status_code, answer["Content-Type"]) == (428, "application/problem+json"), f"{row}: {answer.content}"
        stale = call(world, row, **{"If-Match": OLD})
        told = stale.json()
        assert (stale.status_code, told["sent"]) == (412, OLD), f"{row}: {stale.content}"
        # What it says of the thing is what a read of it says to the same key.
        path = stale.wsgi_request.path
        reads = [world.cast.client(None).get(at, headers=world.key(min(allowed(row, SIDE)))) for at in _above(path)]
        read = next(answer for answer in reads if answer.status_code == 200)
        assert (told["now"], told["current"]) == (read["ETag"], read.json()), row
    assert tried >= 12


def test_who_may_not_read_it_is_not_told_how_it_is_now(world: World) -> None:
    for row in rows("PUT", "POST"):
        if asks_version(operation(row.name)) and "stranger" not in allowed(row, SIDE):
            client = world.cast.client(None)
            where, headers = address(row, world.ids[SIDE.name]), {**world.key("stranger"), "If-Match": "odd"}
            answer = client.generic(row.name.split()[0], where, json.dumps(row.body or {}), "application/json", headers=headers)
            # Where any key may ask, it is told that its version is none, as for an id of nothing.
            told = answer.json()
            assert answer.status_code in (404, 412) and (told.get("now"), told.get("current")) == (None, None), row


def test_what_a_refused_change_was_shown_is_in_the_audit(world: World, _worker_database: Any) -> None:
    row = next(row for row in OPERATIONS if row.name == "PUT /api/v1/contacts/<contact_id>")
    assert call(world, row, **{"If-Match": OLD}).json()["current"]["person_id"]
    found = _worker_database.rows(
        "select verb, person_ids, detail->>'status' from audit_auditevent where channel = 'rest' order by id desc limit 1"
    )
    assert found == [("refused", [world.ids[SIDE.name]["person_id"]], "412")]


def _above(path: str) -> Iterator[str]:
    while path.count("/") > 3:
        yield path
        path = path.rpartition("/")[0]


def test_every_post_that_makes_something_takes_a_key(world: World) -> None:
    tried = 0
    for row in rows("POST"):
        if MAKES_NOTHING in (operation(row.name).openapi_extra or {}):
            continue
        if (row.body == {} and 422 in row.ok and "/caseload/" not in row.name) or row.ok == (404,):
            continue  # nothing is read to the end, or nothing is there to do it with; test_repeats sees that it goes through `once`
        tried += 1
        answer = call(world, row, _useful(world, row), **{KEY: "two words", "If-Match": OLD})
        assert answer.status_code == 422 and KEY in answer.json()["errors"], f"{row}: {answer.content}"
    assert tried >= 12


def _useful(world: World, row: Row) -> dict[str, Any]:
    """A body that is read to the end: the table's own is empty where nothing else keeps the walk from changing anything."""
    if "/caseload/" not in row.name or row.body:
        return row.body or {}
    return {
        "rows": [{"person_id": str(world.ids[SIDE.name]["person_id"])}],
        **{
            "assign": {"worker_id": "need_id"},
            "cover": {"worker_id": "need_id", "from_on": "2099-01-01", "until_on": "2099-01-02"},
            "transfer": {"worker_id": "need_id", "team_id": "need_id", "note": "Words", "last_day": "2099-01-01"},
            "end": {"reason": "OTHER", "last_day": "2099-01-01"},
        }.get(row.name.rpartition("/")[2], {}),
    }


@pytest.mark.parametrize("planted", ["seen_version", "with_etag"])
def test_the_checks_see_an_operation_without(planted: str) -> None:
    """Planted: the real operations, of which none is left when what they are told by is taken away."""
    check = {"seen_version": asks_version, "with_etag": gives_version}[planted]
    found = {one.view_func.__name__ for _, _, one in addresses() if isinstance(one, Operation) and check(one)}
    assert {"change_need", "move_referral"} <= found and "list_people" not in found
    assert len(found) < len(list(api.get_openapi_schema()["paths"]))
