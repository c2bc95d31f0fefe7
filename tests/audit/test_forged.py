"""Rows put in with the application's own login: what can't be kept is refused, what can is not believed, and nothing stops."""

import json
import logging
from typing import Any

import pytest
from django.db import Error, connection
from django.http import HttpResponse
from django.test import RequestFactory

from tests.audit.rows import SYSTEM, fill, seal
from tests.cast import Cast
from tests.database import Owner
from throughcare.audit import actions, mac, sealing
from throughcare.audit.middleware import RequestTransaction
from throughcare.common.ids import new_id
from throughcare.common.reader import become, reading_as
from throughcare.config import worker

NAMES = (*mac.COLUMNS, "mac")


def forge(cast: Cast, **odd: Any) -> None:
    """Add a row as a volunteer with an SQL prompt would."""
    row: dict[str, Any] = {"id": new_id(), "at": "2026-07-01 00:00+00", "actor_id": new_id(), "actor_name": "Forged Name"}
    row |= {"team_ids": [], "because_ids": [], "verb": "person.viewed", "person_ids": [cast.person], "compartments": ["C1"]}
    row |= {"channel": "page", "about_kind": "", "about_id": None, "detail": {}, "request_id": None, "key_id": "k1", "mac": b"x" * 32}
    row |= odd
    values = [json.dumps(value) if name == "detail" else value for name, value in row.items()]
    with cast.reading("volunteer"), connection.cursor() as cursor:
        cursor.execute(f"insert into audit_auditevent ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})", values)
    connection.close()


@pytest.mark.parametrize(
    "odd",
    [
        {"mac": b"x" * 70_000},
        {"mac": b""},
        {"compartments": ["zz"]},
        {"compartments": [None]},
        {"person_ids": [None]},
        {"at": "infinity"},
        {"detail": []},
        {"tx": 1},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_a_row_that_would_stop_its_readers_is_not_kept(cast: Cast, owner: Owner, odd: dict[str, Any]) -> None:
    with pytest.raises(Error, match=r"violates check constraint|permission denied"):
        forge(cast, **odd)
    assert owner.rows("select 1 from audit_auditevent where actor_name = 'Forged Name'") == []


def test_a_forged_row_is_shown_as_one_and_nothing_it_says_is_repeated(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    forge(cast)
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    forge(cast, detail={"deep": deep})
    with caplog.at_level(logging.CRITICAL, "throughcare.audit"):
        page = cast.client("aroha").get("/my-record/who-looked/")
    lines = page.context["page"].rows
    assert [(line.title, line.by, line.trusted) for line in lines] == [("This line can’t be trusted", "", False)] * 2
    assert "Forged Name" not in page.content.decode() and "does not carry our code" in caplog.text
    listed = cast.client("auditor").get("/audit/", {"person": str(cast.person)}).content.decode()
    assert "This line can’t be trusted" in listed and "Forged Name" not in listed


def test_a_forged_verification_is_not_believed(cast: Cast) -> None:
    forge(cast, verb="audit.verified", person_ids=[], detail={"ok": True, "rows": 1})
    assert b"Not verified yet" in cast.client("auditor").get("/audit/verification/").content


def test_a_row_too_long_for_a_link_is_sealed_all_the_same(owner: Owner) -> None:
    rows = fill(3)
    ((kept,),) = owner.rows("select pg_get_constraintdef(oid) from pg_constraint where conname = 'audit_event_code'")
    owner.change("alter table audit_auditevent drop constraint audit_event_code")
    try:
        owner.change("update audit_auditevent set mac = convert_to(repeat('x', 70000), 'UTF8') where id = %s", rows[1])
        assert seal() == 3
    finally:
        owner.empty()
        owner.change(f"alter table audit_auditevent add constraint audit_event_code {kept}")


def test_the_sealer_survives_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise OverflowError("too big")

    monkeypatch.setattr(sealing, "seal_all", fail)
    assert worker._seal_once() == "OverflowError: too big"


@pytest.mark.parametrize("status", [400, 404, 409, 412, 422])
def test_a_refused_request_names_whose_record_it_had_open(cast: Cast, owner: Owner, status: int) -> None:
    """A page that read a record and then ended in a refusal leaves that read in the audit, even after a slip of typing."""
    actor = cast.actor("case_manager")

    def page(request: Any) -> HttpResponse:
        request.actor, request.resolver_match = actor, None
        become(actor.reader)
        actions.record_read(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
        return HttpResponse("Aroha Ngātai is not to be changed.", status=status)

    RequestTransaction(page)(RequestFactory().post("/somewhere/"))
    connection.close()
    kept = owner.rows("select verb, person_ids, compartments, detail->>'method', detail->>'status' from audit_auditevent")
    assert kept == [("refused", [cast.person], ["C1"], "POST", str(status))]
    (line,) = cast.client("aroha").get("/my-record/who-looked/").context["page"].rows
    assert line.did == "Opened your record, and was refused what they tried to do"


def test_an_auditor_who_reads_about_somebody_is_named_to_them(cast: Cast, owner: Owner) -> None:
    with reading_as(SYSTEM.reader):
        actions.record(by=SYSTEM, verb="people.listed", persons=[cast.person, cast.other_person])
    cast.client("auditor").get("/audit/")
    assert owner.rows("select person_ids from audit_auditevent where verb = 'audit.read'") == [(sorted([cast.person, cast.other_person]),)]
    assert cast.client("aroha").get("/my-record/who-looked/").context["page"].rows[0].did.startswith("Read who looked")


def test_one_page_view_is_one_line(cast: Cast) -> None:
    cast.client("case_manager").get(f"/people/{cast.person}/")
    actor = cast.actor("partner_worker")
    with reading_as(actor.reader):
        actions.record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    lines = cast.client("aroha").get("/my-record/who-looked/").context["page"].rows
    assert [line.who for line in lines] == ["Partner worker", "Case manager"]
    assert lines[1].did == "Looked at your record" and {"C1", "C7"} <= set(lines[1].codes)
