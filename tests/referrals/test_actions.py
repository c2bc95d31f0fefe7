"""Sending, answering, taking back: what each does, and whom it tells."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.disclosure.models import DisclosedLine
from throughcare.people.models import Need, Person
from throughcare.referrals import actions, queries
from throughcare.referrals.models import Referral, ReferralNote


def told(cast: Cast, who: str, referral: Referral) -> dict[str, str]:
    """The lines a reader of the partner sees now, through the query the page uses."""
    actor = cast.actor(who)
    with cast.reading(who):
        return {line.code: line.value for line in queries.get_referral(actor, referral.pk).told}


def test_sending_tells_the_partner_exactly_the_lines_chosen_word_for_word(cast: Cast) -> None:
    referral = walk.sent(cast, codes=("release",))
    lines = told(cast, "partner_worker", referral)
    assert set(lines) == {"name", "need", "reason", "ground", "release"}
    assert lines["name"] == "Aroha Ngātai"
    assert lines["reason"] == walk.REASON
    with cast.reading("partner_worker"):
        assert not Person.objects.exists()
        assert not Need.objects.exists()
        assert not ReferralNote.objects.exists()


def test_the_whole_way_there_and_back(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    walk.answer(cast, referral.pk, "acknowledge")
    walk.answer(cast, referral.pk, "waitlist", expected_on=today() + timedelta(days=20))
    walk.answer(cast, referral.pk, "accept", note="First meeting on Monday")
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        detail = queries.get_referral(actor, referral.pk)
    assert [entry.sentence for entry in detail.log] == [
        "Draft made",
        "Referral sent",
        "Referral acknowledged",
        "Referral put on the waiting list",
        "Referral accepted",
        "Message to the other side",
    ]
    assert detail.worker == "Partner worker"
    assert detail.verbs == ["withdraw"]
    kinds = [row[0] for row in owner.rows("select kind from notices_notice order by created_at, id")]
    assert kinds == ["referral.sent", "referral.acknowledge", "referral.waitlist", "referral.accept"]


@pytest.mark.parametrize(
    ("verb", "who", "code"), [("decline", "partner_worker", "no_place"), ("withdraw", "case_manager", "no_longer_agrees")]
)
def test_what_was_told_is_gone_when_the_referral_is_over_but_the_answer_stays(cast: Cast, verb: str, who: str, code: str) -> None:
    referral = walk.sent(cast)
    assert told(cast, "partner_worker", referral)
    walk.answer(cast, referral.pk, verb, who, reason_code=code, note="Sorry")
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        assert not DisclosedLine.objects.exists()
        detail = queries.get_referral(actor, referral.pk)
    assert (detail.over, detail.name, detail.told, detail.questions) == (True, "", [], [])
    assert detail.reason
    assert [entry.verb for entry in detail.log] == ["send", verb]
    assert not any(entry.note for entry in detail.log)


def test_sent_twice_it_is_sent_once(cast: Cast, owner: Owner) -> None:
    made = walk.complete(cast)
    shown = walk.digest(cast, made.pk)
    for _ in range(3):
        done = walk.as_(cast, "case_manager", actions.send_referral, referral_id=made.pk, seen=made.version, shown=shown)
        assert done.state == "SENT"
    for table, count in (("disclosure_disclosure", 1), ("notices_notice", 1), ("referrals_referral", 1)):
        assert owner.rows(f"select count(*) from {table}") == [(count,)], table


def test_a_record_that_changed_since_it_was_shown_is_not_sent(cast: Cast) -> None:
    made = walk.complete(cast)
    shown = walk.digest(cast, made.pk)
    with cast.reading("case_manager"):
        Person.objects.filter(pk=cast.person).update(release_date=today() + timedelta(days=90))
    with pytest.raises(Stale, match="changed since you were shown"):
        walk.as_(cast, "case_manager", actions.send_referral, referral_id=made.pk, seen=made.version, shown=shown)


def test_begun_twice_it_is_one_draft_and_a_second_referral_is_refused(cast: Cast) -> None:
    assert walk.draft(cast).pk == walk.draft(cast, "officer").pk
    referral = walk.sent(cast)
    with pytest.raises(Refused, match=referral.reference):
        walk.draft(cast)


@pytest.mark.parametrize("part", ["urgency", "reason", "agreement", "disclose"])
def test_a_referral_with_a_part_missing_is_not_sent(cast: Cast, owner: Owner, part: str) -> None:
    made = walk.complete(cast)
    undo = {
        "urgency": "update referrals_referral set answer_by = null",
        "reason": "delete from referrals_referralnote",
        "agreement": "update disclosure_authority set withdrawn_at = now()",
        "disclose": "update referrals_referral set to_disclose = '{}'",
    }
    owner.change(undo[part])
    with pytest.raises(Refused):
        walk.as_(cast, "case_manager", actions.send_referral, referral_id=made.pk, seen=made.version, shown=walk.digest(cast, made.pk))
    assert owner.rows("select count(*) from disclosure_disclosedline") == [(0,)]


def test_a_service_that_can_not_take_the_person_is_refused_with_the_reason(cast: Cast, owner: Owner) -> None:
    made = walk.complete(cast)
    owner.change("update services_service set maximum_age = 25")
    with pytest.raises(Refused, match="aged 18 to 25"):
        walk.as_(cast, "case_manager", actions.send_referral, referral_id=made.pk, seen=made.version, shown=walk.digest(cast, made.pk))


def test_an_organisation_without_a_team_is_refused_with_what_to_do(cast: Cast, owner: Owner) -> None:
    owner.change("delete from partners_organizationteam")
    with pytest.raises(Refused, match="no team on Throughcare yet"):
        walk.draft(cast)


def test_an_employer_is_never_told_of_health_and_the_like(cast: Cast, owner: Owner) -> None:
    owner.place("update partners_organization set kind = 'EMPLOYER'")
    owner.change("update people_need set pillar = 'HEALTH_WELLBEING'")
    owner.change("update services_servicepillar set pillar = 'HEALTH_WELLBEING'")
    referral = walk.sent(cast, codes=("age", "need_note", "more"))
    assert set(told(cast, "partner_worker", referral)) == {"name", "age", "ground"}


def test_two_partners_workers_and_the_second_is_told_who_answered(cast: Cast) -> None:
    referral = walk.sent(cast)
    walk.answer(cast, referral.pk, "accept", "partner_worker_2")
    with pytest.raises(Stale, match=r"Partner worker 2 has already accepted referral"):
        walk.as_(cast, "partner_worker", actions.decline_referral, referral_id=referral.pk, seen=referral.version, reason_code="no_place")


@pytest.mark.parametrize(
    "who", ["other_officer", "other_partner_worker", "auditor", "administrator", "aroha", "stranger", "analyst", "employer"]
)
def test_a_stranger_moves_nothing_and_learns_nothing(cast: Cast, who: str) -> None:
    referral = walk.sent(cast)
    needed: dict[str, dict[str, Any]] = {
        "waitlist": {"expected_on": today()},
        "decline": {"reason_code": "x"},
        "withdraw": {"reason_code": "x"},
    }
    for verb, action in actions.VERBS.items():
        with pytest.raises(NotFound):
            walk.as_(cast, who, action, referral_id=referral.pk, seen=referral.version, **needed.get(verb, {}))
    with pytest.raises(NotFound):
        walk.as_(cast, who, actions.take_referral, referral_id=referral.pk, seen=referral.version)
    with pytest.raises(NotFound):
        walk.as_(cast, who, actions.ask_question, referral_id=referral.pk, text="Any pets?")
    assert walk.seen(cast, referral.pk) == referral.version


def test_each_side_has_its_own_verbs(cast: Cast) -> None:
    referral = walk.sent(cast)
    with pytest.raises(Refused, match="Only the service"):
        walk.answer(cast, referral.pk, "accept", "case_manager")
    with pytest.raises(Refused, match="Only the office"):
        walk.answer(cast, referral.pk, "withdraw", "partner_worker", reason_code="other")


def test_an_answer_needs_its_reason_or_its_date(cast: Cast) -> None:
    referral = walk.sent(cast)
    with pytest.raises(Invalid, match="reason"):
        walk.answer(cast, referral.pk, "decline", reason_code="because")
    for day in (None, today() - timedelta(days=1), today() + timedelta(days=9999)):
        with pytest.raises(Invalid, match="when you expect a place"):
            walk.answer(cast, referral.pk, "waitlist", expected_on=day)


def test_a_question_and_its_reply_pass_between_the_sides(cast: Cast) -> None:
    referral = walk.sent(cast)
    walk.as_(cast, "partner_worker", actions.take_referral, referral_id=referral.pk, seen=referral.version)
    asked = walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Does she have a bond?")
    walk.as_(cast, "officer", actions.reply_to_question, referral_id=referral.pk, question_id=asked.pk, text="Yes")
    with pytest.raises(Refused, match="answered already"):
        walk.as_(cast, "case_manager", actions.reply_to_question, referral_id=referral.pk, question_id=asked.pk, text="No")
    actor = cast.actor("partner_worker_2")
    with cast.reading("partner_worker_2"):
        (question,) = queries.get_referral(actor, referral.pk).questions
        lines = queries.get_referral(actor, referral.pk).told
    assert (question.text, question.reply, question.replied_by) == ("Does she have a bond?", "Yes", "Officer")
    assert [line.value for line in lines if line.code == "reply"] == ["Yes"]  # in the account of what was told to whom


def test_a_reply_is_told_under_the_same_limits_as_the_referral(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    reply = {"referral_id": referral.pk, "text": "Yes"}
    reply["question_id"] = walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Is she ill?").pk
    owner.place("update partners_organization set kind = 'EMPLOYER'")
    owner.change("update people_need set pillar = 'HEALTH_WELLBEING'")
    with pytest.raises(Refused, match="can't be told to this kind"):
        walk.as_(cast, "case_manager", actions.reply_to_question, **reply)
    owner.place("update partners_organization set kind = 'NGO'")
    walk.answer(cast, referral.pk, "decline", reason_code="no_place")
    with pytest.raises(Refused, match="can't read a reply any more"):
        walk.as_(cast, "case_manager", actions.reply_to_question, **reply)
    assert owner.rows("select count(*) from people_involvement where compartments = '{}' and ends_at is null") == [(0,)]


def test_a_draft_is_nobodys_but_the_offices(cast: Cast) -> None:
    made = walk.complete(cast)
    for who in ("partner_worker", "other_officer", "aroha"):
        with cast.reading(who):
            assert not Referral.objects.filter(pk=made.pk).exists()
    walk.answer(cast, made.pk, "withdraw", "case_manager", reason_code="mistake")
    with cast.reading("partner_worker"):
        assert not Referral.objects.filter(pk=made.pk).exists()
