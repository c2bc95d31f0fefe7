"""Two people with something of everything, at random: what a merge has to move, leave, set aside and give back."""

import random
from datetime import date, timedelta
from uuid import UUID

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.accounts.models import Membership, User
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.disclosure.models import Authority, DisclosedLine, Disclosure
from throughcare.notices.models import Notice
from throughcare.people import models as people
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS, LimitReason
from throughcare.places.models import Site
from throughcare.referrals.models import LogEntry, Question, Referral, ReferralNote

READERS = (
    *("case_manager", "officer", "other_officer", "team_manager", "recruitment_consultant", "partner_worker", "other_partner_worker"),
    *("aroha", "tama", "records", "privacy_officer"),
)
# Kept by the audit, the queue and the merge itself.
_ASIDE = ("audit_", "procrastinate_", "people_merge", "accounts_submission", "accounts_session", "django_")


def second_officer(cast: Cast) -> None:
    """Another of the records role, so that two can decide."""
    with reading_as(SYSTEM):
        made = User.objects.create(email="records_2@example.test", name="Records two", password="!")
        Membership.objects.create(user_id=made.id, team_id=cast.teams["head"], role_id="records", starts_on=date(2026, 1, 1))
    cast.users["records_2"] = made.id


# Made anew with other keys, or numbered on, so that who has a record open is told: what else stands in them.
_MADE_ANEW = {
    "people_person": "(to_jsonb(t) - 'version')",
    "people_matchkey": "(t.source, t.user_id, t.contact_id, t.person_id, t.key)",
    "people_caseloadentry": "(t.person_id, t.team_id, t.sort_key, t.released, t.main_until)",
}


def two_people(cast: Cast, owner: Owner, r: random.Random) -> tuple[UUID, UUID]:
    """Both random, now and then with the same main worker, stay or handover, so that rules of the tables would clash."""
    with reading_as(SYSTEM):
        made = _person(cast, r), _person(cast, r)
    for person in made:
        for name, verdict in (("officer", "NONE"), ("case_manager", "")):
            if r.random() < 0.3:
                _conflict(owner, person, cast.users[name], verdict)
    return made


def _conflict(owner: Owner, person: UUID, user: UUID, verdict: str) -> None:
    """Which the database itself finds, and the privacy officer decides."""
    row = "insert into people_conflict (id, person_id, user_id, keys, found_at, verdict, why, decided_at) values (%s, %s, %s, %s, now(), %s, %s, "
    owner.change(row + ("now())" if verdict else "null)"), new_id(), person, user, ["n1"], verdict, "Another family" if verdict else "")


def _person(cast: Cast, r: random.Random) -> UUID:
    person = people.Person(
        preferred_name=r.choice(("Hēmi", "Mere", "Sione")),
        given_names=r.choice(("", "Hēmi Wiremu")),
        family_name=r.choice(("", "Tāmati")),
        search_key=f"tamati {r.randrange(10**6)}",
        birth_date=r.choice((None, date(1990, 5, r.randint(1, 28)))),
        gender=r.choice(("", "MALE")),
        ethnicities=r.choice(([], ["maori"])),
        release_date=r.choice((None, today() + timedelta(days=r.randint(1, 90)))),
        version=r.randint(1, 5),
    )
    teams = [cast.teams[name] for name in ("awa", "puke", "head")]
    key = person.id
    for team in teams:
        for _ in range(r.choice((0, 1, 1, 2))):
            starts = now() - timedelta(days=r.randint(1, 300))
            codes = list(ASSIGNMENT_COMPARTMENTS) if r.random() < 0.5 else sorted(r.sample(ASSIGNMENT_COMPARTMENTS, 4))
            ends = r.choice((None, None, now() - timedelta(hours=1), now() + timedelta(days=r.randint(1, 30))))
            row = {"because_kind": "people.assignment", "compartments": codes, "starts_at": starts, "ends_at": ends}
            people.Involvement.objects.create(person_id=key, team_id=team, **row)
    person.save(force_insert=True)
    people.Person.objects.filter(pk=key).update(preferred_name="Hemi")  # a second version
    people.Identifier.objects.create(person=person, scheme="prn", value=f"P{new_id().hex[:12]}")
    _work(cast, r, person, teams)
    _kept(cast, r, person)
    _referred(cast, r, person)
    return key


