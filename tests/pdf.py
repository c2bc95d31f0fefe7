"""What a PDF says, read back: its words, its tags, its languages."""

import io
from typing import Any

import pypdf


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """Of all pages, a line break or many as one space."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def tags(content: bytes) -> list[tuple[str, str]]:
    """Every tag of the PDF in the order it is read: what it is, and the words for whoever can't see it."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if not hasattr(node, "get"):
            return
        if node.get("/S"):
            found.append((str(node["/S"])[1:], str(node.get("/Alt", ""))))
        below = node.get("/K")
        below = below.get_object() if below is not None else []
        for one in below if isinstance(below, list) else [below]:
            walk(one)

    walk(read(content).trailer["/Root"]["/StructTreeRoot"])
    return found


def languages(content: bytes) -> list[str]:
    """Those that tags name for themselves."""
    objects = (read(content).get_object(number) for number in range(1, len(read(content).xref[0]) + 1))
    return [str(one["/Lang"]) for one in objects if isinstance(one, dict) and one.get("/Type") != "/Catalog" and "/Lang" in one]
