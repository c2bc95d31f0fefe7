"""Looks at records that nothing explains: found among what a department does in weeks, told, and asked about by a second person.

A department is drawn from each printed seed by tests/people/office.py, which knows nothing of the rules. What each thing found is worth was
learned on seeds 1 to 6 and looked at on 7 and 8 (tests/people/weigh.py); the seeds here are others. `make test-all` judges three departments
of 100,000 rows of reading with 500 of snooping among them, `make test` one of 5,000.

What is counted is what the running job asks about: its runs are replayed, one a day at midnight, each knowing no more of the audit than there
was by then. Between midnights a run can only ask what is not settled yet, which the test of a small department replays every three hours
(`make test-all`). Recall: of the rows written while snooping, those whose incident is asked about. Precision: of the incidents asked about, those
with snooping in them. An incident is one user, one person's record, one day: what a second person works through as one. Intervals are of
resampled stories and users, as the rows of one story are found or missed together.

What was changed in the stories when the weights were learned, and what it did to recall and precision before they were (points set by hand, seeds
101 to 103: 92 to 96 %, 59 to 62 %): colleagues are asked along (two have the record open, one often writes nothing) and one visit in ten
that is work needs more pages than usual. Both make it harder. "Covered up" (one line written so as to be explained) was left as it was.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.office import KINDS, WORK, ZONE, Department, Event, Maker, fill
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused
from throughcare.matching.looks import RULES, Judged, Visit, judge
from throughcare.people.actions.looks import A_MONTH, A_WHILE, find_looks, of_late, review_look
from throughcare.people.models import Look
from throughcare.people.queries.looks import visits_between
from throughcare.people.states import NOT_ASKED

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
NORMAL, SNOOPS = (100_000, 500) if LONG else (5_000, 40)
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261201"))
SEEDS = range(SEED, SEED + 3) if LONG else (SEED,)
DRAWN = 24
Incident = tuple[UUID, UUID, date]
JOB = system_actor("find looks to explain")


def said(hits: int, of: int) -> str:
    return f"{hits} of {of} = {100 * hits / max(of, 1):.1f} %"


def key_of(event: Event) -> Incident:
    return event.user.id, event.person.id, event.at.astimezone(ZONE).date()


@dataclass
class Story:
    """Rows and incidents of one story of snooping, and how many of each are asked about."""

    kind: str
    rows: int = 0
    found: int = 0
    incidents: set[Incident] = field(default_factory=set)
    right: set[Incident] = field(default_factory=set)


@dataclass
class Score:
    """stories: of snooping. wrong: of each user, how many incidents asked about have no snooping in them."""

    stories: list[Story] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    def add(self, made: Department, asked: set[Incident]) -> "Score":
        stories: dict[int, Story] = {}
        for event in made.events:
            if event.verb in WORK or not event.snoop:
                continue
            story, incident = stories.setdefault(event.story, Story(event.snoop)), key_of(event)
            story.rows += 1
            story.found += incident in asked
            story.incidents.add(incident)
        snooped: set[Incident] = set()
        for story in stories.values():
            story.incidents -= snooped  # each is counted once
            snooped |= story.incidents
            story.right = story.incidents & asked
        wrong = Counter(user for user, _, _ in asked - snooped)
        self.stories += stories.values()
        self.wrong += [wrong[user.id] for user in made.users]
        return self

    @property
    def recall(self) -> float:
        return sum(one.found for one in self.stories) / sum(one.rows for one in self.stories)

    @property
    def of_incidents(self) -> float:
        return sum(len(one.right) for one in self.stories) / sum(len(one.incidents) for one in self.stories)

    @property
    def precision(self) -> float:
        right = sum(len(one.right) for one in self.stories)
        return right / max(right + sum(self.wrong), 1)

    def tell(self) -> None:
        for kind in KINDS:
            of = [one for one in self.stories if one.kind == kind]
            print(f"  {kind}: rows {said(sum(one.found for one in of), sum(one.rows for one in of))}, {len(of)} stories")
        found, rows, right = (
            sum(one.found for one in self.stories),
            sum(one.rows for one in self.stories),
            sum(len(one.right) for one in self.stories),
        )
        dice = random.Random(SEED)
        drawn = [Score(dice.choices(self.stories, k=len(self.stories)), dice.choices(self.wrong, k=len(self.wrong))) for _ in range(1000)]
        incidents = sum(len(one.incidents) for one in self.stories)
        print(f"  recall by rows {said(found, rows)} {middle_95([one.recall for one in drawn])}")
        print(f"  recall by incidents {said(right, incidents)} {middle_95([one.of_incidents for one in drawn])}")
        print(f"  precision {said(right, right + sum(self.wrong))} {middle_95([one.precision for one in drawn])}")


def middle_95(shares: list[float]) -> str:
    shares = sorted(shares)
    return f"({100 * shares[len(shares) // 40]:.1f} to {100 * shares[-len(shares) // 40]:.1f})"


def seen(first: datetime, last: datetime, at: datetime) -> list[Visit]:
    with reading_as(JOB.reader):
        return visits_between(first, last, at=at)


def run_of_the_job(at: datetime) -> list[Judged]:
    """What a run at this moment judges, as `find_looks` does."""
    begin = (at - A_WHILE).astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return of_late(judge(seen(begin, at, at)), begin=begin, at=at)


def incidents(judged: list[Judged]) -> set[Incident]:
    return {(one.visit.user, one.visit.person, one.visit.on) for one in judged if one.ask}


def replayed(made: Department, *, every: timedelta) -> set[Incident]:
    """All that the job asks about when it runs so often, to a week after the last event."""
    at, last = made.events[0].at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0), made.events[-1].at + timedelta(days=7)
    asked: set[Incident] = set()
    while at < last:
        at += every
        asked |= incidents(run_of_the_job(at))
    return asked


def told_at_once(made: Department) -> tuple[int, int]:
    """Of some incidents of snooping, drawn by chance: how many the first run after them flagged, knowing no more than it could; of how many."""
    ends: dict[Incident, datetime] = {}
    for event in made.events:
        if event.snoop and event.verb not in WORK:
            ends[key_of(event)] = event.at
    drawn = random.Random(SEED).sample(sorted(ends), min(DRAWN, len(ends)))
    flagged = 0
    for incident in drawn:
        judged = run_of_the_job(ends[incident] + timedelta(minutes=5))
        (one,) = (one for one in judged if (one.visit.user, one.visit.person, one.visit.on) == incident)
        flagged += one.ask or one.waits
    return flagged, len(drawn)


LEFT_OUT = (("state",), ("worker", "hours"), ("crowd", "again", "walk"))


def judged_of(owner: Owner, seed: int) -> tuple[Department, list[Visit], list[Judged]]:
    """One department, all of it judged in time."""
    made = Maker(seed, normal=NORMAL, snoops=SNOOPS).make()
    owner.empty()
    fill(owner, made)
    first, last = made.events[0].at, made.events[-1].at
    began = time.monotonic()
    visits = seen(first - timedelta(days=1), last + timedelta(days=1), last + timedelta(days=10))
    judged = judge(visits)
    took = time.monotonic() - began
    reads = made.reads(snoops=False) + made.reads(snoops=True)
    print(f"seed {seed}: {reads:,} rows of reading in {len(visits):,} visits judged in {took:.1f} s, load {os.getloadavg()[0]:.1f}")
    assert sum(visit.rows for visit in visits) == reads, "every read is judged"
    assert took < 300, "within five minutes"
    return made, visits, judged


def test_snooping_is_found_among_weeks_of_work(owner: Owner) -> None:
    score, at_the_end, flagged, drawn = Score(), Score(), 0, 0
    ablated = {left_out: Score() for left_out in LEFT_OUT}
    for seed in SEEDS:
        made, visits, judged = judged_of(owner, seed)
        asked, known = replayed(made, every=timedelta(days=1)), incidents(judged)
        score.add(made, asked)
        at_the_end.add(made, known)
        print(f"  asked by the job {len(asked)}, by all that is known afterwards {len(known)}, by both {len(asked & known)}")
        assert len(asked ^ known) <= 0.12 * len(known), "the job asks as somebody would who knew the end"
        for left_out, worse in ablated.items():
            worse.add(made, incidents(judge(visits, rules=[rule for name, rule in RULES.items() if name not in left_out])))
        if seed == SEEDS[0]:
            flagged, drawn = told_at_once(made)
    score.tell()
    print(f"  flagged within five minutes {said(flagged, drawn)}")
    assert score.recall >= (0.95 if LONG else 0.9)
    assert score.precision >= 0.5
    assert flagged >= 0.75 * drawn
    # Planted faults: without some of the rules it finds less, or asks about more work; the lines above would say so.
    for left_out, worse in ablated.items():
        print(f"  without {', '.join(left_out)}: recall {100 * worse.recall:.1f} %, precision {100 * worse.precision:.1f} %")
        assert worse.recall < at_the_end.recall - 0.05 or worse.precision < at_the_end.precision - 0.1


@pytest.mark.skipif(not LONG, reason="replays some seventy runs of the job; make test-all does")
def test_runs_between_midnights_ask_about_nothing_that_passes(owner: Owner) -> None:
    made = Maker(SEED, normal=5_000, snoops=40).make()
    owner.empty()
    fill(owner, made)
    often, daily = replayed(made, every=timedelta(hours=3)), replayed(made, every=timedelta(days=1))
    print(f"every three hours {len(often)} asked about, every day {len(daily)}")
    assert often == daily


def weekday_at_ten(days_ago: int = 0) -> datetime:
    """So many days ago, or a few more, in office hours: within three days work may still follow."""
    moment = now().astimezone(ZONE).replace(hour=10, minute=0) - timedelta(days=days_ago)
    while moment > now() - timedelta(hours=1) or moment.weekday() >= 5:
        moment -= timedelta(days=1)
    if not days_ago and now() - moment > timedelta(days=2, hours=22):  # on a Monday morning ten o'clock of Friday is three days ago
        moment = moment.replace(hour=15)
    return moment


def look_of(cast: Cast, owner: Owner, who: str = "officer") -> Any:
    """A colleague who opened Aroha's record on the day she went to another, and nothing more."""
    actor = cast.actor(who)
    with cast.reading(who):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    owner.place("update audit_auditevent set at = %s", weekday_at_ten(4))
    owner.place("update people_involvement set starts_at = starts_at - interval '30 days'")
    owner.place("update people_person set family_name = 'Kahurangi'")
    owner.place("update accounts_user set name = 'Sam Kahurangi' where id = %s", cast.users[who])
    with reading_as(JOB.reader):
        return find_looks(by=JOB, span=A_MONTH)


