"""What the database holds of involvements, caseloads and disagreements whatever SQL is tried, as the application's login."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give, hand_over, main_of, results
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.people.actions import move_handover
from throughcare.people.models import Assignment, Disagreement, Handover, Involvement

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


def assigned(cast: Cast, worker: str = "officer", team: str = "awa") -> UUID:
    """Somebody of an office has the person, since three days."""
    with reading_as(SYSTEM):
        since = now() - timedelta(days=3)
        return Assignment.objects.create(person_id=cast.person, team_id=cast.teams[team], worker_id=cast.users[worker], starts_at=since).pk


def end(cast: Cast, who: str, assignment: UUID) -> int:
    with cast.reading(who):
        return Assignment.objects.filter(pk=assignment).update(ends_at=now())


def puke_too(cast: Cast) -> None:
    """Another office works with the person as well."""
    with reading_as(SYSTEM):
        Involvement.objects.create(
            person_id=cast.person,
            team_id=cast.teams["puke"],
            because_kind="people.assignment",
            compartments=["C1", "C9"],
            starts_at=now() - timedelta(days=3),
        )


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


@pytest.mark.parametrize("who", ["case_manager", "other_officer"])
def test_a_colleagues_assignment_is_ended_by_neither_colleague_nor_another_office(cast: Cast, who: str) -> None:
    puke_too(cast)
    assignment = assigned(cast)
    with pytest.raises(Error, match="colleague"):
        end(cast, who, assignment)
    assert end(cast, "officer", assignment) == 1


def test_a_manager_ends_anybodys_of_the_office(cast: Cast) -> None:
    assert end(cast, "team_manager", assigned(cast)) == 1


@pytest.mark.parametrize(("who", "team"), [("case_manager", "awa"), ("other_officer", "awa")])
def test_nobody_covers_for_a_colleague_by_themselves(cast: Cast, who: str, team: str) -> None:
    """Whoever covers may hand on, so a cover is a colleague's to give."""
    puke_too(cast)
    assigned(cast)
    until = now() + timedelta(days=2)
    mine = Assignment(
        person_id=cast.person,
        team_id=cast.teams[team],
        worker_id=cast.users["case_manager"],
        kind="COVER",
        starts_at=now(),
        ends_at=until,
        by_id=cast.users[who],
    )
    with cast.reading(who), pytest.raises(Error, match="colleague"):
        mine.save(force_insert=True)


def test_whom_a_colleague_has_is_not_handed_over(cast: Cast) -> None:
    puke_too(cast)
    there = assigned(cast, "other_officer", "puke")
    assigned(cast)
    made = Handover(
        person_id=cast.person,
        from_team_id=cast.teams["awa"],
        by_id=cast.users["case_manager"],
        to_team_id=cast.teams["puke"],
        to_worker_id=cast.users["other_officer"],
        assignment_id=there,
        note="x",
        last_day=now().date(),
    )
    with cast.reading("case_manager"), pytest.raises(Error, match="under the name of who does it"):
        made.save(force_insert=True)


def test_who_has_them_there_already_gets_them_by_the_handover_and_loses_them_when_it_is_taken_back(cast: Cast, owner: Owner) -> None:
    puke_too(cast)
    there = assigned(cast, "other_officer", "puke")
    give(cast, "case_manager", "case_manager")
    assert results(hand_over(cast)) == ["SUCCESS"]
    assert main_of(cast, team="puke").pk != there
    ((handover,),) = owner.rows("select id from people_handover")
    as_(cast, "case_manager", move_handover, handover_id=handover, verb="take_back", seen=1)
    assert main_of(cast).worker_id == cast.users["case_manager"]
    assert owner.rows("select count(*) from people_assignment where team_id = %s and ends_at is null", cast.teams["puke"]) == [(0,)]


def test_a_disagreement_and_its_answer_carry_the_time_they_were_written(cast: Cast, owner: Owner) -> None:
    with cast.reading("aroha"):
        made = Disagreement(person_id=cast.person, about_kind="people.need", about_id=cast.need, words="no", at=now() - LONG_AGO)
        made.save(force_insert=True)
    with cast.reading("case_manager"):
        answered = {"answer": "yes", "answered_by_id": cast.users["case_manager"], "answered_at": now() - LONG_AGO}
        assert Disagreement.objects.filter(pk=made.pk).update(**answered) == 1
    recent = "> now() - interval '1 minute'"
    assert owner.rows(f"select at {recent}, answered_at {recent} from people_disagreement") == [(True, True)]
