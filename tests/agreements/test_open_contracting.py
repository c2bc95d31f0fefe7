"""What is published by OCDS 1.1: its schemas, the standard's own merge, and its own checks have no word to say against it."""

import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import jsonschema
import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreements.made import SECOND, WRITER, as_, do, draft, kete, sign_all, signed
from tests.agreements.test_amendments import act, offer
from tests.cast import Cast
from tests.partners.made import add
from tests.partners.merges import merge
from tests.shared import shared
from throughcare.agreements import actions
from throughcare.agreements.queries.published import publisher
from throughcare.agreements.standards import Package, Publisher, Snapshot, compiled, record_package, release_package, releases_of
from throughcare.agreements.standards.snapshots import AmendedThen, Body
from throughcare.common.clock import now, today
from throughcare.partners.models import Organization, Partner

ABOUT = Package(uri="https://care.example.org/agreements/published/releases/")
WHO = Publisher(
    "The department",
    "NZ-NZBN-9429000000000",
    "https://creativecommons.org/licenses/by/4.0/",
    "ocds-000000",
    "360G-x",
    "NZD",
    ZoneInfo("UTC"),
)


def standard(name: str) -> Any:
    """A schema of the standard, from its own archive."""
    with zipfile.ZipFile(_zip()) as archive:
        return json.loads(archive.read(f"standard-1__1__5/schema/{name}"))


def _zip() -> Path:
    return shared("data", "contracting-spec", "ocds-standard-1__1__5.zip")


def faults(package: dict[str, Any]) -> list[str]:
    """What the schema of a package finds wrong, dates and addresses too."""
    name = "record" if "records" in package else "release"
    schema, release = standard(f"{name}-package-schema.json"), standard("dereferenced-release-schema.json")
    where = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
    for holder in (schema["properties"].get("releases", {}), *_holders(schema)):
        if holder.get("items", {}).get("$ref") == where:
            holder["items"] = release
        if holder.get("$ref") == where:
            holder.pop("$ref")
            holder.update(release)
    for holder in _holders(schema):  # we send no versions
        if "versioned" in holder.get("$ref", ""):
            holder.pop("$ref")
    check = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in check.iter_errors(package)]


def _holders(schema: dict[str, Any]) -> list[dict[str, Any]]:
    record = schema.get("definitions", {}).get("record", {}).get("properties", {})
    embedded = record.get("releases", {}).get("oneOf", [{}])[-1]
    return [one for one in (embedded, record.get("compiledRelease", {}), record.get("versionedRelease", {})) if one]


def merged(releases: list[dict[str, Any]]) -> Any:
    """By the standard's own program."""
    return ocdsmerge.Merger(standard("dereferenced-release-schema.json")).create_compiled_release(releases)


def take(cast: Cast, kind: str = "releases", who: str = WRITER) -> dict[str, Any]:
    package: dict[str, Any] = as_(cast, who, actions.take_all, kind=kind, about=ABOUT).package
    return package


def lived(cast: Cast) -> UUID:
    """A contract of two parties with numbers, signed, begun, amended, suspended, taken up again and terminated; published."""
    with cast.reading(SECOND):
        for name, numbers in (
            ("Mana Trust", {"nzbn": "9429000000001"}),
            ("Kete Trust", {"nzbn": "9429000000002", "charity_number": "CC10002"}),
        ):
            found = Organization.objects.get(name=name)
            Partner.objects.update_or_create(organization=found, defaults=numbers)
    key = signed(cast, kind="CONTRACT", amount="12500.50")
    publish(cast, key)
    one = offer(cast, key, 15_000)
    act(cast, one, actions.move_amendment, verb="effect")
    do(cast, key, actions.move_agreement, verb="suspend", reason="canary-why-suspended")
    do(cast, key, actions.move_agreement, verb="resume", reason="canary-why-resumed")
    do(cast, key, actions.move_agreement, verb="terminate", reason="canary-why-terminated")
    return key


def publish(cast: Cast, key: UUID) -> None:
    do(cast, key, actions.publish_agreement)


