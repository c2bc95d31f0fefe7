"""A referral is on somebody's day whoever has the person now: after a handover, in cover, when a worker or a partner's worker has left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.notices.test_actions import NOTICE
from tests.notices.test_limited_access import mailed
from tests.people.test_caseload import SOON, as_, give, hand_over, main_of
from tests.people.test_emergency import open_
from tests.people.test_limits import limit
from tests.people.test_rest import Api
from tests.referrals import walk
from tests.referrals.test_closed import tell, told
from throughcare.accounts.actions import close_account, end_membership
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.people.actions import add_need, cover_people
from throughcare.people.actions.caseload import CaseRow
from throughcare.referrals import actions, queries
from throughcare.referrals.queries import Counts

OLD, NEW = "case_manager", "other_officer"
MINE = {"Answers that are late": "late", "Questions from services": "asked", "New answers from services": "answered"}
OFFICE = {
    "Your office's answers that are late": "late",
    "Your office's questions from services": "asked",
    "Your office's new answers from services": "answered",
}


def counts(cast: Cast, who: str) -> Counts:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.counts_for_home(actor)


def home(cast: Cast, who: str) -> dict[str, tuple[str, str]]:
    """Each line of a home: how many, and where it leads."""
    return {task.title: (task.status, task.href) for task in cast.client(who).get("/").context["tasks"]}


def listed(cast: Cast, who: str, href: str) -> set[str]:
    """References on a list."""
    return {row[0]["text"] for row in cast.client(who).get(href).context["rows"]}


def told_now(owner: Owner, kind: str) -> set[object]:
    """Users and teams that have a notice of this kind."""
    return {user or team for user, team in owner.rows("select user_id, team_id from notices_notice where kind = %s", kind)}


def late_and_asked(cast: Cast, owner: Owner) -> Any:
    """A referral whose answer is late, and whose service waits for a reply."""
    referral = walk.sent(cast)
    owner.place("update referrals_referral set answer_by = throughcare.today() - 2 where id = %s", referral.pk)
    ask(cast, referral.pk)
    return referral


def ask(cast: Cast, referral_id: UUID) -> None:
    walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral_id, text="Which bus?")


def last_day_over(cast: Cast, owner: Owner) -> None:
    """What the clock does after a handover's last day."""
    owner.change("update people_involvement set ends_at = now() where team_id = %s and person_id = %s", cast.teams["awa"], cast.person)
    owner.change("update people_assignment set ends_at = now() where team_id = %s and person_id = %s", cast.teams["awa"], cast.person)


def handed_over(cast: Cast, owner: Owner) -> Any:
    """From custody to community: the old office no longer sees the person."""
    give(cast, OLD, OLD)
    referral = late_and_asked(cast, owner)
    hand_over(cast)
    last_day_over(cast, owner)
    return referral


def manager_of(cast: Cast, owner: Owner, team: str, name: str) -> None:
    """Make somebody of the cast the manager of an office, in place of the role they had."""
    sql = "update accounts_membership set role_id = 'team_manager', team_id = %s where user_id = %s"
    owner.place(sql, cast.teams[team], cast.users[name])


# -- A handover ---------------------------------------------------------------------------------------------------------------
def test_after_a_handover_it_is_on_the_new_worker_s_day_and_on_no_other(cast: Cast, owner: Owner) -> None:
    referral = handed_over(cast, owner)
    assert counts(cast, NEW) == Counts(waiting=1, overdue=1, questions=1)
    there = home(cast, NEW)
    for title in ("Answers that are late", "Questions from services", "Referrals waiting for an answer"):
        assert there[title][0] == "1" and listed(cast, NEW, there[title][1]) == {referral.reference}, title
    assert cast.client(NEW).get(f"/referrals/{referral.pk}/").status_code == 200
    # Whoever made it, and their office, see it no longer.
    for who in (OLD, "officer", "team_manager"):
        assert counts(cast, who) == Counts(), who
        assert listed(cast, who, "/referrals/?whose=office") == set() == listed(cast, who, "/referrals/"), who
        assert cast.client(who).get(f"/referrals/{referral.pk}/").status_code == 404, who


