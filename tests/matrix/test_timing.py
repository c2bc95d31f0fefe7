"""The scorecard's S16: what is forbidden and what does not exist differ neither in the answer, nor in the work done for it, nor in time.

The bodies are compared for every page in test_pages. Here: the ten pages used most do the same statements for both, in the same order;
and with `make test-all`, no classifier by time does better than an area of 0.55 under its curve (0.5 is a coin).

Time is what a caller on the same machine could see at its best: the processor time of the process that answers and of the database's that serves
it, not the wall clock. What else a busy machine does falls upon both kinds alike and would only hide a difference; work done for one of the two
kinds and not for the other is in the processor time whoever else is running. What would take longer without work, a wait, is in the statements, which
are compared. Asked in pairs, in random order within the pair, so that whatever drifts meets both.
"""

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.table import OPERATIONS, PAGES, Row
from tests.matrix.walk import ask, unknown
from tests.matrix.world import World

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
EACH = int(os.environ.get("THROUGHCARE_TEST_TIMED", "2000"))  # requests of either kind, a page
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "16"))
LIMIT = 0.55
BUSIEST = (
    *("person", "person-timeline", "need", "need-services", "contacts", "notes", "referral", "person-print"),
    *("GET /api/v1/people/<person_id>", "GET /api/v1/referrals/<referral_id>"),
)
ROWS = [row for row in (*PAGES, *OPERATIONS) if row.name in BUSIEST]
WHO = "case_manager"  # of the other office: puke's ids are forbidden to them


def asking(world: World, row: Row) -> Callable[[bool], Any]:
    """ask(True): something of another office; ask(False): something that is not."""
    client = world.cast.client(None if " " in row.name else WHO)
    if " " in row.name:
        client.defaults["HTTP_AUTHORIZATION"] = world.key(WHO)["Authorization"]

    def once(is_there: bool) -> Any:
        ids = world.ids["puke"] if is_there else unknown(world.ids["puke"])
        return ask(client, row, ids, may=False)

    return once


def statements(once: Callable[[bool], Any], is_there: bool) -> list[str]:
    """What the database was asked, without the values."""
    with CaptureQueriesContext(connection) as found:
        assert once(is_there).status_code == 404
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in found.captured_queries]


def area(one: list[float], other: list[float]) -> float:
    """How well the better of the two simple classifiers by time tells them apart (Mann and Whitney's U over n·m): 0.5 to 1."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    ranks = sum(place for place, (_, is_one) in enumerate(ranked, start=1) if is_one)
    u = ranks - len(one) * (len(one) + 1) / 2
    share = u / (len(one) * len(other))
    return max(share, 1 - share)


def half_width(area_: float, each: int) -> float:
    """Of the interval that holds 95 of 100 (Hanley and McNeil 1982, formula 2)."""
    one, two = area_ / (2 - area_), 2 * area_**2 / (1 + area_)
    spread = area_ * (1 - area_) + (each - 1) * (one - area_**2) + (each - 1) * (two - area_**2)
    return 1.96 * float(spread**0.5) / each


def database_time(pid: int) -> float:
    """Seconds of processor that a process of the server has used, to the nanosecond; 0 where the kernel does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError):
        return 0.0


def backends() -> list[int]:
    """The processes of the server that answer us."""
    with psycopg.connect(**connection.get_connection_params()) as session:
        asked = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        return [pid for (pid,) in session.execute(asked).fetchall()]


def timed(once: Callable[[bool], Any], each: int, dice: random.Random) -> float:
    """The area for this page, its requests in pairs of random order. Connections live on between requests, so their processes stay the same."""
    took: dict[bool, list[float]] = {True: [], False: []}
    ours = backends()
    for _ in range(each):
        for is_there in dice.sample([True, False], 2):
            began = time.process_time() + sum(map(database_time, ours))
            once(is_there)
            took[is_there].append(time.process_time() + sum(map(database_time, ours)) - began)
    return area(took[True], took[False])


def test_ten_pages_are_asked() -> None:
    assert {row.name for row in ROWS} == set(BUSIEST)
    assert len(ROWS) >= 10


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_same_work_is_done_for_both(world: World, row: Row) -> None:
    once = asking(world, row)
    once(True)
    assert statements(once, True) == statements(once, False)


@pytest.mark.skipif(not LONG, reason="long: make test-all")
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_time_tells_nobody_which(world: World, row: Row) -> None:
    once, dice = asking(world, row), random.Random(SEED)
    timed(once, 20, dice)  # warm
    found = timed(once, EACH, dice)
    print(f"{row}: area {found:.3f} ± {half_width(found, EACH):.3f} of {EACH:,} + {EACH:,} requests, seed {SEED}")
    assert found <= LIMIT


def test_a_page_that_does_more_for_what_is_there_is_found(world: World) -> None:
    """The planted fault, of both oracles: a look at the thing before the refusal, and three thousandths of a second of work."""
    once = asking(world, ROWS[0])

    def slower(is_there: bool) -> Any:
        answer = once(is_there)
        if is_there:
            until = time.process_time() + 0.003
            while time.process_time() < until:
                pass
            with world.cast.reading(WHO), connection.cursor() as cursor:
                cursor.execute("select 1 from people_person limit 1")
        return answer

    assert timed(slower, 30, random.Random(SEED)) > LIMIT
    assert statements(slower, True) != statements(slower, False)
