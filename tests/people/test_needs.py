"""Needs: added, changed and moved along the table of states, against the version seen."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.matching.fit import Setting
from throughcare.people.actions import add_need, edit_need, move_need
from throughcare.people.queries import get_need, get_person, needs_of, person_facts


def test_a_need_is_added_changed_and_moved_and_each_step_is_audited(cast: Cast, owner: Owner) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        need = add_need(by=actor, person_id=cast.person, pillar="EMPLOYMENT", note="  Work on an orchard ")
        assert (need.note, need.owner_id, need.version) == ("Work on an orchard", actor.user_id, 1)
        edit_need(by=actor, need_id=need.id, pillar="EMPLOYMENT", note="Work outside", seen=1)
        moved = move_need(by=actor, need_id=need.id, verb="start", seen=2)
        assert (moved.status, moved.version) == ("IN_PROGRESS", 3)
        kept = get_need(actor, need.id)
        assert (kept.note, kept.status, kept.version) == ("Work outside", "IN_PROGRESS", 3)
    changes = [row[0] for row in owner.rows("select verb from audit_auditevent where about_id = %s order by at, id", need.id)]
    assert [verb for verb in changes if verb != "need.viewed"] == ["need.added", "need.changed", "need.moved.start"]


def test_a_change_of_an_old_version_is_refused(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        edit_need(by=actor, need_id=cast.need, pillar="ACCOMMODATION", note="Mine", seen=1)
    with cast.reading("case_manager"), pytest.raises(Stale):
        edit_need(by=actor, need_id=cast.need, pillar="ACCOMMODATION", note="Too late", seen=1)
    with cast.reading("case_manager"), pytest.raises(Stale):
        move_need(by=actor, need_id=cast.need, verb="start", seen=1)


def test_a_wrong_step_says_what_can_be_done(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        move_need(by=actor, need_id=cast.need, verb="meet", seen=1)
        with pytest.raises(Refused, match="From here you can: reopen"):
            move_need(by=actor, need_id=cast.need, verb="start", seen=2)
        with pytest.raises(Invalid):
            move_need(by=actor, need_id=cast.need, verb="finish", seen=2)


def test_strangers_and_readers_change_nothing(cast: Cast) -> None:
    for name, refusal in (
        ("other_officer", NotFound),
        ("recruitment_consultant", NotAllowed),
        ("partner_worker", NotAllowed),
        ("aroha", NotAllowed),
    ):
        actor = cast.actor(name)
        with cast.reading(name):
            with pytest.raises(refusal):
                add_need(by=actor, person_id=cast.person, pillar="EMPLOYMENT", note="")
            with pytest.raises(refusal):
                move_need(by=actor, need_id=cast.need, verb="start", seen=1)


def test_odd_input_is_refused_with_the_field_named(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    for pillar, note, field in (("HOUSE", "", "pillar"), ("EMPLOYMENT", "x" * 2001, "note")):
        with cast.reading("case_manager"), pytest.raises(Invalid) as refused:
            add_need(by=actor, person_id=cast.person, pillar=pillar, note=note)
        assert list(refused.value.errors) == [field]


def test_the_person_reads_their_own_needs_open_ones_first(cast: Cast) -> None:
    worker, actor = cast.actor("case_manager"), cast.actor("aroha")
    with cast.reading("case_manager"):
        move_need(by=worker, need_id=cast.need, verb="meet", seen=1)
        later = add_need(by=worker, person_id=cast.person, pillar="EMPLOYMENT", note="")
    with cast.reading("aroha"):
        assert [n.id for n in needs_of(actor, cast.person)] == [later.id, cast.need]
        assert needs_of(actor, cast.other_person) == []


def test_matching_is_told_what_is_known_and_no_more(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        add_need(by=actor, person_id=cast.person, pillar="EMPLOYMENT", note="")
        facts = person_facts(get_person(actor, cast.person), "ACCOMMODATION", date(2026, 6, 1))
    assert (facts.setting, facts.region_now, facts.region, facts.home_point) == (Setting.CUSTODY, "awa", None, None)
    assert facts.other_needs == frozenset({"EMPLOYMENT"})
    assert facts.languages == frozenset({"en"})
    assert facts.order_types is None
