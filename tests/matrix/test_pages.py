"""Every page × everybody: who is let in, and that everybody else learns nothing at all."""

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY
from tests.matrix.table import PAGES, Row
from tests.matrix.walk import Nothing, address, allowed, ask, fault, route_names, same, unknown
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
    faults = [found for row in PAGES for side in SIDES if (found := fault(world, client, name, row, side, nothing))]
    assert not faults, "\n".join(faults)
    assert world.canaries.answers > 2 * len(PAGES)


@pytest.mark.parametrize("row", [row for row in PAGES if row.who < set(EVERYBODY)], ids=str)
def test_an_unknown_id_is_answered_as_a_strangers(world: World, row: Row) -> None:
    """To those who may open such a page, somebody else's thing and no thing at all are one."""
    for side in SIDES:
        for name in sorted(allowed(row, side))[:1]:
            client = world.client(name)
            ids = unknown(world.ids[side.name])
            answer = ask(client, row, ids)
            if answer.status_code not in (row.post or row.ok):  # a list has no id in its address
                assert same(answer) == Nothing(client).near(address(row, ids)), f"{name}: {row}"
