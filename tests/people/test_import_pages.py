"""The pages of the import: send, look, choose, bring in by a job, see what became of each row; for the records role alone."""

import base64
import csv
import io
import os
import random
import re
import secrets
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.killed import POINTS, killed_at_step, measured, wait_until_forgotten
from tests.notices.jobs import run_jobs, waiting
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import ApiToken
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Refused
from throughcare.people.actions.files import clear_old
from throughcare.people.jobs import bring_in_file, compare
from throughcare.people.models import HeldRow, ImportFile, RejectedRows

FILE = "team,identifiers,preferred_name,birth_date,note\nawa,prn:9001,Hēmi,27/3/1990,\nawa,prn:9002,=Mereana,31/2/1990,a note\n"
FOREIGN = "Tari kaimahi;PRN;Known as;DOB\nx;9001;Hēmi;1/2/1990\nx;9002;Mere;3/4/1990\n"


def upload(client: Client, text: str | bytes = FILE, name: str = "=people.csv") -> Any:
    """Send a file; returns the answer."""
    data = text.encode() if isinstance(text, str) else text
    return client.post("/people/import/", {"file": SimpleUploadedFile(name, data)})


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def sent(client: Client, text: str | bytes = FILE) -> tuple[str, str]:
    """(address of the file, its page)."""
    where = upload(client, text)["Location"]
    return where, client.get(where).content.decode()


def start(client: Client, where: str, page: str) -> Any:
    return client.post(f"{where}start/", {"version": version_of(page)})


