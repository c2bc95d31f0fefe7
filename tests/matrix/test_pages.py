"""Every page × everybody: who is let in, and that everybody else learns nothing at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY
from tests.matrix.table import OPERATIONS, PAGES, Row
from tests.matrix.test_operations import keyed
from tests.matrix.walk import Nothing, allowed, ask, fault, has_ids, route_names, sides_of, unknown
from tests.matrix.world import SIDES, World


def test_every_page_is_in_the_table() -> None:
    pages = {name for name in route_names() if " " not in name}
    table = {row.name for row in PAGES}
    assert pages == table, f"not in tests/matrix/table.py: {sorted(pages - table)}; in it, but no page: {sorted(table - pages)}"


@pytest.mark.parametrize("name", [None, *EVERYBODY], ids=str)
def test_everybody_opens_what_they_may_and_the_rest_is_not_there(world: World, name: str | None) -> None:
    client = world.client(name)
    client.post(reverse("notices-read-all"))  # the count of unread notices stands on every page
    nothing = Nothing(client)
    faults = [found for row in PAGES for side in sides_of(row) if (found := fault(world, client, name, row, side, nothing))]
    assert not faults, "\n".join(faults)
    assert world.canaries.answers > len(PAGES)


@pytest.mark.parametrize("row", [row for row in PAGES if has_ids(row)], ids=str)
def test_to_those_who_may_open_one_an_unknown_id_is_not_there(world: World, row: Row) -> None:
    for side in sides_of(row):
        for name in sorted(allowed(row, side))[:1]:
            assert ask(world.client(name), row, unknown(world.ids[side.name])).status_code == 404


def _one_more(answer: Any) -> None:
    answer.content += b" "


def _another(answer: Any) -> None:
    place = len(answer.content) // 2
    answer.content = answer.content[:place] + bytes([answer.content[place] ^ 1]) + answer.content[place + 1 :]


def _a_header(answer: Any) -> None:
    answer["X-Record"] = "1"


def _a_status(answer: Any) -> None:
    answer.status_code = 403


class Telling:
    """A site that answers a stranger of what there is a little differently than of what there isn't."""

    def __init__(self, client: Any, ids: dict[str, Any], how: Callable[[Any], None]) -> None:
        self._client, self._there, self._how = client, {str(one) for one in ids.values()}, how

    def __getattr__(self, verb: str) -> Any:
        def ask(*given: Any, **more: Any) -> Any:
            answer = getattr(self._client, verb)(*given, **more)
            if any(one in str(part) for one in self._there for part in given):
                self._how(answer)
            return answer

        return ask


@pytest.mark.parametrize("how", [_one_more, _another, _a_header, _a_status], ids=lambda how: how.__name__.strip("_"))
@pytest.mark.parametrize("name", ["person", "referral", "GET /api/v1/people/<person_id>", "PUT /api/v1/needs/<need_id>"])
def test_an_answer_that_tells_by_one_byte_is_found(world: World, name: str, how: Callable[[Any], None]) -> None:
    """Planted: a stranger to a record is told, by as little as there is, that it is there."""
    (row,), side = [row for row in (*PAGES, *OPERATIONS) if row.name == name and not row.ids], SIDES[0]
    assert "other_officer" not in allowed(row, side)
    client = keyed(world, "other_officer") if " " in name else world.client("other_officer")
    client.post(reverse("notices-read-all"))
    assert fault(world, client, "other_officer", row, side, Nothing(client)) == ""
    told = Telling(client, world.ids[side.name], how)
    assert str(row) in fault(world, told, "other_officer", row, side, Nothing(told))
