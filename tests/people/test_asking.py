"""Asking for a record tells nobody who is there: not at once, and not by what happens afterwards, until a records officer has decided."""

import re
import time
from datetime import date, timedelta

import pytest

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.people.pairs import second_officer
from tests.people.test_duplicates import FORM, as_, decide, held_rows, waiting
from tests.people.test_rest import Api
from tests.races import at_once
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Refused
from throughcare.people.actions import newcomers
from throughcare.people.actions.newcomers import ask_for_person, receive_person
from throughcare.people.actions.rows import FileRow
from throughcare.people.models import HeldCandidate, HeldRow, Involvement, Person
from throughcare.people.queries.tries import tries

SYSTEM_ACTOR = system_actor("people import")
_CHANGING = re.compile(r'(name="csrf(?:-token|middlewaretoken)" (?:content|value)=|nonce=)"[^"]*"')


def seen_by_asker(cast: Cast, owner: Owner, who: str = "other_officer") -> dict[str, object]:
    """All that somebody can learn of a request: their pages, lists, searches, counts, notices, keys, rows, and the audit of themselves."""
    client = cast.client(who)
    told: dict[str, object] = {}
    for path in (
        "/",
        "/people/",
        "/people/?q=Ngat",
        "/people/search/",
        "/notices/",
        "/people/add/",
        "/handovers/",
        "/looks/",
        "/people/duplicates/",
    ):
        answer = client.get(path)
        told[path] = (answer.status_code, _CHANGING.sub("", answer.content.decode()))
    for words in ("Aroha", "Ngātai", "Zoltan", "Quist", "PRN-7001", "PRN-9999"):
        told[words] = _CHANGING.sub("", client.post("/people/search/", {"words": words}).content.decode().replace(words, "WORDS"))
    api = Api(cast, who, ["person.view", "caseload.own"])
    for path in ("/people", "/notices"):
        answer = api.call("GET", path)
        told[f"REST {path}"] = (answer.status_code, answer.json())
    told["found"] = [api.call("POST", "/people/search", {"words": words}).json() for words in ("Ngātai", "Quist")]
    with cast.reading(who):
        told["rows"] = (Person.objects.count(), Involvement.objects.count(), HeldRow.objects.count(), HeldCandidate.objects.count())
    verbs = owner.rows(
        "select verb, count(*) from audit_auditevent where actor_id = %s and verb like 'newcomer%%' group by 1", cast.users[who]
    )
    return told | {"audit": verbs, "notices": owner.rows("select count(*) from notices_notice where user_id = %s", cast.users[who])}


ASKED = {
    "there by name": ("Aroha", "Ngātai", date(1994, 5, 17), ()),
    "there by number": ("Anybody", None, None, (("prn", "PRN-7001"),)),
    "nobody": ("Zoltan", "Quist", date(1951, 4, 3), ()),
    "nobody's number": ("Anybody", None, None, (("prn", "PRN-9999"),)),
}


def ask(cast: Cast, which: str, who: str = "other_officer", team: str = "puke") -> None:
    name, family, born, numbers = ASKED[which]
    row = FileRow(row=0, team=team, identifiers=numbers, preferred_name=name, family_name=family, birth_date=born)
    as_(cast, who, ask_for_person, row=row)


def over_time(cast: Cast, owner: Owner, which: str) -> list[dict[str, object]]:
    """What the asker sees before the job has run, after it, and while a records officer has looked and asked about it."""
    for table in ("people_heldcandidate", "people_heldrow", "notices_notice", "accounts_apitoken"):
        owner.place(f"delete from {table}")
    owner.place("update audit_auditevent set verb = 'before' where verb like 'newcomer%%'")
    ask(cast, which)
    story = [seen_by_asker(cast, owner)]
    run_jobs()
    story.append(seen_by_asker(cast, owner))
    (row,) = held_rows()
    assert row.state == "WAITING"
    assert cast.client("records").get(f"/people/held/{row.id}/").status_code == 200
    story.append(seen_by_asker(cast, owner))
    decide(cast, row, "ask", note="The Puke office, by phone")
    run_jobs()
    return [*story, seen_by_asker(cast, owner)]


def test_until_somebody_has_decided_whoever_asks_can_tell_nothing_from_what_they_see(cast: Cast, owner: Owner) -> None:
    told = {which: over_time(cast, owner, which) for which in ASKED}
    for which, story in told.items():
        for at, (seen, nobody) in enumerate(zip(story, told["nobody"], strict=True)):
            assert seen == nobody, (which, at)


def test_a_records_officer_lets_in_whom_nobody_is_like(cast: Cast, owner: Owner) -> None:
    ask(cast, "nobody")
    run_jobs()
    (row,) = held_rows()
    client = cast.client("records")
    assert "Nobody like them found" in (page := client.get(f"/people/held/{row.id}/").content.decode()) and "% likely" not in page
    assert "Somebody new: make a record" in page and "may have one already" not in page
    assert "Zoltan Quist" in client.get("/people/duplicates/").content.decode() and waiting(cast, "records")[0] == "1"
    assert client.post(f"/people/held/{row.id}/", {"decision": "different", "note": "", "version": row.version}).status_code == 302
    assert "Quist" in cast.client("other_officer").get("/people/").content.decode()


