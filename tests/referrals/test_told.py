"""The partner is given what was disclosed, the log and its own words: never another word of the record. And every look is audited."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.canaries import Canaries, Leak
from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from tests.referrals.test_rest import Machine
from throughcare.common.clock import today
from throughcare.referrals import actions


@pytest.fixture
def canaries(cast: Cast, owner: Owner) -> Canaries:
    """Every word of Aroha's record that a referral could tell, or must not, is a token that the partner may not have."""
    found = Canaries()
    office = ("case_manager", "officer")
    for column in ("given_names", "name_mi", "family_name"):
        owner.change(f"update people_person set {column} = %s where id = %s", found.token(column, office), cast.person)
    owner.change(
        "update people_person set iwi = array[%s], ethnicities = array[%s]", found.token("iwi", office), found.token("ethnicity", office)
    )
    owner.change("update people_need set note = %s", found.token("note of the need", office))
    owner.change("update people_identifier set value = %s where person_id = %s", found.token("number", office), cast.person)
    found.put("date of birth", office, "1994-05-17", "17 May 1994")
    return found


def sent(cast: Cast, canaries: Canaries, *codes: str) -> Any:
    """Told under a name of its own, so that the real one is a canary too."""
    made = walk.draft(cast)
    how, more = canaries.token("how they agreed", ("case_manager",)), canaries.token("anything else", ("case_manager",))
    day = today() + timedelta(days=7)
    walk.as_(cast, "case_manager", actions.set_urgency, referral_id=made.pk, urgency="SOON", answer_by=day, seen=made.version)
    walk.as_(cast, "case_manager", actions.set_reason, referral_id=made.pk, reason="Needs a room", more=more, seen=made.version + 1)
    walk.as_(cast, "case_manager", actions.set_authority, referral_id=made.pk, ground="AGREEMENT", how=how, seen=made.version + 2)
    walk.as_(cast, "case_manager", actions.choose_lines, referral_id=made.pk, codes=codes, seen=made.version + 3)
    shown = walk.digest(cast, made.pk)
    return walk.as_(cast, "case_manager", actions.send_referral, referral_id=made.pk, seen=made.version + 4, shown=shown)


def look_everywhere(cast: Cast, client: Client, pk: Any) -> None:
    """Every page and operation of the partner's side."""
    for name in ("referral", "referral-ask"):
        assert client.get(reverse(name, args=[pk])).status_code == 200
    for verb in ("acknowledge", "accept", "decline", "waitlist"):
        assert client.get(reverse("referral-move", args=[pk, verb])).status_code == 200
        assert client.post(reverse("referral-move", args=[pk, verb]), {"version": "x"}).status_code == 200
    for tab in ("new", "due", "mine", "left", "all"):
        assert client.get(reverse("referral-inbox"), {"tab": tab}).status_code == 200
    assert client.get(reverse("notices")).status_code == 200
    assert client.get(reverse("home")).status_code == 200


def test_the_partner_is_never_given_an_undisclosed_word(cast: Cast, owner: Owner, canaries: Canaries) -> None:
    owner.change("update people_person set family_name = 'Told' where id = %s", cast.person)
    referral = sent(cast, canaries)
    look_everywhere(cast, canaries.watch(cast.client("partner_worker"), "partner_worker"), referral.pk)
    machine = Machine(cast, "partner_worker")
    machine.client = canaries.watch(machine.client, "partner_worker")
    assert machine.call("get", f"/{referral.pk}").status_code == 200
    assert machine.call("get", "").status_code == 200
    assert machine.call("post", f"/{referral.pk}/decline", {"reason_code": "no_place"}, referral.version).status_code == 200
    assert machine.call("get", f"/{referral.pk}").json()["told"] == []
    assert canaries.answers > 18


@pytest.mark.parametrize("code", ["birth_date", "iwi", "need_note", "identifiers", "more", "ethnicity", "name_mi"])
def test_the_search_finds_a_line_that_was_told(cast: Cast, owner: Owner, canaries: Canaries, code: str) -> None:
    owner.change("update people_person set family_name = 'Told' where id = %s", cast.person)
    referral = sent(cast, canaries, code)
    client = canaries.watch(cast.client("partner_worker"), "partner_worker")
    with pytest.raises(Leak):
        client.get(reverse("referral", args=[referral.pk]))


def audited(owner: Owner, cast: Cast) -> list[tuple[object, ...]]:
    """Audit rows naming Aroha, oldest first."""
    sql = "select verb, actor_name, compartments, cardinality(because_ids) from audit_auditevent where %s = any(person_ids) order by at, id"
    return owner.rows(sql, cast.person)


READS = (
    ("case_manager", "need-services", "need", "need.viewed"),
    ("case_manager", "referral", "", "referral.viewed"),
    ("case_manager", "referrals", None, "referral.list.viewed"),
    ("partner_worker", "referral", "", "referral.viewed"),
    ("partner_worker", "referral-inbox", None, "referral.inbox.viewed"),
    ("recruitment_consultant", "referral", "", "referral.viewed"),
)


@pytest.mark.parametrize(("who", "name", "key", "verb"), READS)
def test_every_look_writes_who_whom_and_because_of_what(cast: Cast, owner: Owner, who: str, name: str, key: str | None, verb: str) -> None:
    referral = walk.sent(cast)
    before = len(audited(owner, cast))
    keys = [] if key is None else [cast.need if key == "need" else referral.pk]
    assert cast.client(who).get(reverse(name, args=keys)).status_code == 200
    ((said, actor, compartments, because),) = audited(owner, cast)[before:]
    assert (said, actor) == (verb, who.replace("_", " ").capitalize())
    assert "C7" in compartments  # type: ignore[operator]  # a row of SQL has no types
    assert because == 1


def test_every_change_writes_its_own_row(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    walk.answer(cast, referral.pk, "acknowledge")
    walk.answer(cast, referral.pk, "accept")
    walk.answer(cast, referral.pk, "withdraw", "case_manager", reason_code="other")
    verbs = [row[0] for row in audited(owner, cast) if str(row[0]).startswith(("referral.", "disclosure.", "authority.", "involvement."))]
    assert [v for v in verbs if not str(v).endswith("viewed")] == [
        "referral.drafted",
        "referral.draft.changed",
        "referral.draft.changed",
        "authority.recorded",
        "referral.draft.changed",
        "referral.draft.changed",
        "involvement.opened",
        "disclosure.made",
        "referral.sent",
        "referral.acknowledge",
        "referral.accept",
        "referral.withdraw",
        "authority.withdrawn",
        "involvement.ended",
    ]
