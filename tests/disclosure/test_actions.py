"""The ground for telling, and the telling."""

from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused
from throughcare.disclosure import actions, queries
from throughcare.disclosure.fields import Line
from throughcare.disclosure.models import Authority
from throughcare.people.models import Involvement

ABOUT = Ref("tests.thing", UUID(int=7))
RISK = Line("risk", "Risk", "C3", "High", default=False, always=False)
NAME = Line("name", "Name", "C1", "Aroha", default=True, always=True)


def record(cast: Cast, **values: Any) -> Authority:
    given = {"ground": "AGREEMENT", "how": "Said so", **values}
    made: Authority = walk.as_(cast, "case_manager", actions.record_authority, person_id=cast.person, about=ABOUT, **given)
    return made


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ground": "BECAUSE"}, "ground"),
        ({"ground": "AUTHORITY"}, "authority_code"),
        ({"ground": "AUTHORITY", "authority_code": "made_up"}, "authority_code"),
        ({"how": " "}, "how"),
    ],
)
def test_a_ground_that_is_not_complete_is_refused_at_its_field(cast: Cast, values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, **values)
    assert list(refused.value.errors) == [field]


def test_a_new_ground_ends_the_one_before(cast: Cast, owner: Owner) -> None:
    record(cast)
    second = record(cast, ground="AUTHORITY", authority_code="serious_threat", how="A threat was made")
    with cast.reading("case_manager"):
        live = queries.authority_for(ABOUT)
        assert live is not None
        assert live.pk == second.pk
        words = queries.ground_words(live, {("authority", "serious_threat"): "To prevent a serious threat"})
    assert words.startswith("Legal authority: To prevent a serious threat (recorded ")
    assert owner.rows("select count(*) from disclosure_authority where withdrawn_at is null") == [(1,)]


def test_without_a_live_ground_or_with_a_line_nobody_may_have_nothing_is_told(cast: Cast, owner: Owner) -> None:
    ground = record(cast)
    with cast.reading("case_manager"):
        involvement = Involvement.objects.get(person_id=cast.person)
    common = {"about": ABOUT, "involvement": involvement, "kind": "NGO"}
    with pytest.raises(Refused, match="agrees, or the legal authority"):
        walk.as_(cast, "case_manager", actions.disclose, authority=None, lines=[NAME], **common)
    with pytest.raises(Refused, match="“Risk” can't be told"):
        walk.as_(cast, "case_manager", actions.disclose, authority=ground, lines=[NAME, RISK], **common)
    walk.as_(cast, "case_manager", actions.withdraw_authority, about=ABOUT)
    with cast.reading("case_manager"):
        ended = Authority.objects.get(pk=ground.pk)
    with pytest.raises(Refused):
        walk.as_(cast, "case_manager", actions.disclose, authority=ended, lines=[NAME], **common)
    assert owner.rows("select count(*) from disclosure_disclosedline") == [(0,)]


@pytest.mark.parametrize("change", ["update {} set to_team_id = to_team_id", "delete from {}"])
@pytest.mark.parametrize("table", ["disclosure_disclosure", "disclosure_disclosedline"])
def test_what_was_told_can_not_be_untold_by_anybody(cast: Cast, table: str, change: str) -> None:
    walk.sent(cast)
    for who in ("case_manager", "partner_worker"):
        with pytest.raises(Error, match="permission denied"), cast.reading(who), connection.cursor() as cursor:
            cursor.execute(change.format(table))


def test_the_person_and_the_office_see_what_was_told_to_whom_and_a_stranger_nothing(cast: Cast) -> None:
    walk.sent(cast)
    for who, count in (("case_manager", 1), ("aroha", 1), ("tama", 0), ("other_officer", 0), ("other_partner_worker", 0), ("auditor", 0)):
        actor = cast.actor(who)
        with cast.reading(who):
            found = queries.told_of_person(actor, cast.person)
        assert len(found) == count, who
        assert all(told.to_team.name == "Mana Trust" for told in found)


@pytest.mark.parametrize(
    "change",
    [
        "how = 'Something else'",
        "how = 'Something else', withdrawn_at = now()",
        "recorded_by_id = '{officer}'",
        "withdrawn_at = null",
        "recorded_at = now()",
        "about_id = id",
    ],
)
def test_a_ground_can_not_be_rewritten_or_brought_back(cast: Cast, change: str) -> None:
    ground = record(cast)
    for live in (True, False):
        with pytest.raises(Error, match="only be withdrawn"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update disclosure_authority set {change}".format(**cast.users))
        if live:
            walk.as_(cast, "case_manager", actions.withdraw_authority, about=ABOUT)
    with cast.reading("case_manager"):
        assert Authority.objects.get(pk=ground.pk).how == "Said so"


@pytest.mark.parametrize("forged", [{"recorded_by_id": "officer"}, {"recorded_by_id": None}])
def test_a_ground_is_recorded_under_the_name_of_who_records_it(cast: Cast, forged: dict[str, str | None]) -> None:
    whole = {"person_id": cast.person, "ground": "AGREEMENT", "how": "Said so", "about_kind": ABOUT.kind, "about_id": ABOUT.id}
    by = {name: cast.users[value] if value else None for name, value in forged.items()}
    with pytest.raises(Error, match="under the name"), cast.reading("case_manager"):
        Authority.objects.create(**whole, **by)