def test_somebody_else_s_number_is_never_written_over_their_record(cast: Cast, owner: Owner) -> None:
    """Said to be somebody new: the import would know them by the number."""
    ask(cast, "there by number")
    run_jobs()
    (row,) = held_rows()
    with pytest.raises(Refused, match="has one of these numbers already"):
        decide(cast, row, "different")
    assert owner.rows("select preferred_name from people_person where id = %s", cast.person) == [("Aroha",)]
    with cast.reading("other_officer"):
        assert not Person.objects.filter(pk=cast.person).exists()
    assert held_rows()[0].state == "WAITING"


def test_a_records_officer_s_own_is_made_at_once(cast: Cast, owner: Owner) -> None:
    ask(cast, "nobody", "records")
    ask(cast, "there by name", "records")
    run_jobs()
    assert sorted(owner.rows("select state from people_heldrow")) == [("MADE",), ("WAITING",)]
    owner.change(
        "update accounts_membership set ends_on = throughcare.today() - 1, starts_on = throughcare.today() - 2 where user_id = %s",
        cast.users["records"],
    )
    with reading_as(SYSTEM):  # whose role it is no longer, by the time the job runs
        held = HeldRow(said={"preferred_name": "Bo", "team": "puke", "row": 0}, team_id=cast.teams["puke"], by_id=cast.users["records"])
        held.save(force_insert=True)
        receive_person(by=SYSTEM_ACTOR, held_id=held.id, by_records=True)
    assert owner.rows("select state from people_heldrow where id = %s", held.id) == [("WAITING",)]


def test_nobody_has_their_own_made_at_once_by_putting_the_job_in_the_queue(cast: Cast, owner: Owner) -> None:
    ask(cast, "nobody")
    owner.place('update procrastinate_jobs set args = args || \'{"by_records": "yes"}\'')
    run_jobs()
    assert owner.rows("select state from people_heldrow") == [("WAITING",)]


def test_two_who_ask_for_the_same_person_are_seen_beside_each_other(cast: Cast, owner: Owner) -> None:
    """Neither has a record yet, so neither is found among the records."""
    ask(cast, "nobody")
    ask(cast, "nobody", "case_manager", "awa")
    run_jobs()
    first, second = held_rows()
    client = cast.client("records")
    page = client.get(f"/people/held/{second.id}/").content.decode()
    assert f'href="/people/held/{first.id}/"' in page and "Somebody else new who waits" in page and "of the same file" not in page
    decide(cast, first, "different")
    ((made,),) = owner.rows("select person_id from people_heldcandidate where held_id = %s", second.id)
    assert owner.rows("select family_name from people_person where id = %s", made) == [("Quist",)]


def test_the_records_officers_are_told_and_nobody_else(cast: Cast, owner: Owner) -> None:
    second_officer(cast)
    for which in ("nobody", "there by name"):
        ask(cast, which)
        run_jobs()
    told = owner.rows("select user_id from notices_notice where kind = 'people.newcomer'")
    assert set(told) == {(cast.users["records"],), (cast.users["records_2"],)} and len(told) == 2, "once, until it is decided"
    page = cast.client("records").get("/notices/").content.decode()
    assert "An office asks for the record of somebody new" in page and "Zoltan" not in page


def test_twenty_a_day(cast: Cast, owner: Owner) -> None:
    client = cast.client("other_officer")
    for number in range(20):
        assert client.post("/people/add/", {**FORM, "preferred_name": f"Somebody {number}"}).status_code == 302
    refused = client.post("/people/add/", FORM)
    assert refused.status_code == 409 and "You have asked for 20 records within a day" in refused.content.decode()
    api = Api(cast, "other_officer", ["caseload.own"])
    assert api.call("POST", "/people", {"team": "puke", "preferred_name": "Aroha"}).status_code == 409
    assert owner.rows("select count(*) from people_heldrow") == [(20,)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'refused'") == [(2,)]
    assert cast.client("records").post("/people/add/", FORM).status_code == 302
    owner.place("update audit_auditevent set at = at - interval '25 hours'")
    assert client.post("/people/add/", FORM).status_code == 302


def test_twenty_are_twenty_when_they_come_at_once(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomers, "MOST_ASKED", 3)
    look = tries

    def slowly(verb: str, within: timedelta) -> int:
        found = look(verb, within)
        time.sleep(0.05)  # counted, and not committed yet
        return found

    monkeypatch.setattr(newcomers, "tries", slowly)
    found = at_once(*[lambda: ask(cast, "nobody")] * 10)
    assert (found.count(None), sum(isinstance(one, Refused) for one in found)) == (3, 7)