def test_until_the_last_day_it_is_on_both_workers_day_and_both_are_told(cast: Cast, owner: Owner) -> None:
    give(cast, OLD, OLD)
    late_and_asked(cast, owner)
    hand_over(cast)
    assert counts(cast, OLD) == counts(cast, NEW) == Counts(waiting=1, overdue=1, questions=1)
    owner.place("delete from notices_notice")
    ask(cast, UUID(str(owner.rows("select id from referrals_referral")[0][0])))
    assert told_now(owner, "referral.question") == {cast.users[OLD], cast.users[NEW]}


@pytest.mark.parametrize("verb", ["acknowledge", "accept", "decline", "waitlist"])
def test_after_the_last_day_the_answer_is_told_to_the_new_worker_alone(cast: Cast, owner: Owner, verb: str) -> None:
    referral = handed_over(cast, owner)
    run_jobs()
    mail.outbox.clear()
    more: dict[str, dict[str, Any]] = {"decline": {"reason_code": "no_place"}, "waitlist": {"expected_on": SOON}}
    walk.answer(cast, referral.pk, verb, **more.get(verb, {}))
    assert told_now(owner, f"referral.{verb}") == {cast.users[NEW]}
    run_jobs()
    assert mailed() == [f"{NEW}@example.test"]
    (line,) = [line for line in cast.client(NEW).get("/notices/").context["lines"] if line.kind == f"referral.{verb}"]
    assert cast.client(NEW).get(f"/notices/{line.id}/")["Location"] == f"/referrals/{referral.pk}/"
    assert cast.client(NEW).get(f"/referrals/{referral.pk}/").status_code == 200


def test_the_new_worker_replies_and_the_draft_of_the_old_one_goes_on(cast: Cast, owner: Owner) -> None:
    referral = handed_over(cast, owner)
    ((question,),) = owner.rows("select id from referrals_question")
    walk.as_(cast, NEW, actions.reply_to_question, referral_id=referral.pk, question_id=question, text="The 12")
    assert counts(cast, NEW) == Counts(waiting=1, overdue=1)
    walk.answer(cast, referral.pk, "withdraw", NEW, reason_code="other")
    begun = walk.draft(cast, NEW)
    owner.place("update referrals_referral set referrer_id = %s, from_team_id = %s", cast.users[OLD], cast.teams["awa"])
    assert home(cast, NEW)["Drafts not sent yet"] == ("1", "/referrals/?state=DRAFT")
    assert listed(cast, NEW, "/referrals/?state=DRAFT") == {begun.reference}
    assert cast.client(NEW).get(f"/referrals/{begun.pk}/draft/").status_code == 200


# -- Cover --------------------------------------------------------------------------------------------------------------------
def covered(cast: Cast, worker: str = "officer") -> None:
    give(cast, OLD, OLD)
    rows = [CaseRow(cast.person, main_of(cast).id)]
    as_(cast, OLD, cover_people, rows=rows, worker_id=cast.users[worker], from_on=today(), until_on=SOON)


def test_who_covers_has_it_on_their_day_and_is_told_beside_the_main_worker(cast: Cast, owner: Owner) -> None:
    covered(cast)
    referral = late_and_asked(cast, owner)
    assert told_now(owner, "referral.question") == {cast.users[OLD], cast.users["officer"]}
    assert counts(cast, "officer") == Counts(waiting=1, overdue=1, questions=1) == counts(cast, OLD)
    assert listed(cast, "officer", "/referrals/?late=on") == {referral.reference}
    page = Api(cast, "officer", ["referral.send", "person.view"]).call("GET", "/referrals?whose=mine&late=true").json()
    assert [row["id"] for row in page["items"]] == [str(referral.pk)]
    # The cover is over by the clock.
    owner.place("update people_assignment set starts_at = now() - interval '9 days', ends_at = now() - interval '1 s' where kind = 'COVER'")
    assert counts(cast, "officer") == Counts()
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.users[OLD]}


def test_cover_that_has_not_begun_is_told_nothing(cast: Cast, owner: Owner) -> None:
    give(cast, OLD, OLD)
    rows = [CaseRow(cast.person, main_of(cast).id)]
    start = today() + timedelta(days=2)
    as_(cast, OLD, cover_people, rows=rows, worker_id=cast.users["officer"], from_on=start, until_on=SOON)
    late_and_asked(cast, owner)
    assert told_now(owner, "referral.question") == {cast.users[OLD]} and counts(cast, "officer") == Counts()


# -- Who left, and whoever may not see ------------------------------------------------------------------------------------------
def closed(cast: Cast, who: str, reason: str = "LEFT", by: str = "team_manager") -> None:
    as_(cast, by, close_account, user_id=cast.users[who], reason=reason)