def test_each_change_since_it_was_signed_is_a_release(cast: Cast) -> None:
    key = lived(cast)
    releases = take(cast)["releases"]
    # Suspended and taken up again, it is public that it holds, and no more.
    assert [one["tag"] for one in releases] == [["award", "contract"], ["contractAmendment"], ["contractTermination"]]
    assert {one["ocid"] for one in releases} == {f"ocds-000000-{key}"}
    assert [one["contracts"][0]["value"]["amount"] for one in releases] == [12500.5, 15000, 15000]
    assert [one["contracts"][0]["status"] for one in releases] == ["active", "active", "terminated"]
    amendment = releases[1]["contracts"][0]["amendments"][0]
    assert (amendment["releaseID"], amendment["amendsReleaseID"], amendment["rationale"]) == (
        releases[1]["id"],
        releases[0]["id"],
        "More people come.",
    )
    assert releases[2]["contracts"][0]["amendments"] == [amendment]
    assert take(cast)["releases"] == releases, "taken out twice it is the same, ids and days too"


def test_a_release_stays_as_it_was_when_the_partner_is_renamed(cast: Cast) -> None:
    lived(cast)
    before = take(cast)["releases"]
    with cast.reading(SECOND):
        Organization.objects.filter(name="Mana Trust").update(name="Mana Trust of Today")
    assert take(cast)["releases"] == before


def test_changes_after_its_partner_was_put_together_with_another_record_are_released(cast: Cast) -> None:
    key = signed(cast, renewals_allowed=1)
    publish(cast, key)
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust").pk
    add(cast, kind="NGO")
    stays = add(cast, "Puna House")
    before = take(cast)["releases"]
    merge(cast, stays, mana)
    act(cast, offer(cast, key, 30_000), actions.move_amendment, verb="effect")
    do(cast, key, actions.renew_agreement, ends_on=today() + timedelta(days=900), reason="Goes well.")
    found = take(cast)["releases"]
    assert [one["id"] for one in found[: len(before)]] == [one["id"] for one in before]
    contracts = [one["contracts"][0] for one in found]
    assert [one["value"]["amount"] for one in contracts] == [20_000] * len(before) + [30_000] * (len(found) - len(before))
    assert len(found) == len(before) + 2 and len(contracts[-1]["amendments"]) == 1
    assert {one["id"] for release in found for one in release["awards"][0]["suppliers"]} == {found[-1]["awards"][0]["suppliers"][0]["id"]}
    assert faults(take(cast)) == []


def test_its_packages_are_what_the_schemas_ask(cast: Cast) -> None:
    lived(cast)
    publish(cast, signed(cast, title="A grant", kind="GRANT", amount=None, ends_on=None))
    for kind in ("releases", "records"):
        package = take(cast, kind)
        assert faults(package) == []
    broken = {**take(cast), "publishedDate": "yesterday"}
    assert faults(broken), "the check itself finds a fault"
    assert faults({**take(cast, "records"), "records": [{"ocid": "x", "releases": [{}]}]})


def test_the_compiled_release_is_the_standards_own_merge(cast: Cast) -> None:
    lived(cast)
    (record,) = take(cast, "records")["records"]
    assert record["compiledRelease"] == merged(record["releases"])
    assert record["compiledRelease"]["contracts"][0]["status"] == "terminated"


WORDS = st.sampled_from(("Homes", "Mahi", "Kāinga"))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
BODIES = tuple(
    Body(uuid4(), f"Trust {number}", nzbn, charity)
    for number, (nzbn, charity) in enumerate([("", ""), ("9429000000001", ""), ("9429000000002", "CC10002"), ("", "CC1")])
)
KEY = uuid4()
AMENDED = st.builds(AmendedThen, id=st.uuids(), number=st.integers(1, 9), on=DAYS, why=WORDS)
SNAPSHOTS = st.builds(
    Snapshot,
    agreement=st.just(KEY),
    version=st.integers(1, 10**6),
    at=st.datetimes(timezones=st.just(ZoneInfo("Pacific/Auckland"))),
    number=st.just("C-1"),
    title=WORDS,
    purpose=st.one_of(st.just(""), WORDS),
    kind=st.sampled_from(("CONTRACT", "GRANT")),
    state=st.sampled_from(("SIGNED", "ACTIVE", "VARIED", "SUSPENDED", "EXPIRED", "TERMINATED")),
    starts_on=st.none() | DAYS,
    ends_on=st.none() | DAYS,
    signed_on=st.none() | DAYS,
    value=st.none() | st.decimals(0, 10**6, places=2),
    suppliers=st.lists(st.sampled_from(BODIES), min_size=1, max_size=3, unique=True).map(tuple),
    amendments=st.lists(AMENDED, max_size=3, unique_by=lambda one: one.number).map(tuple),
)


@given(st.lists(SNAPSHOTS, min_size=1, max_size=6, unique_by=lambda one: one.at))
def test_whatever_changes_it_merges_as_the_standard_does(_schema: Any, snapshots: list[Snapshot]) -> None:
    releases = releases_of(WHO, sorted(snapshots, key=lambda one: one.at))
    assert compiled(releases) == _schema(releases)


