"""Reminders of agreements: when each is due, who is reminded, once for an occasion; done by themselves. Tasks about an agreement."""

from datetime import timedelta
from typing import Any

import pytest

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get, signed
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions, jobs
from throughcare.agreements.queries.reminders import Doers
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound
from throughcare.tasks.actions import NewTask, add_task, move_task
from throughcare.tasks.models import Task

NIGHT = system_actor("remind of agreements")
TODAY = today()


def night() -> tuple[int, int]:
    with reading_as(NIGHT.reader):
        return actions.remind_of_agreements(by=NIGHT)


def tasks() -> list[tuple[str, str, str]]:
    """rule, state and what, in the order they were made."""
    with reading_as(NIGHT.reader):
        return [(row.rule.partition(".")[2], row.state, row.what) for row in Task.objects.order_by("id")]


def ends(owner: Owner, key: Any, days: int) -> None:
    """Its last day, put there by the owner: what was signed stays, for anybody else."""
    owner.place("update agreements_agreement set ends_on = %s where id = %s", TODAY + timedelta(days=days), key)


def test_its_owner_is_reminded_ninety_days_before_it_ends_and_once(cast: Cast, owner: Owner) -> None:
    key = signed(cast, ends_on=TODAY + timedelta(days=91), renewals_allowed=1)
    assert night() == (0, 0)
    do(cast, key, actions.renew_agreement, ends_on=TODAY + timedelta(days=92), reason="A day more.")
    ends(owner, key, 90)
    assert night() == (1, 0) and night() == (0, 0)
    ((rule, state, what),) = tasks()
    number = get(cast, key).number
    assert (rule, state) == ("ends", "OPEN") and what.startswith(f"Renew agreement {number}, write a new one, or let it end ")
    assert owner.rows("select user_id, about_kind, about_id, due_on from tasks_task") == [
        (cast.users[WRITER], "agreements.agreement", key, TODAY + timedelta(days=90))
    ]
    assert owner.rows("select user_id, kind from notices_notice") == [(cast.users[WRITER], "task.reminder")]


def test_one_that_is_renewed_suspended_or_over_asks_for_nothing_more(cast: Cast, owner: Owner) -> None:
    key = signed(cast, ends_on=TODAY + timedelta(days=20), renewals_allowed=1)
    assert night() == (1, 0)
    do(cast, key, actions.move_agreement, verb="suspend", reason="Their house burnt down.")
    assert night() == (0, 1)
    do(cast, key, actions.move_agreement, verb="resume", reason="It is built again.")
    assert night() == (1, 0) and [state for _, state, _ in tasks()] == ["OPEN"], "the rule closed it, and opens it again"
    do(cast, key, actions.renew_agreement, ends_on=TODAY + timedelta(days=400), reason="As it says.")
    assert night() == (0, 1)
    assert owner.rows("select reason, closed_by_rule from tasks_task") == [("It ends later now, has ended, or does not hold.", True)]
    owner.place("update agreements_agreement set starts_on = starts_on - 9 where id = %s", key)
    ends(owner, key, -1)
    assert night() == (0, 0)


def test_a_review_is_a_task_of_its_own_until_it_has_another_day(cast: Cast, owner: Owner) -> None:
    key = signed(cast)
    found = get(cast, key)
    for day, made in ((31, 0), (30, 1)):
        new = actions.Keeping(user_id=found.owner_id, team_id=found.owner_team_id, review_on=TODAY + timedelta(days=day))
        do(cast, key, actions.change_keeping, new=new)
        assert night() == (made, 0)
    assert [rule for rule, _, _ in tasks()] == ["review"]
    do(cast, key, actions.change_keeping, new=actions.Keeping(user_id=found.owner_id, team_id=found.owner_team_id, review_on=TODAY))
    assert night() == (1, 1), "another day is another occasion"
    do(cast, key, actions.move_agreement, verb="terminate", reason="Both wished so.")
    assert night() == (0, 1) and {state for _, state, _ in tasks()} == {"DONE"}


def test_without_an_owner_an_office_that_writes_agreements_is_reminded(cast: Cast, owner: Owner) -> None:
    key = signed(cast, ends_on=TODAY + timedelta(days=20))

    def doer() -> Any:
        found = get(cast, key, EXECUTIVE)
        with reading_as(NIGHT.reader):
            return Doers().of(found)

    assert doer() == {"user_id": cast.users[WRITER]}
    owner.place("update accounts_user set is_active = false where id = %s", cast.users[WRITER])
    assert doer() == {"team_id": cast.teams["head"]}
    owner.place("delete from accounts_membership where role_id in ('contract_manager', 'partnership_manager')")
    assert doer() == {} and night() == (0, 0)


def test_the_job_does_it(cast: Cast, owner: Owner) -> None:
    signed(cast, ends_on=TODAY + timedelta(days=20))
    jobs.remind(0)
    assert owner.rows("select rule from tasks_task") == [("agreement.ends",)]


def give(cast: Cast, who: str, key: Any, to: str) -> Task:
    new = NewTask(what="Ring them", about=Ref("agreements.agreement", key), user_id=cast.users[to])
    found: Task = as_(cast, who, add_task, new=new)
    return found


def test_a_task_is_about_an_agreement_and_stands_on_its_page_for_us_alone(cast: Cast) -> None:
    key = signed(cast)
    task = give(cast, WRITER, key, SECOND)
    page = cast.client(WRITER).get(f"/agreements/{key}/").content.decode()
    assert "Ring them" in page and f"about=agreements.agreement%3A{key}" in page
    number = get(cast, key).number
    assert f"{number}: Homes by summer" in cast.client(SECOND).get(f"/tasks/{task.pk}/").content.decode()
    theirs = cast.client("partner_manager").get(f"/agreements/{key}/").content.decode()
    assert "Ring them" not in theirs and "Add a task" not in theirs
    assert cast.client("partner_manager").get(f"/tasks/{task.pk}/").status_code == 404
    as_(cast, SECOND, move_task, task_id=task.pk, verb="finish", seen=1)


def test_who_may_not_see_it_or_write_one_has_no_task_about_it(cast: Cast) -> None:
    key = signed(cast)
    with pytest.raises(NotFound):
        give(cast, "case_manager", key, "case_manager")
    with pytest.raises(Invalid):
        give(cast, WRITER, key, EXECUTIVE)
    give(cast, EXECUTIVE, key, EXECUTIVE)
    with pytest.raises(Invalid):
        give(cast, "partner_manager", key, WRITER)