def test_with_nobody_s_caseload_the_referrer_is_told_and_else_the_managers(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    ask(cast, referral.pk)
    assert told_now(owner, "referral.question") == {cast.users[OLD]}
    closed(cast, OLD)
    walk.answer(cast, referral.pk, "acknowledge")
    assert told_now(owner, "referral.acknowledge") == {cast.users["team_manager"]}
    owner.place("update accounts_user set is_active = false where id = %s", cast.users["team_manager"])
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.teams["awa"]}


def test_of_somebody_no_office_works_with_any_more_nobody_is_told(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    last_day_over(cast, owner)
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == set()


@pytest.mark.parametrize("reason", ["AWAY", "LOST"])
def test_a_closed_main_worker_is_not_told_and_their_cover_or_manager_is(cast: Cast, owner: Owner, reason: str) -> None:
    covered(cast)
    referral = walk.sent(cast)
    closed(cast, OLD, reason)
    walk.answer(cast, referral.pk, "acknowledge")
    assert told_now(owner, "referral.acknowledge") == {cast.users["officer"]}
    closed(cast, "officer", reason)
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.users["team_manager"]}


def test_one_kept_from_the_person_is_not_told_and_somebody_else_is(cast: Cast, owner: Owner) -> None:
    covered(cast)
    referral = walk.sent(cast)
    limit(cast, OLD)
    walk.answer(cast, referral.pk, "acknowledge")
    assert told_now(owner, "referral.acknowledge") == {cast.users["officer"]} and counts(cast, OLD) == Counts()
    limit(cast, "officer")
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.users["team_manager"]}


def test_who_moved_to_another_office_is_not_told_of_whom_they_no_longer_see(cast: Cast, owner: Owner) -> None:
    give(cast, OLD, OLD)
    referral = walk.sent(cast)
    owner.place("update accounts_membership set team_id = %s where user_id = %s", cast.teams["puke"], cast.users[OLD])
    assert counts(cast, OLD) == Counts()  # before the job has let go of their caseload
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.users["team_manager"]}


# -- The manager's office -----------------------------------------------------------------------------------------------------
def test_a_manager_has_the_office_s_lines_each_leading_to_as_many(cast: Cast, owner: Owner) -> None:
    late = late_and_asked(cast, owner)
    found = home(cast, "team_manager")
    for title, name in OFFICE.items():
        status, href = found[title]
        assert href == f"/referrals/?{name}=on&whose=office", title
        rows = listed(cast, "team_manager", href)
        assert (status, rows) == (("None", set()) if name == "answered" else ("1", {late.reference})), title
    assert not set(OFFICE) & set(home(cast, "officer"))
    assert [found[title][0] for title in MINE] == ["None"] * 3  # none of them is the manager's own
    walk.answer(cast, late.pk, "accept")
    assert home(cast, "team_manager")["Your office's new answers from services"][0] == "1"
    assert listed(cast, "team_manager", "/referrals/?answered=on&whose=office") == {late.reference}
    assert listed(cast, "team_manager", "/referrals/?late=on&whose=office") == set()


def test_the_office_is_the_one_that_works_with_the_person_now(cast: Cast, owner: Owner) -> None:
    manager_of(cast, owner, "puke", "recruitment_consultant")
    referral = late_and_asked(cast, owner)
    assert home(cast, "recruitment_consultant")["Your office's answers that are late"][0] == "None"
    give(cast, OLD, OLD)
    hand_over(cast)
    last_day_over(cast, owner)
    there = home(cast, "recruitment_consultant")
    assert there["Your office's answers that are late"][0] == there["Your office's questions from services"][0] == "1"
    assert listed(cast, "recruitment_consultant", "/referrals/?late=on&whose=office") == {referral.reference}
    assert home(cast, "team_manager")["Your office's answers that are late"][0] == "None"
    # The new worker leaves too: the new office's manager hears of the answer.
    owner.place("update accounts_user set is_active = false where id = %s", cast.users[NEW])
    walk.answer(cast, referral.pk, "accept")
    assert told_now(owner, "referral.accept") == {cast.users["recruitment_consultant"]}


