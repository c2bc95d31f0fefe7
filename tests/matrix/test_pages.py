"""Every page × everybody: who is let in, and that everybody else learns nothing at all."""

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY
from tests.matrix.table import PAGES, Row
from tests.matrix.walk import Nothing, allowed, ask, fault, has_ids, route_names, sides_of, unknown
from tests.matrix.world import World


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
