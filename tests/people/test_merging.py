"""Two records put together by two officers, and taken apart again exactly as they were; nobody sees more for it."""

import os
import random
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.pairs import READERS, digests, second_officer, seen_by, two_people
from throughcare.common.merging import RELATIONS
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.people.actions import merging
from throughcare.people.models import Involvement, Merge, MergeKept, Need
from throughcare.people.queries import get_person

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
PAIRS = 1000 if ALL else 25
SEED = 20261122


@pytest.fixture
def two(cast: Cast) -> Cast:
    """With a second records officer."""
    second_officer(cast)
    return cast


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def put_together(cast: Cast, winner: UUID, loser: UUID) -> Merge:
    asked = as_(cast, "records", merging.propose_merge, winner_id=winner, loser_id=loser, reason="Same number on two files")
    done: Merge = as_(cast, "records_2", merging.move_merge, merge_id=asked.id, verb="confirm", seen=1)
    return done


def take_apart(cast: Cast, merge: Merge) -> Merge:
    asked = as_(cast, "records_2", merging.move_merge, merge_id=merge.id, verb="ask_apart", seen=merge.version, reason="Two brothers")
    done: Merge = as_(cast, "records", merging.move_merge, merge_id=merge.id, verb="confirm_apart", seen=asked.version)
    return done


def test_what_was_put_together_and_taken_apart_is_as_it_was(two: Cast, owner: Owner) -> None:
    print(f"seed {SEED}, {PAIRS} pairs")
    r = random.Random(SEED)
    for n in range(PAIRS):
        winner, loser = two_people(two, owner, r)
        before = digests(owner)
        merge = put_together(two, winner, loser)
        if n == 0:
            changed = {name for name, digest in digests(owner).items() if digest != before[name]}
            assert {"people_need", "people_needevent", "people_involvement", "disclosure_disclosedline", "referrals_referral"} <= changed
        assert take_apart(two, merge).state == "PARTED"
        after = digests(owner)
        assert {name for name in before if before[name] != after[name]} == set(), f"pair {n} of seed {SEED}"
    with reading_as(SYSTEM):
        assert Merge.objects.filter(state="PARTED").count() == PAIRS


def test_nobody_sees_more_for_a_merge(two: Cast, owner: Owner) -> None:
    r = random.Random(SEED + 1)
    keys = {move.table: move.key for move in RELATIONS.moves} | {
        "people_person": "id",
        "people_ownaccount": "user_id",
        "people_personevent": "pgh_id",
    }
    keys.pop("people_matchkey", None)
    gone = 0
    for n in range(40 if ALL else 3):
        pair = two_people(two, owner, r)
        before = {who: seen_by(two, who, keys) for who in READERS}
        made = {str(row[0]) for row in owner.rows("select id from people_involvement")}
        put_together(two, *pair)
        for who in READERS:
            after = seen_by(two, who, keys)
            for table, rows in after.items():
                new = rows & made if table == "people_involvement" else rows
                assert new <= before[who][table], f"{who} sees more of {table} after merge {n} of seed {SEED + 1}"
                gone += len(before[who][table] - rows)
    assert gone > 0, "somebody saw only one of the two, and sees it no longer"


def test_two_officers_are_needed_whatever_is_tried(two: Cast, owner: Owner) -> None:
    winner, loser = two.person, two.other_person
    asked = as_(two, "records", merging.propose_merge, winner_id=winner, loser_id=loser, reason="Same date of birth")
    for verb in ("confirm", "refuse"):
        with pytest.raises(Refused, match="Another records officer"):
            as_(two, "records", merging.move_merge, merge_id=asked.id, verb=verb, seen=1)
    with pytest.raises(Refused, match="Only who asked"):
        as_(two, "records_2", merging.move_merge, merge_id=asked.id, verb="withdraw", seen=1)
    with pytest.raises(Stale):
        as_(two, "records_2", merging.move_merge, merge_id=asked.id, verb="confirm", seen=7)
    for who in ("case_manager", "auditor", "administrator", "aroha"):
        with pytest.raises(NotFound):
            as_(two, who, merging.move_merge, merge_id=asked.id, verb="confirm", seen=1)
    # Past the actions: the database asks for two as well, and moves nothing but in the deciding transaction.
    for who, change in (("records", "decided_by_id = throughcare.reader()"), ("records_2", "decided_by_id = proposed_by_id")):
        with pytest.raises(DatabaseError), two.reading(who), connection.cursor() as cursor:
            cursor.execute(f"update people_merge set state = 'MERGED', version = 2, {change}")
    for who in ("records", "records_2", "case_manager"):
        with pytest.raises(DatabaseError), two.reading(who), connection.cursor() as cursor:
            cursor.execute("select throughcare.merge_people(%s)", [asked.id])
    done = as_(two, "records_2", merging.move_merge, merge_id=asked.id, verb="confirm", seen=1)
    with pytest.raises(DatabaseError), two.reading("records_2"), connection.cursor() as cursor:
        cursor.execute("select throughcare.merge_people(%s)", [done.id])
    with pytest.raises(DatabaseError), two.reading("records_2"):
        MergeKept.objects.count()
    assert owner.rows("select count(*) from people_need where person_id = %s", loser) == [(0,)]