def test_over_rest_the_same_filters_find_the_same(cast: Cast, owner: Owner) -> None:
    late = late_and_asked(cast, owner)
    scopes = ["referral.send", "referral.answer", "person.view"]

    def found(who: str, query: str) -> list[str]:
        return [row["id"] for row in Api(cast, who, scopes).call("GET", f"/referrals?{query}").json()["items"]]

    key = str(late.pk)
    for query in ("whose=office&late=true", "whose=office&asked=true", "whose=office", "late=true"):
        assert found("team_manager", query) == [key], query
        assert found(NEW, query) == [], query
    assert found("team_manager", "whose=mine") == [] and found(OLD, "whose=mine&late=true&asked=true") == [key]
    assert found(OLD, "soon=true") == [] == found(OLD, "answered=true")
    assert found("partner_worker", "late=true") == [key] and found("partner_worker", "whose=office") == []
    assert Api(cast, OLD, scopes).call("GET", "/referrals?whose=theirs").status_code == 422


def test_a_record_opened_in_an_emergency_brings_nothing_onto_an_office_s_lines(cast: Cast, owner: Owner) -> None:
    manager_of(cast, owner, "puke", NEW)
    late_and_asked(cast, owner)
    open_(cast, NEW)
    assert counts(cast, NEW) == Counts() and listed(cast, NEW, "/referrals/?whose=office") == set()


def test_a_saved_view_of_the_office_s_still_opens(cast: Cast, owner: Owner) -> None:
    late = late_and_asked(cast, owner)
    kept = {"page": "referrals", "query": "late=on&whose=office", "name": "Late here", "path": "/referrals/"}
    cast.client("team_manager").post("/views/add", kept)
    (view,) = cast.client("team_manager").get("/").context["views"]
    answer = cast.client("team_manager").get(view.href)
    assert listed(cast, "team_manager", answer["Location"]) == {late.reference}


# -- A service closes ----------------------------------------------------------------------------------------------------------
def test_that_a_service_closed_is_told_to_who_has_the_person_and_again_to_who_has_them_next(cast: Cast, owner: Owner) -> None:
    give(cast, OLD, OLD)
    walk.sent(cast)
    owner.change("update services_service set status = 'inactive' where id = %s", cast.service)
    assert (tell(), tell()) == (1, 0)
    hand_over(cast)
    last_day_over(cast, owner)
    assert (tell(), tell()) == (1, 0)
    owner.change("update services_service set status = 'active' where id = %s", cast.service)
    assert (tell(), tell()) == (1, 0)
    closed_kind, opened_kind = "referral.service_closed", "referral.service_opened"
    assert told(owner) == [(closed_kind, cast.users[OLD]), (closed_kind, cast.users[NEW]), (opened_kind, cast.users[NEW])]


# -- The partner's side ----------------------------------------------------------------------------------------------------------
def leave_partner(cast: Cast, owner: Owner, way: str) -> None:
    if way == "closed":
        closed(cast, "partner_worker", by="partner_manager")
    else:
        values = {"team_id": cast.teams["mana"], "user_id": cast.users["partner_worker"], "reason": "MOVED"}
        as_(cast, "partner_manager", end_membership, **values)


@pytest.mark.parametrize("way", ["closed", "left the team"])
def test_when_who_took_it_has_left_the_partner_s_team_is_told(cast: Cast, owner: Owner, way: str) -> None:
    referral = walk.sent(cast)
    ask(cast, referral.pk)
    walk.as_(cast, "partner_worker", actions.take_referral, referral_id=referral.pk, seen=referral.version)
    ((question,),) = owner.rows("select id from referrals_question")
    leave_partner(cast, owner, way)
    walk.as_(cast, OLD, actions.reply_to_question, referral_id=referral.pk, question_id=question, text="The 12")
    walk.answer(cast, referral.pk, "withdraw", OLD, reason_code="other")
    assert told_now(owner, "referral.reply") == told_now(owner, "referral.withdraw") == {cast.teams["mana"]}
    mail.outbox.clear()
    run_jobs()
    assert "partner_worker_2@example.test" in mailed() and "partner_worker@example.test" not in mailed()
    kinds = [line.kind for line in cast.client("partner_worker_2").get("/notices/").context["lines"]]
    assert {"referral.reply", "referral.withdraw"} <= set(kinds)


