"""Two who change one person's rows at once: one waits for the other, and nobody is undone with a server error (a deadlock, 40P01)."""

import threading
from typing import Any

import pytest

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.pairs import second_officer
from tests.races import at_once, somebody_waits
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.people.actions import assign_people, caseload, end_involvement, end_people, merging
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.actions.leaving import let_go
from throughcare.people.models import Assignment, CaseloadChange, Involvement, Merge, Need
from throughcare.people.queries import moment

ENDER = system_actor("end in a race", channel="command")


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


@pytest.fixture
def asked(cast: Cast) -> Merge:
    """Aroha's record is to go into Tama's; another officer decides."""
    second_officer(cast)
    made: Merge = as_(cast, "records", merging.propose_merge, winner_id=cast.other_person, loser_id=cast.person, reason="One number")
    return made


def confirm(cast: Cast, asked: Merge) -> Merge:
    done: Merge = as_(cast, "records_2", merging.move_merge, merge_id=asked.id, verb="confirm", seen=1)
    return done


class AtWork:
    """Changes a need of Aroha's, and, once a merge waits for that, what opens her record to an office ends: its end locks her record too."""

    def __init__(self, cast: Cast, owner: Owner) -> None:
        self.cast, self.owner, self.begun, self.goes_on = cast, owner, threading.Event(), threading.Event()

    def work(self) -> int:
        with reading_as(ENDER.reader):
            Need.objects.filter(pk=self.cast.need).update(note="Changed meanwhile")
            self.begun.set()
            assert somebody_waits(self.owner)
            self.goes_on.wait(20)
            return Involvement.objects.filter(person_id=self.cast.person, team_id=self.cast.teams["awa"], ends_at=None).update(
                ends_at=moment()
            )

    def merge(self, asked: Merge) -> Merge:
        assert self.begun.wait(20)
        try:
            return confirm(self.cast, asked)
        finally:
            self.goes_on.set()


def test_a_merge_gives_way_to_whoever_is_at_work_on_the_record(cast: Cast, owner: Owner, asked: Merge) -> None:
    other = AtWork(cast, owner)
    other.goes_on.set()
    changed, merged = at_once(other.work, lambda: other.merge(asked))
    assert changed == 1 and isinstance(merged, Merge), (changed, merged)
    assert merged.state == "MERGED"
    assert owner.rows("select person_id, note from people_need where id = %s", cast.need) == [(cast.other_person, "Changed meanwhile")]


def test_a_merge_that_gets_no_turn_says_so_and_nothing_is_done(
    cast: Cast, owner: Owner, asked: Merge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_PAUSES", (0.01, 0.01))
    other = AtWork(cast, owner)
    changed, refused = at_once(other.work, lambda: other.merge(asked))
    assert changed == 1 and isinstance(refused, Refused) and "Somebody is at work on one of these records" in str(refused)
    assert owner.rows("select state, version from people_merge") == [("PROPOSED", 1)]
    assert confirm(cast, asked).state == "MERGED"


def on_caseloads(cast: Cast, owner: Owner) -> list[CaseRow]:
    """Both people are Awa's, on the officer's caseload; returned as their manager sees them."""
    with reading_as(SYSTEM):
        Involvement.objects.create(
            person_id=cast.other_person, team_id=cast.teams["awa"], because_kind="people.assignment", compartments=["C1", "C7"]
        )
    people = sorted([cast.person, cast.other_person])
    assigned: CaseloadChange = as_(
        cast, "team_manager", assign_people, rows=[CaseRow(one, None) for one in people], worker_id=cast.users["officer"]
    )
    assert {row["result"] for row in assigned.results} == {"SUCCESS"}, assigned.results
    with reading_as(SYSTEM):
        seen = dict(Assignment.objects.order_by("person_id").values_list("person_id", "id"))
    return [CaseRow(one, seen[one]) for one in people]


def in_between(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the next change of caseloads holds its people; it goes on when somebody waits for that."""
    reached, row = threading.Event(), caseload._one

    def first_waits(*given: Any) -> dict[str, str]:
        if not reached.is_set():
            reached.set()
            assert somebody_waits(owner)
        return row(*given)

    monkeypatch.setattr(caseload, "_one", first_waits)
    return reached


def test_caseloads_change_while_their_worker_leaves(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = on_caseloads(cast, owner)
    held = in_between(owner, monkeypatch)
    owner.change("update accounts_membership set ends_on = throughcare.today() - 1 where user_id = %s", cast.users["officer"])

    def leaves() -> int:
        assert held.wait(20)
        with reading_as(ENDER.reader):
            return let_go(by=ENDER, worker_id=cast.users["officer"])

    given = {"rows": rows, "worker_id": cast.users["case_manager"]}
    assigned, left = at_once(lambda: as_(cast, "team_manager", assign_people, **given), leaves)
    assert isinstance(assigned, CaseloadChange) and {row["result"] for row in assigned.results} == {"SUCCESS"}
    assert left == 0
    live = "select worker_id from people_assignment where ends_at is null or ends_at > now()"
    assert owner.rows(live) == [(cast.users["case_manager"],)] * 2


def test_an_office_stops_while_what_it_rests_on_ends(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = on_caseloads(cast, owner)
    held = in_between(owner, monkeypatch)
    because = Ref("people.assignment", rows[0].seen)  # type: ignore[arg-type]  # they were just given
    owner.place("update people_involvement set because_id = %s where team_id = %s", because.id, cast.teams["awa"])

    def ends() -> int:
        assert held.wait(20)
        with reading_as(ENDER.reader):
            return end_involvement(by=ENDER, because=because)

    given: dict[str, Any] = {"rows": rows, "reason": "ORDER_ENDED", "last_day": today()}
    stopped, ended = at_once(lambda: as_(cast, "team_manager", end_people, **given), ends)
    assert isinstance(stopped, CaseloadChange) and {row["result"] for row in stopped.results} == {"SUCCESS"}
    assert ended == 2
    assert owner.rows("select count(*) from people_involvement where team_id = %s and ends_at > now()", cast.teams["awa"]) == [(0,)]
