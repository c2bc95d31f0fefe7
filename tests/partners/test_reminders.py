"""Reminders of partners: when each is due, who is reminded, once for an occasion; done by themselves when there was contact."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, get
from tests.partners.test_interactions import correct, met
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.partners import actions, jobs, queries
from throughcare.partners.queries import PartnerFilters
from throughcare.partners.queries.reminders import Doers
from throughcare.tasks.actions import move_task
from throughcare.tasks.models import Task

NIGHT = system_actor("remind of partners")


@pytest.fixture(autouse=True)
def _days() -> Iterator[None]:
    with override_settings(PARTNER_QUIET_DAYS=180, ACCREDITATION_DAYS=90):
        yield


def ago(days: int) -> Any:
    return today() - timedelta(days=days)


def old(cast: Cast, owner: Owner, name: str = "", days: int = 400, **values: Any) -> UUID:
    """A partner since so many days."""
    key = add(cast, name, "NGO", **values)
    owner.place("update partners_partner set state_since = %s where organization_id = %s", ago(days), key)
    return key


def night() -> tuple[int, int]:
    with reading_as(NIGHT.reader):
        return actions.remind_of_partners(by=NIGHT)


def tasks() -> list[tuple[str, str, str]]:
    """rule, state and what, in the order they were made."""
    with reading_as(NIGHT.reader):
        return [(row.rule.partition(".")[2], row.state, row.what) for row in Task.objects.order_by("id")]


def quiet(cast: Cast) -> list[UUID]:
    """As the list has it."""
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        found = [row.pk for row in queries.search_partners(actor, PartnerFilters(contact="quiet")).order_by("pk")]
        assert queries.count_quiet(actor) == len(found)
        return found


def every(cast: Cast, key: UUID, days: int | None) -> None:
    as_(cast, EDITOR, actions.change_in_touch, partner_id=key, new=actions.InTouch(contact_every=days), seen=get(cast, key).version)


def test_nobody_was_in_touch_for_as_long_as_the_site_says(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    met(cast, key, on=ago(179))
    assert quiet(cast) == [] and night() == (0, 0)
    owner.place("update partners_interaction set on_day = on_day - 1")
    assert quiet(cast) == [key] and night() == (1, 0)
    ((rule, state, what),) = tasks()
    assert (rule, state) == ("quiet", "OPEN") and what.startswith("Get in touch with Mana Trust: no contact since ")
    assert owner.rows("select user_id, about_kind, about_id, due_on from tasks_task") == [
        (cast.users[EDITOR], "partners.partner", key, today() + timedelta(days=14))
    ]
    assert owner.rows("select user_id, kind from notices_notice") == [(cast.users[EDITOR], "task.reminder")]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'task.reminded'") == [(1,)]
    assert night() == (0, 0) and len(tasks()) == 1


def test_a_partner_has_days_of_its_own_and_the_site_may_have_none(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    met(cast, key, on=ago(30))
    every(cast, key, 31)
    assert quiet(cast) == []
    every(cast, key, 30)
    assert quiet(cast) == [key]
    every(cast, key, 0)
    assert quiet(cast) == []
    other = old(cast, owner, "Another Trust")
    assert quiet(cast) == [other]
    with override_settings(PARTNER_QUIET_DAYS=0):
        assert quiet(cast) == []
        every(cast, key, 7)
        assert quiet(cast) == [key]
    with pytest.raises(Invalid):
        every(cast, key, 2000)


def test_one_that_is_new_or_came_back_is_given_time(cast: Cast, owner: Owner) -> None:
    old(cast, owner, days=100)
    back = old(cast, owner, "Another Trust")
    met(cast, back, on=ago(300))
    assert quiet(cast) == [back]
    for verb in ("pause", "resume"):
        as_(cast, EDITOR, actions.move_partner, partner_id=back, verb=verb, reason="Away.", seen=get(cast, back).version)
        assert quiet(cast) == []


def test_contact_that_is_written_down_does_what_was_asked(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    night()
    met(cast, key, on=ago(200))
    assert [state for _, state, _ in tasks()] == ["OPEN"], "an older contact leaves it quiet still"
    met(cast, key, on=ago(2))
    assert owner.rows("select state, reason, closed_by_rule from tasks_task") == [
        ("DONE", "Somebody was in touch, or is not asked to be any more.", True)
    ]
    assert night() == (0, 0)


def test_contact_taken_back_asks_again(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    night()
    one = met(cast, key)
    assert [state for _, state, _ in tasks()] == ["DONE"]
    as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=one, reason="Another partner.", seen=1)
    assert night() == (1, 0) and [state for _, state, _ in tasks()] == ["OPEN"]


def test_what_somebody_put_aside_stays_so_until_the_next_occasion(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    night()
    (task,) = [row for (row,) in owner.rows("select id from tasks_task")]
    as_(cast, EDITOR, move_task, task_id=task, verb="cancel", reason="They are away until May.", seen=1)
    assert night() == (0, 0)
    met(cast, key, on=ago(190))
    assert night() == (1, 0) and [state for _, state, _ in tasks()] == ["CANCELLED", "OPEN"]


def test_the_day_that_was_agreed_has_come(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    one = met(cast, key, on=ago(20), next_on=today())
    assert night() == (1, 0) and [rule for rule, _, _ in tasks()] == ["next"]
    assert owner.rows("select due_on from tasks_task") == [(today(),)]
    correct(cast, one, 1, on=ago(20), next_on=today() + timedelta(days=5))
    assert [state for _, state, _ in tasks()] == ["DONE"] and night() == (0, 0)
    met(cast, key, on=ago(1), next_on=today())
    assert night() == (1, 0)
    met(cast, key)
    assert [state for _, state, _ in tasks()] == ["DONE", "DONE"]


def test_an_accreditation_is_about_to_end(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner, days=10)
    far, near = (
        accredit(cast, key, expires_on=today() + timedelta(days=91)),
        accredit(cast, key, 3, expires_on=today() + timedelta(days=90)),
    )
    assert night() == (1, 0) and "level 3 ends" in tasks()[0][2]
    new = actions.NewAccreditation(level=3, given_by="Kaiwhakamana", expires_on=today() + timedelta(days=900))
    as_(cast, EDITOR, actions.change_accreditation, accreditation_id=near, new=new, seen=1)
    assert night() == (0, 1) and [state for _, state, _ in tasks()] == ["DONE"]
    owner.place("update partners_accreditation set expires_on = %s where id = %s", ago(3), far)
    assert night() == (1, 0)
    with override_settings(ACCREDITATION_DAYS=0):
        assert night() == (0, 1)


def test_a_partner_that_pauses_asks_for_nothing(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    accredit(cast, key, expires_on=today())
    assert night() == (2, 0)
    as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="end", reason="Closed.", seen=get(cast, key).version)
    assert night() == (0, 2) and {state for _, state, _ in tasks()} == {"DONE"}


def test_without_an_owner_an_office_that_keeps_the_register_is_reminded(cast: Cast, owner: Owner) -> None:
    key = old(cast, owner)
    member = "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (gen_random_uuid(), %s, %s, 'partnership_manager', '2026-01-01')"
    owner.place(member, cast.users["analyst"], cast.teams["puke"])

    def doer() -> Any:
        with reading_as(NIGHT.reader):
            return Doers().of(queries.get_partner(NIGHT, key))

    assert doer() == {"user_id": cast.users[EDITOR]}
    owner.place("update accounts_user set is_active = false where id = %s", cast.users[EDITOR])
    assert doer() == {"team_id": cast.teams["puke"]}
    owner.place("update partners_partner set owner_id = null, owner_team_id = null")
    owner.place("update accounts_user set is_active = true where id = %s", cast.users[EDITOR])
    assert doer() == {"team_id": cast.teams["head"]}
    owner.place("update partners_partner set regions = '{puke}'")
    assert doer() == {"team_id": cast.teams["puke"]}
    night()
    assert owner.rows("select team_id, user_id from tasks_task") == [(cast.teams["puke"], None)]
    owner.place("delete from accounts_membership where role_id = 'partnership_manager'")
    assert doer() == {}


def test_the_job_does_it(cast: Cast, owner: Owner) -> None:
    old(cast, owner)
    jobs.remind(0)
    assert owner.rows("select rule from tasks_task") == [("partner.quiet",)]
    assert "Partners nobody was in touch with" in cast.client(EDITOR).get("/").content.decode()
    page = cast.client(EDITOR).get("/partners/?contact=quiet").content.decode()
    assert "Mana Trust" in page and "In touch: Nobody for too long" in page
