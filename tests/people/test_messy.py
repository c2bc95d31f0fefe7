"""Real lists and awkward workbooks, read in place: each is a table or gets a sentence, and every row of a people list is accounted for."""

import csv
import gzip
import io
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.shared import SHARED, shared
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.people import actions
from throughcare.people.actions.rows import Choices
from throughcare.people.readers import Reading, read_file

BY = system_actor("people import", channel="command")
# Of each, what it is found to be: (kind, encoding, delimiter or sheet, columns known), or a word of the sentence.
FOUND: dict[str, tuple[str, str, str, int] | str] = {
    "madrid-catalogo-latin1.csv": ("CSV", "iso-8859-1", ";", 0),
    "madrid-centros.xlsx": ("XLSX", "", "200337-0-centros-mayores.csv", 0),
    "nz-ird/2013-donations-by-amount-and-percentage.csv": ("CSV", "utf-8", ",", 0),
    "nz-ird/2013-donations-by-ta.csv": ("CSV", "utf-8", ",", 0),
    "nz-ird/donations-paid-by-territorial-authority-2013-tax-year.xlsx": ("XLSX", "", "AlphaSort by Territorial Auth", 0),
    "nz-places-of-worship-osm.json.gz": "JSON",
    "ocds/flattened/ocds-213czf-000-00001-02-tender.xlsx": ("XLSX", "", "0. Releases >>", 1),
    "ocds/1.1/ocds-213czf-000-00001.json": "JSON",
    "360giving/a-b-charitable-trust.json.gz": "JSON",
    "uk-charities/charity-names.csv": ("CSV", "utf-8", ",", 0),
    "uk-charities/federated-charities.csv.gz": ("CSV", "utf-8", ",", 1),
    "uk-charities/classification-ccew.csv": ("CSV", "utf-8", ",", 1),
}
PEOPLE = {"febrl/dataset1.csv.gz": 1000, "febrl/dataset4a.csv.gz": 5000, "splink/fake_1000.csv.gz": 1000}


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def every_file() -> list[str]:
    folder = SHARED / "data" / "messy"
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.suffix != ".md") or ["absent"]


@pytest.mark.parametrize("name", every_file())
def test_every_messy_file_is_a_table_or_gets_a_sentence(name: str) -> None:
    data = content(shared("data", "messy", *Path(name).parts))
    try:
        reading = read_file(data, name)
    except Invalid as refused:
        assert str(refused).endswith(".")
        assert len(str(refused)) < 200
    else:
        assert reading.count() > 0
        assert reading.lacking, "none of these is a list of people"


@pytest.mark.parametrize("name", sorted(FOUND))
def test_what_each_is_found_to_be(name: str) -> None:
    data, found = content(shared("data", "messy", *Path(name).parts)), FOUND[name]
    if isinstance(found, str):
        with pytest.raises(Invalid, match=found):
            read_file(data, name)
        return
    reading = read_file(data, name)
    encoding = reading.found.encoding.codec if reading.found.encoding else ""
    assert (reading.found.kind, encoding, reading.found.delimiter or reading.found.sheet, len(reading.read)) == found


def as_people(data: bytes, numbers: str) -> Reading:
    """The file with one column as the number that tells people apart, all of one office."""
    first = read_file(data, "people", Choices(team="awa"))
    columns = {c.place: "identifier:local" if c.heading == numbers else "" if c.field == "full_name" else c.field for c in first.columns}
    return read_file(data, "people", Choices(team="awa", columns=columns))


@pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="minutes: make test-all")
@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_every_row_of_a_people_list_is_accounted_for_and_again_unchanged(cast: Cast, owner: Owner, name: str) -> None:
    data = content(shared("data", "linkage", *Path(name).parts))
    people = as_people(data, "rec_id" if "febrl" in name else "unique_id").people()
    assert people.read == PEOPLE[name]
    with reading_as(BY.reader):
        done = actions.import_people(by=BY, file=people)
    assert done.read == done.created + done.updated + done.unchanged + done.held + len(done.rejected) == PEOPLE[name]
    assert done.created + done.held > 0.95 * PEOPLE[name]
    with reading_as(BY.reader):
        again = actions.import_people(by=BY, file=people)
    assert (again.created, again.updated, again.unchanged) == (0, 0, done.created)


def historical() -> Iterator[bytes]:
    """The 50,578 of the Parquet file as the CSV an office would send."""
    path = shared("data", "linkage", "splink", "historical_figures_with_errors_50k.parquet")
    duckdb = import_module("duckdb")  # heavy, and wanted here alone
    table = duckdb.sql(f"select * from '{path}'")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows(table.fetchall())
    yield out.getvalue().encode()


def test_fifty_thousand_rows_with_errors_are_each_read_or_refused() -> None:
    people = as_people(next(historical()), "unique_id").people()
    assert people.read == 50_578
    # Most were born before 1900, and say so.
    assert len(people.bad) > 35_000
    assert {bad.field for bad in people.bad} == {"birth_date"}
