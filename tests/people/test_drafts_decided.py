"""What officers write about people whose records they may not open: kept for the author alone, while they may decide that very thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import SYSTEM, Cast
from tests.config.test_erasing import _head as _head
from tests.config.test_erasing import agree, erase
from tests.database import Owner
from tests.matrix.doubles import EVIDENCE
from tests.people.pairs import second_officer
from tests.people.test_drafts import hurry as hurry
from tests.people.test_drafts import kept, key_of
from tests.people.test_merging import put_together, take_apart
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import Membership, User
from throughcare.audit import actions
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound
from throughcare.people.actions.drafts import Thing, keep_draft
from throughcare.people.models import Conflict, EmergencyOpening, FormDraft, HeldCandidate, HeldRow, LikelyPair, Limit, Look, ReadStop
from throughcare.people.models.drafts import DECIDED

WORDS = "They told me that they are cousins, and the roster says so"


@dataclass(frozen=True)
class Decided:
    """One form. who: its author; field: what is written in; rest: what else makes it whole; over: SQL by which it is decided without them.

    make: the thing it is about, and the people named by key. sends: the last part of the address it is sent to.
    """

    form: str
    who: str
    path: str
    field: str
    rest: dict[str, str]
    make: Callable[[Cast, Owner], tuple[UUID, list[UUID]]]
    over: str = ""
    sends: str = ""
    named: bool = False


def limit(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with reading_as(SYSTEM):
        made = Limit.objects.create(person_id=cast.person, kind="EXCLUSION", users=[cast.users["other_officer"]], reason="KNOWN", words="x")
    return made.id, [cast.person]


def conflict(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with reading_as(SYSTEM):
        made = Conflict.objects.create(person_id=cast.person, user_id=cast.users["other_officer"], keys=["n1"])
    return made.id, [cast.person]


def look(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with reading_as(SYSTEM):
        row = {"at": now(), "rows": 1, "points": 5, "reasons": [{"code": "x", "points": 5, "sentence": "x"}], "asked_at": now()}
        made = Look.objects.create(person_id=cast.person, user_id=cast.users["officer"], on_day=today(), **row)
    return made.id, [cast.person]


def opening(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with reading_as(SYSTEM):
        made = EmergencyOpening.objects.create(person_id=cast.person, user_id=cast.users["other_officer"], reason="HEALTH", words="x")
    return made.id, [cast.person]


def stop(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with cast.reading("officer"):
        made = ReadStop(user_id=cast.users["officer"], in_hour=60, in_day=60)
        made.save(force_insert=True)
    return made.id, []


def pair(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    one, other = sorted([cast.person, cast.other_person])
    with reading_as(SYSTEM):
        made = LikelyPair.objects.create(one_id=one, other_id=other, probability=0.97, evidence=EVIDENCE)
    return made.id, [one, other]


def held(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    with reading_as(SYSTEM):
        said = {"row": 2, "team": "awa", "identifiers": [], "preferred_name": "Hēmi"}
        made = HeldRow.objects.create(said=said, team_id=cast.teams["awa"], state="WAITING")
        for person in (cast.person, cast.other_person):
            HeldCandidate.objects.create(held=made, person_id=person, probability=0.9, evidence=EVIDENCE)
    return made.id, [cast.person, cast.other_person]


def merged(cast: Cast, owner: Owner) -> tuple[UUID, list[UUID]]:
    second_officer(cast)
    return put_together(cast, cast.person, cast.other_person).id, [cast.person, cast.other_person]


def own(who: str) -> Callable[[Cast, Owner], tuple[UUID, list[UUID]]]:
    return lambda cast, owner: (cast.users[who], [])


_LIMIT = {"kind": "EXCLUSION", "emails": "other_officer@example.test", "reason": "KNOWN"}
_BORN = {"number": "PRN-7001", "born_day": "17", "born_month": "5", "born_year": "1994"}
FORMS = [
    Decided("limit-new", "privacy_officer", "/limited-access/new/", "words", {**_LIMIT, **_BORN}, own("privacy_officer")),
    Decided(
        "limit-of-record",
        "team_manager",
        "/people/{person}/limit/",
        "words",
        {**_LIMIT, "emails": "officer@example.test"},
        lambda cast, _: (cast.person, [cast.person]),
        named=True,
    ),
    Decided(
        "limit-move",
        "privacy_officer",
        "/limited-access/{thing}/",
        "why",
        {"version": "1"},
        limit,
        "delete from people_limit",
        sends="ask/",
    ),
    Decided(
        "conflict",
        "privacy_officer",
        "/conflicts/{thing}/",
        "why",
        {"verdict": "NONE", "version": "1"},
        conflict,
        "update people_conflict set verdict = 'NONE', why = 'x', decided_at = now()",
    ),
    Decided(
        "look",
        "auditor",
        "/looks/{thing}/",
        "because",
        {"verdict": "EXPLAINED"},
        look,
        "update people_look set verdict = 'EXPLAINED', because = 'x', reviewed_by_id = (select id from accounts_user where name = 'Records')",
    ),
    Decided(
        "emergency-opening",
        "privacy_officer",
        "/emergencies/{thing}/",
        "because",
        {"verdict": "RIGHT"},
        opening,
        "update people_emergencyopening set verdict = 'RIGHT', because = 'x', reviewed_by_id = (select id from accounts_user where name = 'Records')",
    ),
    Decided(
        "reading-stop",
        "privacy_officer",
        "/reading-stops/{thing}/",
        "why",
        {"version": "1"},
        stop,
        "update people_readstop set at = now() - interval '2 days'",
    ),
    Decided(
        "duplicate",
        "records",
        "/people/duplicates/{thing}/",
        "reason",
        {"decision": "two"},
        pair,
        "update people_likelypair set state = 'DIFFERENT'",
    ),
    Decided(
        "held",
        "records",
        "/people/held/{thing}/",
        "note",
        {"decision": "drop", "version": "1"},
        held,
        "update people_heldrow set state = 'DROPPED', said = '{}'",
    ),
    Decided(
        "merge-move",
        "records",
        "/people/merges/{thing}/",
        "reason",
        {"version": "2"},
        merged,
        "update people_merge set state = 'PARTED'",
        sends="ask_apart/",
    ),
    Decided("own-details", "case_manager", "/my-details/", "names", {}, own("case_manager")),
]
each = pytest.mark.parametrize("one", FORMS, ids=lambda one: one.form)


@dataclass
class Page:
    """A form of the world, opened by its author."""

    one: Decided
    thing: UUID
    persons: list[UUID]
    path: str
    browser: Any

    @property
    def whole(self) -> dict[str, str]:
        return {"draft": key_of(self.browser.get(self.path)), self.one.field: WORDS, **self.one.rest}


def opened(cast: Cast, owner: Owner, one: Decided) -> Page:
    thing, persons = one.make(cast, owner)
    connection.close()
    path = one.path.format(thing=thing, person=cast.person)
    return Page(one, thing, persons, path, cast.client(one.who))


def another(cast: Cast, who: str) -> str:
    """Somebody else of the same role in the same team."""
    with reading_as(SYSTEM):
        there = Membership.objects.get(user_id=cast.users[who])
        made = User.objects.create(email=f"{who}_too@example.test", name=f"{who} too", password="!")
        Membership.objects.create(user_id=made.id, team_id=there.team_id, role_id=there.role_id, starts_on=date(2026, 1, 1))
    connection.close()
    cast.users[f"{who}_too"] = made.id
    return f"{who}_too"


def asked(cast: Cast) -> Any:
    """To erase the one person, though no office may see their record just now: what is in the audit is a record's key."""
    auditor = cast.actor("auditor")
    with reading_as(SYSTEM):
        record(by=system_actor("test set-up"), verb="person.viewed", persons=[cast.person], compartments=["C1"])
    with reading_as(auditor.reader):
        return actions.ask_erasure(by=auditor, person_id=cast.person, why="MISTAKE")