@pytest.fixture(scope="session")
def _schema() -> Any:
    merger = ocdsmerge.Merger(standard("dereferenced-release-schema.json"))
    return merger.create_compiled_release


def test_the_standards_own_checks_find_nothing(cast: Cast, tmp_path: Path) -> None:
    lived(cast)
    publish(cast, signed(cast, title="A grant", kind="GRANT", amount=3_000))
    for kind in ("releases", "records"):
        file = tmp_path / f"{kind}.json"
        file.write_text(json.dumps(take(cast, kind)))
        told = checked(file)
        assert told["validation_errors"] == [] and not told.get("json_deref_error"), told["validation_errors"]
        found = (
            "additional_fields",
            "all_additional_fields",
            "additional_checks",
            "additional_closed_codelist_values",
            "deprecated_fields",
        )
        assert {name: told[name] for name in (*found, "conformance_errors") if told.get(name)} == {}
    broken = take(cast)
    broken["releases"][0]["contracts"][0] |= {"awardID": None, "title": "", "surprise": "x"}
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken))
    told = checked(file)
    assert told["validation_errors"] and told["additional_fields"] and told["additional_checks"], "the checks find what is wrong"


# The program looks one schema of a record package up on the web; here it finds it in the archive that it was given.
_OFFLINE = """
import io, json, sys, zipfile, requests
archive = zipfile.ZipFile(sys.argv[2])
def get(address, *_, **__):
    found = requests.Response()
    found.status_code, found.encoding = 200, "utf-8"
    found.raw = io.BytesIO(archive.read("standard-1__1__5/schema/" + address.partition("#")[0].rsplit("/", 1)[1]))
    return found
requests.get = get
from libcoveocds.__main__ import main
main()
"""


def checked(file: Path) -> dict[str, Any]:
    """What the checks of the standard's own program say of a file; it fetches nothing."""
    command = [sys.executable, "-c", _OFFLINE, "--standard-zip", str(_zip()), str(file)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_only_what_may_be_public_goes_out(cast: Cast) -> None:
    """Everything else written about it carries a word that must not be found."""
    key = lived(cast)
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust")
        Organization.objects.filter(pk=mana.pk).update(
            email="canary@example.test", website="https://canary.test", description="canary-description"
        )
        Partner.objects.filter(pk=mana.pk).update(phone="canary-phone", address="canary-address", safeguarding_note="canary-risk")
    for text in (json.dumps(take(cast, kind), ensure_ascii=False) for kind in ("releases", "records")):
        assert str(key) in text and "canary" not in text.lower()
        for words in ("Hine Kōtare", "Twenty people.", "Twelve people.", "Finds homes."):
            assert words not in text, words


def test_a_sub_party_and_its_value_are_not_told(cast: Cast) -> None:
    key = draft(cast, kind="CONTRACT", amount=20_000)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB", amount=Decimal(7_111)))
    do(cast, key, actions.move_agreement, verb="offer")
    sign_all(cast, key)
    do(cast, key, actions.move_agreement, verb="sign")
    publish(cast, key)
    text = json.dumps(take(cast))
    assert "7111" not in text and "Kete Trust" not in text and str(kete(cast)) not in text
    assert take(cast)["releases"][0]["contracts"][0]["value"] == {"amount": 20_000, "currency": "NZD"}


def test_a_package_is_dated_by_its_last_change_and_says_who_publishes(cast: Cast) -> None:
    lived(cast)
    package = take(cast)
    assert package["publishedDate"] == package["releases"][-1]["date"] and package["version"] == "1.1"
    assert package["license"] == publisher().licence and package["publisher"] == {"name": publisher().name}
    who = release_package(WHO, ABOUT, package["releases"])
    assert who["publisher"] == {"name": "The department", "scheme": "NZ-NZBN", "uid": "9429000000000"}
    paged = record_package(WHO, Package("https://x.test/", after="https://x.test/?offset=2", paged=True), [package["releases"]])
    assert paged["links"] == {"next": "https://x.test/?offset=2"} and len(paged["extensions"]) == 1


def test_what_is_not_in_force_yet_is_pending(cast: Cast) -> None:
    later = now().date() + timedelta(days=40)
    publish(cast, signed(cast, kind="GRANT", starts_on=later))
    assert take(cast)["releases"][0]["contracts"][0]["status"] == "pending"
