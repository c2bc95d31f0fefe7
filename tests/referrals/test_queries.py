"""Lists, counts and sentences others rely on."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.referrals import actions, queries
from throughcare.referrals.models import Referral
from throughcare.referrals.queries import Counts


def counts(cast: Cast, who: str) -> Counts:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.counts_for_home(actor)


def tab(cast: Cast, name: str, who: str = "partner_worker") -> list[bool]:
    """Under a tab: whether each row is late."""
    actor = cast.actor(who)
    with cast.reading(who):
        return [row.overdue for row in queries.inbox(actor, name).rows]


def test_what_waits_is_counted_for_each_side_and_for_nobody_else(cast: Cast, owner: Owner) -> None:
    assert counts(cast, "case_manager") == Counts()
    walk.draft(cast)
    assert counts(cast, "case_manager") == Counts(drafts=1)
    referral = walk.sent(cast)
    assert counts(cast, "case_manager") == Counts(waiting=1)
    assert counts(cast, "partner_worker") == Counts(new=1)
    walk.as_(cast, "partner_worker", actions.take_referral, referral_id=referral.pk, seen=referral.version)
    walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Any pets?")
    owner.change("update referrals_referral set answer_by = throughcare.today() - 2")
    assert counts(cast, "case_manager") == Counts(waiting=1, overdue=1, questions=1)
    assert counts(cast, "partner_worker") == Counts(new=1, due=1, mine=1)
    assert counts(cast, "partner_worker_2") == Counts(new=1, due=1)
    for who in ("other_partner_worker", "other_officer", "auditor"):
        assert counts(cast, who) == Counts(), who


def test_due_is_late_or_within_three_days_and_on_the_waiting_list_the_expected_place_counts(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    for days, found in ((-1, [True]), (0, [False]), (3, [False]), (4, [])):
        owner.change("update referrals_referral set answer_by = %s", today() + timedelta(days=days))
        assert tab(cast, "due") == found, days
    owner.change("update referrals_referral set answer_by = %s", today() - timedelta(days=9))
    walk.answer(cast, referral.pk, "waitlist", expected_on=today() + timedelta(days=30))
    assert tab(cast, "due") == []
    owner.change("update referrals_referral set expected_on = %s", today() - timedelta(days=1))
    assert tab(cast, "due") == [True]
    walk.answer(cast, referral.pk, "accept")
    assert tab(cast, "due") == []


def test_pages_of_the_inbox_hold_every_referral_once(cast: Cast, owner: Owner) -> None:
    first = walk.sent(cast)
    columns = [
        str(row[0]) for row in owner.rows("select column_name from information_schema.columns where table_name = 'referrals_referral'")
    ]
    kept = ", ".join(f'"{c}"' for c in columns if c not in ("id", "reference", "state", "reason_code"))
    owner.change(
        f"insert into referrals_referral (id, reference, state, reason_code, {kept}) "
        f"select gen_random_uuid(), 'TC-' || n, 'DECLINED', 'no_place', {kept} from referrals_referral, generate_series(1, 24) n where id = %s",
        first.pk,
    )
    actor, found, cursor = cast.actor("partner_worker"), [], ""
    with cast.reading("partner_worker"):
        while True:
            listing = queries.inbox(actor, "all", cursor=cursor, size=7)
            found += [row.referral.pk for row in listing.rows]
            if (cursor := listing.page.next or "") == "":
                break
    assert len(found) == len(set(found)) == 25


SENTENCES = {
    "": "We asked Mana Trust to help you with a place to live. They have not said yes or no yet.",
    "acknowledge": "They have our letter.",
    "waitlist": "You are on their waiting list. They think there will be a place around",
    "accept": "Mana Trust will help you with a place to live. They said yes on",
    "decline": "They can't help this time. Your case manager will look for somebody else with you.",
    "withdraw": "We took this back, so they will not be in touch.",
}


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_the_person_reads_their_referral_in_plain_words_and_never_the_reason_code(cast: Cast, verb: str) -> None:
    referral = walk.sent(cast)
    more: dict[str, dict[str, object]] = {
        "waitlist": {"expected_on": today()},
        "decline": {"reason_code": "no_place"},
        "withdraw": {"reason_code": "other"},
    }
    if verb:
        walk.answer(cast, referral.pk, verb, "case_manager" if verb == "withdraw" else "partner_worker", **more.get(verb, {}))
    actor = cast.actor("aroha")
    with cast.reading("aroha"):
        (mine,) = queries.of_person_self(actor)
        said = queries.plain_sentence(mine)
    assert SENTENCES[verb] in said
    assert "no_place" not in said
    other = cast.actor("tama")
    with cast.reading("tama"):
        assert queries.of_person_self(other) == []


def test_the_person_never_sees_a_draft(cast: Cast) -> None:
    walk.complete(cast)
    actor = cast.actor("aroha")
    with cast.reading("aroha"):
        assert queries.of_person_self(actor) == []
        assert not Referral.objects.exists()


def test_the_timeline_is_the_log_without_its_words_and_empty_for_a_stranger(cast: Cast) -> None:
    referral = walk.sent(cast)
    walk.answer(cast, referral.pk, "accept", note="Words between us")
    for who, sentences in (
        ("case_manager", ["Referral accepted (Mana Trust)", "Referral sent (Mana Trust)", "Draft made (Mana Trust)"]),
        ("other_officer", []),
        ("other_partner_worker", []),
    ):
        actor = cast.actor(who)
        with cast.reading(who):
            found = queries.timeline(actor, cast.person)
            assert bool(queries.of_person(actor, cast.person)) is bool(sentences)
        assert [entry.sentence for entry in found] == sentences


@pytest.mark.parametrize(
    ("show", "found"), [("open", ["FITS", "UNKNOWN"]), ("fits", ["FITS"]), ("unknown", ["UNKNOWN"]), ("all", ["FITS", "UNKNOWN"])]
)
def test_services_are_shown_by_verdict_with_all_counted(cast: Cast, show: str, found: list[str]) -> None:
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        offers = queries.offers(actor, cast.need, show=show)
    assert [row.fit.verdict for row in offers.rows] == found
    assert offers.counts == {"open": 2, "fits": 1, "unknown": 1, "all": 2}
