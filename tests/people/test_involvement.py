"""Involvement: the one reason somebody is visible, opened and ended by actions."""

from uuid import UUID

import pytest

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotAllowed, NotFound, Refused
from throughcare.people.actions import NewPerson, create_person, end_involvement, involve
from throughcare.people.models import Person
from throughcare.people.queries import because_of, get_need, get_person, visible_to

PLACEMENT = Ref("test.placement", UUID("00000000-0000-7000-8000-000000000001"))


def seen_by(cast: Cast, name: str) -> list[UUID]:
    """Whose records the named member may open."""
    actor = cast.actor(name)
    with cast.reading(name):
        return list(visible_to(actor).values_list("id", flat=True))


def test_each_sees_their_own_office_or_their_own_record(cast: Cast) -> None:
    expected = {"case_manager": [cast.person], "other_officer": [cast.other_person], "aroha": [cast.person], "tama": [cast.other_person]}
    for name, persons in expected.items():
        assert seen_by(cast, name) == persons, name
    for name in ("partner_worker", "administrator", "auditor", "records", "privacy_officer", "executive"):
        assert seen_by(cast, name) == [], name


def test_a_stranger_gets_the_answer_of_an_unknown_id(cast: Cast) -> None:
    actor = cast.actor("other_officer")
    with cast.reading("other_officer"):
        with pytest.raises(NotFound) as stranger:
            get_person(actor, cast.person)
        with pytest.raises(NotFound) as unknown:
            get_person(actor, new_id())
        assert str(stranger.value) == str(unknown.value)
        with pytest.raises(NotFound):
            get_need(actor, cast.need)


def test_a_look_is_audited_with_what_it_rests_on(cast: Cast, owner: Owner) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        relied_on = because_of(actor, cast.person)
        get_person(actor, cast.person, compartments=("C1", "C7"))
    assert len(relied_on) == 1
    assert owner.rows("select actor_id, verb, person_ids, compartments, because_ids from audit_auditevent") == [
        (cast.users["case_manager"], "person.viewed", [cast.person], ["C1", "C7"], relied_on)
    ]


def test_involving_another_office_opens_the_record_and_ending_closes_it_at_once(cast: Cast, owner: Owner) -> None:
    actor, other = cast.actor("case_manager"), cast.actor("other_officer")
    with cast.reading("case_manager"):
        first = involve(by=actor, person_id=cast.person, team_id=cast.teams["puke"], because=PLACEMENT, compartments=["C1", "C7"])
        again = involve(by=actor, person_id=cast.person, team_id=cast.teams["puke"], because=PLACEMENT, compartments=["C7", "C1"])
        assert first.id == again.id
    with cast.reading("other_officer"):
        assert get_person(other, cast.person).id == cast.person
        assert because_of(other, cast.person) == [first.id]
    with cast.reading("case_manager"):
        assert end_involvement(by=actor, because=PLACEMENT) == 1
        assert end_involvement(by=actor, because=PLACEMENT) == 0
    with cast.reading("other_officer"), pytest.raises(NotFound):
        get_person(other, cast.person)
    verbs = [row[0] for row in owner.rows("select verb from audit_auditevent where verb like 'involvement.%%' order by at, id")]
    assert verbs == ["involvement.opened", "involvement.ended"]


def test_an_involvement_opened_and_ended_in_one_transaction_was_never_open(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        involve(by=actor, person_id=cast.person, team_id=cast.teams["puke"], because=PLACEMENT, compartments=["C1"])
        end_involvement(by=actor, because=PLACEMENT)
    assert seen_by(cast, "other_officer") == [cast.other_person]


def test_a_partner_involved_without_compartments_sees_no_record_and_may_end_its_own(cast: Cast) -> None:
    actor, partner = cast.actor("case_manager"), cast.actor("partner_worker")
    with cast.reading("case_manager"):
        involve(by=actor, person_id=cast.person, team_id=cast.teams["mana"], because=PLACEMENT)
    with cast.reading("partner_worker"):
        assert not visible_to(partner).exists()
        assert not Person.objects.exists()
        assert len(because_of(partner, cast.person)) == 1
        assert end_involvement(by=partner, because=PLACEMENT) == 1
        assert because_of(partner, cast.person) == []


@pytest.mark.parametrize(
    ("name", "compartments", "sentence"),
    [
        ("partner_worker", ["C1"], "doesn't work with this person"),
        ("other_officer", [], "doesn't work with this person"),
        ("case_manager", ["C1", "C6"], "more of a record than it sees itself"),
    ],
)
def test_nobody_opens_more_than_their_team_sees(cast: Cast, name: str, compartments: list[str], sentence: str) -> None:
    actor = cast.actor(name)
    with cast.reading(name), pytest.raises(Refused, match=sentence):
        involve(by=actor, person_id=cast.person, team_id=cast.teams["kete"], because=PLACEMENT, compartments=compartments)


def test_a_new_person_is_seen_by_the_office_named_and_by_nobody_else(cast: Cast, owner: Owner) -> None:
    by = system_actor("people import", channel="command")
    with reading_as(SYSTEM):
        made = create_person(by=by, new=NewPerson(preferred_name="Mereana", family_name="Pōtae"), team_id=cast.teams["awa"])
    assert made.search_key == "potae mereana"
    assert set(seen_by(cast, "case_manager")) == {cast.person, made.id}
    assert seen_by(cast, "other_officer") == [cast.other_person]
    assert owner.rows("select person_ids from audit_auditevent where verb = 'person.created'") == [([made.id],)]


def test_records_make_a_person_and_can_not_look_at_them_afterwards(cast: Cast) -> None:
    actor = cast.actor("records")
    with cast.reading("records"):
        made = create_person(by=actor, new=NewPerson(preferred_name="Mereana"), team_id=cast.teams["awa"])
        assert not Person.objects.filter(pk=made.id).exists()
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"), pytest.raises(NotAllowed):
        create_person(by=actor, new=NewPerson(preferred_name="Mereana"), team_id=cast.teams["awa"])