def test_one_is_found_told_and_asked_about_by_a_second_person(cast: Cast, owner: Owner) -> None:
    done = look_of(cast, owner)
    assert (done.asked, done.waiting) == (1, 0)
    with reading_as(JOB.reader):
        assert find_looks(by=JOB, span=A_MONTH).asked == 0, "once"
    told = owner.rows("select user_id from notices_notice where kind = 'people.look'")
    assert told == [(cast.users["privacy_officer"],)]
    client = cast.client("privacy_officer")
    assert "Looks at records to explain" in client.get("/").content.decode()
    page = client.get("/looks/").content.decode()
    assert "Sam Kahurangi" in page and "surname, which is rare" in page
    with reading_as(SYSTEM):
        look = Look.objects.get()
    page = client.get(f"/looks/{look.id}/").content.decode()
    assert "they wrote nothing about them" in page and "Was there a reason to open this record?" in page
    assert "Error:" in client.post(f"/looks/{look.id}/", {"because": ""}).content.decode()
    page = client.post(f"/looks/{look.id}/", {"verdict": "BROWSING", "because": "Said it was their cousin."}, follow=True).content.decode()
    assert "Browsing: no reason to look" in page and "Said it was their cousin." in page
    assert (
        "Said it was" not in client.get("/looks/").content.decode()
        and "Sam Kahurangi" in client.get("/looks/?which=reviewed").content.decode()
    )
    rows = owner.rows("select actor_id, detail->>'verdict' from audit_auditevent where verb = 'look.reviewed'")
    assert rows == [(cast.users["privacy_officer"], "BROWSING")]
    assert cast.client("officer").get(f"/looks/{look.id}/").status_code == 404


