"""Real lists and awkward workbooks, read in place: each is a list of organisations or says what it lacks, and every row is accounted for."""

import os
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.partners.lists import bring, check, content, counts, read
from tests.shared import SHARED, shared
from throughcare.common.refusals import Invalid
from throughcare.imports.readers import EVERY
from throughcare.partners.rows import AS_FOUND, Choices

# What the sender must say of each, when its headings do not: heading → field. And what is read, made, unchanged within it, and rejected.
LISTS: dict[str, tuple[Choices, dict[str, str], tuple[int, int, int, int, int]]] = {
    "nz-places-of-worship-osm.json.gz": (AS_FOUND, {}, (4718, 4701, 0, 0, 17)),
    "madrid-centros.xlsx": (Choices(sheet=EVERY), {}, (2181, 2023, 0, 0, 158)),
    "360giving/wolfson-foundation.json.gz": (AS_FOUND, {}, (379, 305, 0, 74, 0)),
    "360giving/a-b-charitable-trust.json.gz": (AS_FOUND, {}, (154, 40, 0, 9, 105)),
    "ocds/1.1/ocds-213czf-000-00001.json": (AS_FOUND, {}, (6, 1, 0, 5, 0)),
    "ocds/flattened/ocds-213czf-000-00001-05-contract.xlsx": (AS_FOUND, {}, (1, 1, 0, 0, 0)),
    "uk-charities/charity-names.csv": (AS_FOUND, {"alternative_name": "name"}, (2286, 2285, 0, 0, 1)),
    "uk-charities/organisation-company-numbers.csv": (AS_FOUND, {"org_id_a": "source_id"}, (2286, 2286, 0, 0, 0)),
    "uk-charities/rsp-charity-number.csv": (AS_FOUND, {"RP Code": "name", "Org ID": "source_id"}, (1844, 1250, 0, 0, 594)),
}


def every_file() -> list[str]:
    folder = SHARED / "data" / "messy"
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.suffix != ".md") or ["absent"]


@pytest.mark.parametrize("name", every_file())
def test_every_messy_file_is_read_or_gets_a_sentence(cast: Cast, name: str) -> None:
    data = content(shared("data", "messy", *Path(name).parts))
    try:
        reading = read(data, name).reading
    except Invalid as refused:
        assert str(refused).endswith(".")
        assert len(str(refused)) < 200
    else:
        assert reading.lacking or any(column.field == "name" for column in reading.columns)


LONG = {name for name, (_, _, counted) in LISTS.items() if counted[0] > 2000} - {"nz-places-of-worship-osm.json.gz"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_row_of_a_list_is_accounted_for_and_again_unchanged(cast: Cast, owner: Owner, name: str) -> None:
    if name in LONG and not os.environ.get("THROUGHCARE_TEST_ALL"):
        pytest.skip("long: make test-all")
    choices, columns, wanted = LISTS[name]
    data = content(shared("data", "messy", *Path(name).parts))
    if columns:
        first = read(data, name, choices).reading
        choices = Choices(
            columns={one.place: columns.get(one.heading, "" if one.field in columns.values() else one.field) for one in first.columns}
        )
    done = bring(data, name, choices)
    assert counts(done) == wanted
    assert wanted[0] == sum(wanted[1:])
    again = bring(data, name, choices)
    assert counts(again) == (done.read, 0, 0, done.read - len(done.rejected), len(done.rejected))
    assert check(data, name, choices).unchanged == again.unchanged
    assert owner.rows("select sum(rows_read - created - updated - unchanged - rejected) from imports_importrun") == [(0,)]


@pytest.mark.parametrize("name", ["uk-charities/federated-charities.csv.gz"])
def test_a_long_list_is_read_whole(cast: Cast, name: str) -> None:
    listed = read(content(shared("data", "messy", *Path(name).parts)), name).reading.partners()
    assert (listed.read, len(listed.wrong)) == (28316, 0)
