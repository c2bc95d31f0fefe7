"""Each side of a referral, by straight SQL as the application's login: its own moves, its own words, its own name, and nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection

from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.referrals import actions
from throughcare.referrals.models import Referral

LOG = (
    "insert into referrals_logentry (id, referral_id, person_id, kind, verb, from_state, to_state, reason_code, note, by_id, at) "
    "values (%s, %s, %s, %s, %s, %s, %s, '', %s, %s, now())"
)
ASK = (
    "insert into referrals_question (id, referral_id, person_id, text, asked_by_id, asked_at, reply, replied_by_id, replied_at) "
    "values (%s, %s, %s, 'Any pets?', %s, now(), %s, %s, %s)"
)
STEP = "update referrals_referral set version = version + 1, {} where id = %s"


def run(cast: Cast, who: str, statement: str, *values: Any) -> int:
    """Rows changed, in a transaction of this member's own."""
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    ("who", "change", "says"),
    [
        ("partner_worker", "referrer_id = '{volunteer}'", "who made a referral stays"),
        ("case_manager", "referrer_id = '{volunteer}'", "who made a referral stays"),
        ("partner_worker", "created_at = now()", "who made a referral stays"),
        ("partner_worker", "answer_by = '2031-01-01'", "how soon"),
        ("case_manager", "urgency = 'ROUTINE'", "how soon"),
        ("partner_worker", "state = 'WITHDRAWN', reason_code = 'other'", "other side"),
        ("case_manager", "state = 'ACCEPTED'", "other side"),
        ("case_manager", "worker_id = '{partner_worker}'", "other side"),
        ("case_manager", "answered_at = now()", "other side"),
        ("partner_worker", "reason_code = 'other'", "other side"),
        ("partner_worker", "worker_id = '{auditor}'", "under their own name"),
    ],
)
def test_neither_side_does_what_is_the_others(cast: Cast, who: str, change: str, says: str) -> None:
    referral = walk.sent(cast)
    with pytest.raises(Error, match=says):
        run(cast, who, STEP.format(change.format(**cast.users)), referral.pk)


@pytest.mark.parametrize("version", ["version", "1", "version + 2"])
def test_a_change_counts_one_version_on(cast: Cast, version: str) -> None:
    referral = walk.sent(cast)
    with pytest.raises(Error, match="next version"):
        run(cast, "partner_worker", f"update referrals_referral set state = 'ACKNOWLEDGED', version = {version} where id = %s", referral.pk)
    assert run(cast, "partner_worker", STEP.format("state = 'ACKNOWLEDGED'"), referral.pk) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"state": "ACCEPTED", "sent_at": "2026-01-01T00:00Z"},
        {"referrer_id": "officer"},
        {"from_team_id": "puke"},
        {"version": 7},
    ],
)
def test_a_referral_begins_as_a_draft_of_who_makes_it(cast: Cast, values: dict[str, object]) -> None:
    whole: dict[str, object] = {
        "person_id": cast.person,
        "need_id": cast.need,
        "service_id": cast.service,
        "from_team_id": cast.teams["awa"],
        "to_team_id": cast.teams["mana"],
        "referrer_id": cast.users["case_manager"],
    }
    named = {name: {**cast.users, **cast.teams}.get(str(value), value) for name, value in values.items()}
    with pytest.raises(Error, match="begins as a draft"), cast.reading("case_manager"):
        Referral.objects.create(reference="TC-0000-0000", **{**whole, **named})
    with cast.reading("case_manager"):
        Referral.objects.create(reference="TC-0000-0000", **whole)


