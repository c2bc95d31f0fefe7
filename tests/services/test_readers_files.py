"""Files that are broken, huge or hostile do no harm: each bad row is refused with a sentence, the rest is read."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.services.readers import CannotRead, Directory, read
from throughcare.services.readers.sources import MAX_ROW
from throughcare.services.rows import OrganizationRow

HEADER = b"id,name,description\n"


def organizations(folder: Path, content: bytes) -> Directory:
    (folder / "organizations.csv").write_bytes(content)
    return read(folder, "hsds11")


def names(directory: Directory) -> list[str]:
    return [row.name for row in directory.tables["organization"] if isinstance(row, OrganizationRow)]


def test_byte_order_mark_stray_spaces_nul_and_macrons(tmp_path: Path) -> None:
    decomposed = "Wha\u0304nau Ora".encode()
    found = organizations(tmp_path, b"\xef\xbb\xbf" + HEADER.upper() + b"1,  " + decomposed + b"\x00 ,x\r\n\r\n2,B,y\r\n")
    assert names(found) == ["Whānau Ora", "B"]
    assert (found.read, found.rejected) == (2, [])


def test_a_byte_that_is_not_utf8_refuses_its_row_and_names_the_line(tmp_path: Path) -> None:
    found = organizations(tmp_path, HEADER + b'1,A,"two\nlines"\n2,"Caf\xe9\nmore",x\n3,C,\n')
    assert names(found) == ["A", "C"]
    (bad,) = found.rejected
    assert (bad.file, bad.row) == ("organizations.csv", 2)
    assert bad.message == "Line 4 holds the byte 0xe9, which isn't UTF-8. Save the file as UTF-8 and try again."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id,name\n1,A\n".encode("utf-16"), "organizations.csv is UTF-16. Save it as CSV in UTF-8 and try again."),
        (b"", "organizations.csv is empty. Its first row should name the columns."),
        (b"id,name,name\n", "organizations.csv has two columns called name. Rename or remove one."),
        (b"id,n\xff\n", "organizations.csv: the header row can't be read. Line 1 holds the byte 0xff"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead) as refused:
        organizations(tmp_path, content)
    assert str(refused.value).startswith(sentence)


def test_rows_too_short_and_too_long(tmp_path: Path) -> None:
    found = organizations(tmp_path, HEADER + b"1,A\n2,B,x,y\n3,C,z\n")
    assert names(found) == ["C"]
    assert [(bad.row, bad.message.split(".")[0]) for bad in found.rejected] == [
        (1, "The row has 2 cells but the header has 3"),
        (2, "The row has 4 cells but the header has 3"),
    ]


def test_an_unclosed_quotation_mark_loses_one_stretch_and_not_the_count(tmp_path: Path) -> None:
    found = organizations(tmp_path, HEADER + b'1,A,x\n2,"B,y\n3,C,z\n')
    assert names(found) == ["A"]
    assert [bad.row for bad in found.rejected] == [2]


@pytest.mark.parametrize("cell", [b"x" * 200_000, b'"' + b"x\n" * 100_000 + b'"', b"x" * (MAX_ROW + 10)])
def test_a_huge_cell_refuses_its_row_and_reading_goes_on(tmp_path: Path, cell: bytes) -> None:
    found = organizations(tmp_path, HEADER + b"1,A,x\n2,B," + cell + b"\n3,C,z\n")
    assert names(found) == ["A", "C"]
    (bad,) = found.rejected
    assert bad.row == 2
    assert "longer than" in bad.message


def test_a_cell_of_50_mb_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    for name, cell in (
        ("one-line", b"x" * 50_000_000),
        ("many-lines", b'"' + b"x" * 49 + b"\n" + (b"y" * 49 + b"\n") * 1_000_000 + b'"'),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "organizations.csv").write_bytes(HEADER + b"1,A,x\n2,B," + cell + b"\n3,C,z\n")
        script = (
            "import resource, sys; from throughcare.services.readers import read\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "found = read(sys.argv[1])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, found.read, len(found.rejected))"
        )
        done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
        kilobytes, rows, rejected = map(int, done.stdout.split())
        assert (rows, rejected) == (3, 1)
        assert kilobytes < 25_000


def test_formulas_are_text_and_noted(tmp_path: Path) -> None:
    found = organizations(tmp_path, HEADER + b'1,"=HYPERLINK(""x"")",@SUM(A1)\n2,B,a=b\n')
    assert names(found) == ['=HYPERLINK("x")', "B"]
    assert [note for note in found.notes if "formula" in note] == [
        "organizations.csv: lines with a cell that starts like a spreadsheet formula: 1. Kept as text, never worked out."
    ]


def test_the_limit_of_the_csv_module_is_left_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    organizations(tmp_path, HEADER + b"1,A," + b"x" * 200_000 + b"\n")
    assert csv.field_size_limit() == before


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(HEADER + b"1,Secret,x\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "organizations.csv").symlink_to(secret)
    with pytest.raises(CannotRead, match=r"organizations\.csv leads to a file outside the folder"):
        read(folder, "hsds11")
    with pytest.raises(CannotRead, match="outside the folder"):
        read(folder)


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "organizations.csv")
    with pytest.raises(CannotRead, match="isn't a plain file"):
        read(tmp_path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="There is no file or folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(CannotRead, match=r"organizations\.csv is missing from"):
        read(tmp_path, "hsds11")
    with pytest.raises(CannotRead, match="There is no layout called hsds9"):
        read(tmp_path, "hsds9")
    with pytest.raises(CannotRead, match="isn't in a layout that is known"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[\n{"name": "Caf\xe9"}]', "list.json, line 2: the byte 0xe9 isn't UTF-8"),
        (b'[{"name": }]', "list.json, line 1: Expecting value"),
        (b"[" * 100_000, "list.json is nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "list.json holds a number that is too long"),
        (b'{"name": "A"}', "list.json should hold a list of records"),
    ],
)
def test_json_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(content)
    with pytest.raises(CannotRead) as refused:
        read(path, "bay-area")
    assert str(refused.value).startswith(sentence)


def test_bad_json_records_are_refused_one_by_one(tmp_path: Path) -> None:
    good = {"name": "A\u0000", "city": "Ōtaki", "latitude": -40.7, "longitude": 175.1}
    bad = [
        {**good, "latitude": float("nan")},
        "text",
        {**good, "name": "x" * 200_000},
        {**good, "name": "\ud800"},
        {**good, "name": {}},
        {},
    ]
    path = tmp_path / "list.json"
    path.write_text(json.dumps([good, *bad, good]))
    found = read(path, "bay-area")
    assert names(found) == ["A"]
    assert [(row.row, row.field) for row in found.rejected] == [
        (2, "latitude"),
        (3, ""),
        (4, "name"),
        (5, "name"),
        (6, ""),
        (7, "name"),
        (8, "name"),
    ]
    assert "row 1 already" in found.rejected[-1].message
