"""Columns found by heading and value, dates decided for a column, and nothing guessed where the file contradicts itself."""

from datetime import date

import pytest

from throughcare.common.refusals import Invalid
from throughcare.imports.readers.dates import Bad, read_date
from throughcare.people.actions.rows import Choices, FileRow
from throughcare.people.readers import read_file, read_people
from throughcare.people.readers.columns import field_of

SCHEMES = {"person record number": "prn", "number used in this office": "local"}


def file(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("DOB", "birth_date"),
        ("Date of Birth", "birth_date"),
        ("DateOfBirth", "birth_date"),
        ("date_of_birth:", "birth_date"),
        ("Rā whānau", "birth_date"),
        ("Surname", "family_name"),
        ("LAST NAME", "family_name"),
        ("Whānau name", "family_name"),
        ("whanau_name", "family_name"),
        ("Ingoa whānau", "family_name"),
        ("Known as", "preferred_name"),
        ("First name(s)", "given_names"),
        ("Sex", "gender"),
        ("Ethnic group", "ethnicities"),
        ("PRN", "identifier:prn"),
        ("PRN No.", "identifier:prn"),
        ("NHI number", "identifier:nhi"),
        ("Person record number", "identifier:prn"),
        ("Number used in this office", "identifier:local"),
        ("identifier:msd", "identifier:msd"),
        ("Expected release date", "release_date"),
        ("Favourite colour", ""),
        ("", ""),
    ],
)
def test_headings_are_known_however_they_are_written(heading: str, field: str) -> None:
    assert field_of(heading, SCHEMES)[0] == field


def test_each_column_says_why_and_what_it_looks_like() -> None:
    rows = [f"A{n},Rangi,{n % 27 + 1}/3/1990,100{n % 10},blue,awa" for n in range(40)]
    reading = read_file(file("Known as,Surname,DOB,PRN,Colour,Team", *rows), "x", schemes=SCHEMES)
    told = {column.heading: (column.field, column.why, column.looks) for column in reading.columns}
    assert told["DOB"] == ("birth_date", "The heading is a known word for it.", "dates")
    assert told["PRN"] == ("identifier:prn", "The heading is a known word for it.", "numbers of 4 digits")
    assert told["Colour"] == ("", "Not read: nothing we keep is called so.", "always the same")
    assert told["Team"] == ("team", "The heading is ours.", "always the same")
    assert [column.heading for column in reading.not_read] == ["Colour"]


def test_a_heading_whose_values_say_otherwise_is_doubted_and_a_weak_one_left() -> None:
    reading = read_file(file("PRN,DOB,Name", "71,brown,12", "72,blue,13"), "x")
    doubted, left = reading.columns[1:]
    assert (doubted.field, "check" in doubted.why) == ("birth_date", True)
    assert (left.field, "don't look like it" in left.why) == ("", True)


def test_of_two_columns_that_say_the_same_the_surer_is_read() -> None:
    reading = read_file(file("Surname,family_name,Full name,First name,PRN", "a,b,b a,a,1"), "x")
    assert [column.field for column in reading.columns] == ["", "family_name", "", "given_names", "identifier:prn"]
    assert "column 2 already says this" in reading.columns[0].why


def test_what_the_user_chooses_counts_more() -> None:
    data = file("Kulanimi,Nambari,DOB", "Hēmi,71,1/2/1990")
    lacking = read_file(data, "x").lacking
    assert len(lacking) == 2
    with pytest.raises(Invalid, match="no column “team”"):
        read_people(data, "x")
    chosen = Choices(team="awa", dates="month", columns={1: "preferred_name", 2: "identifier:prn"})
    (row,) = read_people(data, "x", chosen).rows
    assert (row.team, row.preferred_name, row.identifiers, row.birth_date) == ("awa", "Hēmi", (("prn", "71"),), date(1990, 1, 2))
    with pytest.raises(Invalid, match="Columns 1 and 2 are both read as"):
        read_file(data, "x", Choices(columns={1: "gender", 2: "gender"}))
    with pytest.raises(Invalid, match="something there is not"):
        read_file(data, "x", Choices(columns={1: "password"}))
    assert Choices.of(chosen.as_json()) == chosen


