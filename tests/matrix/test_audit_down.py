"""When the audit can't be written, nobody is shown anybody and nothing changes: on pages, over REST, and whatever the sealer does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.urls import reverse

from tests.audit.rows import verified
from tests.canaries import content_of
from tests.database import Owner
from tests.matrix.table import Row
from tests.matrix.test_operations import keyed
from tests.matrix.test_reads_are_audited import READERS, READS, RESTS_ON, SEARCHES, hit, persons, shown, word_of
from tests.matrix.walk import allowed, ask, has_ids
from tests.matrix.world import SIDES, Side, World
from throughcare.audit.sealing import seal_all

TABLES = ("people_person", "people_need", "people_disagreement", "people_involvement", "referrals_referral", "referrals_logentry")


@contextmanager
def down(owner: Owner, *tables: str) -> Iterator[None]:
    """The database takes no row into these tables, as when its disk is full."""
    owner.change("create function public.planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$")
    try:
        for table in tables:
            owner.change(f"create trigger planted before insert on {table} for each statement execute function public.planted()")
        yield
    finally:
        owner.change("drop function public.planted() cascade")


def held(owner: Owner) -> list[object]:
    """Everything the records hold."""
    return [owner.rows(f"select count(*), md5(string_agg(t::text, '|' order by t::text)) from {table} t") for table in TABLES]


def quiet(client: Any) -> Any:
    """As over the network: a fault is an answer."""
    client.raise_request_exception = False
    return client


def reads(side: Side) -> list[tuple[str, Row]]:
    """Each read of the side with one of those who may: of those who have people, where there are any."""
    rows = [row for row in READS if has_ids(row) or side is SIDES[0]]
    return [(min(names & (side.record | side.answer) or names), row) for row in rows if (names := allowed(row, side) & set(READERS))]


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.name)
def test_no_read_gives_anything_away(world: World, _worker_database: Owner, side: Side) -> None:
    asked = [(quiet((keyed if " " in row.name else World.client)(world, name)), name, row) for name, row in reads(side)]
    refused = 0
    for client, name, row in asked:
        usual = ask(client, row, world.ids[side.name])
        with down(_worker_database, "audit_auditevent"):
            answer = ask(client, row, world.ids[side.name])
        assert not shown(world, answer), f"{row} showed {name} somebody, unaudited"
        if shown(world, usual) or (row.name in RESTS_ON and name in side.record):
            assert answer.status_code == 500, f"{row} gave {name} {answer.status_code}"
            refused += 1
    assert refused > 10


@pytest.mark.parametrize("search", SEARCHES)
def test_no_search_finds_anybody(world: World, _worker_database: Owner, search: str) -> None:
    """The walk above looks for nobody; on the page, what was found before is not shown again either."""
    (side, *_), name = SIDES, "case_manager"
    client = quiet(keyed(world, name) if " " in search else world.client(name))
    row = hit(world, client, side, search)
    assert shown(world, ask(client, row, world.ids[side.name])) == {persons(world)[side.name]}
    with down(_worker_database, "audit_auditevent"):
        answers = [ask(client, row, world.ids[side.name])]
        if row.body is None:
            answers.append(client.post(reverse(search), {"words": word_of(world, side)}))
    assert [(answer.status_code, shown(world, answer)) for answer in answers] == [(500, set())] * len(answers)


def changes(world: World) -> list[tuple[str, str, str, dict[str, str]]]:
    """What would be done if the audit could be written: who, the way in, the address, what is sent."""
    ids = world.ids["awa"]
    note = {"pillar": "EMPLOYMENT", "note": "Work"}
    return [
        ("case_manager", "page", reverse("need-add", args=[ids["person_id"]]), note),
        ("case_manager", "page", reverse("need-edit", args=[ids["need_id"]]), note | {"version": "1"}),
        ("case_manager", "page", reverse("person-details", args=[ids["person_id"]]), {"preferred_name": "Other", "version": "1"}),
        ("aroha", "page", reverse("disagree", args=["record", ids["person_id"]]), {"words": "No"}),
        ("partner_worker", "page", reverse("referral-ask", args=[ids["referral_id"]]), {"text": "When?"}),
        ("case_manager", "rest", f"/api/v1/people/{ids['person_id']}/needs", note),
        ("partner_worker", "rest", f"/api/v1/referrals/{ids['referral_id']}/questions", {"text": "When?"}),
    ]


def test_nothing_is_changed(world: World, _worker_database: Owner) -> None:
    before = held(_worker_database)
    for name, way, where, sent in changes(world):
        client = quiet(keyed(world, name) if way == "rest" else world.client(name))
        kind = {"content_type": "application/json"} if way == "rest" else {}
        with down(_worker_database, "audit_auditevent"):
            answer = client.post(where, sent, **kind)
        assert answer.status_code == 500, f"{where} gave {name} {answer.status_code}: {content_of(answer)[:200]!r}"
        assert held(_worker_database) == before, where


def test_a_sealer_that_is_down_holds_nobody_up_and_opens_nothing(world: World, _worker_database: Owner) -> None:
    """Rows wait to be sealed and verify as waiting; without the audit itself there is still no answer."""
    where, client = reverse("person", args=[world.ids["awa"]["person_id"]]), quiet(world.client("case_manager"))
    with down(_worker_database, "audit_auditseal"):
        assert client.get(where).status_code == 200
        with pytest.raises(Exception, match="planted"):
            seal_all()
        assert verified().waiting
    with down(_worker_database, "audit_auditseal", "audit_auditevent"):
        answer = client.get(where)
    assert answer.status_code == 500
    assert not shown(world, answer)
