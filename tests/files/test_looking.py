"""What is taken, and what is not: a file is what its bytes say, and nothing in it runs."""

import random
import resource
import struct
import sys
import zipfile
import zlib
from io import BytesIO

import pypdf
import pytest
import typst
from PIL import Image

from tests.files.made import PDF, archive, office, pdf, picture
from throughcare.common.refusals import Invalid
from throughcare.files.readers import look
from throughcare.files.states import ENDS, FORMATS, MOST_BYTES

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GOOD = {
    "PDF": PDF,
    **{name: office(name) for name in ("DOCX", "XLSX", "PPTX", "ODT", "ODS", "ODP")},
    "JPEG": picture("JPEG"),
    "PNG": picture("PNG"),
    "CSV": "name,wāhi\nHine,Ōtaki\n".encode(),
    "TXT": b"He aha te mea nui?\r\n",
}


def _listed(made: bytes, offsets: list[int]) -> bytes:
    """With a table that says these."""
    table = b"".join(b"%010d 00000 n \n" % one for one in offsets)
    ends = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1) + table + ends


def _in_two_ways(offset: int) -> bytes:
    """Two objects of one number and a table that tells of neither: who takes the last one finds a script, who takes the first one none."""
    first = b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    last = b"\n1 0 obj\n<< /Type /Catalog /Names << /Java#53cript << /Names [(a) << /S /Java#53cript /J#53 (x) >>] >> >> >>\nendobj\n"
    return _listed(b"%PDF-1.7\n" + first + last, [offset])


def _with_a_wrong_table(objects: int, pad: int) -> bytes:
    """Who repairs it looks through so many bytes for each object."""
    rows = b"".join(b"\n%d 0 obj\nnull\nendobj\n" % number for number in range(2, objects + 1))
    return _listed(b"%PDF-1.4\n%" + b"a" * pad + b"\n\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + rows, [9] * objects)


def test_a_pdf_that_other_programs_made_is_taken() -> None:
    """By two libraries; the table and its objects as each writes them."""
    made, writer = BytesIO(), pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(made)
    drawn = BytesIO()
    Image.new("RGB", (40, 60), "green").save(drawn, "PDF")
    for content in (made.getvalue(), drawn.getvalue(), typst.compile(b'#set document(title: "W")\n= Whakaaetanga')):
        assert look("x.pdf", content).content == content


@pytest.mark.parametrize(("end", "kind"), sorted(ENDS.items()))
def test_every_kind_that_is_named_is_taken(end: str, kind: str) -> None:
    looked = look(f"Whakaaetanga{end.upper()}", GOOD[kind])
    assert looked.format == kind and looked.content
    if kind not in ("JPEG", "PNG"):
        assert looked.content == GOOD[kind]


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_file_of_another_kind_is_not_taken_for_what_its_name_says(kind: str) -> None:
    """Each kind's bytes under every other's name, and pages and drawings under all names."""
    others = [content for name, content in GOOD.items() if name != kind and not (kind in ("TXT", "CSV") and name in ("TXT", "CSV"))]
    for content in (*others, HTML, SVG, b"\x7fELF" + bytes(200), b"MZ" + bytes(200)):
        if kind in ("TXT", "CSV") and content is PDF:
            continue  # a PDF of plain letters is text too, and leaves as text
        with pytest.raises(Invalid) as said:
            look(f"x{FORMATS[kind].ends[0]}", content)
        assert str(said.value).endswith(".") and len(str(said.value)) < 200


def test_a_pdf_whose_objects_lie_in_compressed_streams_is_taken_when_none_of_them_runs() -> None:
    """Other names that begin alike, and an action that only goes somewhere, are nothing to fear."""
    sent = pdf(b"/OpenAction << /S /GoTo >>", hidden=b"<< /JSON (x) /S /URI /URI (https://example.org/Launch) >>")
    assert look("x.pdf", sent).content == sent


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.exe", "x.zip", "x.docm", "x.heic", "x", "x.pdf.html", ".pdf", "x.doc", "x.js"])
def test_other_kinds_are_not_taken_and_the_sentence_says_what_is(name: str) -> None:
    with pytest.raises(Invalid, match=r"Save it as|Send PDF"):
        look(name, PDF)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.pdf", b"", "empty"),
        ("x.pdf", b"%PDF-1.7" + bytes(MOST_BYTES), "larger than 10 MB"),
        ("x.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "script"),
        ("x.pdf", PDF.replace(b"/Catalog", b"/Launch"), "script"),
        ("x.pdf", PDF.replace(b"/Catalog", b"/EmbeddedFile"), "another file"),
        ("x.pdf", pdf(b"/OpenAction << /S /J#61vaScript >>"), "script"),
        ("x.pdf", pdf(b"/AA [[<< /JS (x) >>]]"), "script"),
        ("x.pdf", pdf(hidden=b"<< /S /JavaScript /JS (x) >>"), "script"),
        ("x.pdf", pdf(hidden=b"<< /A << /B [1 << /EmbeddedFiles 9 0 R >>] >> >>"), "another file"),
        ("x.pdf", pdf(trailer=b"/Encrypt 9 0 R"), "locked"),
        ("x.pdf", pdf(trailer=b"/#45ncrypt << /Filter /Standard /V 1 /R 2 >>"), "locked|broken"),
        ("x.pdf", pdf(pad=40_000_000), "too large to look through"),
        ("x.pdf", pdf(b"/A " + b"[" * 100_000 + b"]" * 100_000), "broken"),
        ("x.pdf", b"%PDF-1.7\n" + b"1 0 obj " * 100_000 + b"\n%%EOF", "broken"),
        ("x.pdf", pdf(b"/Names << /Java#53cript 1 0 R >>"), "script"),
        ("x.pdf", _in_two_ways(3), "script|broken"),
        ("x.pdf", _in_two_ways(0), "script|broken"),
        ("x.pdf", _in_two_ways(3).replace(b"/Java#53cript", b"/AA"), "broken"),
        ("x.pdf", _with_a_wrong_table(2_000, 4_000_000), "broken"),
        ("x.pdf", HTML + PDF, "the file is none"),
        ("x.txt", EICAR, "harmful"),
        ("x.docx", office("DOCX", {"a.txt": EICAR}), "harmful"),
        ("x.docx", office("DOCX", {"word/vbaProject.bin": b"x"}), "macros"),
        ("x.docx", office("DOCX", media="application/vnd.ms-word.document.macroEnabled"), "macros"),
        ("x.xlsx", office("XLSX", {"xl/activeX/activeX1.bin": b"x"}), "macros"),
        ("x.xlsx", office("XLSX", {"xl/embeddings/oleObject1.bin": b"x"}), "another program"),
        ("x.odt", office("ODT", {"Basic/Standard/Module1.xml": b"x"}), "macros"),
        ("x.docx", office("DOCX", {"../../etc/passwd": b"x"}), "is none"),
        ("x.docx", office("DOCX", {f"p{n}": b"" for n in range(5001)}), "unpacks to far more"),
        ("x.docx", b"GIF89a" + office("DOCX"), "is none"),
        ("x.docx", office("DOCX")[:200], "is none"),
        ("x.png", picture("PNG")[:60], "broken"),
        ("x.txt", SVG, "web page or a drawing"),
        ("x.csv", b"\n  <?xml version='1.0'?><a/>", "web page or a drawing"),
        ("x.txt", bytes(range(256)), "is none"),
    ],
)
def test_what_runs_hides_or_is_broken_gets_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        look(name, content)