@pytest.mark.parametrize(
    ("who", "person", "kind", "step", "by", "says"),
    [
        ("aroha", "person", "MOVED", ("accept", "SENT", "ACCEPTED"), "partner_worker", "own name"),
        ("aroha", "person", "NOTE", ("", "", ""), "aroha", "own name"),
        ("partner_worker", "other_person", "NOTE", ("", "", ""), "partner_worker", "about its person"),
        ("partner_worker", "person", "NOTE", ("", "", ""), "case_manager", "own name"),
        ("case_manager", "person", "NOTE", ("", "", ""), "partner_worker", "own name"),
        ("case_manager", "person", "NOTE", ("", "", ""), None, "own name"),
        ("employer", "person", "NOTE", ("", "", ""), "employer", "about its person"),
        ("partner_worker", "person", "MOVED", ("accept", "SENT", "ACCEPTED"), "partner_worker", "this side has done"),
        ("partner_worker", "person", "MOVED", ("send", "DRAFT", "SENT"), "partner_worker", "this side has done"),
        ("case_manager", "person", "TAKEN", ("", "", ""), "case_manager", "this side has done"),
        ("partner_worker", "person", "REPLY", ("", "", ""), "partner_worker", "this side has done"),
    ],
)
def test_the_log_can_not_be_forged(
    cast: Cast, who: str, person: str, kind: str, step: tuple[str, str, str], by: str | None, says: str
) -> None:
    referral = walk.sent(cast)
    note = "Hello" if kind == "NOTE" else ""
    with pytest.raises(Error, match=says):
        run(cast, who, LOG, uuid4(), referral.pk, getattr(cast, person), kind, *step, note, by and cast.users[by])


def test_the_partner_writes_while_its_involvement_is_open_and_not_after(cast: Cast) -> None:
    referral = walk.sent(cast)
    note = (referral.pk, cast.person, "NOTE", "", "", "", "Hello", cast.users["partner_worker"])
    assert run(cast, "partner_worker", LOG, uuid4(), *note) == 1
    walk.answer(cast, referral.pk, "decline", reason_code="no_place", note="Sorry")
    with pytest.raises(Error, match="row-level security"):
        run(cast, "partner_worker", LOG, uuid4(), *note)


def test_an_involvement_with_one_person_opens_no_words_about_another(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    walk.answer(cast, referral.pk, "acknowledge", note="About Aroha")
    walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Any pets?")
    owner.change(
        "insert into people_involvement (id, person_id, team_id, because_kind, because_id, compartments, starts_at) "
        "values (gen_random_uuid(), %s, %s, 'referrals.referral', %s, '{}', now() - interval '1 minute')",
        cast.other_person,
        cast.teams["kete"],
        referral.pk,
    )
    for table in ("referrals_logentry", "referrals_question"):
        assert run(cast, "other_partner_worker", f"select 1 from {table}") == 0
        assert run(cast, "partner_worker", f"select 1 from {table}") > 0


@pytest.mark.parametrize(
    ("who", "person", "by", "reply"),
    [
        ("partner_worker", "person", "partner_worker", "case_manager"),
        ("partner_worker", "person", "case_manager", None),
        ("partner_worker", "other_person", "partner_worker", None),
        ("case_manager", "person", "case_manager", None),
    ],
)
def test_a_question_can_not_be_forged(cast: Cast, who: str, person: str, by: str, reply: str | None) -> None:
    referral = walk.sent(cast)
    answered = ("Yes", cast.users[reply], "2026-01-01T00:00Z") if reply else ("", None, None)
    with pytest.raises(Error, match=r"asked by the partner|about its person"):
        run(cast, who, ASK, uuid4(), referral.pk, getattr(cast, person), cast.users[by], *answered)
    honest = (uuid4(), referral.pk, cast.person, cast.users["partner_worker"], "", None, None)
    assert run(cast, "partner_worker", ASK, *honest) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("text = 'Another question'", "stays as it was asked"),
        ("asked_by_id = '{officer}'", "stays as it was asked"),
        ("reply = 'Yes', replied_by_id = '{officer}', replied_at = now()", "under the name"),
        ("reply = 'Yes'", "answered once"),
    ],
)
def test_a_question_stays_as_asked_and_is_answered_once_by_who_answers(cast: Cast, change: str, says: str) -> None:
    referral = walk.sent(cast)
    walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Any pets?")
    with pytest.raises(Error, match=says):
        run(cast, "case_manager", f"update referrals_question set {change}".format(**cast.users))
    answer = "update referrals_question set reply = 'Yes', replied_by_id = %s, replied_at = now()"
    assert run(cast, "case_manager", answer, cast.users["case_manager"]) == 1
    with pytest.raises(Error, match="answered once"):
        run(cast, "case_manager", answer, cast.users["case_manager"])