def test_whoever_saw_one_of_the_two_sees_neither_until_an_officer_says_so(two: Cast) -> None:
    merge = put_together(two, two.person, two.other_person)
    offices = {two.teams["awa"], two.teams["puke"]}
    assert set(merge.left_out) == offices and merge.account_out
    for who in ("case_manager", "other_officer", "aroha", "tama"):
        for person in (two.person, two.other_person):
            with pytest.raises(NotFound):
                as_(two, who, get_person, person_id=person)
    opened = as_(two, "records", merging.reopen_for, merge_id=merge.id, team_id=two.teams["puke"], seen=merge.version)
    assert set(opened.left_out) == {two.teams["awa"]}
    with pytest.raises(Stale, match="while you were looking"):
        as_(two, "records_2", merging.reopen_for, merge_id=merge.id, team_id=two.teams["awa"], seen=merge.version)
    assert as_(two, "other_officer", get_person, person_id=two.person).preferred_name == "Aroha"
    as_(two, "records", merging.rejoin_account, merge_id=merge.id, seen=opened.version)
    assert as_(two, "aroha", get_person, person_id=two.person).id == two.person
    with pytest.raises(NotFound):
        as_(two, "tama", get_person, person_id=two.person)


def test_records_are_taken_apart_in_the_order_they_were_put_together(two: Cast, owner: Owner) -> None:
    third, fourth = two_people(two, owner, random.Random(SEED + 2))
    before = digests(owner)
    first = put_together(two, third, fourth)
    second = put_together(two, two.person, third)
    asked = as_(two, "records", merging.move_merge, merge_id=first.id, verb="ask_apart", seen=2, reason="Two people")
    with pytest.raises(Refused, match="Take that one apart first"):
        as_(two, "records_2", merging.move_merge, merge_id=first.id, verb="confirm_apart", seen=asked.version)
    take_apart(two, second)
    as_(two, "records_2", merging.move_merge, merge_id=first.id, verb="confirm_apart", seen=asked.version)
    after = digests(owner)
    assert {name for name in before if before[name] != after[name]} == set()


@pytest.mark.parametrize(
    ("stays", "goes", "then"),
    [
        ((None, "25-34"), ("1990-05-01", ""), ("1990-05-01", "")),
        (("1990-05-01", ""), (None, "25-34"), ("1990-05-01", "")),
        ((None, ""), (None, "25-34"), (None, "25-34")),
        ((None, "35-44"), (None, "25-34"), (None, "35-44")),
    ],
)
def test_an_age_band_stands_where_no_day_of_birth_does(two: Cast, owner: Owner, stays: Any, goes: Any, then: Any) -> None:
    for key, (born, band) in ((two.person, stays), (two.other_person, goes)):
        owner.change("update people_person set birth_date = %s, age_band = %s where id = %s", born, band, key)
    before = digests(owner)
    merge = put_together(two, two.person, two.other_person)
    assert owner.rows("select birth_date::text, age_band from people_person where id = %s", two.person) == [then]
    take_apart(two, merge)
    after = digests(owner)
    assert {name for name in before if before[name] != after[name]} == set()


def test_what_is_done_since_stays_where_it_was_done_and_what_ended_stays_ended(two: Cast, owner: Owner) -> None:
    """A need added to the record that stays is its own; one that came is changed where it is, and goes back as it is then."""
    with reading_as(SYSTEM):
        Involvement.objects.create(
            person_id=two.other_person, team_id=two.teams["awa"], because_kind="people.assignment", compartments=["C1", "C7"]
        )
    merge = put_together(two, two.person, two.other_person)
    assert set(merge.left_out) == {two.teams["puke"]}
    with reading_as(SYSTEM):
        new = Need.objects.create(person_id=two.person, pillar="EMPLOYMENT", note="Since")
        Need.objects.filter(pk=two.other_need).update(note="Changed since")
        Involvement.objects.filter(person_id=two.person, team_id=two.teams["awa"], ends_at=None).update(ends_at=merge.decided_at)
    take_apart(two, merge)
    rows = owner.rows("select id, person_id, note from people_need where id = any(%s)", [new.id, two.other_need])
    assert sorted(rows) == sorted([(new.id, two.person, "Since"), (two.other_need, two.other_person, "Changed since")])
    versions = owner.rows("select distinct person_id from people_needevent where pgh_obj_id = %s", two.other_need)
    assert versions == [(two.other_person,)]
    still = owner.rows("select person_id, team_id from people_involvement where ends_at is null order by 1")
    assert still == [(two.other_person, two.teams["puke"])], "the Awa office stopped while they were together"
