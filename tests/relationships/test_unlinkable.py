"""Who took part and what was answered can't be joined: not by a reader, not by the order, age or length of rows, not by what else an answer leaves.

Each check is shown a planted fault, so that it is known to see one. What is left to somebody with the database and the site's key is decision 37.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, ask, closed, get, opened, prepared
from throughcare.common.keyed import opened as unsealed
from throughcare.common.reader import reading_as
from throughcare.relationships.actions.answers import SEALED_BYTES

SEALED, TAKEN, STANDS = "relationships_sealedanswer", "relationships_taken", "relationships_response"
WORD = "pukapuka-karere"  # in a comment, and nowhere else


def test_no_reader_reads_what_waits_nor_who_took_part(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    answer(opened(cast, wave)["ours-1@example.test"], 3)
    for who in (*EVERYBODY, None):
        with cast.reading(who) if who else reading_as(SYSTEM), connection.cursor() as cursor:
            for asked in (
                f"select count(*) from {SEALED}",
                f"select count(*) from {TAKEN}",
                f"select xmin from {SEALED}",
                f"select ctid from {TAKEN}",
                f"delete from {SEALED}",
                f"update {TAKEN} set taken = true",
                f"insert into {SEALED} (id, wave_id, words) values (gen_random_uuid(), '{wave}', 'x')",
                f"select * from throughcare.answers_take_out('{wave}')",  # it is still open: not even Throughcare itself
                # Planted ways out: what a function would hand on, were it asked by somebody else.
                f"copy {SEALED} to stdout",
            ):
                with pytest.raises(Error), transaction.atomic():
                    cursor.execute(asked)
    assert owner.rows(f"select count(*) from {SEALED}") == [(1,)]


def test_what_stands_for_good_is_read_by_throughcare_alone(cast: Cast) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    for number in (1, 2, 3):
        answer(keys[f"ours-{number}@example.test"], 3)
    closed(cast, wave)
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {STANDS}")
            assert cursor.fetchone() == (0,), who
            for asked in (f"update {STANDS} set side = 'OURS'", f"select * from throughcare.answers_take_out('{wave}')"):
                with pytest.raises(Error), transaction.atomic():
                    cursor.execute(asked)


def ages(owner: Owner, table: str) -> int:
    """How many different transactions wrote the rows there are."""
    return int(str(owner.rows(f"select count(distinct xmin::text) from {table}")[0][0]))


def test_no_row_is_newer_than_another(cast: Cast, owner: Owner) -> None:
    keys = opened(cast, prepared(cast, 6, 6))
    asked = owner.rows("select id, xmin::text, ctid::text from relationships_rater order by id")
    places = owner.rows(f"select rater_id from {TAKEN} order by ctid")
    seen: set[object] = set()
    for count, email in enumerate(sorted(keys), 1):
        answer(keys[email], count % 5 + 1)
        assert ages(owner, SEALED) == 1 == ages(owner, TAKEN), "the newest row is the last rater's"
        now = {key for (key,) in owner.rows(f"select id from {SEALED}")}
        assert len(now) == count and not now & seen, "a key that stays would tell which is new"
        assert {UUID(str(key)).version for key in now} == {4}, "no time in a key"
        seen |= now
        # The row of whom is asked is not touched, and those of who took part keep their places.
        assert owner.rows("select id, xmin::text, ctid::text from relationships_rater order by id") == asked
        assert owner.rows(f"select rater_id from {TAKEN} order by ctid") == places


def test_the_place_in_a_table_says_nothing(cast: Cast, owner: Owner) -> None:
    """Twelve answers in the order they came: by chance once in half a billion."""
    wave = prepared(cast, 12, 3)
    keys = opened(cast, wave)
    for number in range(1, 13):
        answer(
            keys[f"ours-{number}@example.test"], dict(zip(ITEMS, [number % 5 + 1, number // 5 + 1], strict=False)), GOOD=f"word {number:02}"
        )
    came = [f"word {number:02}" for number in range(1, 13)]

    def waits() -> list[str]:
        found = [json.loads(unsealed(str(words)) or "{}") for (words,) in owner.rows(f"select words from {SEALED} order by ctid")]
        return [comment[1] for body in found for comment in body["comments"]]

    assert sorted(waits()) == came != waits()
    closed(cast, wave)
    for order in ("ctid", "id"):
        told = [words for (words,) in owner.rows(f"select words from relationships_comment order by {order}")]
        assert sorted(map(str, told)) == came != told
        rows = [tuple(dict(said).values()) for (said,) in owner.rows(f"select answers from {STANDS} order by {order}")]  # type: ignore[call-overload]  # json
        assert len(rows) == 12 and rows != [(number % 5 + 1, number // 5 + 1) for number in range(1, 13)]
    assert ages(owner, STANDS) == 1 == ages(owner, "relationships_comment")


def test_columns_hold_no_user_no_day_and_no_order(owner: Owner) -> None:
    found = owner.rows(
        "select table_name, array_agg(column_name::text order by column_name) from information_schema.columns "
        "where table_name like 'relationships%%' group by table_name"
    )
    columns = {str(name): names for name, names in found}
    assert columns[SEALED] == ["id", "wave_id", "words"] and columns[TAKEN] == ["rater_id", "taken", "wave_id"]
    assert columns[STANDS] == ["answers", "id", "side", "wave_id"]
    assert columns["relationships_comment"] == ["id", "kind", "side", "wave_id", "words"]
    stock_takes = {
        f"relationships_{name}event" for name in ("stocktake", "sitereturn", "returnline", "barrier", "planningfigure", "networksurvey")
    }  # of no rater
    kept = {name for name in columns if name.endswith("event")} - stock_takes
    assert kept == {"relationships_waveevent", "relationships_agreedactionevent"}, "no history of anything about an answer"


def test_every_sealed_answer_is_as_long_as_every_other(cast: Cast, owner: Owner) -> None:
    keys = opened(cast, prepared(cast))
    answer(keys["ours-1@example.test"], {"trust-1": 1})
    answer(keys["ours-2@example.test"], 5, GOOD="ā" * 1000, CHANGE="\U0001f9fa" * 1000)
    answer(keys["ours-3@example.test"], 3, GOOD='"\\\n' * 333)
    lengths = [size for (size,) in owner.rows(f"select length(words) from {SEALED}")]
    assert len(lengths) == 3 and len(set(lengths)) == 1 and int(str(lengths[0])) > SEALED_BYTES


def test_a_copy_of_the_database_opens_no_answer(cast: Cast, owner: Owner) -> None:
    answer(opened(cast, prepared(cast))["ours-1@example.test"], 3, GOOD=WORD)
    ((words,),) = owner.rows(f"select words from {SEALED}")
    assert WORD in str(unsealed(str(words)))
    with override_settings(SECRET_KEY="another site's key, as long as they are", SECRET_KEY_FALLBACKS=[]):
        assert unsealed(str(words)) is None


# -- What else an answer leaves ---------------------------------------------------------------------------------------------------
def everything(owner: Owner) -> dict[str, str]:
    """Every table, whole, as text."""
    names = [name for (name,) in owner.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")]
    return {
        str(name): str(owner.rows(f"select coalesce(string_agg(t::text, chr(10) order by t::text), '') from \"{name}\" t")[0][0])
        for name in names
    }


def form(answers: int = 4, words: str = WORD) -> dict[str, str]:
    """What a browser sends."""
    return {**dict.fromkeys(ITEMS, str(answers)), "origin": "2", "type": "dk", "good": words, "may_read": "on"}


def sends(client: Client, path: str, data: dict[str, str]) -> Any:
    """The page opened, then sent."""
    assert client.get(path).status_code == 200
    return client.post(path, data)


# A session says that its user is at work, as for every page.
MAY_CHANGE = {SEALED, TAKEN}


@pytest.mark.parametrize("way", ["link", "account"])
def test_an_answer_leaves_nothing_else(cast: Cast, owner: Owner, way: str) -> None:
    wave = prepared(cast)
    email = str(owner.rows("select email from accounts_user where id = %s", cast.users["case_manager"])[0][0])
    rater, keys = ask(cast, wave, OURS, email), opened(cast, wave)
    client = cast.client("case_manager" if way == "account" else None)
    path = reverse("rate-own", args=[rater]) if way == "account" else reverse("rate", args=[keys[email]])
    client.get(path)
    before = everything(owner)
    answered = sends(client, path, form())
    assert (answered.status_code, answered["Location"]) == (302, reverse("rated"))
    after = everything(owner)
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"accounts_session"} == MAY_CHANGE
    assert not [name for name, text in after.items() if WORD in text]
    again = client.post(path, form())
    assert again.status_code == 200 and "You have answered already" in again.content.decode()


def test_a_form_with_a_mistake_and_one_that_comes_too_late_leave_nothing(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    email = str(owner.rows("select email from accounts_user where id = %s", cast.users["case_manager"])[0][0])
    rater = ask(cast, wave, OURS, email)
    opened(cast, wave)
    client, path = cast.client("case_manager"), reverse("rate-own", args=[rater])
    client.get(path)
    before = everything(owner)
    odd = client.post(path, {**form(), "may_read": ""})
    assert odd.status_code == 200 and WORD in odd.content.decode() and "Tick that both sides" in odd.content.decode()
    owner.place("update accounts_session set expire_date = now() - interval '1 day'")
    late = client.post(path, form())
    assert late.status_code == 302 and "login" in late["Location"]
    after = everything(owner)
    assert {name for name in after if after[name] != before[name]} <= {"accounts_session"}


# -- What anybody sees while it is open ------------------------------------------------------------------------------------------
def outlets(cast: Cast, wave: UUID) -> dict[str, str]:
    """Every page that says something of the wave, for everybody, without what is new at every request."""
    partner = get(cast, wave).partner_id
    pages = [
        reverse("home"),
        reverse("assessments"),
        reverse("assessments-across"),
        reverse("assessments-hypothesis"),
        reverse("assessment", args=[wave]),
        reverse("partner-assessments", args=[partner]),
        reverse("partner", args=[partner]),
        reverse("asked"),
        reverse("notices"),
    ]
    found = {}
    for who in ("partnership_manager", "case_manager", "partner_manager", "other_partner_worker"):
        client = cast.client(who)
        for path in pages:
            text = client.get(path).content.decode()
            found[f"{who} {path}"] = re.sub(r"\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]*\"", "", text)
    return found


def seen_changes(cast: Cast, owner: Owner, steps: Sequence[Callable[[], None]], wave: UUID) -> list[set[str]]:
    """After each step, what looks different to anybody."""
    found, before = [], outlets(cast, wave)
    for step in steps:
        step()
        after = outlets(cast, wave)
        found.append({where.split()[0] for where in after if after[where] != before[where]})
        before = after
    return found


def test_nobody_sees_an_answer_come_in_but_that_there_are_three(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast, 4, 3)
    keys = opened(cast, wave)
    steps = [partial(answer, keys[f"ours-{number}@example.test"], number) for number in range(1, 5)]
    assert seen_changes(cast, owner, steps, wave) == [set(), set(), {"partnership_manager"}, set()]


def test_a_count_of_who_answered_would_be_seen(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the page says how many took part."""
    from throughcare.relationships.queries import shown  # noqa: PLC0415 - what is planted in

    wave = prepared(cast)
    keys = opened(cast, wave)
    counted = shown.asked

    def planted(*args: Any) -> list[dict[str, Any]]:
        ((n,),) = owner.rows(f"select count(*) from {TAKEN} where taken")
        return [{**side, "count": n} for side in counted(*args)]

    monkeypatch.setattr(shown, "asked", planted)
    steps = [lambda: answer(keys["theirs-1@example.test"], 2)]
    assert seen_changes(cast, owner, steps, wave) == [{"partnership_manager", "partner_manager"}]


def test_late_hands_and_new_links_change_nothing_that_is_told(cast: Cast, owner: Owner) -> None:
    """Two worlds that differ in one answer of four to each item by one step up and one down look the same to everybody."""
    told: list[tuple[UUID, list[tuple[object, ...]]]] = []
    for values in ((2, 3, 4, 3), (3, 3, 3, 3)):
        wave = prepared(cast, 4, 3, partner=told[0][0] if told else None)
        keys = opened(cast, wave)
        for number, value in enumerate(values, 1):
            answer(keys[f"ours-{number}@example.test"], value)
        for number in (1, 2):
            answer(keys[f"theirs-{number}@example.test"], 3)
        closed(cast, wave)
        rows = owner.rows("select side, item, n, mean from relationships_score where wave_id = %s order by side, item", wave)
        told.append((get(cast, wave).partner_id, rows))
    assert told[0][1] == told[1][1] != []
    assert {side for side, *_ in told[0][1]} == {OURS} and THEIRS not in str(told)