LONG_AGO = "2020-01-01T00:00Z"


def _times(owner: Owner, *columns: str) -> list[bool]:
    """For each column, whether all its times are of this minute."""
    return [
        bool(owner.rows(f"select bool_and({column} > now() - interval '1 minute') from {table}")[0][0])
        for table, column in map(str.split, columns)
    ]


def test_what_a_reader_writes_carries_the_time_it_was_written(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    worker, manager = cast.users["partner_worker"], cast.users["case_manager"]
    backdated = LOG.replace("now()", f"'{LONG_AGO}'")
    run(cast, "partner_worker", backdated, uuid4(), referral.pk, cast.person, "NOTE", "", "", "", "Hello", worker)
    run(cast, "partner_worker", ASK.replace("now()", f"'{LONG_AGO}'"), uuid4(), referral.pk, cast.person, worker, "", None, None)
    run(cast, "case_manager", f"update referrals_question set reply = 'Yes', replied_by_id = %s, replied_at = '{LONG_AGO}'", manager)
    change = STEP.format(f"state = 'ACKNOWLEDGED', answered_at = '{LONG_AGO}', changed_at = '{LONG_AGO}'")
    run(cast, "partner_worker", change, referral.pk)
    columns = ["referrals_logentry at", "referrals_question asked_at", "referrals_question replied_at"]
    columns += [f"referrals_referral {name}" for name in ("answered_at", "changed_at")]
    assert _times(owner, *columns) == [True] * 5


def test_the_owner_writes_history_as_it_was(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    owner.change(
        LOG.replace("now()", f"'{LONG_AGO}'"), uuid4(), referral.pk, cast.person, "NOTE", "", "", "", "Then", cast.users["officer"]
    )
    assert _times(owner, "referrals_logentry at") == [False]


@pytest.mark.parametrize(
    ("who", "what", "says"),
    [
        ("case_manager", "reason = 'Another'", "stay once it is sent"),
        ("case_manager", "person_id = '{other}'", "row-level security|about its person"),
    ],
)
def test_the_words_of_a_draft_stay_once_it_is_sent(cast: Cast, who: str, what: str, says: str) -> None:
    walk.sent(cast)
    with pytest.raises(Error, match=says):
        run(cast, who, f"update referrals_referralnote set {what}".format(other=cast.other_person))


TELL = (
    "insert into disclosure_disclosure (id, person_id, to_team_id, involvement_id, authority_id, about_kind, about_id, by_id, at) "
    "select gen_random_uuid(), person_id, to_team_id, involvement_id, authority_id, about_kind, {about}, {by}, '2020-01-01T00:00Z' "
    "from disclosure_disclosure limit 1"
)
LINE = (
    "insert into disclosure_disclosedline (id, disclosure_id, person_id, to_team_id, involvement_id, place, compartment, field, label, value) "
    "select gen_random_uuid(), id, person_id, to_team_id, involvement_id, 99, 'C1', 'x', 'x', 'x' from disclosure_disclosure"
)


@pytest.mark.parametrize(
    ("about", "by", "says"),
    [
        ("about_id", "'{officer}'", "under the name"),
        ("about_id", "null", "under the name"),
        ("gen_random_uuid()", "throughcare.reader()", "its ground"),
    ],
)
def test_a_telling_can_not_be_forged(cast: Cast, owner: Owner, about: str, by: str, says: str) -> None:
    walk.sent(cast)
    with pytest.raises(Error, match=says):
        run(cast, "case_manager", TELL.format(about=about, by=by.format(**cast.users)))
    assert run(cast, "case_manager", TELL.format(about="about_id", by="throughcare.reader()")) == 1
    assert _times(owner, "disclosure_disclosure at") == [True]


def test_no_line_joins_a_telling_afterwards(cast: Cast) -> None:
    walk.sent(cast)
    with pytest.raises(Error, match="with the rest of its telling"):
        run(cast, "case_manager", LINE)
