"""What the database holds of involvements whatever SQL is tried, as the application's login."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.people.models import Involvement

LONG_AGO = timedelta(days=900)


def involve(cast: Cast, by: str, **values: Any) -> Involvement:
    """A row by SQL, past the action."""
    made = Involvement(
        person_id=cast.person,
        team_id=cast.teams["kete"],
        because_kind="test.placement",
        compartments=["C1"],
        by_id=cast.users[by],
        **values,
    )
    with cast.reading("case_manager"):
        made.save(force_insert=True)
    return made


def test_an_involvement_is_opened_under_ones_own_name_and_now(cast: Cast, owner: Owner) -> None:
    with pytest.raises(Error, match="under the name"):
        involve(cast, "officer")
    made = involve(cast, "case_manager", starts_at=now() - LONG_AGO)
    assert owner.rows("select starts_at > now() - interval '1 minute' from people_involvement where id = %s", made.pk) == [(True,)]


def test_who_opened_an_involvement_and_when_it_was_stays(cast: Cast, owner: Owner) -> None:
    made = involve(cast, "case_manager")
    days_ago = "now() - interval '{} days'"
    owner.place(f"update people_involvement set starts_at = {days_ago.format(9)}, ends_at = {days_ago.format(1)} where id = %s", made.pk)
    changes: list[dict[str, Any]] = [{"by_id": cast.users["officer"]}, {"starts_at": now()}, {"ends_at": now() - timedelta(days=2)}]
    for values in changes:
        with cast.reading("case_manager"), pytest.raises(Error, match=r"stays|never widened"):
            Involvement.objects.filter(pk=made.pk).update(**values)


def test_an_involvement_ends_now_at_the_earliest(cast: Cast, owner: Owner) -> None:
    made = involve(cast, "case_manager")
    owner.place("update people_involvement set starts_at = now() - interval '9 days' where id = %s", made.pk)
    with cast.reading("case_manager"):
        assert Involvement.objects.filter(pk=made.pk).update(ends_at=now() - timedelta(days=8)) == 1
    assert owner.rows("select ends_at > now() - interval '1 minute' from people_involvement where id = %s", made.pk) == [(True,)]


def test_history_and_imports_are_written_as_they_were(cast: Cast, owner: Owner) -> None:
    before = now() - LONG_AGO
    with reading_as(SYSTEM):
        made = Involvement.objects.create(
            person_id=cast.person,
            team_id=cast.teams["puke"],
            because_kind="people.assignment",
            starts_at=before,
            by_id=cast.users["officer"],
        )
    assert owner.rows("select starts_at, by_id from people_involvement where id = %s", made.pk) == [(before, cast.users["officer"])]
