"""Nothing anybody does to a record shows it to somebody new: only a row of Involvement does, and its end takes the sight away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import EVERYBODY, Cast, make_cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.people import actions
from throughcare.people.models import Disagreement, Identifier, Involvement, Need, Person, Whereabouts

HANDS = ("case_manager", "officer", "other_officer", "recruitment_consultant", "partner_worker", "aroha", "auditor", "administrator")
EYES = ("case_manager", "other_officer", "partner_worker", "other_partner_worker", "auditor", "aroha", "stranger")
TABLES = (Person, Identifier, Whereabouts, Need, Disagreement)
BECAUSE = Ref("tests.reason", UUID("01900000-0000-7000-8000-000000000001"))
Step = Callable[[Cast, str], Any]


def _involve(team: str, compartments: tuple[str, ...]) -> Step:
    return lambda cast, who: walk.as_(
        cast, who, actions.involve, person_id=cast.person, team_id=cast.teams[team], because=BECAUSE, compartments=compartments
    )


# Each may be tried by anybody; most are refused to most.
STEPS: dict[str, Step] = {
    "add a need": lambda cast, who: walk.as_(cast, who, actions.add_need, person_id=cast.person, pillar="EMPLOYMENT", note="Work"),
    "change the need": lambda cast, who: walk.as_(cast, who, actions.edit_need, need_id=cast.need, pillar="EMPLOYMENT", note="New", seen=1),
    "start the need": lambda cast, who: walk.as_(cast, who, actions.move_need, need_id=cast.need, verb="start", seen=1),
    "disagree": lambda cast, who: walk.as_(cast, who, actions.disagree, about=Ref("people.person", cast.person), words="No"),
    "involve the other office": _involve("puke", ("C1", "C7")),
    "involve a partner, told only": _involve("mana", ()),
    "involve beyond one's own sight": _involve("kete", ("C1", "C6")),
    "end what was opened": lambda cast, who: walk.as_(cast, who, actions.end_involvement, because=BECAUSE),
}


def seen(cast: Cast) -> dict[str, frozenset[tuple[str, UUID]]]:
    """Whose rows each member reads in each table, straight from the database, as (table, person)."""
    found = {}
    for who in EYES:
        with cast.reading(who):
            found[who] = frozenset(
                (model._meta.db_table, person)
                for model in TABLES
                for person in model._default_manager.order_by().values_list("pk" if model is Person else "person_id", flat=True)
            )
    return found


def involvements(cast: Cast) -> int:
    """How many were ever opened."""
    with cast.reading("case_manager"):
        return Involvement.objects.filter(person_id=cast.person).count()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(steps=st.lists(st.tuples(st.sampled_from(HANDS), st.sampled_from(sorted(STEPS))), min_size=4, max_size=10))
def test_sight_widens_only_with_an_involvement(owner: Owner, steps: list[tuple[str, str]]) -> None:
    owner.empty()
    cast = make_cast()
    office = {name for name in EVERYBODY if name in ("case_manager", "officer", "team_manager", "recruitment_consultant")}
    before, opened = seen(cast), involvements(cast)
    for who, what in steps:
        try:
            STEPS[what](cast, who)
        except Refused:
            pass
        except Exception as error:
            if "row-level security" not in str(error):
                raise
        after, now_open = seen(cast), involvements(cast)
        wider = {name for name in EYES if {p for _, p in after[name]} - {p for _, p in before[name]}}
        assert not wider or now_open > opened, f"{who} did “{what}”, and {wider} see somebody new"
        assert not [name for name in wider if name in office | {"aroha"}]
        before, opened = after, now_open


def test_an_ended_involvement_is_gone_at_once_and_the_steps_do_what_they_say(cast: Cast) -> None:
    """So that the property above is not true of steps that all fail."""
    other = ("people_person", cast.person)
    assert other not in seen(cast)["other_officer"]
    STEPS["involve the other office"](cast, "case_manager")
    assert other in seen(cast)["other_officer"]
    STEPS["end what was opened"](cast, "case_manager")
    assert other not in seen(cast)["other_officer"]
    STEPS["involve a partner, told only"](cast, "case_manager")
    assert other not in seen(cast)["partner_worker"]
    for who in ("other_officer", "partner_worker", "auditor"):
        with pytest.raises(Refused):
            STEPS["add a need"](cast, who)
    with pytest.raises(Refused):
        STEPS["involve beyond one's own sight"](cast, "case_manager")
