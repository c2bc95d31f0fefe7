"""A PDF is opened and each of its objects read, those in compressed streams too: a name there stands in no byte of the file."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from throughcare.common.refusals import Invalid
from throughcare.files.readers.refusing import not_one, wrong

# Scripts and whatever opens something else. A reader on somebody's own machine may run them, although a browser here does not.
_RUNS = frozenset(("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"))
# Looked for in the bytes as well: of a file that is made to be read in two ways, another program may find what we don't.
_LONG = tuple(name.encode() for name in _RUNS if name != "/JS")
_HOLDS = "The PDF holds a script, a form that runs one, or another file. Print it to PDF, and send that."
_LOCKED = "The PDF is locked, so nobody can see what is in it. Print it to PDF without a password, and send that."
_UNREAD = "The PDF is broken, or too large to look through. Print it to PDF, and send that."
# Ours are of at most 10 MB. What its tables and objects unpack to, how many there are and how deep they lie is bounded: each costs a request time.
_MOST_UNPACKED, _MOST_OBJECTS, _DEEPEST = 30_000_000, 50_000, 100


def check_pdf(content: bytes) -> None:
    """Raises Invalid for what is no PDF, is locked or broken, or holds what runs."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise not_one("PDF")
    if any(word in content for word in _LONG):
        raise wrong(_HOLDS)
    if b"/Encrypt" in content:
        raise wrong(_LOCKED)
    try:
        runs = any(_runs(one) for one in _objects(content))
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 - whatever a reader of a thousand malformed ways meets: another program might still open it
        raise wrong(_UNREAD) from None
    if runs:
        raise wrong(_HOLDS)


def _objects(content: bytes) -> Iterator[Any]:
    """All that the file's tables name, each once, none opened beyond its own words. Raises whatever the library does, and Invalid."""
    from pypdf import PdfReader, apply_configuration  # noqa: PLC0415 - it is large, and few requests need it
    from pypdf.generic import IndirectObject  # noqa: PLC0415

    limits: dict[str, Any] = {
        "disable_legacy_handling": True,
        "stream_decoding_work_maximum_length": _MOST_UNPACKED,
        "zlib_maximum_output_length": _MOST_UNPACKED,
        "lzw_maximum_output_length": _MOST_UNPACKED,
        "run_length_maximum_output_length": _MOST_UNPACKED,
    }
    with apply_configuration(**limits):
        opened = PdfReader(BytesIO(content), xref_stream_maximum_entries=_MOST_OBJECTS)
        if opened.is_encrypted:
            raise wrong(_LOCKED)
        named = [(number, age) for age, table in opened.xref.items() for number in table] + [(number, 0) for number in opened.xref_objStm]
        if len(named) > _MOST_OBJECTS:
            raise wrong(_UNREAD)
        yield opened.trailer
        for number, age in named:
            yield opened.get_object(IndirectObject(number, age, opened))


def _runs(one: Any) -> bool:
    """Whether an object says, at any depth of its own, what runs. What it points to is looked at by itself."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415 - as above

    waiting = [(one, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > _DEEPEST:
            raise wrong(_UNREAD)
        if isinstance(found, NameObject) and found in _RUNS:
            return True
        if isinstance(found, DictionaryObject):
            below: list[Any] = [*found.keys(), *dict.values(found)]
        elif isinstance(found, ArrayObject):
            below = list(list.__iter__(found))
        else:
            continue
        waiting += [(each, depth + 1) for each in below]
    return False
