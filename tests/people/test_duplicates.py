"""Who is who: new people like somebody there are held for the records role, and everybody else hears the same as ever."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.matching.test_linkage import ALL, febrl
from tests.notices.jobs import run_jobs
from tests.people.pairs import second_officer
from tests.people.test_import import HEAD, counts, run
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused
from throughcare.people.actions.newcomers import ask_for_person, decide_newcomer
from throughcare.people.actions.rows import FileRow
from throughcare.people.cli import people as people_command
from throughcare.people.models import HeldCandidate, HeldRow, Involvement, LikelyPair, Merge, Person
from throughcare.people.queries import alike

DAY = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-([01]\d|2[0-8])")
# Aroha Ngātai of the Awa office was born on 17 May 1994.
LIKE_AROHA = "puke,prn:9100,Aroha,Ngatai,17/05/1994,,,,,,\n"
SOMEBODY = "puke,prn:9101,Rangi,Parata,01/02/1980,,,,,,\n"


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def held_rows() -> list[HeldRow]:
    with reading_as(SYSTEM):
        return list(HeldRow.objects.order_by("at", "id"))


def held(cast: Cast) -> HeldRow:
    run(HEAD + LIKE_AROHA)
    return held_rows()[0]


def decide(cast: Cast, row: HeldRow, verb: str, **more: Any) -> Any:
    return as_(cast, "records", decide_newcomer, held_id=row.id, verb=verb, seen=row.version, **more)


def test_a_new_row_like_somebody_there_is_held_and_counted(cast: Cast, owner: Owner) -> None:
    before = owner.rows("select count(*) from people_person")
    checked = run(HEAD + LIKE_AROHA + SOMEBODY, dry_run=True)
    assert (*counts(checked), checked.held) == (2, 1, 0, 0, 0, 1)
    assert held_rows() == []
    done = run(HEAD + LIKE_AROHA + SOMEBODY)
    assert (*counts(done), done.held) == (2, 1, 0, 0, 0, 1)
    assert owner.rows("select count(*) from people_person") == [(int(str(before[0][0])) + 1,)]
    [row] = held_rows()
    assert (row.state, row.row, row.said["preferred_name"]) == ("WAITING", 2, "Aroha")
    [(person, words)] = owner.rows("select person_id, evidence::text from people_heldcandidate")
    assert person == cast.person and "same date of birth" in str(words)
    named = owner.rows("select person_ids from audit_auditevent where verb = 'duplicates.found'")
    assert named == [([cast.person],)]


TWICE = "awa,prn:9201,Zoltan,Quist,04/03/1951,,,,,,\n"
AGAIN = "puke,prn:9202,Zoltán,Quisst,04/03/1951,,,,,,\n"
THRICE = "awa,prn:9203,Zoltan,Quisst,04/03/1951,,,,,,\n"


def test_of_two_rows_about_one_person_the_second_is_held(cast: Cast, owner: Owner) -> None:
    """Under two numbers, in one file: exactly as if the first had been there."""
    done = run(HEAD + TWICE + SOMEBODY + AGAIN)
    assert (*counts(done), done.held) == (3, 2, 0, 0, 0, 1)
    [row] = held_rows()
    assert (row.row, row.said["preferred_name"]) == (4, "Zoltán")
    [(first, words)] = owner.rows("select c.person_id, c.evidence::text from people_heldcandidate c")
    assert owner.rows("select person_id from people_identifier where value = '9201'") == [(first,)]
    assert "same date of birth" in str(words)
    assert owner.rows("select person_ids from audit_auditevent where verb = 'duplicates.found'") == [([first],)]
    assert decide(cast, row, "same", person_id=first).state == "SAME"
    assert owner.rows("select person_id from people_identifier where value = '9202'") == [(first,)]


@pytest.mark.parametrize("verb", ["same", "different", "drop"])
def test_a_row_like_one_that_waits_itself_is_decided_after_it(cast: Cast, owner: Owner, verb: str) -> None:
    run(HEAD + LIKE_AROHA + LIKE_AROHA.replace("9100", "9102"))
    first, second = sorted(held_rows(), key=lambda row: row.row)
    client = cast.client("records")
    page = client.get(f"/people/held/{second.id}/").content.decode()
    assert f'href="/people/held/{first.id}/"' in page and "Row 2 of the same file" in page and "Aroha Ngātai: change" in page
    assert "of the same file" not in client.get(f"/people/held/{first.id}/").content.decode()
    decide(cast, first, verb, person_id=cast.person if verb == "same" else None, note="x")
    now = client.get(f"/people/held/{second.id}/").content.decode()
    assert "of the same file" not in now
    known = {
        key for (key,) in owner.rows("select person_id from people_heldcandidate where held_id = %s and person_id is not null", second.id)
    }
    made = {key for (key,) in owner.rows("select person_id from people_identifier where value = '9100'")}
    assert known == made | {cast.person}
    assert len(known) == (2 if verb == "different" else 1)


def test_rows_of_one_file_are_compared_and_nobody_else_learns(cast: Cast, owner: Owner) -> None:
    done = run(HEAD + TWICE + AGAIN + THRICE, dry_run=True)
    assert [(one.row, one.like_row) for one in done.alike] in ([(3, 2), (4, 2)], [(3, 2), (4, 3)])
    assert done.held == 2 and held_rows() == []
    run(HEAD + TWICE + AGAIN)
    for who in ("case_manager", "other_officer", "team_manager", "auditor", "partner_worker"):
        with cast.reading(who):
            assert not HeldRow.objects.exists() and not HeldCandidate.objects.exists()
    listed = cast.client("other_officer").get("/people/").content.decode()
    assert "Quist" not in listed and "Quisst" not in listed, "the first is the Awa office's, and the second is nobody's yet"


def test_a_short_file_of_strangers_loads_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the command and the job are quick where nobody is near anybody."""
    asked: list[str] = []
    monkeypatch.setattr(alike, "import_module", asked.append)
    strangers = "".join(f"awa,prn:95{n},{name},,{n + 1}/6/19{50 + 7 * n},,,,,,\n" for n, name in enumerate(("Ada", "Bo", "Cy", "Dov")))
    assert run(HEAD + strangers, dry_run=True).created == 4
    assert asked == []


