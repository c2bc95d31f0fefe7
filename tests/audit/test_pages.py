"""Who looked: the person's own log, the auditor's list, the verification's result; and that no read goes unwritten."""

import time
from dataclasses import replace
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.audit.rows import SYSTEM, fill, seal
from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from throughcare.audit import actions, mac, sealing
from throughcare.audit.cli import verify_audit
from throughcare.audit.guard import UnauditedRead, watching
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.people.actions.reading import GATE
from throughcare.people.models import Person


def look(cast: Cast, name: str, number: int = 1, **more: Any) -> None:
    actor = cast.actor(name)
    with reading_as(actor.reader):
        for _ in range(number):
            actions.record_read(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1", "C7"], **more)
    connection.close()


def test_the_person_sees_everybody_who_looked_in_plain_words(cast: Cast) -> None:
    look(cast, "case_manager")
    look(cast, "partner_worker")
    page = cast.client("aroha").get("/my-record/who-looked/")
    lines = page.context["page"].rows
    assert [line.by for line in lines] == ["Partner worker, Mana Trust", "Case manager, Awa office"]
    assert lines[0].did == "Looked at your record" and "your needs, plan and referrals" in lines[0].text
    assert "Case manager, Awa office" in page.content.decode()
    other = cast.client("tama").get("/my-record/who-looked/")
    assert other.context["page"].rows == [] and b"Case manager" not in other.content


def test_a_reason_is_said_in_the_words_of_the_app_that_knows_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    because = new_id()
    monkeypatch.setattr("throughcare.audit.queries.lines._REASONS", [lambda by, ids: dict.fromkeys(ids, "they are your case manager")])
    look(cast, "case_manager", because=[because])
    (line,) = cast.client("aroha").get("/my-record/who-looked/").context["page"].rows
    assert line.text.startswith("Because: they are your case manager.")


def test_every_row_is_on_one_of_the_pages(cast: Cast, owner: Owner) -> None:
    look(cast, "case_manager", 130)
    browser, seen, cursor = cast.client("aroha"), set[UUID](), ""
    while True:
        page = browser.get("/my-record/who-looked/", {"after": cursor}).context["page"]
        seen |= {visit.id for line in page.rows for visit in line.visits or [line]}
        if page.next is None:
            break
        cursor = page.next
    assert seen == {row for (row,) in owner.rows("select id from audit_auditevent where verb = 'person.viewed'")}
    assert browser.get("/my-record/who-looked/?after=nonsense").status_code == 422


def test_the_same_by_the_same_on_one_day_is_one_line_that_holds_every_visit(cast: Cast, owner: Owner) -> None:
    look(cast, "case_manager", 3)
    look(cast, "partner_worker")
    page = cast.client("aroha").get("/my-record/who-looked/")
    partner, office = page.context["page"].rows
    assert partner.visits == () and len(office.visits) == 3
    assert len(owner.rows("select 1 from audit_auditevent where verb = 'person.viewed'")) == 4
    text = page.content.decode()
    assert "3 times, last at" in text and text.count("<time") == 2 + 3


def test_one_visit_is_one_sentence(cast: Cast) -> None:
    cast.client("case_manager").get(f"/people/{cast.person}/")
    (line,) = cast.client("aroha").get("/my-record/who-looked/").context["page"].rows
    assert line.did == "Looked at your record" and line.visits == ()


def test_an_auditor_reads_words_and_not_codes(cast: Cast) -> None:
    look(cast, "case_manager")
    page = cast.client("auditor").get("/audit/", {"verb": "person.viewed"}).content.decode()
    table = page[page.index("<tbody") :]
    assert "Looked at a person&#x27;s record" in table and "needs, plan and referrals" in table and ">Page<" in table
    assert "person.viewed" not in table and "C7" not in table


def test_an_auditor_finds_by_person_user_verb_and_day_and_that_is_recorded(cast: Cast, owner: Owner) -> None:
    look(cast, "case_manager")
    look(cast, "partner_worker")
    browser = cast.client("auditor")

    def rows(**asked: Any) -> set[str]:
        return {line.who for line in browser.get("/audit/", asked).context["page"].rows if line.verb == "person.viewed"}

    assert rows(person=cast.person) == rows(verb="person.viewed") == {"Case manager", "Partner worker"}
    assert rows(actor=cast.users["partner_worker"]) == rows(actor=cast.users["partner_worker"], person=cast.person) == {"Partner worker"}
    assert rows(person=cast.other_person) == set()
    assert rows(from_on_day="1", from_on_month="1", from_on_year="2020", to_on_day="2", to_on_month="1", to_on_year="2020") == set()
    assert (
        b"Select" in browser.get("/audit/", {"person": "x"}).content or b"Enter a valid" in browser.get("/audit/", {"person": "x"}).content
    )
    read = owner.rows("select actor_id, person_ids, detail from audit_auditevent where verb = 'audit.read' order by id")
    assert read[0][0] == cast.users["auditor"] and read[0][1] == [cast.person]


def test_nobody_else_reads_the_audit(cast: Cast) -> None:
    entitled = {
        "/audit/": {"auditor", "privacy_officer"},
        "/audit/verification/": {"auditor", "privacy_officer"},
        "/my-record/who-looked/": {"aroha", "tama"},
    }
    for name in EVERYBODY:
        browser = cast.client(name)
        for path, allowed in entitled.items():
            assert browser.get(path).status_code == (200 if name in allowed else 404), (name, path)


def test_the_app_login_can_only_insert(cast: Cast) -> None:
    look(cast, "case_manager")
    for table in ("audit_auditevent", "audit_auditseal"):
        for sql in (
            "select 1 from {}",
            "update {} set tx = 1",
            "delete from {}",
            "truncate {}",
            "alter table {} disable row level security",
            "drop table {}",
        ):
            with pytest.raises(Exception, match=r"permission denied|must be owner"), cast.reading("auditor"), connection.cursor() as cursor:
                cursor.execute(sql.format(table))
    with pytest.raises(Exception, match="permission denied"), cast.reading("auditor"), connection.cursor() as cursor:
        cursor.execute("insert into audit_auditseal values (1, gen_random_uuid(), 1, 'x', 'k1')")
    with pytest.raises(Exception, match="only the sealing job"), cast.reading("auditor"), connection.cursor() as cursor:
        cursor.execute("select throughcare.audit_add_seals('{1}', array[gen_random_uuid()], '{1}', '{x}', 'k1')")


@pytest.mark.parametrize("name", ["case_manager", "officer", "aroha", "partner_worker"])
def test_the_functions_answer_nothing_to_who_may_not_read(cast: Cast, name: str) -> None:
    look(cast, "case_manager")
    seal()
    calls = (
        "audit_rows(null, null, null, null, null, null, null, 10)",
        "audit_verify_sealed(0, 10)",
        "audit_verify_unsealed(null, 10)",
        "audit_head(0)",
        "audit_to_seal(10)",
    )
    with cast.reading(name), connection.cursor() as cursor:
        for call in calls:
            cursor.execute(f"select count(*) from throughcare.{call}")
            assert cursor.fetchone() == (0,), call


def test_the_result_of_a_verification_is_shown(cast: Cast, owner: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    browser = cast.client("auditor")
    assert b"Not verified yet" in browser.get("/audit/verification/").content
    rows = fill(10)
    seal()
    verify_audit(as_json=False)
    assert "Nothing was changed" in capsys.readouterr().out
    assert b"Nothing was changed" in browser.get("/audit/verification/").content
    owner.change("update audit_auditevent set verb = 'x' where id = %s", rows[3])
    with pytest.raises(BaseException, match="1"):
        verify_audit(as_json=True)
    assert str(rows[3]) in capsys.readouterr().out
    page = browser.get("/audit/verification/").content.decode()
    assert str(rows[3]) in page and "were changed" in page


def test_when_the_audit_row_can_not_be_written_no_byte_is_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("case_manager")
    browser.raise_request_exception = False
    address = f"/people/{cast.person}/"
    assert "Ngātai" in browser.get(address).content.decode()
    # A list's row, and that of a record's opening, which is written by the statement that asks whether it may be opened.
    monkeypatch.setattr("throughcare.audit.actions.recording._INSERT", "insert into audit_nowhere values (%s)")
    monkeypatch.setattr("throughcare.audit.actions.recording._GATES", [replace(GATE, figures="throughcare.nowhere")])
    for path in (address, "/people/"):
        answer = browser.get(path)
        assert answer.status_code == 500 and "Ngātai" not in answer.content.decode(), path


def test_the_guard_sees_a_read_without_a_row(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with reading_as(actor.reader), watching() as watch:
        assert Person.objects.count() == 1
        with pytest.raises(UnauditedRead, match="people_person"):
            watch.check()
        actions.record_read(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
        watch.check()


def test_a_row_outside_a_transaction_and_a_fraction_are_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(by=SYSTEM, verb="x")
    with pytest.raises(TypeError, match="no fractions"), reading_as(SYSTEM.reader):
        actions.record(by=SYSTEM, verb="x", detail={"a": [{"b": 0.5}]})


def test_a_row_stands_or_falls_with_its_transaction(cast: Cast, owner: Owner) -> None:
    with pytest.raises(ZeroDivisionError), reading_as(SYSTEM.reader):
        actions.record(by=SYSTEM, verb="x")
        raise ZeroDivisionError
    assert owner.rows("select 1 from audit_auditevent where verb = 'x'") == []


def test_a_refusal_is_audited_though_its_transaction_is_not(cast: Cast, owner: Owner) -> None:
    assert cast.client("other_officer").get(f"/people/{cast.person}/").status_code == 404
    ((who, detail),) = owner.rows("select actor_id, detail from audit_auditevent where verb = 'refused'")
    assert who == cast.users["other_officer"] and str(cast.person) in str(detail)
    assert Client().get("/audit/").status_code == 302


def test_a_row_committed_late_is_sealed_late_and_never_behind(cast: Cast, owner: Owner) -> None:
    fill(3)
    with transaction.atomic():
        late = actions.record(by=SYSTEM, verb="late")
        other = _in_another_connection(owner)
        assert _seal_elsewhere() == 3  # neither the open transaction's row, nor the younger one's
    connection.close()
    assert seal() == 2
    order = [row for (row,) in owner.rows("select event_id from audit_auditseal order by number")]
    assert order.index(late) < order.index(other)


def _in_another_connection(owner: Owner) -> UUID:
    """A younger transaction that commits first."""
    made = new_id()
    columns = ", ".join(c for c in mac.COLUMNS if c != "id")
    owner.change(f"insert into audit_auditevent (id, {columns}, mac) select %s, {columns}, mac from audit_auditevent limit 1", made)
    return made


def _seal_elsewhere() -> int:
    """A sealer beside us, until it has sealed what it may."""
    found: list[int] = []

    def work() -> None:
        deadline = time.monotonic() + 20
        while sum(found) < 3 and time.monotonic() < deadline:
            found.append(sealing.seal_all())
        found.append(sealing.seal_all())
        connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return sum(found)
