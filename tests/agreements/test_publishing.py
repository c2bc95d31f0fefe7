"""An agreement is published when somebody with the right says so of it, and no longer than that; taken out by page, REST and command."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get, offered, signed
from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.agreements import actions, queries
from throughcare.agreements.cli import cli
from throughcare.agreements.models import Publication
from throughcare.agreements.standards import Package
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]
ABOUT = Package(uri="https://care.example.org/")
OURS = {WRITER, SECOND, EXECUTIVE}


def numbers(cast: Cast) -> list[str]:
    actor = cast.actor(EXECUTIVE)
    with cast.reading(EXECUTIVE):
        return list(queries.published(actor).order_by("number").values_list("title", flat=True))


def test_nothing_is_published_until_somebody_says_so_and_none_when_it_is_taken_back(cast: Cast) -> None:
    key = signed(cast, kind="CONTRACT")
    assert numbers(cast) == []
    with pytest.raises(Refused, match="No agreement is published yet"):
        as_(cast, WRITER, actions.take_all, kind="releases", about=ABOUT)
    do(cast, key, actions.publish_agreement)
    assert numbers(cast) == ["Homes by summer"]
    with pytest.raises(Refused, match="published already"):
        do(cast, key, actions.publish_agreement)
    with pytest.raises(Invalid):
        do(cast, key, actions.unpublish_agreement, why=" ")
    do(cast, key, actions.unpublish_agreement, why="A mistake.")
    assert numbers(cast) == []
    with pytest.raises(Refused, match="is not published"):
        do(cast, key, actions.unpublish_agreement, why="Again.")
    do(cast, key, actions.publish_agreement)
    with cast.reading(WRITER):
        found = Publication.objects.get()
    assert (found.published_by_id, found.withdrawn_at, found.withdrawn_why) == (cast.users[WRITER], None, "")
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.unpublish_agreement, agreement_id=key, why="x", seen=1)


@pytest.mark.parametrize("kind", ["MOU", "KAWENATA", "VOLUNTEER", "INFORMATION", "PLACEMENT"])
def test_other_kinds_are_never_published_whatever_asks(cast: Cast, kind: str) -> None:
    key = signed(cast, kind=kind, amount=None)
    with pytest.raises(Refused, match="Nothing of this kind"):
        do(cast, key, actions.publish_agreement)
    _refused_by_the_database(cast, key)


def test_what_is_not_signed_is_never_published_whatever_asks(cast: Cast) -> None:
    key = offered(cast, kind="CONTRACT")
    with pytest.raises(Refused, match="once it is signed"):
        do(cast, key, actions.publish_agreement)
    _refused_by_the_database(cast, key)
    do(cast, key, actions.move_agreement, verb="terminate", reason="Given up before anybody signed.")
    with pytest.raises(Refused, match="once it is signed"):
        do(cast, key, actions.publish_agreement)
    _refused_by_the_database(cast, key)


def _refused_by_the_database(cast: Cast, key: Any) -> None:
    with cast.reading(WRITER), pytest.raises(IntegrityError, match="not to be published"):
        Publication(agreement_id=key).save(force_insert=True)


def test_who_publishes_and_who_takes_it_out(cast: Cast) -> None:
    key = signed(cast, kind="GRANT")
    for who in sorted(set(EVERYBODY) - {WRITER, SECOND}):
        with pytest.raises((NotAllowed, NotFound)):
            do(cast, key, actions.publish_agreement, who=who)
    do(cast, key, actions.publish_agreement)
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select count(*) from agreements_publication")
            assert cursor.fetchone() == ((1,) if who in OURS else (0,)), who
        if who not in OURS:
            with pytest.raises(NotAllowed):
                as_(cast, who, actions.take_all, kind="records", about=ABOUT)
    assert as_(cast, EXECUTIVE, actions.take_all, kind="records", about=ABOUT).count == 1


def test_on_pages_what_would_be_published_stands_before_the_button(cast: Cast, owner: Owner) -> None:
    key = signed(cast, kind="CONTRACT")
    writer, page = cast.client(WRITER), f"/agreements/{key}/"
    assert "Nothing is published" in writer.get("/agreements/published/").content.decode()
    assert writer.get("/agreements/published/releases/").status_code == 409
    assert "See what would be published" in writer.get(page).content.decode()
    text = writer.get(f"{page}publish/").content.decode()
    assert "NZD 20,000.00" in text and "Mana Trust (supplier)" in text and "Awarded, Signed" in text and f"ocds-000000-{key}" in text
    assert "Hine Kōtare" not in text
    version = get(cast, key).version
    assert writer.post(f"{page}publish/", {"version": version})["Location"] == page
    assert "Publish it no more" in writer.get(page).content.decode()
    told = writer.get("/agreements/published/").content.decode()
    assert "Homes by summer" in told and "OCDS record package" in told and "creativecommons.org" in told
    file = writer.get("/agreements/published/records/")
    assert file["Content-Disposition"].startswith('attachment; filename="ocds-record-package-')
    assert json.loads(file.content)["records"][0]["ocid"] == f"ocds-000000-{key}"
    (kept,) = owner.rows("select actor_id, detail from audit_auditevent where verb = 'agreements.taken.out'")
    assert kept == (cast.users[WRITER], {"what": "records", "agreements": 1})
    assert writer.get("/agreements/published/other/").status_code == 404
    faster = writer.post(f"{page}unpublish/", {"version": version, "reason": "Too early."})
    assert b"Somebody changed this while you were writing" in faster.content
    assert writer.post(f"{page}unpublish/", {"version": version + 1, "reason": "Too early."})["Location"] == page
    assert "Withdrawn" in writer.get(page).content.decode() and "Too early." in writer.get(page).content.decode()
    party = cast.client("partner_worker").get(page).content.decode()
    assert "Publication" not in party and "Too early." not in party


def test_over_rest_a_package_comes_in_pages_linked_as_the_standard_says(cast: Cast) -> None:
    api = Api(cast, WRITER, RIGHTS)
    keys = [signed(cast, kind="GRANT", title=f"Grant {number}") for number in range(3)]
    for key in keys:
        now = api.call("GET", f"/agreements/{key}")["ETag"]
        assert api.call("POST", f"/agreements/{key}/publish", {}).status_code == 428
        assert api.call("POST", f"/agreements/{key}/publish", {}, **{"If-Match": now}).status_code == 200
    listed = api.call("GET", "/agreements/published").json()["items"]
    assert [one["title"] for one in listed] == ["Grant 0", "Grant 1", "Grant 2"]
    found, path = [], "/agreements/published/releases?size=2"
    while path:
        package = api.call("GET", path).json()
        found += [release["contracts"][0]["title"] for release in package["releases"]]
        path = package.get("links", {}).get("next", "").partition("/api/v1")[2]
    assert found == ["Grant 0", "Grant 1", "Grant 2"]
    assert api.call("GET", "/agreements/published/records?offset=2&size=2").json()["links"] == {
        "prev": "http://testserver/api/v1/agreements/published/records?offset=0&size=2"
    }
    assert api.call("GET", "/agreements/published/records?offset=9").status_code == 409
    now = api.call("GET", f"/agreements/{keys[0]}")["ETag"]
    assert api.call("POST", f"/agreements/{keys[0]}/unpublish", {"reason": "x"}, **{"If-Match": now}).status_code == 200
    assert len(api.call("GET", "/agreements/published/records").json()["records"]) == 2
    assert Api(cast, "partner_worker", RIGHTS).call("GET", "/agreements/published/releases").status_code == 404


def test_a_page_of_packages_takes_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    for number in range(4):
        do(cast, signed(cast, kind="GRANT", title=f"Grant {number}"), actions.publish_agreement)
    actor = cast.actor(WRITER)
    counts = []
    for size in (1, 4):
        with cast.reading(WRITER), CaptureQueriesContext(connection) as caught:
            assert actions.take_page(by=actor, kind="records", about=ABOUT, offset=0, size=size).count == size
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 14, counts


def test_by_command(cast: Cast, tmp_path: Path) -> None:
    key = signed(cast, kind="CONTRACT")
    number, run = get(cast, key).number, CliRunner()
    assert run.invoke(cli, ["publish", number]).output == f"{number} is published.\n"
    for more, held in (([], "releases"), (["--records"], "records")):
        file = tmp_path / f"{held}.json"
        told = run.invoke(cli, ["export", "ocds", str(file), *more, "--json"])
        assert json.loads(told.output)["agreements"] == 1
        assert len(json.loads(file.read_text())[held]) == 1
    assert "no more" not in run.invoke(cli, ["unpublish", number, "--why", "A mistake."]).output
    assert numbers(cast) == []
