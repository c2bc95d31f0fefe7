"""The mapping that ships for the open data of Madrid, and XML by a mapping of one's own."""

import gzip
import re
from pathlib import Path

import pytest

from tests.shared import shared
from throughcare.services.forms.upload import directory_in
from throughcare.services.readers import CannotRead, read, xml_records

MINE = """
files = "*.xml"
rows = "entry"
[organization]
name = "who"
[service]
name = "what"
[address]
address_1 = { join = ["street", "number"], by = " " }
[attribute]
name = "kind"
taxonomy = "Mine"
"""
_ENTRY = "<entry><who>{who}</who><what>Bed</what><at><street>High St</street><number>7</number></at><kind>a</kind><kind>b</kind></entry>"


def of(folder: Path, body: str, name: str = "list.xml") -> Path:
    (folder / "mine.toml").write_text(MINE, encoding="utf-8")
    data = body.encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def by_mine(folder: Path) -> object:
    return read(folder, str(folder / "mine.toml"))


def test_madrid_is_found_and_every_centre_accounted_for() -> None:
    folder = shared("data", "services", "madrid")
    texts = [gzip.decompress(path.read_bytes()).decode() for path in sorted(folder.glob("*.gz"))]
    ids = [found for text in texts for found in re.findall(r'nombre="ID-ENTIDAD">(\d+)<', text)]
    found = read(folder)
    assert (found.layout, found.read, len(ids)) == ("madrid", 152, 152)
    assert found.read == len(found.tables["service"]) + len(found.rejected)
    assert {row.key for row in found.tables["service"]} == set(ids)
    twice = len(ids) - len(set(ids))
    assert [one.field for one in found.rejected] == ["name"] * twice, "a centre that is in both files is refused the second time"
    first = next(row for row in found.tables["address"] if row.key)
    assert (first.address_1, first.city, first.postal_code, first.country) == ("CALLE GABRIEL MONTERO 3", "MADRID", "28017", "ES")  # type: ignore[attr-defined]
    assert found.tables["location"][0].latitude == pytest.approx(40.42486988557119)  # type: ignore[attr-defined]
    assert any("accesibilidad" in note for note in found.notes)
    again = read(folder)
    assert {name: [row.key for row in rows] for name, rows in again.tables.items()} == {
        name: [row.key for row in rows] for name, rows in found.tables.items()
    }


def test_one_file_of_it_is_found_too() -> None:
    file = next(iter(sorted(shared("data", "services", "madrid").glob("*.gz"))))
    assert (read(file).layout, read(file).read) == ("madrid", 101)


def test_xml_of_ones_own(tmp_path: Path) -> None:
    body = f'<?xml version="1.0"?><m:all xmlns:m="urn:x"><!-- x -->{_ENTRY.format(who="Ngā Tāngata")}{_ENTRY.format(who="")}</m:all>'
    found = read(of(tmp_path, body), str(tmp_path / "mine.toml"))
    assert (found.read, len(found.tables["service"])) == (2, 1)
    assert [(one.row, one.field) for one in found.rejected] == [(2, "name")]
    assert found.tables["organization"][0].name == "Ngā Tāngata"  # type: ignore[attr-defined]
    assert found.tables["address"][0].address_1 == "High St 7"  # type: ignore[attr-defined]
    assert [row.name for row in found.tables["taxonomy_term"]] == ["a", "b"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<all><entry></all>", "line 1: this isn't valid XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><all><entry><who>&b;</who></entry></all>', "DOCTYPE"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><all/>', "DOCTYPE"),
        ('<?xml version="1.0" encoding="klingon"?><all/>', "list.xml"),
        ("", "isn't valid XML"),
        ("\x00\x01", "isn't valid XML"),
    ],
)
def test_xml_that_cant_be_read_is_one_sentence(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(CannotRead, match=says):
        by_mine(of(tmp_path, body))


def test_xml_that_is_too_large_or_no_gzip_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.toml").write_text(MINE.replace("*.xml", "*.gz"), encoding="utf-8")
    (tmp_path / "a.xml.gz").write_bytes(b"no gzip")
    with pytest.raises(CannotRead, match="gzip"):
        by_mine(tmp_path)
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"<all>" + b" " * 9000 + b"</all>")[:-9])
    with pytest.raises(CannotRead, match="gzip"):
        by_mine(tmp_path)
    monkeypatch.setattr(xml_records, "MAX_XML", 5000)
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"<all>" + b" " * 9000 + b"</all>"))
    with pytest.raises(CannotRead, match="more than 5,000 bytes"):
        by_mine(tmp_path)


def test_records_inside_records_are_walked_once(tmp_path: Path) -> None:
    """Each walked for itself would take the square of how deep they are."""
    deep = 100_000
    found = read(
        of(tmp_path, "<all>" + "<entry>" * deep + "</entry>" * deep + _ENTRY.format(who="A") + "</all>"), str(tmp_path / "mine.toml")
    )
    assert (found.read, [one.row for one in found.rejected]) == (2, [1])


def test_xml_needs_to_know_which_element_is_a_record(tmp_path: Path) -> None:
    of(tmp_path, "<all/>")
    (tmp_path / "mine.toml").write_text(MINE.replace('rows = "entry"\n', ""), encoding="utf-8")
    with pytest.raises(CannotRead, match="which element is a record"):
        by_mine(tmp_path)


def test_an_uploaded_xml_file_is_read(tmp_path: Path) -> None:
    content = gzip.decompress(next(iter(sorted(shared("data", "services", "madrid").glob("*.gz")))).read_bytes())
    assert directory_in("centros.xml", content, "auto").read == 101
