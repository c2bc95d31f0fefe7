"""Measures and reports on pages, for connected systems, and by the command: by each side, and by nobody else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.agreements.made import SECOND, WRITER, get
from tests.cast import Cast
from tests.people.test_rest import Api
from tests.performance.made import first_of, measure, running, said, send
from throughcare.performance.cli import cli
from throughcare.performance.models import Measure, Report

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]


def test_a_measure_is_written_reported_and_accepted_on_pages(cast: Cast) -> None:
    key = running(cast)
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    writer, reader = cast.client(WRITER), cast.client("partner_worker")
    assert "Add a measure" in writer.get(f"/agreements/{key}/").content.decode()
    assert "What is measured" not in reader.get(f"/agreements/{key}/").content.decode()
    typed = {
        "party": str(party.pk),
        "rba": "BETTER_OFF",
        "name": "In a home of their own",
        "includes": "Tenancy in their name.",
        "unit": "PERCENT",
    }
    typed |= {"better": "MORE", "target": "60", "period": "MONTH", "source": "REPORTED", "report_within": "20", "from_start": "on"}
    refused = writer.post(f"/agreements/{key}/measures/add/", {**typed, "better": "BETWEEN"})
    assert "Enter both ends" in refused.content.decode()
    assert writer.post(f"/agreements/{key}/measures/add/", typed).status_code == 302
    with cast.reading(WRITER):
        one = Measure.objects.get()
    at = f"/agreements/{key}/measures/{one.pk}"
    assert "In a home of their own" in reader.get(f"/agreements/{key}/").content.decode()
    assert "4 reports, 3 of them late" in reader.get("/reports/").content.decode()
    assert "Reports that are late" in reader.get("/").content.decode()
    send_at = f"{at}/periods/{first_of(0)}/"
    assert "Out of how many?" in reader.get(send_at).content.decode()
    assert (
        "The target is missed" in reader.post(send_at, {"numerator": "1", "denominator": "2", "note": "", "version": "0"}).content.decode()
    )
    sent = reader.post(send_at, {"numerator": "1", "denominator": "2", "note": "A landlord withdrew.", "version": "0"})
    assert sent.status_code == 302
    with cast.reading(WRITER):
        report = Report.objects.get()
    for client in (reader, writer):
        page = client.get(f"{at}/").content.decode()
        assert "50% (1 of 2)" in page and "Missed" in page and "<svg" in page and "A landlord withdrew." in page
    assert "To look at" in writer.get("/reports/?owner=mine").content.decode()
    assert "Reports to look at" in writer.get("/").content.decode()
    assert "Nothing to look at" in cast.client(SECOND).get("/reports/?owner=mine").content.decode()
    moved = writer.post(f"{at}/reports/{report.pk}/stand/return/", {"version": "1", "reason": "Two are the same."})
    assert moved.status_code == 302
    assert "Send it in again" in reader.get(f"{at}/reports/{report.pk}/").content.decode()
    assert reader.post(send_at, {"numerator": "2", "denominator": "3", "note": "", "version": "2"}).status_code == 302
    assert writer.post(f"{at}/reports/{report.pk}/stand/accept/", {"version": "3"}).status_code == 302
    page = reader.get(f"{at}/reports/{report.pk}/").content.decode()
    assert "Accepted" in page and "Correct it" not in page
    assert reader.get(send_at).status_code == 409
    assert cast.client("other_partner_worker").get(f"{at}/").status_code == 404
    assert cast.client("executive").get(send_at).status_code == 404


def test_somebody_else_was_faster(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    sent = send(cast, one)
    at = f"/agreements/{key}/measures/{one.pk}"
    reader = cast.client("partner_worker")
    assert reader.post(f"{at}/periods/{first_of(0)}/", {"value": "13", "version": "1"}).status_code == 302
    slow = cast.client(WRITER).post(f"{at}/reports/{sent.pk}/stand/accept/", {"version": "1"}).content.decode()
    assert "Somebody changed this while you were writing" in slow and "13" in slow
    writer = cast.client(WRITER)
    assert writer.get(f"{at}/change/").status_code == 409
    assert writer.get(f"{at}/reports/{sent.pk}/stand/none/").status_code == 404
    assert writer.get(f"{at}/periods/yesterday/").status_code == 404
    assert writer.get(f"{at}/periods/{first_of(4)}/").status_code == 409
    assert writer.post(f"{at}/close/", {"version": "1", "reason": "Enough."}).status_code == 302
    assert "Enough." in writer.get(f"{at}/").content.decode()


def test_a_measure_is_changed_on_its_page_until_it_is_reported(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    at, writer = f"/agreements/{key}/measures/{one.pk}", cast.client(WRITER)
    assert "Tenancies signed." in writer.get(f"{at}/change/").content.decode()
    typed = {"rba": "HOW_WELL", "name": "Homes kept", "includes": "Six months.", "unit": "COUNT", "better": "LESS", "target": "3"}
    assert writer.post(f"{at}/change/", {**typed, "report_within": "10", "version": "1"}).status_code == 302
    assert "At most 3" in writer.get(f"{at}/").content.decode()


def test_a_connected_system_writes_measures_and_reports(cast: Cast) -> None:
    key = running(cast)
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    office, partner = Api(cast, WRITER, RIGHTS), Api(cast, "partner_worker", ["directory.view"])
    body: dict[str, Any] = {
        "rba": "HOW_MUCH",
        "name": "Homes",
        "includes": "All.",
        "party_id": str(party.pk),
        "period": "MONTH",
        "target": "12",
    }
    at = f"/agreements/{key}/measures"
    made = office.call("POST", at, {**body, "from_start": True})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    one = made.json()["id"]
    assert office.call("POST", at, {**body, "target": "x"}).status_code == 422
    changed = office.call(
        "PUT", f"{at}/{one}", {"rba": "HOW_MUCH", "name": "Homes found", "includes": "All.", "target": "10"}, **{"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.json()["name"], changed.json()["target"]) == (200, "Homes found", "10.00")
    assert [row["id"] for row in partner.call("GET", at).json()["items"]] == [one]
    assert [row["stands"] for row in partner.call("GET", f"{at}/{one}/periods").json()["items"]] == ["LATE", "LATE", "LATE", "DUE", "RUNS"]
    due = partner.call("GET", "/reports/due").json()
    assert (len(due["items"]), due["items"][0]["stands"], due["items"][0]["late"]) == (4, "LATE", True)
    sent = partner.call("POST", f"{at}/{one}/reports", {"first_on": str(first_of(0)), "value": "11"})
    assert (sent.status_code, sent.json()["state"], sent.json()["met"]) == (201, "SUBMITTED", True)
    report = f"{at}/{one}/reports/{sent.json()['id']}"
    assert partner.call("PUT", report, {"value": "12"}).status_code == 428
    assert partner.call("PUT", report, {"value": "12"}, **{"If-Match": '"1"'}).json()["value"] == "12.00"
    assert [row["id"] for row in office.call("GET", "/reports?state=SUBMITTED&owner=mine").json()["items"]] == [sent.json()["id"]]
    assert office.call("POST", f"{report}/stand/accept", {}, **{"If-Match": '"2"'}).json()["state"] == "ACCEPTED"
    assert partner.call("PUT", report, {"value": "1"}, **{"If-Match": '"3"'}).status_code == 409
    other = Api(cast, "other_partner_worker", RIGHTS)
    for path in (at, f"{at}/{one}", f"{at}/{one}/periods", report):
        assert other.call("GET", path).status_code == 404, path
    assert other.call("GET", "/reports").json()["items"] == [] and other.call("GET", "/reports/due").json()["items"] == []
    closed = office.call("POST", f"{at}/{one}/close", {"reason": "Enough."}, **{"If-Match": '"2"'})
    assert closed.json()["closed_on"] is not None


def test_the_commands_tell_what_is_measured_and_due(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    send(cast, one, what=said(11, note="One fewer."))
    number, run = get(cast, key).number, CliRunner()
    told = json.loads(run.invoke(cli, ["list", number, "--json"]).stdout)["items"][0]
    assert (told["name"], told["target"], len(told["periods"])) == ("Homes found", "At least 12", 5)
    assert (told["periods"][0]["value"], told["periods"][0]["met"]) == ("11", False)
    assert "Homes found" in run.invoke(cli, ["list", number]).stdout
    due = json.loads(run.invoke(cli, ["due", "--json"]).stdout)["items"]
    assert next(row["due_on"] for row in due) == str(first_of(2) - timedelta(days=1) + timedelta(days=20))
    assert "Mana" in run.invoke(cli, ["due"]).stdout


@pytest.mark.parametrize("who", ["partner_worker", "contract_manager"])
def test_lists_ask_as_much_of_one_measure_as_of_many(cast: Cast, who: str) -> None:
    key = running(cast)

    def asked() -> list[int]:
        client, counts = cast.client(who), []
        for path in ("/reports/", "/", f"/agreements/{key}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as there:
                assert client.get(path).status_code == 200
            counts.append(len(there))
        return counts

    measure(cast, key)
    one = asked()
    for number in range(6):
        measure(cast, key, name=f"Measure {number}")
    assert asked() == one
    assert "28 reports" in cast.client(who).get("/reports/?show=due").content.decode()