def test_whoever_looked_never_reviews_it_nor_sees_it(cast: Cast, owner: Owner) -> None:
    look_of(cast, owner)
    with reading_as(SYSTEM):
        look = Look.objects.get()
    owner.place("update people_look set user_id = %s", cast.users["privacy_officer"])
    assert cast.client("privacy_officer").get(f"/looks/{look.id}/").status_code == 404
    by = cast.actor("privacy_officer")
    with pytest.raises(NotFound), cast.reading("privacy_officer"):
        review_look(by=by, look_id=look.id, verdict="EXPLAINED", because="It was me.")
    by = cast.actor("case_manager")
    with pytest.raises(NotAllowed), cast.reading("case_manager"):
        review_look(by=by, look_id=look.id, verdict="EXPLAINED", because="x")
    set_ = "update people_look set verdict = 'EXPLAINED', because = 'x', reviewed_by_id = %s where id = %s"
    with cast.reading("privacy_officer"), connection.cursor() as cursor:
        cursor.execute(set_, [cast.users["privacy_officer"], look.id])
        assert cursor.rowcount == 0
    with pytest.raises(Error), cast.reading("auditor"), connection.cursor() as cursor:
        cursor.execute(set_, [cast.users["privacy_officer"], look.id])
    with pytest.raises(Error), cast.reading("auditor"), connection.cursor() as cursor:
        cursor.execute("delete from people_look")
    api = Api(cast, "auditor", ["audit.read"])
    assert api.call("GET", "/looks").json()["items"][0]["reasons"][0]["code"] == "no-work"
    answer = api.call("POST", f"/looks/{look.id}/review", {"verdict": "EXPLAINED", "because": "An audit of the office."})
    assert answer.json()["verdict"] == "EXPLAINED" and api.call("GET", f"/looks/{look.id}").json()["because"] == "An audit of the office."
    by = cast.actor("auditor")
    with pytest.raises(Refused, match="looked at this already"), cast.reading("auditor"):
        review_look(by=by, look_id=look.id, verdict="BROWSING", because="x")
    with pytest.raises(Invalid), cast.reading("auditor"):
        review_look(by=by, look_id=look.id, verdict="MAYBE", because="")