def test_these_are_all_of_them() -> None:
    assert sorted(one.form for one in FORMS) == sorted(DECIDED)


@each
def test_what_is_typed_outlives_the_time_out(cast: Cast, owner: Owner, hurry: Any, one: Decided) -> None:
    page = opened(cast, owner, one)
    data = page.whole
    hurry()
    answer = page.browser.post(page.path + one.sends, data)
    assert answer.status_code == 302 and answer["Location"] == f"/account/login/?next={page.path}"
    assert owner.rows("select user_id, form, values->%s->>0 from people_formdraft", one.field) == [(cast.users[one.who], one.form, WORDS)]
    again = cast.client(one.who)
    shown = unescape(again.get(page.path).content.decode())
    assert WORDS in shown and "You have an unfinished" in shown
    assert "Forms you have not finished" in again.get("/").content.decode()
    listed = unescape(again.get("/drafts/").content.decode())
    assert f'href="{page.path}"' in listed
    assert ("Aroha" in listed, "Tama" in listed) == (one.named, False)  # whose record it is an officer may not see
    ((who, people),) = owner.rows("select actor_id, person_ids from audit_auditevent where verb like '%%draft.begun'")
    assert who == cast.users[one.who] and set(people) == set(page.persons)  # type: ignore[call-overload]  # a list
    assert again.post("/drafts/drop", data)["Location"] == page.path and kept(owner) == []


