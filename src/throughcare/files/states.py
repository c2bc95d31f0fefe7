"""What documents are, how one stands, and what kinds of file are taken. Data only."""

from typing import NamedTuple

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable

LONGEST_TITLE, LONGEST_REASON = 200, 500
# ASVS 5 asks for a limit; ten million bytes hold a scanned contract of some hundred pages.
MOST_BYTES = 10_000_000
# About one thing: more is a store of files, and no list that anybody reads.
MOST_ABOUT_ONE = 500


class DocumentSort(TextChoices):
    AGREEMENT = "AGREEMENT", "Agreement or contract"
    CERTIFICATE = "CERTIFICATE", "Certificate or accreditation"
    POLICY = "POLICY", "Policy"
    REPORT = "REPORT", "Report"
    EVIDENCE = "EVIDENCE", "Evidence of what was done"
    MINUTES = "MINUTES", "Notes of a meeting"
    LETTER = "LETTER", "Letter or e-mail"
    CONSTITUTION = "CONSTITUTION", "Rules or trust deed"
    PICTURE = "PICTURE", "Picture"
    OTHER = "OTHER", "Something else"


class DocumentState(TextChoices):
    KEPT = "KEPT", "Kept"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


DOCUMENT_STATES = StateTable(
    name="document",
    states=DocumentState,
    start=DocumentState.KEPT,
    turn={DocumentState.KEPT: Side.KEEPER, DocumentState.WITHDRAWN: Side.NOBODY},
    moves=(Move("withdraw", {DocumentState.KEPT}, DocumentState.WITHDRAWN, Side.KEEPER, needs_reason=True),),
)


class Format(NamedTuple):
    """One kind of file: what it is called, its media type, the ends of names that say so; the first is the one it is kept under."""

    words: str
    media: str
    ends: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
FORMATS: dict[str, Format] = {
    "PDF": Format("PDF", "application/pdf", (".pdf",)),
    "DOCX": Format("Word document", f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "XLSX": Format("Excel workbook", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "PPTX": Format("PowerPoint slides", f"{_OFFICE}.presentationml.presentation", (".pptx",)),
    "ODT": Format("OpenDocument text", f"{_OPEN}.text", (".odt",)),
    "ODS": Format("OpenDocument workbook", f"{_OPEN}.spreadsheet", (".ods",)),
    "ODP": Format("OpenDocument slides", f"{_OPEN}.presentation", (".odp",)),
    "JPEG": Format("picture (JPEG)", "image/jpeg", (".jpg", ".jpeg")),
    "PNG": Format("picture (PNG)", "image/png", (".png",)),
    "CSV": Format("table (CSV)", "text/csv; charset=utf-8", (".csv",)),
    "TXT": Format("text", "text/plain; charset=utf-8", (".txt", ".md")),
}
ENDS = {end: name for name, one in FORMATS.items() for end in one.ends}
