"""What one user was told of a person they are kept from later is gone at once: from the inbox, its count, REST, mail that waits, the daily mail."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.matrix.walk import same
from tests.notices.jobs import run_jobs
from tests.notices.test_choices import choose
from tests.notices.test_digests import gather
from tests.notices.test_limited_access import mailed
from tests.notices.test_pages import unread
from tests.people.test_caseload import as_, give, hand_over
from tests.people.test_conflicts import contact
from tests.people.test_emergency import open_
from tests.people.test_limits import limit
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.accounts.actors import system_actor
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.notices import actions
from throughcare.people.actions import add_contact
from throughcare.people.actions.disagreements import answer_disagreement, disagree
from throughcare.people.models import OwnDetails
from throughcare.referrals.actions import ask_question, take_referral

TOLD = "case_manager"
WATCHED = "privacy_officer"


def exclude(cast: Cast, who: str = TOLD) -> None:
    limit(cast, who)


def restrict(cast: Cast, who: str = TOLD) -> None:
    limit(cast, "officer", "team_manager", kind="RESTRICTION")


def conflict(cast: Cast, who: str = TOLD) -> None:
    with cast.reading(who):
        OwnDetails(user_id=cast.users[who], names="Hine Rangi", phones="", emails="", addresses="").save(force_insert=True)
    as_(cast, "officer", add_contact, person_id=cast.person, new=contact(name="Hine Rangi"))


WAYS = pytest.mark.parametrize("keep", [exclude, restrict, conflict])
Keep = Callable[..., None]


def asked(cast: Cast) -> None:
    """The partner asks whoever referred: a notice to that one user."""
    as_(cast, "partner_worker", ask_question, referral_id=walk.sent(cast).pk, text="From which day?")


def rows(cast: Cast, who: str) -> int:
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute("select count(*) from notices_notice")
        return int(cursor.fetchone()[0])


@WAYS
def test_it_is_gone_from_the_inbox_its_count_and_rest_at_the_next_request(cast: Cast, keep: Keep) -> None:
    asked(cast)
    browser, api = cast.client(TOLD), Api(cast, TOLD, ["referral.send"])
    (line,) = browser.get("/notices/").context["lines"]
    assert (unread(cast, TOLD), rows(cast, TOLD), len(api.call("GET", "/notices").json()["items"])) == ([1], 1, 1)
    keep(cast)
    assert browser.get("/notices/").context["lines"] == []
    assert same(browser.get(f"/notices/{line.id}/")) == same(browser.get(f"/notices/{new_id()}/"))
    assert (unread(cast, TOLD), rows(cast, TOLD), api.call("GET", "/notices").json()["items"]) == ([0], 0, [])
    assert api.call("POST", f"/notices/{line.id}/read").status_code == 404


def test_the_measure_finds_a_rule_that_asks_for_teams_alone(cast: Cast, owner: Owner) -> None:
    """Planted: the rule as it was, by which one user's own notices are shown whatever else."""
    asked(cast)
    exclude(cast)
    owner.change("alter policy notices_notice_select on notices_notice using (user_id = (select throughcare.reader()))")
    try:
        assert rows(cast, TOLD) == 1 and unread(cast, TOLD) == [1]
    finally:
        owner.change(f"alter policy notices_notice_select on notices_notice using ({REGISTRY.rules['notices_notice'].see})")
    assert rows(cast, TOLD) == 0


def test_it_is_there_again_when_the_limit_is_over(cast: Cast, owner: Owner) -> None:
    asked(cast)
    exclude(cast)
    assert unread(cast, TOLD) == [0]
    owner.place("update people_limit set starts_at = now() - interval '2 hours', ends_at = now()")
    assert unread(cast, TOLD) == [1]


@WAYS
def test_mail_that_waits_is_not_sent(cast: Cast, owner: Owner, keep: Keep) -> None:
    asked(cast)
    by = system_actor("deliver notices")
    with reading_as(by.reader):
        for (notice,) in owner.rows("select id from notices_notice where user_id = %s", cast.users[TOLD]):
            actions.spread(by=by, notice_id=notice)  # type: ignore[arg-type]  # a row's value
    connection.close()
    state = "select state from notices_noticemail where user_id = %s"
    assert owner.rows(state, cast.users[TOLD]) == [("WAITING",)]
    keep(cast)
    mail.outbox.clear()
    run_jobs()
    assert f"{TOLD}@example.test" not in mailed() and owner.rows(state, cast.users[TOLD]) == [("NOT_WANTED",)]


@WAYS
def test_the_daily_mail_counts_nothing_of_it(cast: Cast, keep: Keep) -> None:
    choose(cast, TOLD, "DAILY", kind="referral.question")
    asked(cast)
    run_jobs()
    assert gather() == 1
    keep(cast)
    mail.outbox.clear()
    run_jobs()
    assert [sent for sent in mail.outbox if "today" in sent.subject] == []


def test_their_colleagues_are_told_instead_of_one_who_is_kept_away(cast: Cast) -> None:
    """Else nobody of the side would hear of it."""
    sent = walk.sent(cast)
    as_(cast, "partner_worker", take_referral, referral_id=sent.pk, seen=walk.seen(cast, sent.pk, "partner_worker"))
    limit(cast, "partner_worker")
    before = unread(cast, "partner_worker", "partner_worker_2")
    walk.answer(cast, sent.pk, "withdraw", TOLD, reason_code="other", note="No longer needed.")
    assert unread(cast, "partner_worker", "partner_worker_2") == [0, before[1] + 1]


def test_a_handover_is_not_told_on_either(cast: Cast) -> None:
    give(cast, "case_manager", "case_manager")
    hand_over(cast)
    assert unread(cast, "other_officer") == [1]
    limit(cast, "other_officer")
    assert unread(cast, "other_officer") == [0]


def test_a_person_is_told_of_their_own_record_whoever_else_is_kept_from_it(cast: Cast, owner: Owner) -> None:
    about = as_(cast, "aroha", disagree, about=Ref("people.need", cast.need), words="It was another year.")
    as_(cast, "case_manager", answer_disagreement, disagreement_id=about.id, answer="We put it right.")
    restrict(cast)
    assert unread(cast, "aroha", TOLD) == [1, 0]
    mail.outbox.clear()
    run_jobs()
    assert "aroha@example.test" in mailed() and f"{TOLD}@example.test" not in mailed()


def test_privacy_officers_watch_over_emergencies_in_spite_of_a_restriction_but_not_of_an_exclusion(cast: Cast) -> None:
    open_(cast)
    restrict(cast)
    assert unread(cast, WATCHED) == [1]
    mail.outbox.clear()
    run_jobs()
    assert f"{WATCHED}@example.test" in mailed()
    limit(cast, WATCHED, by=WATCHED)
    assert unread(cast, WATCHED) == [0]


def test_a_privacy_officer_who_is_excluded_is_not_mailed_of_an_emergency(cast: Cast) -> None:
    limit(cast, WATCHED, by=WATCHED)
    mail.outbox.clear()
    open_(cast)
    run_jobs()
    assert unread(cast, WATCHED) == [0] and f"{WATCHED}@example.test" not in mailed()
