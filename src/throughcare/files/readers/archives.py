"""Documents of office programs are archives of files. They are never unpacked here: their list is read, and what says what they are."""

import zipfile
from io import BytesIO

from throughcare.files.readers.refusing import not_one, wrong
from throughcare.files.states import FORMATS

# Of an honest document; a bomb promises more, or hides one part in another.
_MOST_PARTS, _MOST_UNPACKED, _MOST_SAYING = 5000, 200_000_000, 1_000_000
_RUNS = ("vbaproject", "activex", "/embeddings/oleobject", "basic/", "scripts/", "macros")


def check_archive(kind: str, content: bytes) -> None:
    """kind: what its name says. Raises Invalid when it is none, and for macros and archives that can't be honest."""
    if not content.startswith(b"PK\x03\x04"):
        raise not_one(kind)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(kind, parts)
            says = _says(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, UnicodeDecodeError):
        raise not_one(kind) from None
    if "macroenabled" in says.casefold():
        raise wrong("The document holds macros, which run by themselves. Save it without macros, and send that.")
    if FORMATS[kind].media not in says:
        raise not_one(kind)


def _check_parts(kind: str, parts: list[zipfile.ZipInfo]) -> None:
    if (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _MOST_UNPACKED
        or len({p.header_offset for p in parts}) != len(parts)
    ):
        raise wrong("The file unpacks to far more than a document holds. Save it again in the program it was made with, and send that.")
    if any(part.flag_bits & 1 for part in parts):
        raise wrong("The document is locked with a password. Take the password off, and send it again.")
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise not_one(kind)
    if any(word in f"/{name}" or name.startswith(word) for name in names for word in _RUNS):
        raise wrong("The document holds macros or another program's parts. Save it without them, or as PDF, and send that.")


def _says(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """What the archive says it is: one part of it, of known name."""
    for part in parts:
        if part.filename in ("[Content_Types].xml", "mimetype") and part.file_size <= _MOST_SAYING:
            with archive.open(part) as opened:
                return opened.read(_MOST_SAYING).decode()
    return ""
