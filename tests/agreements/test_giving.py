"""Grants that are published, by 360Giving 1.4: the standard's schema has no word to say against them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from typer.testing import CliRunner

from tests.agreements.made import SECOND, WRITER, as_, do, signed
from tests.agreements.test_open_contracting import ABOUT
from tests.cast import Cast
from tests.people.test_rest import Api
from tests.shared import shared
from throughcare.agreements import actions
from throughcare.agreements.cli import cli
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.partners.models import Organization, Partner


def faults(package: dict[str, Any]) -> list[str]:
    """What the standard's schema finds wrong with a package."""
    folder = shared("data", "contracting-spec", "360giving-1.4")
    grant, whole = (json.loads((folder / f"360-giving-{name}schema.json").read_text()) for name in ("", "package-"))
    # The package's schema names the grant's by the address of another point release.
    registry = Registry().with_resource(whole["properties"]["grants"]["items"]["$ref"], DRAFT202012.create_resource(grant))
    check = jsonschema.Draft202012Validator(whole, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in check.iter_errors(package)]


def grants(cast: Cast) -> dict[str, Any]:
    package: dict[str, Any] = as_(cast, WRITER, actions.take_all, kind="grants", about=ABOUT).package
    return package


def test_a_published_grant_is_what_the_schema_asks(cast: Cast) -> None:
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust")
        Partner.objects.update_or_create(organization=mana, defaults={"nzbn": "9429000000001", "charity_number": "CC10001"})
    for title, more in (("Homes", {"amount": "2500.50"}), ("Mahi", {"ends_on": None}), ("Nothing said", {"amount": None})):
        do(cast, signed(cast, title=title, kind="GRANT", **more), actions.publish_agreement)
    do(cast, signed(cast, title="A contract", kind="CONTRACT"), actions.publish_agreement)
    package = grants(cast)
    assert faults(package) == []
    assert [one["title"] for one in package["grants"]] == ["Homes", "Mahi"]
    first = package["grants"][0]
    assert first["recipientOrganization"] == [{"id": "NZ-NZBN-9429000000001", "name": "Mana Trust", "charityNumber": "CC10001"}]
    assert first["fundingOrganization"] == [{"id": "360G-unregistered-department", "name": "The department"}]
    assert (first["amountAwarded"], first["currency"], first["awardDate"]) == (2500.5, "NZD", str(today()))
    assert "endDate" not in package["grants"][1]["plannedDates"][0]
    assert faults({**package, "grants": [{**first, "amountAwarded": "much"}]}), "the check itself finds a fault"
    assert faults({**package, "version": "one"})
    assert "Hine" not in json.dumps(package)


def test_without_a_number_it_has_one_of_ours(cast: Cast) -> None:
    do(cast, signed(cast, kind="GRANT"), actions.publish_agreement)
    (one,) = grants(cast)["grants"]
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust").pk
    assert one["recipientOrganization"][0]["id"] == f"360G-unregistered-{mana}"


def test_no_grant_no_package(cast: Cast) -> None:
    do(cast, signed(cast, kind="CONTRACT"), actions.publish_agreement)
    with pytest.raises(Refused, match="No grant with a value"):
        grants(cast)


def test_by_page_rest_and_command(cast: Cast, tmp_path: Path) -> None:
    do(cast, signed(cast, kind="GRANT"), actions.publish_agreement)
    page = cast.client(WRITER).get("/agreements/published/grants/")
    assert "360giving-grants" in page["Content-Disposition"]
    there = json.loads(page.content)["grants"]
    assert Api(cast, WRITER, ["directory.view", "agreement.view"]).call("GET", "/agreements/published/grants").json()["grants"] == there
    file = tmp_path / "grants.json"
    assert "1 agreements written" in CliRunner().invoke(cli, ["export", "360", str(file)]).output
    assert json.loads(file.read_text())["grants"] == there and faults(json.loads(file.read_text())) == []
    assert Api(cast, "partner_worker", ["directory.view"]).call("GET", "/agreements/published/grants").status_code == 404
