"""A report as a PDF that anybody can read: tagged, with its language, its title and words for every picture (PDF/UA-1, ISO 14289-1).

Made by Typst from our own `report.typ`, without a network and without the machine's fonts, so that the same report is the same bytes everywhere.
What a report says goes in as data and is never read as markup. How much of it there may be is bounded here, so that none takes long.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from throughcare.common.paper.letters import ABSENT, shown

MEDIA_TYPE = "application/pdf"
MOST_ROWS = 2000  # of one table; a file has them all
MOST_LETTERS = 600  # of one cell
_FONTS = ("Libertinus Serif", "DejaVu Sans Mono")  # the second for signs the first has not
_LOST = "Some letters of names or words could not be set on paper and stand as {}: the page and the other files have them."


@dataclass(frozen=True)
class Heading:
    """level: 1 for a part of the report, 2 within it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What somebody said, set apart."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list, of which the order says nothing."""

    items: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """svg: drawn on the server, its text escaped already. alt: what it shows, for whoever can't see it. width in centimetres."""

    svg: str
    alt: str
    caption: str = ""
    width: float = 12


@dataclass(frozen=True)
class Table:
    """As `data_table` shows it: a column is a string or {text, numeric}, a cell a value or {text} with, of te reo Māori, {mi} after it.

    widths: of the columns to each other; all alike when empty. more: what is not in it.
    """

    caption: str
    head: Sequence[object]
    rows: Sequence[Sequence[object]]
    widths: Sequence[float] = ()
    more: str = ""


Block = Heading | Words | Quote | Items | Picture | Table


@dataclass
class Report:
    """title and footer: plain text. mi: the subtitle's words in te reo Māori, before it."""

    title: str
    subtitle: str = ""
    mi: str = ""
    footer: str = ""
    blocks: list[Block] = field(default_factory=list)

    def add(self, *blocks: Block) -> None:
        """One after another."""
        self.blocks += blocks


def pdf_of(report: Report) -> bytes:
    """The report as PDF/UA-1. The same report gives the same bytes."""
    import typst  # noqa: PLC0415 - eighty megabytes, which no other page needs

    compiler = typst.Compiler(_template(), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", sys_inputs={"data": json.dumps(_told(report))}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "report.typ").read_bytes()


@cache
def _fonts() -> Any:
    """Those that come with the typesetter, and none of the machine's."""
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(include_system_fonts=False)


def _told(report: Report) -> dict[str, Any]:
    """The report as the template reads it."""
    blocks = [_block(block) for block in report.blocks]
    told: dict[str, Any] = {
        "title": _set(report.title),
        "subtitle": _parts(report.subtitle, report.mi, before=True) if report.subtitle or report.mi else "",
        "footer": _set(report.footer or report.title),
        "author": "Throughcare",
        "fonts": list(_FONTS),
        "lang": "en",
        "region": "nz",
        "blocks": blocks,
    }
    if ABSENT in json.dumps(told, ensure_ascii=False):
        blocks.append({"kind": "words", "text": _LOST.format(ABSENT)})
    return told


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _set(block.text)}
        case Words():
            return {"kind": "words", "text": _set(block.text)}
        case Quote():
            return {"kind": "quote", "text": _set(block.text)}
        case Items():
            return {"kind": "items", "items": [_set(one) for one in block.items]}
        case Picture():
            svg, alt = _set(block.svg), _set(block.alt)
            return {"kind": "picture", "svg": svg, "alt": alt, "caption": _set(block.caption), "width": block.width}
        case Table():
            return _table(block)


def _table(block: Table) -> dict[str, Any]:
    head = [column if isinstance(column, dict) else {"text": column} for column in block.head]
    numeric = [bool(column.get("numeric")) for column in head]
    left = len(block.rows) - MOST_ROWS
    more = f"And {left:,} more: the other files have them." if left > 0 else block.more
    return {
        "kind": "table",
        "caption": _set(block.caption),
        "head": [_set(str(column["text"])) for column in head],
        "numeric": numeric,
        "widths": list(block.widths) or [1 if is_number else 2 for is_number in numeric],
        "rows": [_row(row) for row in block.rows[:MOST_ROWS]],
        "more": _set(more),
    }


def _row(row: Iterable[object]) -> list[object]:
    return [_parts(str(cell.get("text", "")), str(cell.get("mi", ""))) if isinstance(cell, dict) else _cell(str(cell)) for cell in row]


def _parts(text: str, mi: str, *, before: bool = False) -> object:
    """Words with their te reo Māori, which says what language it is."""
    if not mi or mi == text:
        return _cell(text)
    ours, theirs = {"text": _cell(text), "lang": ""}, {"text": _cell(mi), "lang": "mi"}
    between = {"text": " · ", "lang": ""}
    return [one for one in ([theirs, between, ours] if before else [ours, between, theirs]) if one["text"]]


def _cell(text: str) -> str:
    return _set(text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…")


def _set(text: str) -> str:
    """In composed form, with what the fonts can't show replaced."""
    return shown(unicodedata.normalize("NFC", text))
