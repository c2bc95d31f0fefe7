"""Looks at records that nothing explains: found among what a department does in weeks, told, and asked about by a second person.

A department is drawn from each printed seed by tests/people/office.py, which knows nothing of the rules. What each thing found is worth was
learned on seeds 1 to 6 and looked at on 7 and 8 (tests/people/weigh.py); the seeds here are others. `make test-all` judges three departments
of 100,000 rows of reading with 500 of snooping among them, `make test` one of 5,000.

Recall: of the rows written while snooping, those whose incident is asked about. Precision: of the incidents asked about, those with snooping
in them. An incident is one user, one person's record, one day: what a second person works through as one.

What was changed in the stories when the weights were learned, and what it did to recall and precision before they were (points set by hand, seeds
101 to 103: 92 to 96 %, 59 to 62 %): colleagues are asked along (two have the record open, one often writes nothing) and one visit in ten
that is work needs more pages than usual. Both make it harder. "Covered up" (one line written so as to be explained) was left as it was.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.office import KINDS, WORK, ZONE, Department, Maker, fill
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused
from throughcare.matching.looks import RULES, Judged, Visit, judge
from throughcare.people.actions.looks import A_WHILE, find_looks, review_look
from throughcare.people.models import Look
from throughcare.people.queries.looks import visits_between

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
NORMAL, SNOOPS = (100_000, 500) if LONG else (5_000, 40)
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261201"))
SEEDS = range(SEED, SEED + 3) if LONG else (SEED,)
REPLAYED = 24
JOB = system_actor("find looks to explain")


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, z = hits / of, 1.96
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def said(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits} of {of} = {100 * hits / max(of, 1):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


@dataclass
class Score:
    """rows: of snooping, by kind; found: those asked about. right, wrong: incidents asked about, with snooping in them or without."""

    rows: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0

    def add(self, made: Department, judged: list[Judged]) -> "Score":
        asked = {(one.visit.user, one.visit.person, one.visit.on) for one in judged if one.ask}
        snooped = set()
        for event in made.events:
            if event.verb in WORK or not event.snoop:
                continue
            incident = (event.user.id, event.person.id, event.at.astimezone(ZONE).date())
            snooped.add(incident)
            self.rows[event.snoop] += 1
            self.found[event.snoop] += incident in asked
        self.right += len(asked & snooped)
        self.wrong += len(asked - snooped)
        return self

    @property
    def recall(self) -> float:
        return self.found.total() / self.rows.total()

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    def tell(self) -> None:
        for kind in KINDS:
            print(f"  {kind}: {said(self.found[kind], self.rows[kind])}")
        print(f"  recall {said(self.found.total(), self.rows.total())}; precision {said(self.right, self.right + self.wrong)}")


def seen(first: datetime, last: datetime, at: datetime) -> list[Visit]:
    with reading_as(JOB.reader):
        return visits_between(first, last, at=at)


def told_at_once(made: Department) -> tuple[int, int]:
    """Of some incidents of snooping, drawn by chance: how many the first run after them flagged, knowing no more than it could; of how many."""
    ends: dict[tuple[UUID, UUID, date], datetime] = {}
    for event in made.events:
        if event.snoop and event.verb not in WORK:
            ends[event.user.id, event.person.id, event.at.astimezone(ZONE).date()] = event.at
    drawn = random.Random(SEED).sample(sorted(ends), min(REPLAYED, len(ends)))
    flagged = 0
    for incident in drawn:
        run = ends[incident] + timedelta(minutes=5)
        judged = judge(seen(run - A_WHILE, run, run))
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
    score, ablated, flagged, drawn = Score(), {left_out: Score() for left_out in LEFT_OUT}, 0, 0
    for seed in SEEDS:
        made, visits, judged = judged_of(owner, seed)
        score.add(made, judged)
        Score().add(made, judged).tell()
        for left_out, worse in ablated.items():
            worse.add(made, judge(visits, rules=[rule for name, rule in RULES.items() if name not in left_out]))
        if seed == SEEDS[0]:
            flagged, drawn = told_at_once(made)
    print("all:")
    score.tell()
    print(f"  flagged within five minutes {said(flagged, drawn)}")
    assert score.recall >= (0.95 if LONG else 0.9)
    assert score.precision >= 0.5
    assert flagged >= 0.75 * drawn
    # Planted faults: without some of the rules it finds less, or asks about more work; the lines above would say so.
    for left_out, worse in ablated.items():
        print(f"  without {', '.join(left_out)}: recall {100 * worse.recall:.1f} %, precision {100 * worse.precision:.1f} %")
        assert worse.recall < score.recall - 0.05 or worse.precision < score.precision - 0.1


def look_of(cast: Cast, owner: Owner, who: str = "officer") -> Any:
    """A colleague who opened Aroha's record on the day she went to another, and nothing more."""
    actor = cast.actor(who)
    with cast.reading(who):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    owner.place("update audit_auditevent set at = at - interval '84 hours'")
    owner.place("update people_involvement set starts_at = starts_at - interval '30 days'")
    owner.place("update people_person set family_name = 'Kahurangi'")
    owner.place("update accounts_user set name = 'Sam Kahurangi' where id = %s", cast.users[who])
    with reading_as(JOB.reader):
        return find_looks(by=JOB)


def test_one_is_found_told_and_asked_about_by_a_second_person(cast: Cast, owner: Owner) -> None:
    done = look_of(cast, owner)
    assert (done.asked, done.waiting) == (1, 0)
    with reading_as(JOB.reader):
        assert find_looks(by=JOB).asked == 0, "once"
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


def weekday_at_ten() -> datetime:
    """Less than three days ago, in office hours, so that work may still follow."""
    moment = now().astimezone(ZONE).replace(hour=10, minute=0)
    while moment > now() - timedelta(hours=1) or moment.weekday() >= 5:
        moment -= timedelta(days=1)
    return moment


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
    assert "when three days have passed and no work was written" in page and "Was there a reason" not in page
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


def test_what_waited_is_asked_about_when_nothing_was_written(cast: Cast, owner: Owner) -> None:
    look = waiting(cast, owner)
    owner.place("update audit_auditevent set at = at - interval '7 days'")
    owner.place("update people_look set at = at - interval '7 days', on_day = on_day - 7")
    with reading_as(JOB.reader):
        done = find_looks(by=JOB)
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
