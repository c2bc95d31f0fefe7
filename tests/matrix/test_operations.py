"""Every operation of the API × everybody's access key."""

from typing import Any

import pytest

from tests.cast import EVERYBODY
from tests.matrix.table import OPERATIONS
from tests.matrix.walk import Nothing, fault, route_names, sides_of
from tests.matrix.world import World


def keyed(world: World, name: str | None) -> Any:
    """A machine that sends this member's key with every request, each answer searched."""
    client = world.cast.client(None)
    if name is not None:
        client.defaults["HTTP_AUTHORIZATION"] = world.key(name)["Authorization"]
    return world.canaries.watch(client, name)


def test_every_operation_is_in_the_table() -> None:
    operations = {name for name in route_names() if " " in name}
    table = {row.name for row in OPERATIONS}
    assert operations == table, f"not in tests/matrix/table.py: {sorted(operations - table)}; in it, but gone: {sorted(table - operations)}"


@pytest.mark.parametrize("name", [None, *EVERYBODY], ids=str)
def test_every_key_is_worth_what_its_owner_may_and_the_rest_is_not_there(world: World, name: str | None) -> None:
    client = keyed(world, name)
    nothing = Nothing(client)
    faults = [found for row in OPERATIONS for side in sides_of(row) if (found := fault(world, client, name, row, side, nothing))]
    assert not faults, "\n".join(faults)