@pytest.mark.parametrize(("schemes", "recall"), [(("prn", "nhi"), 0.7), (("prn", "prn"), 0.62)])
def test_the_second_of_each_pair_of_a_file_is_held_as_the_truth_has_it(cast: Cast, schemes: tuple[str, str], recall: float) -> None:
    """FEBRL's dataset 1 as one file, the second of each two under another number, of another system or the same: who is held, who is twice."""
    records, truth = febrl("dataset1", 10**6 if ALL else 100)
    seen: set[str] = set()
    rows, second = [], set()
    for number, one in enumerate(records, start=2):
        born = one.born if DAY.fullmatch(one.born) else ""
        rows.append(f'awa,{schemes[truth[one.key] in seen]}:{number},"{one.given[0] or "x"}","{one.family}",{born},,,,,,')
        if truth[one.key] in seen:
            second.add(number)
        seen.add(truth[one.key])
    done = run(HEAD + "\n".join(rows) + "\n", dry_run=True)
    rejected = {one.row for one in done.rejected}
    held, wanted = {one.row for one in done.alike}, second - rejected
    right, found = len(held & wanted) / len(held), len(held & wanted) / len(wanted)
    print(f"dataset1 as a file, {schemes}: {len(records)} rows, {len(rejected)} rejected, precision {right:.4f}, recall {found:.4f}")
    assert right >= 0.98 and found >= recall


def test_the_same_person_takes_what_the_row_says(cast: Cast, owner: Owner) -> None:
    row = held(cast)
    with pytest.raises(Invalid, match="Choose one of the people shown"):
        decide(cast, row, "same", person_id=cast.other_person)
    with pytest.raises(Invalid, match="Choose one of the people shown"):
        decide(cast, row, "same")
    assert decide(cast, row, "same", person_id=cast.person).state == "SAME"
    assert owner.rows("select person_id from people_identifier where value = '9100'") == [(cast.person,)]
    assert owner.rows("select family_name from people_person where id = %s", cast.person) == [("Ngatai",)]
    assert held_rows()[0].said == {}, "decided: nothing is kept beside the record"


def test_somebody_else_gets_a_record_of_their_own(cast: Cast, owner: Owner) -> None:
    row = held(cast)
    assert decide(cast, row, "different").state == "DIFFERENT"
    assert owner.rows("select count(*) from people_person where birth_date = '1994-05-17' and preferred_name = 'Aroha'") == [(2,)]


def test_asked_waits_on_and_dropped_is_over(cast: Cast) -> None:
    row = held(cast)
    with pytest.raises(Invalid):
        decide(cast, row, "ask")
    asked = decide(cast, row, "ask", note="The Puke office, by phone")
    dropped = decide(cast, asked, "drop", note="Sent by mistake")
    assert (dropped.state, dropped.said) == ("DROPPED", {})
    with pytest.raises(Refused):
        decide(cast, dropped, "different")


