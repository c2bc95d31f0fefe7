"""A file is what its bytes say, not what its name says; both must agree."""

from dataclasses import dataclass
from pathlib import PurePath

from throughcare.files.readers.archives import check_archive
from throughcare.files.readers.pdfs import check_pdf
from throughcare.files.readers.pictures import drawn_anew
from throughcare.files.readers.refusing import not_one, wrong
from throughcare.files.states import ENDS, MOST_BYTES

TAKEN = "PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, CSV or text"
# What scanners answer to as a test; in two parts, so that none answers to this file.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<iframe")
_OLD = {
    ".doc": "DOCX",
    ".xls": "XLSX",
    ".ppt": "PPTX",
    ".rtf": "DOCX",
    ".msg": "PDF",
    ".eml": "PDF",
    ".heic": "JPEG",
    ".tif": "PDF",
    ".tiff": "PDF",
}
_OLD |= {
    ".docm": "DOCX",
    ".xlsm": "XLSX",
    ".pptm": "PPTX",
    ".gif": "PNG",
    ".webp": "PNG",
    ".bmp": "PNG",
    ".svg": "PNG",
    ".html": "PDF",
    ".htm": "PDF",
}


@dataclass(frozen=True)
class Looked:
    """A file that is taken: its kind (a key of FORMATS), and the bytes to keep."""

    format: str
    content: bytes


def look(name: str, content: bytes) -> Looked:
    """name: what the file is called. Raises Invalid, with a sentence that says what to send instead."""
    end = PurePath(name).suffix.lower()
    if not content:
        raise wrong("The file is empty. Choose another.")
    if len(content) > MOST_BYTES:
        raise wrong(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send a smaller one, or parts of it.")
    if end in _OLD:
        raise wrong(f"Files that end in {end} are not taken. Save it as {_OLD[end]}, and send that.")
    if end not in ENDS:
        raise wrong(f"This kind of file is not taken. Send {TAKEN}.")
    if _EICAR in content:
        raise wrong("Something harmful was found in the file. Ask whoever looks after your computer.")
    said = ENDS[end]
    if said in ("JPEG", "PNG"):
        return Looked(said, drawn_anew(said, content))
    if said == "PDF":
        check_pdf(content)
    elif said in ("TXT", "CSV"):
        return Looked(said, _text(content))
    else:
        check_archive(said, content)
    return Looked(said, content)


def _text(content: bytes) -> bytes:
    """As UTF-8, without a mark at its front. Raises Invalid for what is no text, and for pages in disguise."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    if "\x00" in words or sum(not (ch.isprintable() or ch in "\r\n\t\f\ufeff") for ch in words) > len(words) / 100:
        raise not_one("TXT")
    if words.lstrip()[:200].casefold().startswith(_MARKUP):
        raise wrong("This is a web page or a drawing, not plain text. Print it to PDF, and send that.")
    return words.encode()