@each
def test_it_goes_with_what_is_decided_and_stays_with_what_is_refused(cast: Cast, owner: Owner, one: Decided) -> None:
    page = opened(cast, owner, one)
    data = page.whole
    page.browser.post("/drafts/keep", data)
    assert len(kept(owner)) == 1
    if one.form != "own-details":
        assert page.browser.post(page.path + one.sends, {**data, one.field: ""}).status_code == 200
        assert len(kept(owner)) == 1
    answer = page.browser.post(page.path + one.sends, data)
    assert answer.status_code == 302, unescape(answer.content.decode())
    assert kept(owner) == []


@each
def test_another_officer_who_may_decide_it_too_does_not_see_it(cast: Cast, owner: Owner, one: Decided) -> None:
    page = opened(cast, owner, one)
    data = page.whole
    page.browser.post("/drafts/keep", data)
    other = another(cast, one.who)
    stranger = cast.client(other)
    shown = unescape(stranger.get(page.path).content.decode())
    assert key_of(stranger.get(page.path)) and WORDS not in shown and "unfinished" not in shown
    assert "Nothing unfinished" in stranger.get("/drafts/").content.decode()
    assert stranger.post("/drafts/keep", data).status_code == 404 and stranger.post("/drafts/drop", data).status_code == 404
    with cast.reading(other):
        assert not FormDraft.objects.exists()
    connection.close()
    assert len(kept(owner)) == 1


@each
def test_it_is_out_of_sight_once_the_right_is_lost(cast: Cast, owner: Owner, one: Decided) -> None:
    page = opened(cast, owner, one)
    data = page.whole
    page.browser.post("/drafts/keep", data)
    # Another role, with which one may write drafts of other things.
    role = {"case_manager": "contract_manager", "team_manager": "case_manager"}.get(one.who, "recruitment_consultant")
    owner.place("update accounts_membership set role_id = %s where user_id = %s", role, cast.users[one.who])
    with cast.reading(one.who):
        assert not FormDraft.objects.exists()
    connection.close()
    browser = cast.client(one.who)
    answers = [browser.get("/drafts/"), browser.post("/drafts/keep", {**data, one.field: "more"})]
    assert WORDS not in answers[0].content.decode() and page.path not in answers[0].content.decode()
    assert answers[1].status_code in (403, 404)
    assert owner.rows("select values->%s->>0 from people_formdraft", one.field) == [(WORDS,)]  # until its retention ends


@pytest.mark.parametrize("one", [one for one in FORMS if one.over], ids=lambda one: one.form)
def test_it_is_out_of_sight_once_it_is_decided(cast: Cast, owner: Owner, one: Decided) -> None:
    page = opened(cast, owner, one)
    data = page.whole
    page.browser.post("/drafts/keep", data)
    assert page.path in page.browser.get("/drafts/").content.decode()
    owner.place(one.over)
    assert "Nothing unfinished" in page.browser.get("/drafts/").content.decode()
    assert page.browser.post("/drafts/keep", {**data, one.field: "more"}).status_code == 404
    assert len(kept(owner)) == 1