def test_while_who_took_it_works_there_they_alone_are_told(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    walk.as_(cast, "partner_worker", actions.take_referral, referral_id=referral.pk, seen=referral.version)
    walk.answer(cast, referral.pk, "withdraw", OLD, reason_code="other")
    assert told_now(owner, "referral.withdraw") == {cast.users["partner_worker"]}


# -- The database says the same ------------------------------------------------------------------------------------------------
def answers(cast: Cast, who: str, referral_id: UUID, function: str = "who_answers") -> list[Any]:
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute(f"select * from throughcare.{function}(%s)", [referral_id])
        found: list[Any] = cursor.fetchall()
    return found


def test_who_answers_is_said_to_the_partner_of_an_open_referral_and_to_nobody_else(cast: Cast, owner: Owner) -> None:
    give(cast, OLD, OLD)
    referral = walk.sent(cast)
    said = [(cast.users[OLD], None)]
    for who in EVERYBODY:
        assert answers(cast, who, referral.pk) == (said if who.startswith("partner_") and who != "partnership_manager" else []), who
    assert answers(cast, "partner_worker", cast.person) == []
    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.who_answers(%s), throughcare.is_system()", [referral.pk])
        assert cursor.fetchall() == [(*said[0], True)]
        cursor.execute("select current_setting('throughcare.system')")
        assert cursor.fetchone() == (SYSTEM.system,)
    connection.close()
    with cast.reading("partner_worker"), connection.cursor() as cursor:
        cursor.execute("select throughcare.is_system() from throughcare.who_answers(%s)", [referral.pk])
        cursor.execute("select throughcare.is_system()")
        assert cursor.fetchone() == (False,)
    walk.answer(cast, referral.pk, "decline", reason_code="no_place")
    assert answers(cast, "partner_worker", referral.pk) == []


def test_who_took_it_is_said_to_the_office_that_works_with_the_person(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    walk.as_(cast, "partner_worker", actions.take_referral, referral_id=referral.pk, seen=referral.version)
    for who in EVERYBODY:
        office = who in ("case_manager", "officer", "team_manager", "recruitment_consultant")
        assert answers(cast, who, referral.pk, "still_with") == [(cast.users["partner_worker"] if office else None,)], who


@pytest.mark.parametrize("to", ["case_manager", "team_manager", "officer"])
def test_the_old_office_can_not_be_told_even_by_straight_sql(cast: Cast, owner: Owner, to: str) -> None:
    referral = handed_over(cast, owner)
    with pytest.raises(Error, match="row-level security"), cast.reading("partner_worker"), connection.cursor() as cursor:
        cursor.execute(NOTICE, [cast.users[to], None, "referrals.referral", referral.pk])
    connection.close()
    with cast.reading("partner_worker"), connection.cursor() as cursor:
        cursor.execute(NOTICE, [cast.users[NEW], None, "referrals.referral", referral.pk])


def office_people(cast: Cast, who: str) -> set[UUID]:
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.office_people()")
        return {row[0] for row in cursor.fetchall()}


def test_an_office_s_people_are_told_to_it_alone_and_to_nobody_kept_from_them(cast: Cast, owner: Owner) -> None:
    walk.sent(cast)  # a partner's involvement opens no record
    awa = ("case_manager", "officer", "team_manager", "recruitment_consultant")
    for who in EVERYBODY:
        wanted = {cast.person} if who in awa else {cast.other_person} if who == "other_officer" else set()
        assert office_people(cast, who) == wanted, who
    limit(cast, "officer")
    assert office_people(cast, "officer") == set() and office_people(cast, OLD) == {cast.person}
    limit(cast, "team_manager", kind="RESTRICTION")
    assert office_people(cast, OLD) == set() and office_people(cast, "team_manager") == {cast.person}
    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.office_people()")
        assert cursor.fetchall() == []


def test_a_manager_s_home_asks_no_more_with_more_referrals(cast: Cast, owner: Owner) -> None:
    def asked(who: str) -> int:
        actor = cast.actor(who)
        with cast.reading(who), CaptureQueriesContext(connection) as caught:
            queries.counts_for_home(actor)
        return len(caught)

    first = {who: asked(who) for who in (OLD, "team_manager")}
    give(cast, OLD, OLD)
    for _ in range(3):
        need = walk.as_(cast, OLD, add_need, person_id=cast.person, pillar="ACCOMMODATION", note="A room")
        late = walk.sent(cast, need=need.id)
        ask(cast, late.pk)
    owner.place("update referrals_referral set answer_by = throughcare.today() - 2")
    assert counts(cast, "team_manager") == Counts(overdue_office=3, questions_office=3)
    assert {who: asked(who) for who in first} == first
    assert first["team_manager"] == first[OLD] + 3