def born(*texts: str, dates: str = "") -> list[str]:
    """What becomes of a column of dates of birth."""
    data = file("team,PRN,DOB", *(f"awa,{n},{text}" for n, text in enumerate(texts)))
    reading = read_file(data, "x", Choices(dates=dates))
    return [row.birth_date.isoformat() if isinstance(row, FileRow) and row.birth_date else row.message for row in reading.rows()]  # type: ignore[union-attr]  # else it is bad


def said(*texts: str) -> str:
    """What the sender is told of the order."""
    data = file("team,PRN,DOB", *(f"awa,{n},{text}" for n, text in enumerate(texts)))
    return read_file(data, "x").said_of_dates().get("birth_date", "")


def test_the_order_of_dates_is_decided_for_a_column() -> None:
    assert born("3/4/1990", "27/3/1990") == ["1990-04-03", "1990-03-27"]
    assert "as 1 date shows" in said("3/4/1990", "27/3/1990")
    assert born("3/4/1990", "5/6/1990") == ["1990-04-03", "1990-06-05"]
    assert "2 could be read month first too" in said("3/4/1990", "5/6/1990")
    months = ("3/27/1990", "3/28/1990", "3/29/1990", "3/4/1990")
    assert born(*months) == ["1990-03-27", "1990-03-28", "1990-03-29", "1990-03-04"]
    assert "Read month first: 3 dates" in said(*months)
    assert said("1990-03-27", "4 March 1990") == ""


def test_a_column_that_contradicts_itself_is_reported_row_by_row_until_the_user_chooses() -> None:
    column = ("27/3/1990", "3/27/1990", "3/4/1990", "4/4/1990", "1990-05-06")
    read = born(*column)
    assert (read[0], read[3], read[4]) == ("1990-03-27", "1990-04-04", "1990-05-06")
    assert "month stands where the day" in read[1]
    assert "can be read two ways" in read[2]
    assert "1 dates can only be day first, 1 only month first, and 1 could be either" in said(*column)
    assert born(*column, dates="day")[2] == "1990-04-03"
    assert born(*column, dates="month")[1:3] == ["1990-03-27", "1990-03-04"]
    assert "day stands where the month" in born(*column, dates="month")[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27/03/1990", "1990-03-27"),
        ("27.3.1990", "1990-03-27"),
        ("1990-03-27", "1990-03-27"),
        ("1990/3/27", "1990-03-27"),
        ("19900327", "1990-03-27"),
        ("27 March 1990", "1990-03-27"),
        ("27th Mar. 1990", "1990-03-27"),
        ("March 27, 1990", "1990-03-27"),
        ("27-MAR-1990", "1990-03-27"),
        ("1990-03-27 00:00:00", "1990-03-27"),
        ("1990-03-27T00:00:00.000Z", "1990-03-27"),
        ("1990-03-27 14:30", ""),
        ("27/03/90", ""),
        ("32959", ""),
        ("31/02/1990", ""),
        ("19901327", ""),
        ("Matariki", ""),
    ],
)
def test_dates_as_people_write_them(text: str, day: str) -> None:
    if day:
        assert read_date("birth_date", text).isoformat() == day
        return
    with pytest.raises(Bad) as refused:
        read_date("birth_date", text)
    assert text not in str(refused.value)


def test_numbers_that_lost_their_zeros_are_reported() -> None:
    reading = read_file(file("team,PRN", *(f"awa,{n}" for n in (1234567, 1234568, 1234569, 1234560, 12345))), "x")
    assert any(note.startswith("Column 2: 1 of its numbers have fewer digits") for note in reading.notes)


def test_a_whole_name_is_cut_at_a_comma_only() -> None:
    rows = read_people(file("team,PRN,Name", 'awa,1,"Te Rangi, Hēmi Rua"', "awa,2,Mere Ngā Tai"), "x").rows
    assert [(row.family_name, row.given_names, row.preferred_name) for row in rows] == [
        ("Te Rangi", "Hēmi Rua", None),
        (None, None, "Mere Ngā Tai"),
    ]
