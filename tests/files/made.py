"""Files for tests, each made here; and documents, made as people make them."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from tests.cast import Cast
from tests.partners.made import EDITOR, as_
from throughcare.common.ref import Ref
from throughcare.files import actions, queries
from throughcare.files.models import Document
from throughcare.files.readers import look
from throughcare.files.states import FORMATS


def pdf(catalog: bytes = b"", *, hidden: bytes = b"", trailer: bytes = b"", pad: int = 0) -> bytes:
    """As small as it can be. catalog: said there beside its kind. hidden: an object in a compressed stream, with as many blanks behind as `pad` says."""
    made, starts = bytearray(b"%PDF-1.7\n"), []

    def put(words: bytes, stream: bytes | None = None) -> None:
        starts.append(len(made))
        made.extend(b"%d 0 obj\n" % len(starts))
        if stream is None:
            made.extend(words + b"\nendobj\n")
        else:
            packed = zlib.compress(stream, 9)
            made.extend(b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (words, len(packed), packed))

    put(b"<< /Type /Catalog %s >>" % catalog)
    put(b"/Type /ObjStm /N 1 /First 4", b"4 0 " + (hidden or b"<< >>") + b" " * pad)
    rows = [(0, 0, 65535), *((1, start, 0) for start in starts), (1, len(made), 0), (2, 2, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    put(b"/Type /XRef /Size 5 /W [1 4 2] /Root 1 0 R %s" % trailer, table)
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % starts[-1]


PDF = pdf()
OFFICE = {"DOCX": "word/document.xml", "XLSX": "xl/workbook.xml", "PPTX": "ppt/presentation.xml"}


def partner(key: UUID) -> Ref:
    return Ref("partners.partner", key)


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()


def office(kind: str, more: dict[str, bytes] | None = None, media: str = "") -> bytes:
    """A document of an office program, as small as it can be."""
    if kind in OFFICE:
        types = f'<Types><Override PartName="/{OFFICE[kind]}" ContentType="{media or FORMATS[kind].media}.main+xml"/></Types>'
        return archive({"[Content_Types].xml": types.encode(), OFFICE[kind]: b"<x/>", **(more or {})})
    return archive({"mimetype": (media or FORMATS[kind].media).encode(), "content.xml": b"<x/>", **(more or {})})


def picture(kind: str, size: tuple[int, int] = (60, 40), secret: str = "") -> bytes:
    """secret: said in the file beside its points."""
    made, drawn = BytesIO(), Image.new("RGB", size, "green")
    exif = Image.Exif()
    if secret:
        exif[0x010E] = secret  # ImageDescription
        exif[0x0112] = 6  # lies on its side
    drawn.save(made, kind, exif=exif)
    return made.getvalue()


def bring(cast: Cast, who: str, about: Ref, content: bytes = PDF, **values: Any) -> UUID:
    """A document from `who`."""
    looked = look(values.pop("name", "file.pdf"), content)
    said = {"title": "Trust deed", "sort": "CONSTITUTION", **values}
    new = actions.NewDocument(about=about, came=content, content=looked.content, format=looked.format, **said)
    key: UUID = as_(cast, who, actions.add_document, new=new).pk
    return key


def titles(cast: Cast, who: str, about: Ref, **asked: Any) -> list[str]:
    """What this member's list says, the latest first."""
    actor = cast.actor(who)
    with cast.reading(who):
        return [row.title for row in queries.documents_about(actor, about, **asked).rows]


def get(cast: Cast, key: UUID, who: str = EDITOR) -> Document:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_document(actor, key)
