"""Referrals ask whether a service may be used: a lapsed or suspended agreement stops new ones with a sentence, and running ones go on."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.agreements.made import WRITER, do, draft, offered, signed
from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.agreements import actions, queries
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.referrals.actions import send_referral


def _cover(cast: Cast, make: Any = offered, **values: Any) -> Any:
    """An agreement about the service of Mana Trust."""
    key = make(cast, **values)
    do(cast, key, actions.change_coverage, new=actions.Coverage(services=[cast.service]))
    return key


def _signed(cast: Cast, **values: Any) -> Any:
    from tests.agreements.made import sign_all  # noqa: PLC0415 - beside its one use

    key = _cover(cast, **values)
    sign_all(cast, key)
    do(cast, key, actions.move_agreement, verb="sign")
    return key


def _why(cast: Cast, who: str = "case_manager") -> str:
    with cast.reading(who):
        return queries.why_not_used([cast.service]).get(cast.service, "")


def test_no_agreement_stops_nothing_unless_the_site_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _why(cast) == ""
    monkeypatch.setattr(settings, "REFER_WITHOUT_AGREEMENT", False)
    assert _why(cast).startswith("There is no agreement with it.")
    with pytest.raises(Refused, match="no agreement with it"):
        walk.draft(cast)
    _cover(cast)  # offered, and signed by nobody
    assert _why(cast).startswith("There is no agreement with it.")
    _signed(cast, title="Signed")
    assert _why(cast) == "" and walk.draft(cast).state == "DRAFT"


def test_what_is_only_offered_stops_nothing(cast: Cast) -> None:
    _cover(cast, draft)
    key = _cover(cast)
    assert _why(cast) == ""
    do(cast, key, actions.move_agreement, verb="terminate", reason="Nobody signed.")
    assert _why(cast) == ""


def test_a_suspended_one_stops_what_is_new_and_lets_what_runs_go_on(cast: Cast) -> None:
    key = _signed(cast)
    running = walk.sent(cast)
    waiting = walk.complete(cast, need=_another_need(cast))
    shown = walk.digest(cast, waiting.pk)
    do(cast, key, actions.move_agreement, verb="suspend", reason="Building closed.")
    assert _why(cast).startswith("The agreement with it is suspended")
    with pytest.raises(
        Refused, match=r"You can't refer anybody new to Te Whare Tūmanako housing support\. The agreement with it is suspended"
    ):
        walk.as_(cast, "case_manager", send_referral, referral_id=waiting.pk, seen=waiting.version, shown=shown)
    page = cast.client("case_manager").get(f"/referrals/{waiting.pk}/draft/")
    assert page.status_code != 200 or b"Takes nobody new" in page.content
    # What it has already goes on to its end.
    assert walk.answer(cast, running.pk, "accept").state == "ACCEPTED"
    do(cast, key, actions.move_agreement, verb="resume", reason="Open again.")
    done = walk.as_(cast, "case_manager", send_referral, referral_id=waiting.pk, seen=waiting.version, shown=shown)
    assert done.state == "SENT"


def _another_need(cast: Cast) -> Any:
    from throughcare.people import actions as people  # noqa: PLC0415 - beside its one use

    return walk.as_(cast, "case_manager", people.add_need, person_id=cast.person, pillar="ACCOMMODATION", note="A room for the children").pk


def test_one_that_is_over_by_its_days_stops_before_any_job_has_run(cast: Cast, _worker_database: Owner) -> None:
    key = _signed(cast)
    _worker_database.place(
        "update agreements_agreement set starts_on = %s, ends_on = %s where id = %s",
        today() - timedelta(days=9),
        today() - timedelta(days=1),
        key,
    )
    assert _why(cast).startswith("The agreement with it has ended.")
    page = cast.client("case_manager").get(f"/needs/{cast.need}/services/{cast.service}/").content.decode()
    assert "The agreement with it has ended" in page and "Refer to this service" not in page
    _signed(cast, title="The next one", starts_on=today() + timedelta(days=3))
    assert _why(cast).startswith("The agreement with it has not begun yet.")
    _signed(cast, title="Another one")
    assert _why(cast) == ""


def test_who_does_not_refer_is_told_nothing(cast: Cast) -> None:
    key = _signed(cast)
    do(cast, key, actions.move_agreement, verb="suspend", reason="Building closed.")
    for who in EVERYBODY:
        told = who in ("case_manager", "officer", "other_officer", "team_manager", "contract_manager", "partnership_manager", "executive")
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select stands from throughcare.service_agreements(%s)", [[cast.service, cast.other_service]])
            assert cursor.fetchall() == ([("SUSPENDED",)] if told else []), who


def test_nothing_is_told_of_a_service_the_reader_can_not_see(cast: Cast, _worker_database: Owner) -> None:
    key = _signed(cast)
    do(cast, key, actions.move_agreement, verb="suspend", reason="Building closed.")
    _worker_database.place("update services_service set confidential = true where id = %s", cast.service)
    for who, rows in (("case_manager", 0), ("executive", 0), (WRITER, 0), ("partnership_manager", 1)):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select stands from throughcare.service_agreements(%s)", [[cast.service]])
            assert len(cursor.fetchall()) == rows, who
    assert signed(cast, title="Another") != key