def test_a_file_is_looked_at_brought_in_and_every_row_accounted_for(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    where, page = sent(client)
    for words in (
        "UTF-8",
        "comma",
        "1 new, 0 to be updated",
        "1 rejected",
        "being compared",
        "There is no such day",
        "nothing we keep is called so",
        "Hēmi",
    ):
        assert words in page, words
    assert owner.rows("select count(*) from imports_importrun") == [(0,)]
    start(client, where, page)
    working = client.get(where)
    assert "Step 1 of 3: Waiting for its turn" in working.content.decode()
    assert working["Refresh"] == "3"
    run_jobs()
    done = client.get(where)
    page = client.get(done["Location"]).content.decode()
    assert "There is no such day" in page
    assert "31/2/1990" not in page
    rejected = client.get(done["Location"] + "rejected.csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(rejected))) == [
        ["row", "field", "reason", "team", "identifiers", "preferred_name", "birth_date", "note"],
        ["3", "birth_date", rejected.split('"')[1], "awa", "prn:9002", "'=Mereana", "31/2/1990", "a note"],
    ]
    assert owner.rows("select actor_id, channel from audit_auditevent where verb = 'people.import.created'") == [
        (cast.users["records"], "job")
    ]
    assert owner.rows("select verb from audit_auditevent where verb like 'people.import.rows%%'") == [("people.import.rows.exported",)]
    assert owner.rows("select stage, length(content) from people_importfile") == [("DONE", 0)]
    assert "=people.csv" in client.get("/people/import/").content.decode()


def test_columns_order_of_dates_and_office_are_chosen_on_the_page_and_kept_as_a_mapping(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    where, page = sent(client, FOREIGN)
    assert "choose one office for all" in page
    assert "2 could be read month first too" in page
    assert "Import the file" not in page
    chosen = {
        "dates": "month",
        "team": "awa",
        "column_1": "",
        "column_2": "identifier:prn",
        "column_3": "preferred_name",
        "column_4": "birth_date",
    }
    assert client.post(where, {"version": version_of(page), **chosen}).status_code == 302
    page = client.get(where).content.decode()
    assert "2 new" in page and "being compared" in page
    assert client.post(where, {"version": "1", **chosen}).status_code == 412
    twice = client.post(where, {"version": version_of(page), **chosen, "column_3": "birth_date"}).content.decode()
    assert "Columns 3 and 4 are both read as" in twice
    client.post(f"{where}mapping/", {"version": version_of(page), "name": "From the old system"})
    start(client, where, page)
    run_jobs()
    assert owner.rows(
        "select birth_date::text from people_person p join people_identifier i on i.person_id = p.id where i.value = '9001'"
    ) == [("1990-01-02",)]
    where, again = sent(client, FOREIGN.replace("9001", "9003"))
    for words in ("From the old system", "1 new", "1 unchanged", "New people are being compared"):
        assert words in again, words
    assert "held until" not in again
    run_jobs()
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    for shown in (part, client.get(where).content.decode()):
        for words in ("0 would be created, 0 updated, 1 unchanged, 1 held until", "Somebody there", "ame first name", "ame date of birth"):
            assert words in shown, words
        assert "being compared" not in shown and "hx-trigger" not in shown
    assert "<html" not in part


def test_mappings_are_listed_renamed_and_deleted(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    where, page = sent(client)
    client.post(f"{where}mapping/", {"version": version_of(page), "name": "First"})
    client.post(f"{where}mapping/", {"version": version_of(page), "name": "Second"})
    wrong = client.post(f"{where}mapping/", {"version": "1", "name": ""})
    said = wrong.content.decode()
    assert (wrong.status_code, said.count("Enter a name")) == (200, 2), "at its field, and in the summary that leads to it"
    assert 'href="#save_name"' in said and "<title>Error: " in said
    assert f'<form method="post" action="{where}" novalidate>' in said, "what else stands on the page goes where it always does"
    listed = client.get("/people/import/mappings/").content.decode()
    (first,) = re.findall(r'href="(/people/import/mappings/[0-9a-f-]+/)">First', listed)
    page = client.get(first).content.decode()
    assert "Date of birth" in page
    assert "Another saved mapping has this name" in client.post(first, {"version": "1", "name": "second"}).content.decode()
    assert client.post(first, {"version": "1", "name": "Third"}).status_code == 302
    assert client.post(f"{first}delete/", {"version": "1"}).status_code == 412
    assert client.post(f"{first}delete/", {"version": "2"}).status_code == 302
    assert owner.rows("select name from people_importmapping") == [("Second",)]
    assert "Third" not in client.get("/people/import/mappings/").content.decode()


def test_a_file_that_is_no_table_is_refused_and_one_without_headings_we_know_can_be_told(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    assert "Choose a file" in client.post("/people/import/").content.decode()
    refused = upload(client, b"%PDF-1.7").content.decode()
    assert "The file is a PDF" in refused
    where, page = sent(client, "Nombre,Numero\nHēmi,71\n")
    assert "no headings we know" in page
    assert "<option" in page
    assert client.post(f"{where}delete/", {"version": version_of(page)}).status_code == 302
    assert owner.rows("select count(*) from people_importfile") == [(0,)]
    assert client.get(where).status_code == 404


def test_a_large_file_is_checked_in_part_until_all_of_it_is_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughcare.people.pages.looking.MOST_CHECKED", 1)
    client = cast.client("records")
    where, page = sent(client)
    assert "Of the first 1 rows: 1 new" in page
    assert "0 rejected" in page
    assert "1 rejected" in client.get(f"{where}?check=all").content.decode()


def test_a_comparison_counts_for_the_reading_it_was_asked_for(cast: Cast, owner: Owner) -> None:
    """Read another way, or started meanwhile, it is compared anew; and what goes wrong is said."""
    client = cast.client("records")
    where, page = sent(client)
    (file_id,) = owner.rows("select id::text from people_importfile")[0]
    compare(str(file_id), "2")
    assert owner.rows("select compared from people_importfile") == [({},)]
    owner.change("update people_importfile set content = %s where id = %s", b"%PDF-1.7", file_id)
    compare(str(file_id), "1")
    ((said,),) = owner.rows("select compared from people_importfile")
    assert "PDF" in said["sentence"]  # type: ignore[index]  # a JSON object
    owner.change("update people_importfile set content = %s where id = %s", FILE.encode(), file_id)
    assert "could not be compared" in client.get(where).content.decode()
    start(client, where, page)
    compare(str(file_id), "1")
    assert owner.rows("select compared from people_importfile") == [(said,)]


@pytest.mark.parametrize("fault", [MemoryError(), Refused("Somebody changed the same records while the file was read.")])
def test_a_comparison_that_fails_is_tried_again_and_then_an_administrators(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Nothing is wrong with the file, so its page never says so."""

    def fails(**_given: object) -> None:
        raise fault

    client, state = cast.client("records"), "select status::text, attempts from procrastinate_jobs where task_name = 'people.compare'"
    where, page = sent(client)
    with monkeypatch.context() as failing:
        failing.setattr("throughcare.people.jobs.compare_file", fails)
        run_jobs()
        assert owner.rows(state) == [("todo", 1)]
        assert owner.rows("select scheduled_at > now() from procrastinate_jobs where task_name = 'people.compare'") == [(True,)]
        for shown in (client.get(where), client.get(where, headers={"HX-Request": "true"})):
            page = shown.content.decode()
            assert "It is tried again by itself at" in page and "hx-trigger" in page and "being compared" not in page
        owner.change("update procrastinate_jobs set attempts = 7, scheduled_at = now() where task_name = 'people.compare'")
        run_jobs()
    assert owner.rows(state) == [("failed", 8)]
    for shown in (client.get(where), client.get(where, headers={"HX-Request": "true"})):
        page = shown.content.decode()
        assert "Ask an administrator to try it again" in page and "hx-trigger" not in page
    administrator = cast.client("administrator")
    assert "Comparing of an import&#x27;s new people" in administrator.get("/failed-jobs/").content.decode()
    ((job,),) = owner.rows("select id from procrastinate_jobs where status = 'failed'")
    assert "It is tried again now." in administrator.post("/failed-jobs/do/retry/", {"job": [str(job)]}).content.decode()
    run_jobs()
    page = client.get(where).content.decode()
    assert "Compared with the records: 1 would be created" in page and "could not be compared" not in page


HEAVY = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.test import Client
from django.urls import get_resolver
get_resolver().url_patterns  # every page and operation of the site is imported
client = Client(headers={"host": "localhost"}, raise_request_exception=True)
client.cookies["sessionid"], addresses = sys.argv[2], sys.argv[3:]
for address in addresses:
    assert client.get(address).status_code == 200, address
print(sorted({name.partition(".")[0] for name in sys.modules} & {"splink", "duckdb", "pyarrow", "numba", "pandas", "sqlglot"}))
"""


def test_no_page_of_people_loads_what_only_a_job_needs(cast: Cast, owner: Owner) -> None:
    """Half a second and 150 MB in each web process: a process that has shown all these pages has none of it."""
    client = cast.client("records")
    where, _ = sent(client, FILE.replace("9001,Hēmi", "9001,Aroha Ngātai"))
    run_jobs()
    other, _ = sent(client, FOREIGN)
    held = HeldRow(team_id=cast.teams["awa"], state="WAITING", said={"preferred_name": "Mere"})
    with reading_as(SYSTEM):
        held.save(force_insert=True)
    connection.close()
    pages = ["/", "/people/import/", where, other, f"{where}?check=all", "/people/import/mappings/", "/people/duplicates/"]
    pages += [f"/people/held/{held.id}/", "/people/add/"]
    asked = [sys.executable, "-c", HEAVY, str(connection.settings_dict["NAME"]), client.cookies["sessionid"].value, *pages]
    done = subprocess.run(asked, env=os.environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr[-2000:]


def test_a_file_belongs_to_who_sent_it_and_nobody_else_comes_in(cast: Cast, owner: Owner) -> None:
    records = cast.client("records")
    where, page = sent(records)
    records.post(f"{where}mapping/", {"version": version_of(page), "name": "A mapping"})
    start(records, where, page)
    run_jobs()
    run = records.get(where)["Location"]
    mapping = f"/people/import/mappings/{owner.rows('select id from people_importmapping')[0][0]}/"
    for name in EVERYBODY:
        if name == "records":
            continue
        client = cast.client(name)
        for address in ("/people/import/", where, run, f"{run}rejected.csv", "/people/import/mappings/", mapping):
            assert client.get(address).status_code == 404, (name, address)
        for address in (f"{where}start/", f"{where}delete/", f"{where}mapping/", f"{mapping}delete/"):
            assert client.post(address, {"version": "1", "name": "x"}).status_code == 404, (name, address)
        assert upload(client).status_code == 404, name
        with cast.reading(name):
            assert not ImportFile.objects.exists()
            assert not RejectedRows.objects.exists()


def test_a_sender_who_may_no_longer_import_imports_nothing(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    where, page = sent(client)
    start(client, where, page)
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["records"])
    run_jobs()
    assert owner.rows("select stage, sentence from people_importfile") == [("FAILED", "Whoever sent the file may no longer import people.")]
    assert owner.rows("select count(*) from imports_importrun") == [(0,)]


def test_a_job_that_was_cut_off_anywhere_is_run_again_and_accounts_for_every_row(cast: Cast, owner: Owner) -> None:
    client, dice = cast.client("records"), random.Random(20261122)
    where, page = sent(client)
    start(client, where, page)
    (file_id,) = owner.rows("select id::text from people_importfile")[0]
    _, steps, _ = measured(lambda: bring_in_file(str(file_id)))
    for point in range(max(POINTS // 4, 5)):
        number = 9100 + point
        text = FILE.replace("9001", str(number)).encode()
        owner.change("update people_importfile set stage = 'QUEUED', run_id = null, content = %s where id = %s", text, file_id)
        runs = owner.rows("select count(*) from imports_importrun")[0][0]
        killed_at_step(lambda: bring_in_file(str(file_id)), dice.randint(1, steps), after=dice.random() < 0.5)
        wait_until_forgotten(owner)
        bring_in_file(str(file_id))
        assert owner.rows("select count(*) from imports_importrun") == [(runs + 1,)], point  # type: ignore[operator]  # a count
        assert owner.rows("select rows_read, created + held, rejected from imports_importrun order by id desc limit 1") == [(2, 1, 1)], (
            point
        )
        assert owner.rows("select stage, length(content) from people_importfile") == [("DONE", 0)]
        known = "select (select count(*) from people_identifier where value = %s) + (select count(*) from people_heldrow where run_id = %s)"
        run_id = owner.rows("select run_id from people_importfile")[0][0]
        assert owner.rows(known, str(number), run_id) == [(1,)], point


def test_the_page_of_a_job_that_died_offers_to_run_it_again(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    where, page = sent(client)
    start(client, where, page)
    assert client.post(f"{where}start/", {"version": "2"}).status_code == 409
    assert len([job for job in waiting(owner) if job[0] == "people.bring_in"]) == 1
    owner.change("update people_importfile set stage = 'WRITING', moved_at = %s", now() - timedelta(minutes=3))
    stuck = client.get(where)
    assert "Run it again" in stuck.content.decode()
    assert "Refresh" not in stuck.headers
    assert start(client, where, stuck.content.decode()).status_code == 302
    run_jobs()
    assert owner.rows("select count(*) from imports_importrun") == [(1,)]


def test_what_waits_too_long_goes_by_itself(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    sent(client)
    owner.change("update people_importfile set at = %s", now() - timedelta(days=8))
    connection.close()
    by = system_actor("people import")
    with reading_as(by.reader):
        clear_old(by=by)
    assert owner.rows("select count(*) from people_importfile") == [(0,)]


def test_machines_send_choose_start_and_read_what_became_of_it(cast: Cast, owner: Owner) -> None:
    client, key = cast.client(None), _key(cast)
    api = "/api/v1/people-imports"

    def ask(method: str, path: str, body: object = None, **headers: str) -> Any:
        more = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(client, method)(f"{api}{path}", headers={**key, **headers}, **more)

    content = base64.b64encode(FOREIGN.encode()).decode()
    made = ask("post", "", {"name": "old.csv", "content": content}).json()
    assert (made["delimiter"], made["encoding"], len(made["lacking"])) == (";", "utf-8", 1)
    assert ask("post", "", {"name": "x", "content": "%%"}).status_code == 422
    file = f"/files/{made['id']}"
    changed = ask("put", f"{file}/reading", {"team": "awa", "dates": "day"}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["lacking"]) == (200, [])
    would = ask("get", f"{file}/check").json()
    assert (would["read"], would["created"], would["rejected"], would["held"]) == (2, 2, 0, None)
    connection.close()
    run_jobs()
    would = ask("get", f"{file}/check").json()
    assert (would["created"], would["held"]) == (2, 0)
    saved = ask("post", f"{file}/mapping", {"name": "Old"})
    assert saved.status_code == 201
    assert ask("post", f"{file}/start", {}, **{"If-Match": '"1"'}).status_code == 412
    assert ask("post", f"{file}/start", {}, **{"If-Match": '"2"'}).json()["stage"] == "QUEUED"
    connection.close()
    run_jobs()
    done = ask("get", file).json()
    assert done["stage"] == "DONE"
    assert ask("get", f"{file}/reading").status_code == 409
    run = ask("get", f"/runs/{done['run_id']}").json()
    assert (run["read"], run["created"], run["rows"]) == (2, 2, [])
    by_name = ask("post", "", {"name": "old.csv", "content": content, "mapping": "old"}).json()
    assert by_name["lacking"] == []
    assert ask("delete", f"/files/{by_name['id']}", **{"If-Match": '"1"'}).status_code == 204
    (mapping,) = ask("get", "/mappings").json()
    assert mapping["fields"] == ["", "identifier:prn", "preferred_name", "birth_date"]
    one = f"/mappings/{mapping['id']}"
    assert ask("put", one, {"name": "New"}, **{"If-Match": '"1"'}).json()["name"] == "New"
    assert ask("get", one).json()["version"] == 2
    assert ask("delete", one, **{"If-Match": '"2"'}).status_code == 204
    assert ask("get", f"/files/{new_id()}").status_code == 404


def test_machines_read_what_was_rejected_with_its_reason_and_send_it_again(cast: Cast, owner: Owner) -> None:
    """As the page: the row as it stood, where it is wrong and why; it is put right in a file, which is sent anew."""
    client, key, api = cast.client(None), _key(cast), "/api/v1/people-imports"

    def bring_in(text: str) -> Any:
        body = {"name": "new.csv", "content": base64.b64encode(text.encode()).decode(), "team": "awa"}
        file = client.post(api, body, content_type="application/json", headers=key).json()
        assert [one["id"] for one in client.get(f"{api}/files", headers=key).json()] == [file["id"]]
        client.post(f"{api}/files/{file['id']}/start", {}, content_type="application/json", headers={**key, "If-Match": '"1"'})
        connection.close()
        run_jobs()
        assert client.get(f"{api}/files", headers=key).json() == []
        done = client.get(f"{api}/files/{file['id']}", headers=key).json()
        return client.get(f"{api}/runs/{done['run_id']}", headers=key).json()

    run = bring_in("PRN,Known as,DOB\n9001,Hēmi,1/2/1990\n9002,Mere,31/2/1990\n")
    (row,) = run["rows"]
    assert (run["read"], run["created"], run["rejected"]) == (2, 1, 1)
    assert (row["row"], row["field"], row["cells"]) == (3, "birth_date", ["9002", "Mere", "31/2/1990"]) and "no such day" in row["message"]
    told = owner.rows("select detail ->> 'rows', channel from audit_auditevent where verb = 'people.import.rows.exported'")
    assert told == [("1", "rest")]
    mended = "\n".join(",".join(line) for line in (run["headings"], row["cells"])).replace("31/2", "28/2")
    assert bring_in(mended)["created"] == 1
    first = client.get(f"{api}/runs?size=1", headers=key).json()
    second = client.get(f"{api}/runs?size=1&cursor={first['next']}", headers=key).json()
    assert [one["read"] for page in (first, second) for one in page["items"]] == [1, 2] and second["next"] is None
    assert second["items"][0]["id"] == run["id"] and "rows" not in second["items"][0]


def _key(cast: Cast) -> dict[str, str]:
    """An access key of the records role."""
    token = "tc_" + secrets.token_urlsafe(32)
    with cast.reading("records"):
        ends = now() + timedelta(days=1)
        ApiToken.objects.create(user_id=cast.users["records"], name="x", digest=digest_of(token), scopes=["person.import"], expires_at=ends)
    connection.close()
    return {"Authorization": f"Bearer {token}"}
