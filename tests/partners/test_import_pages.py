"""The pages and REST of a list of partners: send, look, choose, bring in by a job, see what became of each row."""

import base64
import csv
import io
import random
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.database import Owner
from tests.killed import POINTS, killed_at_step, measured, wait_until_forgotten
from tests.notices.jobs import run_jobs, waiting
from tests.partners.made import EDITOR, add
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.partners.actions import files, importing
from throughcare.partners.jobs import bring_in_list
from throughcare.partners.models import PartnerFile, PartnerMapping, PartnerRows, PartnerSource

LIST = "Organisation,Type,NZBN,Note\nNgāti Awa Trust,charity,,\n=Odd,charity,123,a note\nMana Trust Board,NGO,,\n"
FOREIGN = "Wer;Wo\nVerein der Freunde;Awa\nZweiter;Puke\n"
RIGHTS = ["directory.view", "partner.view", "partner.edit"]
PAGE = "/partners/import/"


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client: Client, content: str | bytes = LIST, name: str = "=list.csv") -> tuple[str, str]:
    """(address of the list, its page)."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"], text(client.get(answer["Location"]))


def start(client: Client, where: str, page: str) -> Any:
    return client.post(f"{where}start/", {"version": version_of(page)})


def test_a_list_is_looked_at_brought_in_and_every_row_accounted_for(cast: Cast, owner: Owner) -> None:
    add(cast)
    client = cast.client(EDITOR)
    register = text(client.get("/partners/"))
    assert f'href="{PAGE}"' in register
    where, page = sent(client)
    for words in (
        "UTF-8",
        "comma",
        "2 new, 0 to be updated",
        "1 rejected",
        "An NZBN has 13 digits",
        "nothing we keep is called so",
        "It may be Mana Trust",
    ):
        assert words in page, words
    assert owner.rows("select count(*) from imports_importrun") == [(0,)]
    start(client, where, page)
    working = client.get(where)
    assert "Step 1 of 3: Waiting for its turn" in working.content.decode() and working["Refresh"] == "3"
    run_jobs()
    done = client.get(where)["Location"]
    page = text(client.get(done))
    for words in (
        "What became of each row",
        "An NZBN has 13 digits",
        "look for duplicates",
        "May be there already",
        "It may be Mana Trust",
    ):
        assert words in page, words
    rejected = client.get(f"{done}rejects/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(rejected)))
    assert lines[0] == ["file", "row", "field", "reason", "Organisation", "Type", "NZBN", "Note"]
    assert lines[1][:3] == ["'=list.csv", "3", "nzbn"] and lines[1][4:] == ["'=Odd", "charity", "123", "a note"]
    said = "select actor_id, channel from audit_auditevent where verb = 'partners.imported'"
    assert owner.rows(said) == [(cast.users[EDITOR], "job")]
    assert owner.rows("select stage, length(content), rows from partners_partnerfile") == [("DONE", 0, 3)]
    assert "=list.csv" in text(client.get(PAGE))


def test_columns_kind_and_what_it_is_called_are_chosen_and_kept_as_a_mapping(cast: Cast, owner: Owner) -> None:
    client = cast.client(EDITOR)
    where, page = sent(client, FOREIGN)
    assert "No column is read as the name" in page and "Import the list" not in page
    chosen = {"version": version_of(page), "column_1": "name", "column_2": "regions", "kind": "COMMUNITY", "source": "Vereine"}
    assert client.post(where, chosen).status_code == 302
    page = text(client.get(where))
    assert "2 new, 0 to be updated" in page and "Verein der Freunde" in page
    assert client.post(where, {**chosen, "column_2": "name"}).status_code == 200
    assert "Enter a name" in text(client.post(f"{where}save/", {"version": version_of(page), "name": ""}))
    assert client.post(f"{where}save/", {"version": version_of(page), "name": "Clubs"}).status_code == 302
    where_2, page = sent(client, FOREIGN, "next.csv")
    assert "Saved mapping" in page and "Clubs" in page and "2 new" in page and "Vereine" in page
    start(client, where_2, page)
    run_jobs()
    assert owner.rows("select kind from partners_organization where name = 'Zweiter'") == [("COMMUNITY",)]
    assert owner.rows("select distinct source from partners_partnersource") == [("Vereine",)]
    listed = text(client.get(f"{PAGE}mappings/"))
    ((key,),) = owner.rows("select id from partners_partnermapping")
    assert "Clubs" in listed and f"{PAGE}mappings/{key}/" in listed
    one = text(client.get(f"{PAGE}mappings/{key}/"))
    assert client.post(f"{PAGE}mappings/{key}/", {"version": version_of(one), "name": "Vereine"}).status_code == 302
    one = text(client.get(f"{PAGE}mappings/{key}/"))
    assert client.post(f"{PAGE}mappings/{key}/delete/", {"version": version_of(one)}).status_code == 302
    assert owner.rows("select count(*) from partners_partnermapping") == [(0,)]
    page = text(client.get(where))
    assert client.post(f"{where}drop/", {"version": version_of(page)}).status_code == 302
    assert owner.rows("select count(*) from partners_partnerfile where stage <> 'DONE'") == [(0,)]


def test_a_file_that_is_no_table_gets_a_sentence(cast: Cast, owner: Owner) -> None:
    client = cast.client(EDITOR)
    for content, words in ((b"%PDF-1.7", "PDF"), (b"", "empty"), (b'{"a": 1}', "no list"), (b"[{broken", "well-formed")):
        answer = client.post(PAGE, {"file": SimpleUploadedFile("x.csv", content)})
        assert words in text(answer)
    assert owner.rows("select count(*) from partners_partnerfile") == [(0,)]


def test_a_list_is_its_senders_alone_and_nobody_elses(cast: Cast, owner: Owner) -> None:
    where, page = sent(cast.client(EDITOR))
    for who in ("case_manager", "records", "administrator", "partner_worker", "stranger", "analyst"):
        client = cast.client(who)
        for path in (PAGE, where, f"{PAGE}mappings/"):
            assert client.get(path).status_code in (302, 404), (who, path)
        with cast.reading(who):
            assert not any(model.objects.exists() for model in (PartnerFile, PartnerMapping, PartnerRows, PartnerSource))
    start(cast.client(EDITOR), where, page)
    owner.change("delete from accounts_membership where user_id = %s", cast.users[EDITOR])
    run_jobs()
    assert owner.rows("select stage, sentence from partners_partnerfile") == [
        ("FAILED", "Whoever sent the list may no longer keep the register.")
    ]
    assert owner.rows("select count(*) from imports_importrun") == [(0,)]


def test_a_job_that_was_cut_off_anywhere_goes_on_where_it_stood(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (importing, files):
        monkeypatch.setattr(module, "PART", 2)
    client, dice = cast.client(EDITOR), random.Random(20261123)
    where, page = sent(client, "name\nA\nB\nC\nD\nE\n\n")
    start(client, where, page)
    (file_id,) = owner.rows("select id::text from partners_partnerfile")[0]
    _, steps, _ = measured(lambda: bring_in_list(str(file_id)))
    for point in range(max(POINTS // 4, 5)):
        names = [f"N{point}x{number}" for number in range(7)]
        content = ("name\n" + "\n".join(names) + "\n").encode()
        owner.change(
            "update partners_partnerfile set stage = 'QUEUED', run_id = null, done = 0, content = %s where id = %s", content, file_id
        )
        runs = owner.rows("select count(*) from imports_importrun")[0][0]
        killed_at_step(lambda: bring_in_list(str(file_id)), dice.randint(1, 2 * steps), after=dice.random() < 0.5)
        wait_until_forgotten(owner)
        bring_in_list(str(file_id))
        assert owner.rows("select count(*) from imports_importrun") == [(runs + 1,)], point  # type: ignore[operator]  # a count
        latest = "select rows_read, created, rejected, rows_left from imports_importrun order by id desc limit 1"
        assert owner.rows(latest) == [(7, 7, 0, 0)], point
        assert owner.rows("select stage, length(content), done from partners_partnerfile") == [("DONE", 0, 7)]
        assert owner.rows("select count(*) from partners_organization where name = any(%s)", names) == [(7,)]


def test_the_page_of_a_job_that_died_offers_to_run_it_again(cast: Cast, owner: Owner) -> None:
    client = cast.client(EDITOR)
    where, page = sent(client)
    start(client, where, page)
    assert client.post(f"{where}start/", {"version": "2"}).status_code == 409
    assert len([job for job in waiting(owner) if job[0] == "partners.bring_in"]) == 1
    owner.change("update partners_partnerfile set stage = 'WRITING', moved_at = %s", now() - timedelta(minutes=3))
    stuck = client.get(where)
    assert "Run it again" in stuck.content.decode() and "Refresh" not in stuck.headers
    assert start(client, where, stuck.content.decode()).status_code == 302
    run_jobs()
    assert owner.rows("select count(*) from imports_importrun") == [(1,)]


def test_lists_and_rejected_rows_go_when_their_time_is_over(cast: Cast, owner: Owner) -> None:
    client = cast.client(EDITOR)
    where, page = sent(client)
    start(client, where, page)
    run_jobs()
    by = system_actor("partners import")
    for days, left in ((6, 1), (8, 0)):
        owner.change("update partners_partnerfile set at = %s", now() - timedelta(days=days))
        owner.change("update partners_partnerrows set at = %s", now() - timedelta(days=days + 23))
        with reading_as(by.reader):
            files.clear_old_lists(by=by)
        assert owner.rows("select count(*) from partners_partnerfile") == [(left,)]
        assert owner.rows("select count(*) from partners_partnerrows") == [(left,)]


def test_all_of_it_over_rest(cast: Cast, owner: Owner) -> None:
    add(cast)
    api = Api(cast, EDITOR, RIGHTS)
    body = {"name": "list.csv", "content": base64.b64encode(LIST.encode()).decode()}
    made = api.call("POST", "/partner-imports", body)
    assert made.status_code == 201, made.content
    told, path = made.json(), f"/partner-imports/files/{made.json()['id']}"
    assert [column["field"] for column in told["columns"]] == ["name", "kind", "nzbn", ""]
    check = api.call("GET", f"{path}/check").json()
    assert {name: check[name] for name in ("read", "created", "rejected")} == {"read": 3, "created": 2, "rejected": 1}
    assert check["look_for_duplicates"] and [note["said"] for note in check["notes"]] == ["ALIKE"]
    columns = [{"place": 1, "field": "name"}, {"place": 2, "field": ""}, {"place": 3, "field": ""}]
    otherwise = {"columns": columns, "kind": "NGO", "source": "ours"}
    assert api.call("PUT", f"{path}/reading", otherwise).status_code == 428
    changed = api.call("PUT", f"{path}/reading", otherwise, **{"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["source"]) == (200, "ours")
    saved = api.call("POST", f"{path}/mapping", {"name": "Ours"})
    assert (saved.status_code, saved.json()["kind"], saved.json()["source"]) == (201, "NGO", "ours")
    assert [one["name"] for one in api.call("GET", "/partner-imports/mappings").json()] == ["Ours"]
    assert api.call("POST", f"{path}/start", {}, **{"If-Match": changed["ETag"]}).status_code == 200
    run_jobs()
    run_id = api.call("GET", path).json()["run_id"]
    run = api.call("GET", f"/partner-imports/runs/{run_id}").json()
    assert {name: run[name] for name in ("read", "created", "rejected", "rows_left")} == {
        "read": 3,
        "created": 3,
        "rejected": 0,
        "rows_left": 0,
    }
    (line,) = api.call("GET", "/partner-imports/runs").json()["items"]
    assert (line["source"], line["created"]) == ("list.csv", 3)
    assert api.call("GET", "/partner-imports/files").json() == []
    assert Api(cast, "case_manager", RIGHTS).call("GET", "/partner-imports/runs").status_code in (403, 404)
