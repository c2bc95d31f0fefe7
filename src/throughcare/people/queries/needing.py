"""How many people need what, where. Nobody reads these but the job that rounds them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from throughcare.accounts.actors import Actor


class Needing(NamedTuple):
    """People with an open need under a pillar, in a region: all of them (split ""), or those of one part of a split; a part "" is not known.

    who: a number that changes with who they are, so that the same people are rounded the same way.
    """

    region: str
    pillar: str
    split: str
    part: str
    people: int
    who: int


def needing(by: Actor) -> Iterator[Needing]:
    """Every count there is, as it is now. To the system alone: anybody else gets none."""
    if not by.system:
        return
    with connection.cursor() as cursor:
        cursor.execute("select region, pillar, split, part, people, who from throughcare.needs_counted()")
        yield from (Needing(*row) for row in cursor.fetchall())