def waiting(cast: Cast, owner: Owner) -> Look:
    """A look that nothing explains yet, and nothing else is known of."""
    actor = cast.actor("officer")
    with cast.reading("officer"):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    owner.place("update audit_auditevent set at = %s", weekday_at_ten())
    owner.place("update people_involvement set starts_at = starts_at - interval '30 days'")
    with reading_as(JOB.reader):
        done = find_looks(by=JOB)
        assert (done.asked, done.waiting, done.let_go) == (0, 1, 0)
        return Look.objects.get()


def test_what_work_may_still_explain_waits_and_is_let_go_when_it_does(cast: Cast, owner: Owner) -> None:
    look = waiting(cast, owner)
    assert owner.rows("select count(*) from notices_notice where kind = 'people.look'") == [(0,)]
    client = cast.client("privacy_officer")
    assert "None waits" in client.get("/looks/").content.decode()
    assert str(look.id) in client.get("/looks/?which=waiting").content.decode()
    page = client.get(f"/looks/{look.id}/").content.decode()
    assert "when three days have passed and no work showed why" in page and "Was there a reason" not in page
    by, actor = cast.actor("privacy_officer"), cast.actor("officer")
    with pytest.raises(Refused, match="may still be written"), cast.reading("privacy_officer"):
        review_look(by=by, look_id=look.id, verdict="BROWSING", because="Too soon.")
    with cast.reading("officer"):
        record(by=actor, verb="note.written", persons=[cast.person], compartments=["C9"])
    with reading_as(JOB.reader):
        done = find_looks(by=JOB)
        assert (done.asked, done.waiting, done.let_go) == (0, 0, 1)
        assert find_looks(by=JOB).let_go == 0
    assert str(look.id) not in client.get("/looks/?which=waiting").content.decode()
    assert "Nobody had to ask" in client.get(f"/looks/{look.id}/").content.decode()


