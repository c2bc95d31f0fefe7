"""What pages do and connected systems do too: what happened, “I don't agree”, places free, a pillar put right."""

import pytest

from tests.cast import Cast
from tests.config.test_client import client_of
from tests.referrals import walk
from throughcare.common.ids import new_id
from throughcare_client import Conflict, Missing, NotAccepted, Stale


def test_what_happened_is_narrowed_and_a_stranger_learns_nothing(cast: Cast) -> None:
    office = client_of(cast, "case_manager")
    need = office.add_need(str(cast.person), {"pillar": "EMPLOYMENT"})
    office.move_need(need.value["id"], "start", seen=need.etag)
    page = office.list_timeline(str(cast.person), kind="needs").value
    assert page["items"] and page["next"] is None and all("/needs/" in entry["href"] for entry in page["items"])
    assert office.list_timeline(str(cast.person), since="2999-01-01").value["items"] == []
    for odd in ({"before": "odd"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}):
        with pytest.raises(NotAccepted):
            office.list_timeline(str(cast.person), **odd)  # type: ignore[arg-type]  # one of three words each
    for who in (cast.other_person, new_id()):
        with pytest.raises(Missing):
            office.list_timeline(str(who))


def test_a_person_does_not_agree_and_is_answered_once(cast: Cast) -> None:
    own, office, other = client_of(cast, "aroha"), client_of(cast, "case_manager"), client_of(cast, "tama")
    said = own.say_disagreement({"need_id": str(cast.need), "words": "That is not so"})
    assert said.value["about_kind"] == "people.need" and own.say_disagreement({"words": "Nor that"}).value["about_kind"] == "people.person"
    answered = office.answer_disagreement(said.value["id"], {"answer": "We put it right"})
    assert answered.value["answer"] == "We put it right" and answered.etag != said.etag
    assert own.one_disagreement(said.value["id"]).value == answered.value
    with pytest.raises(Conflict):
        office.answer_disagreement(said.value["id"], {"answer": "Again"})
    with pytest.raises(Missing):
        other.one_disagreement(said.value["id"])
    with pytest.raises(Missing):
        other.say_disagreement({"need_id": str(cast.need), "words": "x"})


def test_a_person_does_not_agree_with_a_referral_of_theirs_alone(cast: Cast) -> None:
    referral = walk.sent(cast)
    said = client_of(cast, "aroha").disagree_with_referral(str(referral.pk), {"text": "I want another place"})
    assert (said.value["about_kind"], said.value["about_id"]) == ("referrals.referral", str(referral.pk))
    for who in ("tama", "case_manager"):
        with pytest.raises(Missing):
            client_of(cast, who).disagree_with_referral(str(referral.pk), {"text": "x"})


def test_places_free_are_said_with_the_version_seen(cast: Cast) -> None:
    manager, at = client_of(cast, "partner_manager"), str(cast.service)
    first = manager.one_capacity(at)
    said = manager.put_capacity(at, {"available": 2, "maximum": 5}, seen=first.etag)
    assert (said.value["available"], said.value["version"]) == (2, first.value["version"] + 1)
    with pytest.raises(Stale) as late:
        manager.put_capacity(at, {"available": 1}, seen=first.etag)
    assert (late.value.now, late.value.current["available"]) == (said.etag, 2)
    right = manager.confirm_capacity(at, seen=said.etag)
    assert right.value["available"] == 2 and right.etag != said.etag
    with pytest.raises(NotAccepted, match="More places are free than there are"):
        manager.put_capacity(at, {"available": 9, "maximum": 5}, seen=right.etag)
    with pytest.raises(Missing):
        manager.put_capacity(str(cast.other_service), {"available": 1}, seen='"1"')


def test_a_pillar_is_put_right_against_the_verdict_seen(cast: Cast) -> None:
    editor, at = client_of(cast, "partnership_manager"), str(cast.service)
    away = editor.put_pillar(at, "ACCOMMODATION", {"stands": False, "reason": "No beds any more", "seen": "ADDED"})
    assert away.value["pillars"] == []
    with pytest.raises(Stale):
        editor.put_pillar(at, "ACCOMMODATION", {"stands": True, "reason": "Again", "seen": "ADDED"})
    back = editor.put_pillar(at, "ACCOMMODATION", {"stands": True, "reason": "Again", "seen": "REMOVED"})
    assert [pillar["pillar"] for pillar in back.value["pillars"]] == ["ACCOMMODATION"]
    with pytest.raises(Missing):
        client_of(cast, "officer").put_pillar(at, "EMPLOYMENT", {"stands": True, "reason": "x"})