@pytest.mark.parametrize("who", ["case_manager", "other_officer", "team_manager", "auditor", "partner_worker", "aroha", "administrator"])
def test_nobody_else_decides_or_sees_a_held_row(cast: Cast, who: str) -> None:
    row = held(cast)
    with pytest.raises((NotAllowed, NotFound)):
        as_(cast, who, decide_newcomer, held_id=row.id, verb="different", seen=row.version)
    with cast.reading(who):
        assert not HeldRow.objects.exists() and not LikelyPair.objects.exists() and not Merge.objects.exists()


FORM = {"team": "puke", "preferred_name": "Aroha", "family_name": "Ngātai", "birth_date": "17/05/1994", "scheme": "", "number": ""}


def answer_to(client: Client, **changed: str) -> tuple[int, str, bool]:
    answer = client.post("/people/add/", {**FORM, **changed})
    told = client.get("/")
    return answer.status_code, answer.headers.get("Location", ""), b"A records officer looks at every request first" in told.content


def test_whoever_asks_for_a_record_hears_the_same_whether_somebody_is_there_or_not(cast: Cast, owner: Owner) -> None:
    """Tama's officer asks for Aroha, whom they may not know of, and for nobody there: same answer, same queries, nothing done before it."""
    client = cast.client("other_officer")
    there = answer_to(client)
    stranger = answer_to(client, preferred_name="Zoltan", family_name="Quist", birth_date="3/4/1951")
    assert there == stranger == (302, "/", True)
    assert owner.rows("select state, count(*) from people_heldrow group by 1") == [("RECEIVED", 2)]
    run_jobs()
    assert owner.rows("select state, count(*) from people_heldrow group by 1") == [("WAITING", 2)]
    with cast.reading("other_officer"):
        assert not Person.objects.filter(family_name__in=["Quist", "Ngātai"]).exists()
        assert not HeldRow.objects.exists()


def test_knowing_somebodys_number_changes_nobodys_record(cast: Cast, owner: Owner) -> None:
    new = FileRow(row=0, team="puke", identifiers=(("prn", "PRN-7001"),), preferred_name="Anybody")
    as_(cast, "other_officer", ask_for_person, row=new)
    run_jobs()
    assert owner.rows("select state from people_heldrow") == [("WAITING",)]
    with reading_as(SYSTEM):
        assert not Involvement.objects.filter(person_id=cast.person, team_id=cast.teams["puke"]).exists()
    with pytest.raises(Invalid):
        as_(cast, "other_officer", ask_for_person, row=FileRow(row=0, team="awa", identifiers=(), preferred_name="Anybody"))


def test_the_records_role_decides_on_the_pages(cast: Cast, owner: Owner) -> None:
    row = held(cast)
    client = cast.client("records")
    listed = client.get("/people/duplicates/").content.decode()
    assert f"/people/held/{row.id}/" in listed and "Puke office" in listed
    page = client.get(f"/people/held/{row.id}/").content.decode()
    assert "same date of birth" in page and "Aroha Ngātai" in page
    missing = client.post(f"/people/held/{row.id}/", {"decision": "ask", "note": "", "version": 1})
    assert missing.status_code == 200 and "Write a few words" in missing.content.decode()
    assert client.post(f"/people/held/{row.id}/", {"decision": str(cast.person), "note": "", "version": 1}).status_code == 302
    assert "It was decided" in client.get(f"/people/held/{row.id}/").content.decode()
    assert "/people/duplicates/" in client.get("/").content.decode()


def test_a_held_row_speaks_in_words_and_names(cast: Cast) -> None:
    done = run(HEAD + "puke,prn:9100,Aroha,Ngatai,17/05/1994,female,,awa-prison,1/3/2026,,\n")
    assert done.held == 1, done.rejected
    page = cast.client("records").get(f"/people/held/{held_rows()[0].id}/").content.decode()
    row = page[page.index("What the new row says") : page.index("% likely")]
    for words in ("Female", "Te Awa Prison", "9100", "Puke office"):
        assert words in row, words
    for code in ("prn:", "female", "awa-prison", "puke<"):
        assert code not in row, code


def waiting(cast: Cast, who: str) -> tuple[str, ...]:
    """What home says of who is who: held, for a second officer, likely pairs."""
    lines = {task.title: task for task in cast.client(who).get("/").context["tasks"]}
    titles = ("New people to decide about", "Records to be put together or taken apart", "Records that may be one person's")
    assert {lines[title].href for title in titles} == {"/people/duplicates/"}
    return tuple(lines[title].status for title in titles)