def test_what_was_let_go_is_asked_about_when_more_is_found(cast: Cast, owner: Owner) -> None:
    look = waiting(cast, owner)
    opened = weekday_at_ten()
    # Work for four others that day: a day of duty.
    for number in range(4):
        other = uuid4()
        for minutes, verb in ((20, "person.viewed"), (25, "note.written")):
            event_of(owner, cast.users["officer"], other, opened + timedelta(minutes=minutes + 30 * number), verb)
    with reading_as(JOB.reader):
        assert find_looks(by=JOB).let_go == 1
        assert Look.objects.get(pk=look.id).verdict == NOT_ASKED
    # Colleagues open the same record, and write nothing.
    colleagues = owner.rows("select id from accounts_user where id <> %s order by id", cast.users["officer"])
    assert len(colleagues) > 4
    for number, (user,) in enumerate(colleagues):
        event_of(owner, UUID(str(user)), cast.person, opened + timedelta(minutes=7 * number), "person.viewed")
    with reading_as(JOB.reader):
        find_looks(by=JOB)
        look = Look.objects.get(pk=look.id)
    assert look.asked_at and look.verdict == "" and "crowd-4" in {reason["code"] for reason in look.reasons}
    assert str(look.id) in cast.client("privacy_officer").get("/looks/").content.decode()


def event_of(owner: Owner, user: UUID, person: UUID, at: datetime, verb: str) -> None:
    owner.place(
        """insert into audit_auditevent (id, at, actor_id, actor_name, team_ids, because_ids, verb, person_ids, compartments, channel, about_kind,
            detail, key_id, mac) values (gen_random_uuid(), %s, %s, 'x', '{}', '{}', %s, %s, '{C1}', 'page', '', '{}', 't', decode(repeat('00', 32), 'hex'))""",
        at,
        user,
        verb,
        [person],
    )


def visit_to_aroha(cast: Cast, who: str = "officer") -> Visit:
    actor = cast.actor(who)
    with cast.reading(who):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    return the_visit(cast, who)


def the_visit(cast: Cast, who: str) -> Visit:
    every = seen(now() - timedelta(days=1), now() + timedelta(days=1), now())
    (one,) = (one for one in every if (one.user, one.person) == (cast.users[who], cast.person))
    return one


def test_a_conflict_that_was_cleared_counts_for_nothing(cast: Cast, owner: Owner) -> None:
    assert not visit_to_aroha(cast, "case_manager").conflict
    owner.place(
        """insert into people_assignment (id, person_id, team_id, worker_id, kind, starts_at)
            select gen_random_uuid(), %s, m.team_id, m.user_id, 'MAIN', now() - interval '90 days' from accounts_membership m where m.user_id = %s""",
        cast.person,
        cast.users["case_manager"],
    )
    insert = """insert into people_conflict (id, person_id, user_id, keys, found_at, verdict, why, decided_at)
        values (gen_random_uuid(), %s, %s, '{n1}', now() + %s * interval '1 day', %s, %s, case when %s = '' then null else now() end)"""
    for days, verdict, counts in ((-5, "NONE", False), (2, "NONE", False), (-40, "EXCLUDED", False), (2, "EXCLUDED", True), (-5, "", True)):
        owner.place("delete from people_conflict")
        owner.place(insert, cast.person, cast.users["case_manager"], days, verdict, "x" if verdict else "", verdict)
        found = the_visit(cast, "case_manager")
        assert found.theirs and found.conflict == counts, (days, verdict)
        assert judge([replace(found, settled=True)])[0].ask == counts, "their own caseload is never asked about by itself"


