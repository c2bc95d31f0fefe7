"""Reports on paper: PDF/UA-1 that says what language it is in, with words for its pictures; what comes in is data; the same again is the same."""

import random
import time
from typing import Any

from tests.pdf import languages, read, tags, words
from throughcare.common import charts, paper
from throughcare.common.paper.letters import ABSENT, RUNS, shown


def report(**values: Any) -> paper.Report:
    made = paper.Report("Who our partners are", "Ours, 2026", mi="Ngā hoa", footer="As known today", **values)
    picture = charts.bars([charts.Bar("Kāinga & whānau <b>", 2, 3)], "Two of three")
    made.add(
        paper.Heading("Where"),
        paper.Words("Nothing of this is #markup[*at all*]: $x^2$ \\ `code` @ref <label> // said"),
        paper.Items(["One", "#pagebreak()"]),
        paper.Picture(str(picture), "Bars: two of three", "By region"),
        paper.Table("By region", ("Region", {"text": "Active", "numeric": True}), [[{"text": "North", "mi": "Te Raki"}, 2], ["#x", 1]]),
        paper.Quote("They said “[no]”"),
    )
    return made


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    made = read(paper.pdf_of(report()))
    root = made.trailer["/Root"]
    assert (made.metadata.title, root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("Who our partners are", "en-NZ", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - an object of its own
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data(), "it says that it is PDF/UA"


def test_every_part_has_its_tag_pictures_have_words_and_te_reo_says_so() -> None:
    found = tags(paper.pdf_of(report()))
    kinds = [kind for kind, _ in found]
    assert {"Title", "H1", "P", "L", "Figure", "Table", "THead", "TH", "TD", "BlockQuote"} <= set(kinds), kinds
    assert [alt for kind, alt in found if kind == "Figure"] == ["Bars: two of three"]
    made = paper.pdf_of(report())
    runs = read(made).pages[0].get_contents().get_data().count(b"/Lang(mi-NZ)")
    assert runs + languages(made).count("mi-NZ") == 2, "the subtitle, and the name of a region"


def test_what_comes_in_is_data_and_never_markup() -> None:
    told = words(paper.pdf_of(report()))
    for part in ("#markup[*at all*]: $x^2$ \\ `code` @ref <label> // said", "#pagebreak()", "#x", "They said “[no]”", "Te Raki"):
        assert part in told, told
    assert "Kāinga & whānau <b>" in told, "words of pictures are text, with their macrons"


def test_the_same_report_is_the_same_bytes() -> None:
    assert paper.pdf_of(report()) == paper.pdf_of(report())


def test_letters_no_font_has_are_told_and_stop_nothing() -> None:
    made = paper.Report("名字 of 😀")
    made.add(paper.Words("a\x07b \u200bc"), paper.Picture(str(charts.bars([charts.Bar("العربية", 1, 1)], "名")), "名", "caption"))
    told = words(paper.pdf_of(made))
    assert f"{ABSENT}{ABSENT} of {ABSENT}" in told and "stand as" in told and f"a{ABSENT}b c" in told
    assert "stand as" not in words(paper.pdf_of(report()))


def test_every_letter_that_is_said_to_be_there_is_there() -> None:
    every = "".join(chr(code) for first, last in RUNS for code in range(first, last + 1))
    assert shown(every.replace("\xad", "").replace("\u202f", "")) == every.replace("\xad", "").replace("\u202f", "")
    made = paper.Report("Every letter")
    made.add(
        *(block for at in range(0, len(every), 40) for block in (paper.Heading(every[at : at + 40]), paper.Words(every[at : at + 40])))
    )
    rows = [charts.Bar(every[at : at + 40], 1, 2) for at in range(0, len(every), 40)]
    made.add(paper.Picture(str(charts.bars(rows, "Letters")), "Letters", "Letters", width=8))
    assert paper.pdf_of(made)

    chance = random.Random(5)
    for _ in range(60):  # whatever stands beside whatever
        text = "".join(chance.choice(every) for _ in range(80))
        mixed = paper.Report(text)
        picture = paper.Picture(str(charts.bars([charts.Bar(text, 1, 2)], text)), text, text)
        mixed.add(paper.Words(text), paper.Heading(text), paper.Table(text, (text, text), [[text, text]]), picture)
        assert paper.pdf_of(mixed), text


def test_however_much_there_is_it_takes_no_more_than_so_long() -> None:
    made = paper.Report("Long")
    rows = [[f"Partner {number} " + "x" * 2000, number] for number in range(paper.MOST_ROWS + 7)]
    made.add(
        paper.Table("All", ("Partner", "Number"), [[str(name)[:60], number] for name, number in rows]),
        paper.Table("Cell", ("a", "b"), rows[:3]),
    )
    began = time.monotonic()
    told = words(paper.pdf_of(made))
    assert time.monotonic() - began < 60
    assert "And 7 more: the other files have them." in told and "x" * 700 not in told.replace(" ", "")
