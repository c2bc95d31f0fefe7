"""Does better partnership go with better referrals? Orders alone are told, of ten or more, and nothing of anybody's few."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add
from tests.people.test_rest import Api
from throughcare.accounts.models import Team
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed
from throughcare.evaluation.association import spearman
from throughcare.partners.models import OrganizationTeam
from throughcare.referrals.queries import accepting_order
from throughcare.relationships.bank import bank
from throughcare.relationships.cli.assessments import cli
from throughcare.relationships.models import Score, Wave
from throughcare.relationships.queries.hypothesis import Hypothesis, hypotheses
from throughcare.relationships.states import RatingSide, WaveState

ITEMS = [item for domain in bank().domains for item in domain.codes]
_REFERRAL = (
    "insert into referrals_referral (id, reference, person_id, need_id, service_id, from_team_id, to_team_id, referrer_id, state, urgency, to_disclose, "
    "sent_at, answered_at, reason_code, version, created_at, changed_at) "
    "values (%s, %s, %s, %s, %s, %s, %s, %s, 'WITHDRAWN', 'ROUTINE', '{}', %s, %s, 'other', 1, %s, %s)"
)
_LINE = (
    "insert into referrals_logentry (id, referral_id, person_id, kind, verb, from_state, to_state, reason_code, note, by_id, at) "
    "values (%s, %s, %s, 'MOVED', %s, '', '', '', '', null, %s)"
)


def partnership(
    cast: Cast, owner: Owner, number: int, *, ours: float, theirs: float, accepted: int, answered: int, days: int = 200
) -> UUID:
    """A partner with a published assessment, of whose referrals so many of so many were accepted, each of another person."""
    key = add(cast, f"Partner {number}", kind="NGO")
    with reading_as(SYSTEM):
        team = Team.objects.create(name=f"Team {number}", code=f"team-{number}", kind="PARTNER")
        OrganizationTeam.objects.create(organization_id=key, team=team)
        day = today() - timedelta(days=9)
        wave = Wave.objects.create(
            partner_id=key,
            number=1,
            state=WaveState.PUBLISHED,
            deadline=day,
            opened_on=day,
            closed_on=day,
            answered_ours=3,
            answered_theirs=3,
        )
        for side, mean in ((RatingSide.OURS, ours), (RatingSide.THEIRS, theirs)):
            Score.objects.bulk_create(Score(wave=wave, side=side, item=item, n=3, mean=mean) for item in ITEMS)
    at = now() - timedelta(days=days)
    for one in range(answered):
        referral, person = new_id(), new_id()
        teams = (cast.teams["awa"], team.pk, cast.users["case_manager"])
        owner.place(_REFERRAL, referral, referral.hex[-12:], person, cast.need, cast.service, *teams, at, at, at, at)
        owner.place(_LINE, new_id(), referral, person, "accept" if one < accepted else "decline", at)
    return key


def told(cast: Cast, who: str = EDITOR) -> list[Hypothesis]:
    actor = cast.actor(who)
    with cast.reading(who):
        return hypotheses(actor)


def order(cast: Cast, who: str = EDITOR) -> dict[UUID, int]:
    actor = cast.actor(who)
    with cast.reading(who):
        return accepting_order(actor)


def test_of_ten_the_two_orders_are_compared_as_each_side_sees_it(cast: Cast, owner: Owner) -> None:
    accepted = [1, 3, 2, 5, 4, 6, 8, 7, 9, 10]
    for number in range(9):
        partnership(cast, owner, number, ours=1.5 + number * 0.3, theirs=3, accepted=accepted[number], answered=10)
    fewer = told(cast)
    assert [(one.n, one.found, one.places) for one in fewer] == [(9, None, ()), (9, None, ())], "of nine nothing is said"
    partnership(cast, owner, 9, ours=4.4, theirs=3, accepted=accepted[9], answered=10)
    ours, theirs = told(cast)
    assert theirs.n == 10 and theirs.found is None, "all are alike, as the partners see it"
    assert ours.found is not None and ours.found.rho == pytest.approx(spearman(range(10), accepted))
    assert ours.places == tuple((float(place), float(value)) for place, value in enumerate(accepted, 1))
    assert (
        ours.without is not None and ours.without[0] <= ours.found.rho <= ours.without[1] and ours.seen == pytest.approx(0.797, abs=0.001)
    )
    again, _ = told(cast)
    assert again == ours, "the same question has the same answer"


def test_few_people_confidential_services_and_other_times_are_in_no_order(cast: Cast, owner: Owner) -> None:
    there = partnership(cast, owner, 1, ours=3, theirs=3, accepted=3, answered=10)
    partnership(cast, owner, 2, ours=3, theirs=3, accepted=3, answered=9)
    partnership(cast, owner, 3, ours=3, theirs=3, accepted=3, answered=10, days=900)
    partnership(cast, owner, 4, ours=3, theirs=3, accepted=3, answered=10, days=0)  # a quarter that runs
    assert order(cast) == {there: 1}
    less = partnership(cast, owner, 5, ours=3, theirs=3, accepted=2, answered=10)
    assert order(cast) == {less: 1, there: 2}
    owner.change("update services_service set confidential = true where id = %s", cast.service)
    assert order(cast) == {}
    for who in ("partner_worker", "partner_manager"):
        with pytest.raises(NotAllowed):
            order(cast, who)
        with cast.reading(who):
            assert by_hand() == 0


def by_hand() -> int:
    """What the reader of the moment gets by SQL of their own."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from throughcare.accepting_order()")
        return int(cursor.fetchone()[0])


def test_on_the_page_for_machines_and_by_command(cast: Cast, owner: Owner) -> None:
    for number in range(10):
        partnership(cast, owner, number, ours=1.5 + number * 0.3, theirs=4.5 - number * 0.3, accepted=number, answered=10)
    page = cast.client(EDITOR).get("/assessments/hypothesis/").content.decode()
    assert "those that go better have more of their referrals accepted" in page and "have fewer of their" in page
    assert page.count("app-map__picture") == 2 and "What it can&#x27;t say" in page.replace("'", "&#x27;") and "Partner 3" not in page
    across = cast.client(EDITOR).get("/assessments/across/").content.decode()
    assert 'href="/assessments/hypothesis/"' in across
    rows = Api(cast, EDITOR, ["directory.view", "partner.view"]).call("GET", "/assessments/hypothesis").json()
    assert [(one["side"], one["n"], one["rho"]) for one in rows] == [("OURS", 10, pytest.approx(1)), ("THEIRS", 10, pytest.approx(-1))]
    command: Any = CliRunner().invoke(cli, ["hypothesis", "--json"])
    assert json.loads(command.output) == rows
    assert "What so few could show" in CliRunner().invoke(cli, ["hypothesis"]).output
    for who in ("partner_worker", "partner_manager"):
        assert cast.client(who).get("/assessments/hypothesis/").status_code == 404, who
    with override_settings(PARTNERSHIP=True):
        assert told(cast) == []