def test_a_locked_archive_and_a_bomb_are_seen_by_their_list_alone() -> None:
    bomb = archive({"mimetype": FORMATS["ODT"].media.encode(), "content.xml": bytes(210_000_000)}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 300_000
    with pytest.raises(Invalid, match="unpacks to far more"):
        look("x.odt", bomb)
    made = bytearray(office("ODT"))
    at = made.rindex(b"PK\x01\x02")
    made[at + 8] |= 1
    with pytest.raises(Invalid, match="password"):
        look("x.odt", bytes(made))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_its_points_and_nothing_beside_them(kind: str) -> None:
    sent = picture(kind, secret="41.2865 S, by Hine") + b"PK\x03\x04 <script>"
    assert b"by Hine" in sent
    kept = look(f"x{FORMATS[kind].ends[0]}", sent).content
    assert b"Hine" not in kept and b"<script>" not in kept
    with Image.open(BytesIO(kept)) as drawn:
        assert drawn.size == (40, 60)  # it lay on its side, and is upright now
        assert not drawn.getexif()


def test_a_large_picture_is_made_smaller_and_one_too_large_is_not_unpacked() -> None:
    with Image.open(BytesIO(look("x.jpg", picture("JPEG", (9000, 3000))).content)) as drawn:
        assert max(drawn.size) == 3500
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for side in (6_000, 60_000):
        with pytest.raises(Invalid, match="too many points"):
            look("x.png", _says_it_is(side, side))
    unit = 1 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 200_000_000


def _says_it_is(width: int, height: int) -> bytes:
    """A PNG of one point, whose head promises more."""
    sent = picture("PNG", (1, 1))
    head = b"IHDR" + struct.pack(">II", width, height) + sent[24:29]
    return sent[:12] + head + struct.pack(">I", zlib.crc32(head)) + sent[33:]


def test_text_is_kept_as_utf_8_whatever_it_came_in() -> None:
    assert look("x.txt", "Whānau".encode("utf-8-sig")).content.decode() == "Whānau"
    assert look("x.txt", "naïve £5".encode("cp1252")).content.decode() == "naïve £5"


@pytest.mark.filterwarnings("ignore:.*EXIF")  # Pillow says so of what the test spoilt
def test_files_spoilt_by_chance_are_taken_or_refused_with_a_sentence_and_nothing_else() -> None:
    """300 of them: parts cut out, bytes changed, one file's head on another's body."""
    chance, taken = random.Random(20261123), 0
    for _ in range(300):
        kind, other = chance.choice(sorted(GOOD)), chance.choice(sorted(GOOD))
        spoilt = bytearray(GOOD[kind])
        for _ in range(chance.randrange(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if chance.random() < 0.4:
            spoilt = spoilt[: chance.randrange(1, len(spoilt))] + bytearray(chance.choice((GOOD[other], HTML, SVG)))
        try:
            looked = look(f"x{FORMATS[kind].ends[0]}", bytes(spoilt))
        except Invalid as refused:
            assert str(refused).endswith(".")
        else:
            taken += 1
            assert looked.format == kind
            if kind in ("JPEG", "PNG"):
                assert b"<script>" not in looked.content
    assert 10 < taken < 290
