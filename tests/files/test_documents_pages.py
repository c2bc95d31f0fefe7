"""Documents on pages, over REST and by the command."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.files.made import PDF, bring, get, partner, picture
from tests.partners.made import EDITOR, add
from tests.people.test_rest import Api
from tests.tasks.test_tasks_pages import text
from throughcare.files.cli import cli

RIGHTS = ["directory.view", "partner.view", "partner.edit", "partner.own"]


def of(key: object) -> list[object]:
    return ["partners.partner", key]


def typed(content: bytes = PDF, name: str = "Deed.pdf", **more: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), "title": "Trust deed", "sort": "CONSTITUTION", **more}


def test_from_the_partners_page_to_a_saved_file_and_gone(cast: Cast, owner: Owner) -> None:
    key, client = add(cast), cast.client(EDITOR)
    home = reverse("partner", args=[key])
    assert "None yet" in text(client.get(home))
    path = reverse("document-add", args=of(key))
    page = text(client.post(path, {"title": "", "sort": ""}))
    assert all(words in page for words in ("Choose a file", "Say what it is called", "Choose what it is"))
    assert "the file is none" in text(client.post(path, typed(b"<html>")))
    assert "can't be brought back" not in page and 'enctype="multipart/form-data"' in page
    page = text(client.post(path, typed(), follow=True))
    assert "Document added." in page and "We alone" in page and "Rules or trust deed" in page
    assert "there already" in text(client.post(path, typed(title="Again")))
    ((document,),) = owner.rows("select id from files_document")
    assert "Trust deed" in text(client.get(home)) and "Trust deed" in text(client.get(reverse("documents", args=of(key))))
    saved = client.get(reverse("document-file", args=[document]))
    assert saved.content == PDF
    assert saved.headers["Content-Disposition"] == 'attachment; filename="trust-deed.pdf"'
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'" and "no-store" in saved.headers["Cache-Control"]
    assert (saved.headers["Content-Type"], saved.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    change = reverse("document-change", args=[document])
    assert client.post(change, {"title": "Deed of 2026", "sort": "AGREEMENT", "shared": "on", "version": "1"}).status_code == 302
    page = text(client.post(change, {"title": "Mine", "sort": "AGREEMENT", "version": "1"}))
    assert "Somebody changed this" in page and "Deed of 2026" in page and "Mine" in page
    gone = reverse("document-withdraw", args=[document])
    assert "Somebody changed this" in text(client.post(gone, {"reason": "Old.", "version": "1"}))
    assert "Say why" in text(client.post(gone, {"reason": "", "version": "2"}))
    page = text(client.post(gone, {"reason": "It was another trust's.", "version": "2"}, follow=True))
    assert "Its file is gone" in page and "It was another trust's." in page and "Save the file" not in page
    assert client.get(reverse("document-file", args=[document])).status_code == 404
    assert client.get(change).status_code == client.get(gone).status_code == 404
    assert "No documents" in text(client.get(reverse("documents", args=of(key))))
    assert "Deed of 2026" in text(client.get(f"{reverse('documents', args=of(key))}?withdrawn=yes"))


def test_a_partners_worker_reads_what_is_shared_and_brings_some(cast: Cast) -> None:
    key = add(cast)
    ours, shared = bring(cast, EDITOR, partner(key)), bring(cast, EDITOR, partner(key), PDF + b"\n", title="Shared plan", shared=True)
    client, path = cast.client("partner_worker"), reverse("documents", args=of(key))
    for page in (text(client.get(path)), text(client.get(reverse("partner", args=[key])))):
        assert "Shared plan" in page and "Trust deed" not in page and "Who reads it" not in page and "We alone" not in page
    assert client.get(reverse("document", args=[ours])).status_code == 404
    page = text(client.get(reverse("document", args=[shared])))
    assert "Save the file" in page and "Withdraw it" not in page
    form = text(client.get(reverse("document-add", args=of(key))))
    assert "The department reads it too." in form and 'name="shared"' not in form
    page = text(client.post(reverse("document-add", args=of(key)), typed(picture("JPEG"), "c.jpg", title="Level 2"), follow=True))
    assert "Document added." in page and "Withdraw it" in page
    assert "Level 2" in text(cast.client(EDITOR).get(path))
    executive = cast.client("executive")
    assert "Add a document" not in text(executive.get(path)) and executive.get(reverse("document-add", args=of(key))).status_code == 404


@pytest.mark.parametrize("odd", ["people.person", "odd"])
def test_what_has_no_documents_gets_a_sentence(cast: Cast, odd: str) -> None:
    assert cast.client(EDITOR).get(reverse("documents", args=[odd, cast.person])).status_code == 422


def test_the_list_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    key, client, asked = add(cast), cast.client(EDITOR), []
    for number in range(6):
        bring(cast, EDITOR, partner(key), PDF + b"\n" * number, title=f"Document {number}")
        if number in (1, 5):
            path = reverse("documents", args=of(key))
            text(client.get(path))
            with CaptureQueriesContext(connection) as reads:
                assert f"Document {number}" in text(client.get(path))
            asked.append(len(reads))
    assert asked[0] == asked[1] > 0


def test_over_rest(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    api, about = Api(cast, EDITOR, RIGHTS), f"partners.partner/{key}"
    body = {
        "about_kind": "partners.partner",
        "about_id": str(key),
        "title": "Deed",
        "sort": "CONSTITUTION",
        "name": "d.pdf",
        "content": base64.b64encode(PDF).decode(),
    }
    made, again = api.call("POST", "/documents", body), api.call("POST", "/documents", body)
    assert (made.status_code, made["ETag"], again["Idempotency-Replayed"]) == (201, '"1"', "true")
    one = f"/documents/{made.json()['id']}"
    assert api.call("POST", "/documents", {**body, "title": "Other"}).status_code == 409
    for wrong in ({"content": "%"}, {"name": "d.exe"}, {"about_kind": "people.person"}, {"content": base64.b64encode(b"x").decode()}):
        assert api.call("POST", "/documents", {**body, **wrong}).status_code == 422, wrong
    told = api.call("GET", one).json()
    assert (told["about_id"], told["media"], told["bytes"], told["shared"], told["state"]) == (
        str(key),
        "application/pdf",
        len(PDF),
        False,
        "KEPT",
    )
    file = api.call("GET", f"{one}/file").json()
    assert (file["name"], base64.b64decode(file["content"])) == ("deed.pdf", PDF)
    theirs = Api(cast, "partner_worker", RIGHTS)
    assert theirs.call("GET", one).status_code == theirs.call("GET", f"{one}/file").status_code == 404
    change = {"title": "Deed 2", "sort": "POLICY", "shared": True}
    assert api.call("PUT", one, change).status_code == 428
    assert api.call("PUT", one, change, **{"If-Match": '"1"'})["ETag"] == '"2"'
    assert theirs.call("GET", f"{one}/file").status_code == 200
    assert [row["title"] for row in theirs.call("GET", f"/documents/about/{about}?sort=POLICY").json()["items"]] == ["Deed 2"]
    assert theirs.call("POST", f"{one}/withdraw", {"reason": "x"}, **{"If-Match": '"2"'}).status_code == 404
    assert api.call("POST", f"{one}/withdraw", {"reason": " "}, **{"If-Match": '"2"'}).status_code == 422
    assert api.call("POST", f"{one}/withdraw", {"reason": "Old."}, **{"If-Match": '"2"'}).json()["state"] == "WITHDRAWN"
    assert api.call("GET", f"{one}/file").status_code == 404
    assert api.call("GET", f"/documents/about/{about}").json()["items"] == []
    assert len(api.call("GET", f"/documents/about/{about}?withdrawn=true").json()["items"]) == 1
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", f"/documents/about/{about}").status_code == 404
    assert owner.rows("select count(*) from audit_auditevent where verb = 'document.opened' and channel = 'rest'") == [(2,)]


def test_by_the_command(cast: Cast, tmp_path: Path) -> None:
    about, runner = str(partner(add(cast))), CliRunner()
    (tmp_path / "deed.pdf").write_bytes(PDF)
    said = ["add", str(tmp_path / "deed.pdf"), about, "--title", "Trust deed", "--sort", "CONSTITUTION", "--json"]
    made = json.loads(runner.invoke(cli, said).output)["id"]
    assert "there already" in str(runner.invoke(cli, said).exception)
    assert [row["title"] for row in json.loads(runner.invoke(cli, ["list", about, "--json"]).output)["items"]] == ["Trust deed"]
    assert "Trust deed" in runner.invoke(cli, ["list", about]).output
    assert "Saved:" in runner.invoke(cli, ["save", made, "--to", str(tmp_path)]).output
    assert (tmp_path / "trust-deed.pdf").read_bytes() == PDF
    assert "is there already" in str(runner.invoke(cli, ["save", made, "--to", str(tmp_path)]).exception)
    assert "withdrawn" in runner.invoke(cli, ["withdraw", made, "--why", "Old."]).output
    assert runner.invoke(cli, ["list", about]).output.strip() == "No documents."
    assert get(cast, made).state == "WITHDRAWN"
    assert runner.invoke(cli, ["list", "people.person:1"]).exit_code == 1