@each
def test_nobody_keeps_one_by_a_thing_that_is_not_theirs_to_decide(cast: Cast, owner: Owner, one: Decided) -> None:
    """Nor its author about somebody else than the thing is about, or about a thing there is not."""
    page = opened(cast, owner, one)
    first, others = (page.persons[0] if page.persons else None), tuple(page.persons[1:])
    for who in ("other_officer", "partner_worker", "aroha", "administrator"):
        actor = cast.actor(who)
        with pytest.raises(NotFound), cast.reading(who):
            keep_draft(by=actor, thing=Thing(one.form, page.thing, first, "C1", "/", others), values={one.field: [WORDS]})
    wrong = [(new_id(), first, others), (page.thing, new_id() if first else cast.person, others)]
    wrong += [(page.thing, None, ())] if one.form in ("limit-of-record", "limit-move", "conflict", "look", "emergency-opening") else []
    for about, person, rest in wrong:
        row = {"user_id": cast.users[one.who], "form": one.form, "compartment": "C1", "about_id": about, "with_person_ids": list(rest)}
        with pytest.raises(Error, match="row-level security"), cast.reading(one.who):
            FormDraft.objects.create(person_id=person, **row)
    connection.close()
    assert kept(owner) == []


def test_a_limit_by_number_keeps_neither_the_number_nor_the_birth(cast: Cast, owner: Owner) -> None:
    page = opened(cast, owner, FORMS[0])
    assert "A draft keeps all but the number and the date of birth." in page.browser.get(page.path).content.decode()
    page.browser.post("/drafts/keep", page.whole)
    ((values,),) = owner.rows("select values::text from people_formdraft")
    assert "7001" not in str(values) and "born" not in str(values) and "other_officer@" in str(values)


def test_nobody_reads_in_their_own_log_of_what_a_law_keeps_from_them(cast: Cast, owner: Owner) -> None:
    for one in FORMS[2], FORMS[3]:
        page = opened(cast, owner, one)
        owner.place("update people_limit set withheld = 'privacy-53-b'")
        page.browser.post("/drafts/keep", page.whole)
    assert owner.rows("select verb, detail->>'withheld' from audit_auditevent where verb like '%%draft.begun' order by verb") == [
        ("conflict.draft.begun", "privacy-53-b"),
        ("limit.draft.begun", "privacy-53-b"),
    ]
    connection.close()
    page = opened(cast, owner, FORMS[4])
    page.browser.post("/drafts/keep", page.whole)
    log = unescape(cast.client("aroha").get("/my-record/who-looked/").content.decode())
    assert (
        log.count("Began to write") == log.count("Began to write something about you, and has not sent it") == 1
    )  # of the look, and no other


@pytest.mark.parametrize("one", [one for one in FORMS if one.form not in ("reading-stop", "own-details")], ids=lambda one: one.form)
def test_it_is_erased_with_whom_it_is_about(cast: Cast, owner: Owner, one: Decided) -> None:
    """By key; and by name or number, where nobody is known by key."""
    page = opened(cast, owner, one)
    page.browser.post("/drafts/keep", page.whole | ({one.field: "Aroha Ngātai and he grew up together"} if not page.persons else {}))
    assert len(kept(owner)) == 1
    agree(cast, asked(cast))
    erase()
    assert owner.rows("select form from people_formdraft") == []


def test_what_names_nobody_erased_stays(cast: Cast, owner: Owner) -> None:
    page = opened(cast, owner, FORMS[0])
    page.browser.post("/drafts/keep", page.whole)
    agree(cast, asked(cast))
    erase()
    assert owner.rows("select form from people_formdraft") == [("limit-new",)]


@pytest.mark.parametrize(
    "one", [one for one in FORMS if one.form in ("limit-move", "conflict", "look", "emergency-opening")], ids=lambda one: one.form
)
def test_it_follows_whom_it_is_about_into_another_record_and_back(cast: Cast, owner: Owner, one: Decided) -> None:
    page = opened(cast, owner, one)
    page.browser.post("/drafts/keep", page.whole)
    before = owner.rows("select t::text from people_formdraft t")
    second_officer(cast)
    merge = put_together(cast, cast.other_person, cast.person)
    connection.close()
    assert owner.rows("select person_id from people_formdraft") == [(cast.other_person,)]
    assert page.path in page.browser.get("/drafts/").content.decode()
    assert WORDS in unescape(page.browser.get(page.path).content.decode())
    take_apart(cast, merge)
    assert owner.rows("select t::text from people_formdraft t") == before
