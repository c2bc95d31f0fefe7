"""The import page: upload, result, rejected rows as a file; for the records role alone."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import EVERYBODY, Cast
from tests.database import Owner

FILE = "team,identifiers,preferred_name,birth_date\nawa,prn:9001,Hēmi,27/3/1990\nawa,prn:9002,Mereana,31/2/1990\n"


def upload(client: Client, text: str = FILE, **more: str) -> object:
    """Post a file; returns the answer."""
    return client.post("/people/import/", {"file": SimpleUploadedFile("=people.csv", text.encode()), **more})


def test_a_file_is_imported_and_every_row_accounted_for(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    answer = upload(client)
    page = client.get(answer["Location"]).content.decode()  # type: ignore[index]  # a redirect
    assert "There is no such day" in page
    assert "31/2/1990" not in page
    rejected = client.get(answer["Location"] + "rejected.csv")  # type: ignore[index]  # as above
    assert rejected.content.decode("utf-8-sig").splitlines()[0] == "file,row,field,message"
    assert rejected.content.decode("utf-8-sig").splitlines()[1].startswith("'=people.csv,3,birth_date,\"There is no such day")
    assert owner.rows("select actor_id from audit_auditevent where verb = 'people.import.created'") == [(cast.users["records"],)]
    assert "=people.csv" in client.get("/people/import/").content.decode()


def test_a_check_changes_nothing_and_a_refused_file_says_why(cast: Cast, owner: Owner) -> None:
    client = cast.client("records")
    before = owner.rows("select count(*) from people_person")
    page = upload(client, dry_run="on").content.decode()  # type: ignore[attr-defined]  # a page
    assert "1 would be created" in page
    page = upload(client, "Hēmi,1990\nMereana,1985\n").content.decode()  # type: ignore[attr-defined]  # as above
    assert "no headings we know" in page
    assert "Mereana" not in page
    assert owner.rows("select count(*) from people_person") == before
    assert "Choose a file" in client.post("/people/import/").content.decode()


def test_nobody_else_comes_in(cast: Cast) -> None:
    records = cast.client("records")
    run = upload(records)["Location"]  # type: ignore[index]  # a redirect
    for name in EVERYBODY:
        if name == "records":
            continue
        client = cast.client(name)
        for address in ("/people/import/", run, f"{run}rejected.csv"):
            assert client.get(address).status_code == 404, (name, address)
        assert upload(client).status_code == 404, name  # type: ignore[attr-defined]  # as above
