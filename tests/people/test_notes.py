"""Case notes: written once, corrected by a further writing, sensitive for those who may, never for the person or a partner."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_
from tests.people.test_rest import Api
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now, today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.people.actions import NewNote, correct_note, write_note
from throughcare.people.models import CaseNote
from throughcare.people.queries.lists import Filters, caseload
from throughcare.people.queries.notes import get_note

YESTERDAY = now() - timedelta(days=1)
FIRST = NewNote(kind="MEETING", text="Met at the gate.", happened_at=YESTERDAY)


def write(cast: Cast, who: str = "case_manager", new: NewNote = FIRST, person: UUID | None = None) -> UUID:
    note: UUID = as_(cast, who, write_note, person_id=person or cast.person, new=new).note_id
    return note


def test_a_correction_is_a_further_writing_and_the_first_stays(cast: Cast, owner: Owner) -> None:
    note_id = write(cast)
    new = NewNote(kind="PHONE", text="Spoke by phone.", happened_at=YESTERDAY)
    as_(cast, "officer", correct_note, note_id=note_id, new=new, why="It was a call", seen=1)
    with pytest.raises(Stale):
        as_(cast, "case_manager", correct_note, note_id=note_id, new=FIRST, why="No", seen=1)
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        found = get_note(actor, note_id)
    assert (found.current.text, found.current.number, found.current.why) == ("Spoke by phone.", 2, "It was a call")
    assert [row.text for row in found.earlier] == ["Met at the gate."]
    audited = owner.rows("select verb, compartments, about_id from audit_auditevent where verb like 'note.%%' order by at, id")
    assert [row[0] for row in audited if row[0] != "note.viewed"] == ["note.written", "note.corrected"]
    assert {row[2] for row in audited} == {note_id}


def test_what_becomes_sensitive_is_so_in_its_past_and_stays_so(cast: Cast, owner: Owner) -> None:
    note_id = write(cast)
    with cast.reading("recruitment_consultant"):
        assert CaseNote.objects.count() == 1
    secret = NewNote(kind="MEETING", text="Met; afraid of a former partner.", happened_at=YESTERDAY, sensitive=True)
    as_(cast, "case_manager", correct_note, note_id=note_id, new=secret, why="More was said", seen=1)
    reader = cast.actor("recruitment_consultant")
    with cast.reading("recruitment_consultant"):
        assert not CaseNote.objects.exists()
        with pytest.raises(NotFound):
            get_note(reader, note_id)
    with pytest.raises(Refused, match="stays sensitive"):
        as_(cast, "case_manager", correct_note, note_id=note_id, new=FIRST, why="No", seen=2)


def test_what_can_not_be_a_note_is_told_by_field(cast: Cast) -> None:
    for wrong, field in (
        ({"kind": "SONG"}, "kind"),
        ({"text": " "}, "text"),
        ({"text": "x" * 12_001}, "text"),
        ({"happened_at": now() + timedelta(hours=2)}, "happened_on"),
    ):
        with pytest.raises(Invalid) as said:
            write(cast, new=NewNote(**{"kind": "MEETING", "text": "x", "happened_at": YESTERDAY, **wrong}))  # type: ignore[arg-type]  # one value wrong on purpose
        assert list(said.value.errors) == [field]
    with pytest.raises(Invalid, match="why"):
        as_(cast, "case_manager", correct_note, note_id=write(cast), new=FIRST, why="", seen=1)


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("case_manager", "officer", "team_manager")])
def test_nobody_else_writes_or_reads_one(cast: Cast, owner: Owner, name: str) -> None:
    note_id = write(cast)
    with pytest.raises((NotAllowed, NotFound)):
        write(cast, name)
    with pytest.raises((NotAllowed, NotFound)):
        as_(cast, name, correct_note, note_id=note_id, new=FIRST, why="x", seen=1)
    with cast.reading(name):
        assert CaseNote.objects.exists() == (name == "recruitment_consultant")
    assert owner.rows("select count(*) from people_casenote") == [(1,)]


def test_straight_sql_changes_no_word_and_forges_no_author(cast: Cast) -> None:
    note_id = write(cast)
    for change in (
        "text = 'else'",
        "is_current = true, number = 2",
        "happened_at = now()",
        "author_id = null",
        "note_id = gen_random_uuid()",
    ):
        with pytest.raises(Exception, match="stays as it was written"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update people_casenote set {change}")
    insert = (
        "insert into people_casenote (id, note_id, number, is_current, person_id, kind, sensitive, text, happened_at, written_at, author_id, why) "
        "values (gen_random_uuid(), %s, 2, %s, %s, 'MEETING', false, 'x', %s, now(), %s, 'x')"
    )
    me, day = cast.users["case_manager"], YESTERDAY
    forged: list[list[UUID | bool | datetime]] = [
        [note_id, True, cast.person, day, cast.users["officer"]],
        [note_id, False, cast.person, day, me],
        [note_id, True, cast.person, now() + timedelta(days=1), me],
        [cast.need, True, cast.person, day, me],
    ]
    for values in forged:
        with pytest.raises(Exception, match=r"under the name|same person"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(insert, values)
    with pytest.raises(Exception, match="permission denied"), reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("delete from people_casenote")


def test_no_contact_in_so_many_days_comes_from_the_notes(cast: Cast) -> None:
    def quiet(days: int) -> int:
        actor = cast.actor("case_manager")
        with cast.reading("case_manager"):
            return len(caseload(actor, Filters(no_contact_days=days)).rows)

    assert quiet(14) == 1
    write(cast, new=NewNote(kind="OBSERVATION", text="Seen in the yard.", happened_at=YESTERDAY))
    assert quiet(14) == 1
    write(cast, new=NewNote(kind="PHONE", text="Rang.", happened_at=now() - timedelta(days=20)))
    assert (quiet(14), quiet(28)) == (1, 0)


def test_pages_write_correct_and_filter(cast: Cast) -> None:
    client, day = cast.client("case_manager"), today() - timedelta(days=2)
    sent: dict[str, Any] = {"kind": "VISIT", "text": "All well at home.", "at_time": "9.30"}
    sent |= {"happened_on_day": day.day, "happened_on_month": day.month, "happened_on_year": day.year}
    where = f"/people/{cast.person}/notes/"
    assert "No notes yet" in client.get(where).content.decode()
    answer = client.post(f"{where}add/", sent)
    assert answer.status_code == 302
    assert client.post(f"{where}add/", sent)["Location"] == answer["Location"]
    page = client.get(where).content.decode()
    assert page.count("All well at home.") == 1 and "09:30" in page
    assert "No note matches" in client.get(f"{where}?kind=PHONE").content.decode()
    assert "All well" in client.get(f"{where}?kind=VISIT&since={day.isoformat()}&until={day.isoformat()}&odd=1").content.decode()
    assert "such as 14:30" in client.post(f"{where}add/", {**sent, "at_time": "soon"}).content.decode()
    correct = f"{answer['Location']}correct/"
    assert "All well at home." in client.get(correct).content.decode()
    assert client.post(correct, {**sent, "text": "All well.", "why": "Shorter", "version": 1}).status_code == 302
    second = client.post(correct, {**sent, "text": "Mine.", "why": "Mine", "version": 1}).content.decode()
    assert "All well." in second and "Mine." in second and 'name="version" value="2"' in second
    page = client.get(answer["Location"]).content.decode()
    assert "What it said before" in page and "All well at home." in page
    assert "All well" not in cast.client("aroha").get("/").content.decode()


def test_over_rest(cast: Cast) -> None:
    api = Api(cast, "case_manager", [p.value for p in Permission])
    body = {"kind": "MEETING", "text": "Met.", "happened_at": YESTERDAY.isoformat()}
    made = api.call("POST", f"/people/{cast.person}/notes", body)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    note = f"/notes/{made.json()['note_id']}"
    assert api.call("POST", f"{note}/corrections", {**body, "why": "x"}).status_code == 428
    assert api.call("POST", f"{note}/corrections", {**body, "text": "Met twice.", "why": "x"}, **{"If-Match": '"1"'}).status_code == 201
    whole = api.call("GET", note).json()
    assert (whole["text"], [row["text"] for row in whole["earlier"]]) == ("Met twice.", ["Met."])
    assert [row["text"] for row in api.call("GET", f"/people/{cast.person}/notes?kind=MEETING").json()["items"]] == ["Met twice."]
    narrow = Api(cast, "case_manager", ["person.view"])
    secret = api.call("POST", f"/people/{cast.person}/notes", {**body, "text": "Secret.", "sensitive": True}).json()["note_id"]
    assert narrow.call("GET", f"/notes/{secret}").status_code == 404
    assert narrow.call("POST", f"/people/{cast.person}/notes", body).status_code == 404