def test_home_says_what_waits_for_the_records_officer(cast: Cast) -> None:
    second_officer(cast)
    assert waiting(cast, "records") == ("None", "None", "None")
    row = held(cast)
    with reading_as(SYSTEM):
        one, other = sorted((cast.person, cast.other_person))
        pair = LikelyPair.objects.create(one_id=one, other_id=other, probability=0.95, evidence=[])
    assert waiting(cast, "records") == waiting(cast, "records_2") == ("1", "None", "1")
    decide(cast, row, "drop", note="Known by another number")
    asked = cast.client("records").post(f"/people/duplicates/{pair.id}/", {"decision": "one", "reason": "Same day of birth"})
    assert asked.status_code == 302
    assert waiting(cast, "records") == ("None", "None", "None"), "whoever asked waits for another"
    assert waiting(cast, "records_2") == ("None", "1", "None")
    assert cast.client("records_2").post(f"{asked.headers['Location']}confirm/", {"version": 1}).status_code == 302
    assert (
        cast.client("records").post(f"{asked.headers['Location']}ask_apart/", {"version": 2, "reason": "They are cousins"}).status_code
        == 302
    )
    assert (waiting(cast, "records"), waiting(cast, "records_2")) == (("None", "None", "None"), ("None", "1", "None"))
    assert "New people who may be there" not in cast.client("privacy_officer").get("/").content.decode()


def test_likely_duplicates_are_put_together_and_the_old_address_leads_on(cast: Cast, owner: Owner) -> None:
    second_officer(cast)
    with reading_as(SYSTEM):
        double = Person.objects.create(
            preferred_name="Aroha", family_name="Ngatai", search_key="ngatai aroha", birth_date=date(1994, 5, 17), gender="woman"
        )
        Involvement.objects.create(
            person=double, team_id=cast.teams["awa"], because_kind="people.assignment", compartments=["C1", "C7", "C9", "C10"]
        )
    told = CliRunner().invoke(people_command, ["duplicates", "--json"] if len(people_command.registered_commands) > 1 else ["--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout) == {"records": 3, "pairs": 1, "new": 1}
    first, second = cast.client("records"), cast.client("records_2")
    with reading_as(SYSTEM):
        pair = LikelyPair.objects.get()
    assert "% likely" in first.get(f"/people/duplicates/{pair.id}/").content.decode()
    stays = "one" if pair.one_id == cast.person else "other"
    made = first.post(f"/people/duplicates/{pair.id}/", {"decision": stays, "reason": "Same day of birth"})
    with reading_as(SYSTEM):
        merge = Merge.objects.select_related("winner", "loser").get()
    assert made.headers["Location"] == f"/people/merges/{merge.id}/"
    both = f"{merge.winner.full_name} and {merge.loser.full_name}"
    listed = second.get("/people/duplicates/").content.decode()
    assert f"{both}</a>, to be put together: asked by" in listed
    assert first.post(f"/people/merges/{merge.id}/confirm/", {"version": 1}).status_code == 409
    assert second.post(f"/people/merges/{merge.id}/confirm/", {"version": 1}).status_code == 302
    assert f"{both}</a>, asked by" in second.get("/people/duplicates/").content.decode()
    page = second.get(f"/people/merges/{merge.id}/").content.decode()
    assert "Put together" in page and "own log-in" in page and "Awa office" not in page
    office = cast.client("case_manager")
    led = office.get(f"/people/{double.id}/")
    assert (led.status_code, led.headers["Location"]) == (302, f"/people/{cast.person}/")
    seen = office.get(f"/people/{cast.person}/")
    assert seen.status_code == 200 and "Put together with another record of theirs" in seen.content.decode()
    stranger, unknown = (cast.client("other_officer").get(f"/people/{key}/") for key in (double.id, merge.id))
    assert stranger.status_code == unknown.status_code == 404
    old = second.post(f"/people/merges/{merge.id}/account/", {"version": 1})
    assert old.status_code == 412 and "while you were looking" in old.content.decode()
    assert 'name="version" value="2"' in page and second.post(f"/people/merges/{merge.id}/account/").status_code == 422
    assert second.post(f"/people/merges/{merge.id}/account/", {"version": 2}).status_code == 302
    assert 'name="version" value="3"' in second.get(f"/people/merges/{merge.id}/").content.decode(), "whoever looked before is told"
    looked = cast.client("aroha").get(reverse("who-looked")).content.decode()
    assert "Put two records of you together" in looked and "Joined your log-in to your record" in looked


def test_two_people_are_not_asked_about_again(cast: Cast) -> None:
    with reading_as(SYSTEM):
        one, other = sorted((cast.person, cast.other_person))
        pair = LikelyPair.objects.create(one_id=one, other_id=other, probability=0.95, evidence=[])
    client = cast.client("records")
    assert client.post(f"/people/duplicates/{pair.id}/", {"decision": "two", "reason": "Cousins"}).status_code == 302
    assert "None found" in client.get("/people/duplicates/").content.decode()
    assert "Cousins" in client.get(f"/people/duplicates/{pair.id}/").content.decode()
