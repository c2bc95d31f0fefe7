"""A PDF is opened and each of its objects read, those in compressed streams too: a name there stands in no byte of the file."""

import re
from collections.abc import Iterator
from io import BytesIO
from time import thread_time
from typing import Any

from throughcare.common.refusals import Invalid
from throughcare.files.readers.refusing import not_one, wrong

# Scripts and whatever opens something else. A reader on somebody's own machine may run them, although a browser here does not.
_RUNS = frozenset(("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"))


def _written(name: str) -> str:
    """A pattern of a name as PDF may write it: each letter plain, or as # and two hexadecimal digits (ISO 32000-1, 7.3.5)."""
    digits = ("".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in f"{ord(letter):02x}") for letter in name[1:])
    return "/" + "".join(f"(?:{letter}|#{digit})" for letter, digit in zip(name[1:], digits, strict=True))


# Looked for in the bytes as well: of a file that is made to be read in two ways, another program may find what we don't.
_LONG = re.compile("|".join(_written(name) for name in sorted(_RUNS) if name != "/JS").encode())
_HOLDS = "The PDF holds a script, a form that runs one, or another file. Print it to PDF, and send that."
_LOCKED = "The PDF is locked, so nobody can see what is in it. Print it to PDF without a password, and send that."
_UNREAD = "The PDF is broken, or too large to look through. Print it to PDF, and send that."
# Ours are of at most 10 MB. What its tables and objects unpack to, how many there are and how deep they lie is bounded: each costs a request time.
_MOST_UNPACKED, _MOST_OBJECTS, _DEEPEST, _MOST_SECONDS = 30_000_000, 50_000, 100, 5.0


def check_pdf(content: bytes) -> None:
    """Raises Invalid for what is no PDF, is locked or broken, or holds what runs."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise not_one("PDF")
    if _LONG.search(content):
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
    """All that the file's tables name, each once, none opened beyond its own words. Raises whatever the library does, and Invalid.

    A table that does not say where each object stands is not repaired: another program would repair it otherwise, and looking for one object after
    the other through the whole file takes hours.
    """
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
        begun = thread_time()
        opened = PdfReader(BytesIO(content), strict=True, xref_stream_maximum_entries=_MOST_OBJECTS)
        if opened.is_encrypted:
            raise wrong(_LOCKED)
        free = {(number, age) for age, table in opened.xref_free_entry.items() for number, is_free in table.items() if is_free}
        at = {(number, age): start for age, table in opened.xref.items() for number, start in table.items() if (number, age) not in free}
        named = [*at, *((number, 0) for number in opened.xref_objStm if (number, 0) not in at)]
        if len(named) > _MOST_OBJECTS or not all(_stands(content, *key, start) for key, start in at.items()):
            raise wrong(_UNREAD)
        yield opened.trailer
        for number, age in named:
            if thread_time() - begun > _MOST_SECONDS:
                raise wrong(_UNREAD)
            yield opened.get_object(IndirectObject(number, age, opened))


def _stands(content: bytes, number: int, age: int, start: int) -> bool:
    """Whether the object stands where the table says."""
    return re.compile(rb"\s{0,8}%d\s{1,8}%d\s{1,8}obj" % (number, age)).match(content, start) is not None


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
