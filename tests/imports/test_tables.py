"""Any file other systems write becomes one table, or one sentence: encodings, delimiters, workbooks, and what is meant to do harm."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.imports.readers import Table, Wanted, open_table

KNOWN = {"given name", "family name", "born", "number", "name first", "name last", "office"}
ROWS = [
    ["Given name", "Family name", "Born", "Number"],
    ["Hēmi", "Ngā-Tai", "27/03/1990", "0012"],
    ["Mereana", "O'Brien", "3/4/1985", "7731"],
]


def table(data: bytes, **wanted: Any) -> Table:
    """The file as anybody above reads it."""
    return open_table(data, Wanted(**wanted), lambda heading: search_key(heading) in KNOWN, 1000)


def written(rows: list[list[str]], delimiter: str = ",", **how: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, **how).writerows(rows)
    return out.getvalue()


def book(rows: list[list[object]], *, title: str = "People", more: dict[str, list[list[object]]] | None = None, hide: str = "") -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, of in {title: rows, **(more or {})}.items():
        sheet = made.create_sheet(name)
        for row in of:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hide else "visible"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("codec", "mark", "certain"),
    [
        ("utf-8", b"", True),
        ("utf-8", b"\xef\xbb\xbf", True),
        ("utf-16-le", b"\xff\xfe", True),
        ("utf-16-be", b"\xfe\xff", True),
        ("utf-16-le", b"", True),
        ("utf-16-be", b"", True),
        ("cp1257", b"", False),
    ],
)
def test_encodings_with_macrons_are_found_and_say_how_sure(codec: str, mark: bytes, certain: bool) -> None:
    read = table(mark + written(ROWS).encode(codec))
    assert read.found.encoding is not None
    assert (read.found.encoding.codec, read.found.encoding.certain) == (codec, certain)
    assert [cells for _, cells in read.rows()] == ROWS[1:]


def test_encodings_without_macrons_are_found_and_say_what_is_lost() -> None:
    western = [ROWS[0], ["José", "Ma?ana", "“1990”", "€7"], ["Renée", "M?ori", "1", "2"]]
    windows = table(written(western).encode("cp1252"))
    assert windows.found.encoding is not None
    assert windows.found.encoding.codec == "cp1252"
    assert any("no macrons" in note for note in windows.found.notes)
    assert any(note.startswith("2 letters were lost") for note in windows.found.notes)
    latin = table(written([ROWS[0], ["José", "Müller", "1", "2"]]).encode("iso-8859-1"))
    assert latin.found.encoding is not None
    assert latin.found.encoding.codec == "iso-8859-1"
    dots = table(written([ROWS[0], ["Hëmi", "Mäori", "1", "2"]]).encode("iso-8859-1"))
    assert any(note.startswith("2 words of te reo seem to be written with two dots") for note in dots.found.notes)
    twice = table(written(ROWS).encode().decode("iso-8859-1").encode())
    assert any("encoded twice" in note for note in twice.found.notes)
    assert "Hëmi" not in " ".join(dots.found.notes)


def test_the_user_can_overrule_and_is_told_when_it_can_not_be() -> None:
    data = written(ROWS).encode("utf-8")
    overruled = table(data, encoding="iso-8859-1")
    assert next(overruled.rows())[1][0] != "Hēmi"
    with pytest.raises(Invalid, match=r"not UTF-8 \(line 3\)"):
        table(written([ROWS[0], ["a", "b", "c", "d"], ["é", "b", "c", "d"]]).encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_quotation_marks_are_found(delimiter: str) -> None:
    rows = [ROWS[0], ["a;b,c|d", 'says "no"', "two\nlines", "1"], *ROWS[1:]]
    read = table(written(rows, delimiter).encode())
    assert read.found.delimiter == delimiter
    assert [cells for _, cells in read.rows()] == rows[1:]


def test_a_line_that_names_the_delimiter_and_other_quotation_marks() -> None:
    said = table(("sep=;\r\n" + written(ROWS, ";")).encode())
    assert [cells for _, cells in said.rows()] == ROWS[1:]
    single = [ROWS[0], *([["Hēmi", "a,b", "1", "2"]] * 12)]
    assert [c for _, c in table(written(single, quotechar="'", quoting=csv.QUOTE_ALL).encode()).rows()] == single[1:]
    escaped = "Given name,Family name\n" + '"says \\"no\\"","b"\n'
    assert [c for _, c in table(escaped.encode()).rows()] == [['says "no"', "b"]]


def test_titles_blank_lines_and_two_lines_of_headings() -> None:
    titled = "List of people\n\n\n" + written(ROWS)
    read = table(titled.encode())
    assert (read.heads.first, [number for number, _ in read.rows()]) == (4, [5, 6])
    double = "Name,,,\nFirst,Last,Born,Number\nHēmi,Te Rangi,1990,1\n"
    assert table(double.encode()).headings[2:] == ("Born", "Number")
    merged = openpyxl.Workbook()
    for row in (["Name", None, "Born"], ["First", "Last", None], ["Hēmi", "Te Rangi", date(1990, 3, 27)]):
        merged.active.append(row)
    merged.active.merge_cells("A1:B1")
    out = io.BytesIO()
    merged.save(out)
    read = table(out.getvalue())
    assert read.headings == ("Name First", "Name Last", "Born")
    assert [cells for _, cells in read.rows()] == [["Hēmi", "Te Rangi", "1990-03-27"]]


def test_a_workbook_keeps_its_kinds_its_row_numbers_and_says_what_is_hidden() -> None:
    rows: list[list[object]] = [
        [],
        [],
        ["", "Given name", "Born", "Number"],
        ["", "Hēmi", date(1990, 3, 27), 12],
        ["", "Kea", "x", "0012"],
    ]
    read = table(book(rows, more={"Old": [["Given name", "Family name", "Born", "Number"], ["Secret", "a", "b", "c"]]}, hide="Old"))
    assert (read.found.kind, read.found.sheet) == ("XLSX", "People")
    assert list(read.rows()) == [(4, ["", "Hēmi", "1990-03-27", "12"]), (5, ["", "Kea", "x", "0012"])]
    assert read.numeric[3] == 1
    assert any("1 of its 2 sheets is hidden" in note for note in read.found.notes)
    assert next(table(book(rows, more={"Old": [["Given name"], ["Secret"]]}, hide="Old"), sheet="Old").rows())[1] == ["Secret"]


def test_the_sheet_with_headings_we_know_is_chosen() -> None:
    read = table(book([["About", "this"], ["it is", "a list"]], title="Notes", more={"List": [list(row) for row in ROWS]}))
    assert (read.found.sheet, [sheet.name for sheet in read.found.sheets]) == ("List", ["Notes", "List"])
    with pytest.raises(Invalid, match="no sheet of that name"):
        table(book([["Given name", "Born"], ["a", "b"]]), sheet="Nowhere")


def test_formulas_have_the_value_they_were_saved_with_and_run_nothing() -> None:
    read = table(book([["Given name", "Number"], ["=1+1", '=HYPERLINK("http://x.test","y")'], ["a", "b"]]))
    assert [cells for _, cells in read.rows()][-1] == ["a", "b"]


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def wide(last: str) -> bytes:
    """A workbook that says it has a cell at the far corner."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([["Given name", "Born"], ["a", "b"]]))) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                cell = f'<row r="{last.lstrip("ABCDEFX")}"><c r="{last}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
                content = content.replace(b"</sheetData>", cell.encode())
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><table></table></html>", "web page"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b'{"a": 1}', "JSON"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"PAR1\x00", "Parquet"),
        (archive(**{"a.txt": b"x"}), "archive or a document"),
        (archive(**{"word/document.xml": b"x", "[Content_Types].xml": b"x"}), "archive or a document"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged|too large"),
        (archive(**{"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "damaged"),
        (bytes(range(256)) * 40, "no text|no headings|not well-formed"),
        (b'Given name,Born\n"a,b\n', "not well-formed CSV near line"),
        (b"Given name,Born\n" + b"x" * 200_000 + b",1\n", "longer than 131,072"),
        (archive(**{"xl/workbook.xml": bytes(301 << 20), "[Content_Types].xml": b"x"}), "too large or too intricate"),
        (wide("XFD1048576"), "too large or too intricate"),
    ],
)
def test_what_is_no_table_gets_a_sentence_that_repeats_nothing(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        table(data)
    assert "Given" not in str(refused.value)


def test_a_cell_of_fifty_megabytes_is_cut_where_it_is_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([["Given name", "Born"], ["a", "zzz"]]))) as given, zipfile.ZipFile(out, "w", 8) as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"zzz", b"z" * (50 << 20)), compresslevel=1)
    ((_, cells),) = table(out.getvalue()).rows()
    assert cells[0] == "a"
    assert len(cells[1]) < 40_001
