"""A stock-take taken out as a file: a row for each partner at each site, or a report to print; and what is missing. The audit says so."""

import csv
import io
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common import paper
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.imports.rows import plain_cell
from throughcare.relationships.queries import get_wave
from throughcare.relationships.queries.gaps import GapFilters, gaps_of
from throughcare.relationships.queries.gaps_shown import EXPORT_HEAD as GAPS_HEAD
from throughcare.relationships.queries.gaps_shown import export_row
from throughcare.relationships.queries.result_paper import paper_of
from throughcare.relationships.queries.result_shown import EXPORT_HEAD, export_rows
from throughcare.relationships.queries.stocktake_paper import report_of
from throughcare.relationships.queries.stocktake_result import all_barriers, all_lines
from throughcare.relationships.queries.stocktakes import get_stock_take
from throughcare.relationships.queries.survey_result import result_of
from throughcare.relationships.queries.surveys_shown import EXPORT_HEAD as SURVEY_HEAD
from throughcare.relationships.queries.surveys_shown import export_rows as survey_rows

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": paper.MEDIA_TYPE,
}


class Exported(NamedTuple):
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes
    rows: int


@transaction.atomic
def export_stock_take(*, by: Actor, stock_take_id: UUID, kind: str) -> Exported:
    """As CSV or XLSX, or as a report (a key of FORMATS). Raises NotAllowed and NotFound."""
    found = get_stock_take(by, stock_take_id)
    rows = export_rows(found, all_lines(found), all_barriers(found))
    head = [*EXPORT_HEAD, *found.own_questions]
    record(by=by, verb="stocktake.exported", about=Ref("relationships.stocktake", found.pk), detail={"as": kind, "rows": len(rows)})
    content = paper.pdf_of(report_of(by, found)) if kind == "pdf" else csv_of(head, rows) if kind == "csv" else _xlsx(head, rows)
    return Exported(f"stock-take-{found.pk}.{kind}", FORMATS[kind], content, len(rows))


@transaction.atomic
def export_result(*, by: Actor, wave_id: UUID) -> Exported:
    """A published assessment as a report to print, for both sides. Raises NotAllowed, and NotFound while there is no result."""
    wave = get_wave(by, wave_id)
    report = paper_of(by, wave)
    if report is None:
        raise NotFound
    record(by=by, verb="assessment.exported", about=Ref("relationships.wave", wave.pk))
    return Exported(f"assessment-{wave.pk}.pdf", paper.MEDIA_TYPE, paper.pdf_of(report), 0)


def csv_of(head: list[str], rows: list[list[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8; nothing in it runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([list(map(plain_cell, head)), *(list(map(plain_cell, row)) for row in rows)])
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(head: list[str], rows: list[list[str]]) -> bytes:
    """Every cell is text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 - it brings lxml, which no other page needs
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Stock-take")
    sheet.freeze_panes = "A2"
    for row in [head, *rows]:
        cells = [WriteOnlyCell(sheet, value=_printable(text)) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _printable(text: str) -> str:
    """Without control characters, which the format has no place for."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


@transaction.atomic
def export_gaps(*, by: Actor, asked: GapFilters) -> Exported:
    """What is missing, as CSV: the numbers of the page, as they are told there. Raises NotAllowed."""
    found = gaps_of(by, asked)
    rows = [export_row(row, found) for row in found.rows]
    record(by=by, verb="gaps.exported", detail={"rows": len(rows)})
    return Exported("what-is-missing.csv", FORMATS["csv"], csv_of(list(GAPS_HEAD), rows), len(rows))


@transaction.atomic
def export_survey(*, by: Actor, survey_id: UUID) -> Exported:
    """All that was said in a published survey, as CSV. Raises NotAllowed, NotFound, and Refused until it is published."""
    found = result_of(by, survey_id)
    rows = survey_rows(found)
    record(by=by, verb="survey.exported", about=Ref("relationships.networksurvey", survey_id), detail={"rows": len(rows)})
    return Exported(f"survey-{survey_id}.csv", FORMATS["csv"], csv_of(list(SURVEY_HEAD), rows), len(rows))
