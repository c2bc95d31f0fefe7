"""Whether an agreement holds on a day: the function and the SQL say the same, whatever its state and days."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection

from tests.cast import SYSTEM, Cast
from throughcare.agreements.days import in_force, in_force_sql, standing
from throughcare.agreements.states import AgreementState
from throughcare.common.reader import reading_as

DAY = date(2026, 11, 23)
DAYS = (None, *(DAY + timedelta(days=step) for step in (-2, -1, 0, 1, 2)))
CASES = list(product(AgreementState.values, DAYS, DAYS))


def test_the_function_and_the_sql_say_the_same_of_every_case(cast: Cast) -> None:
    rows = "select row_number() over () as number, * from unnest(%s::text[], %s::date[], %s::date[]) as t (state, starts_on, ends_on)"
    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            f"select {in_force_sql('a', '%s::date')} from ({rows}) a order by a.number",
            [DAY, DAY, *(list(part) for part in zip(*CASES, strict=True))],
        )
        said = [bool(one) for (one,) in cursor.fetchall()]
    assert said == [in_force(*case, DAY) for case in CASES]
    assert sum(said) == 3 * 3 * 4  # signed, active, varied; begun; not over


@pytest.mark.parametrize(
    ("state", "starts", "ends", "code"),
    [
        ("DRAFT", None, None, "DRAFT"),
        ("SIGNED", 1, None, "NOT_BEGUN"),
        ("SIGNED", 0, None, "IN_FORCE"),  # no job has run
        ("ACTIVE", -9, 90, "ENDS_SOON"),
        ("VARIED", -9, 91, "IN_FORCE"),
        ("ACTIVE", -9, 0, "ENDS_SOON"),
        ("ACTIVE", -9, -1, "ENDED"),  # no job has run
        ("EXPIRED", -9, -1, "ENDED"),
        ("SUSPENDED", -9, 9, "SUSPENDED"),
        ("TERMINATED", -9, 9, "TERMINATED"),
    ],
)
def test_how_it_stands_follows_from_both(state: str, starts: int | None, ends: int | None, code: str) -> None:
    first, last = (None if step is None else DAY + timedelta(days=step) for step in (starts, ends))
    found = standing(state, first, last, DAY)
    assert found.code == code
    assert (found.code in ("IN_FORCE", "ENDS_SOON")) is in_force(state, first, last, DAY)