def test_who_has_left_a_team_no_longer_looks_as_it_does(cast: Cast, owner: Owner) -> None:
    """A team manager leads, and a partner's worker has whom the partner was sent, while they are of the team."""
    assert visit_to_aroha(cast, "team_manager").leads
    member = "update accounts_membership set starts_on = current_date - 90, ends_on = current_date - 30 where user_id = %s"
    owner.place(member, cast.users["team_manager"])
    assert not the_visit(cast, "team_manager").leads
    sent = """insert into people_involvement (id, person_id, team_id, because_kind, because_id, compartments, starts_at)
        select gen_random_uuid(), %s, m.team_id, 'referrals.referral', gen_random_uuid(), '{C1}', now() - interval '3 days'
        from accounts_membership m where m.user_id = %s"""
    owner.place(sent, cast.person, cast.users["partner_worker"])
    found = visit_to_aroha(cast, "partner_worker")
    assert found.theirs and found.new_here
    owner.place(member, cast.users["partner_worker"])
    found = the_visit(cast, "partner_worker")
    assert not (found.theirs or found.new_here or found.theirs_before), "sent when they had left"
    owner.place("update people_involvement set starts_at = now() - interval '60 days'")
    assert the_visit(cast, "partner_worker").theirs_before


def test_who_was_ended_at_noon_was_of_the_team_in_the_morning(cast: Cast, owner: Owner) -> None:
    """Ended at once, a membership has yesterday for its last day: what was opened today was opened as one of the team."""
    assert visit_to_aroha(cast, "team_manager").leads
    for days, leads in ((1, True), (2, False)):
        owner.place(
            "update accounts_membership set starts_on = throughcare.today() - 90, ends_on = throughcare.today() - %s where user_id = %s",
            days,
            cast.users["team_manager"],
        )
        assert the_visit(cast, "team_manager").leads is leads, days


def test_what_waited_is_asked_about_when_nothing_was_written(cast: Cast, owner: Owner) -> None:
    look = waiting(cast, owner)
    owner.place("update audit_auditevent set at = at - interval '7 days'")
    owner.place("update people_look set at = at - interval '7 days', on_day = on_day - 7")
    with reading_as(JOB.reader):
        done = find_looks(by=JOB, span=A_MONTH)
        assert (done.asked, done.waiting, done.let_go) == (1, 0, 0)
    assert owner.rows("select user_id from notices_notice where kind = 'people.look'") == [(cast.users["privacy_officer"],)]
    page = cast.client("privacy_officer").get(f"/looks/{look.id}/").content.decode()
    assert "they wrote nothing about them in the week before or since" in page and "Was there a reason" in page


def test_her_own_log_has_the_look_and_the_review_when_it_is_done(cast: Cast, owner: Owner) -> None:
    actor = cast.actor("officer")
    with cast.reading("officer"):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    owner.place("update people_involvement set starts_at = starts_at - interval '30 days'")
    with reading_as(JOB.reader):
        find_looks(by=JOB)
    owner.place("update people_look set asked_at = now()")

    def log() -> list[str]:
        return [line.did for line in cast.client("aroha").get("/my-record/who-looked/").context["page"].rows]

    assert "Looked at your record" in log()
    assert not [did for did in log() if "why they opened" in did or "nothing" in did]
    with reading_as(SYSTEM):
        look = Look.objects.get()
    cast.client("privacy_officer").post(f"/looks/{look.id}/", {"verdict": "EXPLAINED", "because": "Was asked to."})
    assert [did for did in log() if "Asked somebody why they opened your record" in did]


def test_whom_a_partner_was_sent_is_theirs(cast: Cast, owner: Owner) -> None:
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        record(by=actor, verb="referral.viewed", persons=[cast.person], compartments=["C7"])

    def visit() -> Visit:
        (one,) = seen(now() - timedelta(days=1), now() + timedelta(days=1), now())
        return one

    assert not visit().theirs
    owner.place(
        """insert into people_involvement (id, person_id, team_id, because_kind, because_id, compartments, starts_at)
            select gen_random_uuid(), %s, m.team_id, 'referrals.referral', gen_random_uuid(), '{C1}', now() - interval '20 days'
            from accounts_membership m where m.user_id = %s""",
        cast.person,
        cast.users["partner_worker"],
    )
    assert visit().theirs


def test_work_before_or_after_explains_it(cast: Cast, owner: Owner) -> None:
    actor = cast.actor("officer")
    with cast.reading("officer"):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
        record(by=actor, verb="note.written", persons=[cast.person], compartments=["C9"])
    with reading_as(JOB.reader):
        (visit,) = visits_between(now() - timedelta(days=1), now() + timedelta(days=1), at=now())
    assert visit.worked and not visit.unexplained and not visit.settled