def _work(cast: Cast, r: random.Random, person: people.Person, teams: list[UUID]) -> None:
    site = Site.objects.order_by("code")[0]
    people.Whereabouts.objects.create(person=person, kind="CUSTODY", site=site, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1))
    if r.random() < 0.7:
        people.Whereabouts.objects.create(person=person, kind="CUSTODY", site=site, starts_on=date(2025, 6, 1))
    since = now() - timedelta(days=r.randint(2, 90))
    worker = cast.users["officer"]
    given = people.Assignment.objects.create(
        person=person, team_id=teams[0], worker_id=worker, starts_at=since, ends_at=r.choice((None, now() - timedelta(days=1)))
    )
    people.Assignment.objects.create(
        person=person, team_id=teams[0], worker_id=worker, kind="COVER", starts_at=since, ends_at=now() + timedelta(days=3)
    )
    people.Handover.objects.create(
        person=person,
        from_team_id=teams[2],
        by_id=worker,
        to_team_id=teams[0],
        to_worker_id=worker,
        assignment=given,
        note="Read this",
        last_day=today(),
        state=r.choice(("WAITING", "ACKNOWLEDGED")),
        closed_at=now(),
    )
    people.Ending.objects.create(person=person, team_id=teams[1], reason="MOVED", last_day=today())


def _kept(cast: Cast, r: random.Random, person: people.Person) -> None:
    for _ in range(r.randint(0, 3)):
        people.Need.objects.create(person=person, pillar="ACCOMMODATION", note="A home")
    note = new_id()
    words = {"person": person, "kind": "MEETING", "happened_at": now()}
    people.CaseNote.objects.create(id=note, note_id=note, text="Words", is_current=False, sensitive=r.random() < 0.5, **words)
    people.CaseNote.objects.create(note_id=note, number=2, text="Other words", why="Wrong day", **words)
    contact = people.PersonContact.objects.create(
        person=person, name=f"Whetu {r.randrange(50)}", relation="PARENT", safety="YES", phone=f"0210000{r.randrange(1000, 1020)}"
    )
    people.ContactAddress.objects.create(contact=contact, person=person, address="12 Rimu Road", hidden=r.random() < 0.5)
    said = people.Disagreement.objects.create(person=person, about_kind="people.person", about_id=person.id, words="Not so")
    Notice.objects.create(user_id=cast.users["officer"], kind="people.disagreement", about_kind="people.disagreement", about_id=said.id)
    if r.random() < 0.3:
        users = [cast.users[name] for name in r.sample(("case_manager", "officer", "other_officer", "team_manager"), 2)]
        kind = r.choice(("EXCLUSION", "RESTRICTION"))
        if kind == "RESTRICTION":  # to them, and to those who put records together: else nobody could
            users += [cast.users[name] for name in ("records", "records_2") if name in cast.users]
        people.Limit.objects.create(person=person, kind=kind, users=users, reason=LimitReason.values[0], words="Why")


def _referred(cast: Cast, r: random.Random, person: people.Person) -> None:
    need = people.Need.objects.create(person=person, pillar="EMPLOYMENT", note="Work")
    made = Referral.objects.create(
        reference=new_id().hex[-12:],
        person=person,
        need=need,
        service_id=cast.service,
        from_team_id=cast.teams["awa"],
        to_team_id=cast.teams["mana"],
        referrer_id=cast.users["officer"],
        state=r.choice(("DRAFT", "SENT")),
        sent_at=now(),
    )
    ReferralNote.objects.create(referral=made, person=person, reason="Why")
    LogEntry.objects.create(referral=made, person=person, kind="MADE")
    Question.objects.create(referral=made, person=person, text="When?", asked_by_id=cast.users["partner_worker"])
    about = {"about_kind": "referrals.referral", "about_id": made.id}
    told = people.Involvement.objects.create(
        person=person,
        team_id=cast.teams["mana"],
        because_kind="referrals.referral",
        because_id=made.id,
        starts_at=now() - timedelta(days=1),
    )
    ground = Authority.objects.create(person=person, ground="AGREEMENT", how="In words", **about)
    disclosure = Disclosure.objects.create(person=person, to_team_id=cast.teams["mana"], involvement=told, authority=ground, **about)
    DisclosedLine.objects.create(
        disclosure=disclosure,
        person=person,
        to_team_id=cast.teams["mana"],
        involvement=told,
        place=1,
        compartment="C1",
        field="name",
        label="Name",
        value="Hēmi",
    )


def digests(owner: Owner) -> dict[str, str]:
    """Table → digest of every row of it, whatever order they lie in."""
    names = [
        str(name) for (name,) in owner.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    ]
    each = []
    for name in sorted(name for name in names if not name.startswith(_ASIDE)):
        row = _MADE_ANEW.get(name, "t")
        each.append(f"select '{name}', md5(coalesce(string_agg({row}::text, '|' order by {row}::text), '')) from \"{name}\" t")
    return {str(name): str(digest) for name, digest in owner.rows(" union all ".join(each))}


def seen_by(cast: Cast, who: str, keys: dict[str, str]) -> dict[str, set[str]]:
    """Table → keys of the rows this reader's SQL finds."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    found = {}
    with cast.reading(who), connection.cursor() as cursor:
        for table, key in keys.items():
            cursor.execute(f'select {key}::text from "{table}"')
            found[table] = {row[0] for row in cursor.fetchall()}
    return found
