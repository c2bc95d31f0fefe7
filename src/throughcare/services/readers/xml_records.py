"""Records of an XML file as flat cells: each element without others inside is a cell, wherever in its record it stands."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from throughcare.services.readers.sources import CannotRead

MAX_XML = 64 << 20  # bytes, unpacked: XML is read whole
SUFFIXES = (".xml", ".xml.gz")


def is_xml(path: Path) -> bool:
    """By its name."""
    return path.name.lower().endswith(SUFFIXES)


def read_xml(root: Path, path: Path, *, record: str, named_by: str) -> list[dict[str, Any]]:
    """Each element called `record` as name → text, or texts where a name comes more than once; names in lower case.

    named_by: the attribute that names a cell; an element without it is named by its tag. Raises CannotRead with a sentence.
    """
    name = path.relative_to(root).as_posix()
    if not record:
        raise CannotRead(f'{name} is XML: say in the mapping file which element is a record, such as rows = "entry".')
    try:
        tree: Element = fromstring(_bytes(path, name), forbid_dtd=True)
    except ParseError as error:
        line = error.position[0]
        raise CannotRead(f"{name}, line {line}: this isn't valid XML ({error.msg}). Correct it and try again.") from None
    except DefusedXmlException:
        raise CannotRead(f"{name} has a document type of its own, which is never read. Take the DOCTYPE out and try again.") from None
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise CannotRead(f"{name} can't be read ({error}). Save it as UTF-8 and try again.") from None
    return [_cells(one, named_by) for one in _outermost(tree, record.casefold())]


def _outermost(tree: Element, record: str) -> Iterator[Element]:
    """Records in the order of the file. What is called so inside a record is part of it: walked once, however deep."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if _plain(one.tag) == record:
            yield one
        else:
            waiting.extend(reversed(one))


def _cells(record: Element, named_by: str) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for key, text in _leaves(record, named_by):
        found.setdefault(key, []).append(text)
    return {key: texts[0] if len(texts) == 1 else texts for key, texts in found.items()}


def _leaves(record: Element, named_by: str) -> Iterator[tuple[str, str]]:
    for one in record.iter():
        if one is not record and not len(one):
            yield (one.get(named_by, "").casefold() or _plain(one.tag)) if named_by else _plain(one.tag), one.text or ""


def _plain(tag: object) -> str:
    """Without its namespace; nothing for a comment."""
    return tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""


def _bytes(path: Path, name: str) -> bytes:
    """Unpacked, and never more than the most: a small file may unpack to a very large one."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            data = file.read(MAX_XML + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise CannotRead(f"{name} isn't a whole gzip file. Fetch or pack it again.") from None
    except OSError as error:
        raise CannotRead(f"{name} can't be opened: {error.strerror}. Check that you may read it.") from None
    if len(data) > MAX_XML:
        raise CannotRead(f"{name} has more than {MAX_XML:,} bytes. Split it into smaller files in one folder.")
    return data
