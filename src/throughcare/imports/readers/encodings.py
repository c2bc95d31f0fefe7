"""Which encoding a text file has: rules that are certain first, then a guess that says it is one. The user can overrule it.

What an encoding did to macrons before the file came here can't be undone, so it is counted and said, never mended.
"""

import codecs
import io
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from throughcare.common.refusals import Invalid

# Python's name → the name people know. The order is that of the list a user chooses from.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16, little end first (“Unicode text”)",
    "utf-16-be": "UTF-16, big end first",
    "cp1252": "Windows-1252 (Western European)",
    "iso-8859-1": "ISO-8859-1 (Latin 1)",
    "cp1257": "Windows-1257 (Baltic: it has macrons)",
    "mac-roman": "Mac Roman",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_BETWEEN = re.compile(rb"[\x80-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_TE_REO = frozenset("aeioughkmnprtwāēīōū")
_SPLIT = re.compile(
    "Ä[\u0080\u0081\u0093\u00ab\u201c\u20ac]|Å[\u008c\u008d\u00aa\u00ab\u0152]"
)  # ā ē ī ō ū written as UTF-8 and read as one byte each
_ASKED = re.compile(r"(?<=[A-Za-z])\?(?=[a-z])")
_UMLAUT = {"ä": "ā", "ë": "ē", "ï": "ī", "ö": "ō", "ü": "ū"}


@dataclass(frozen=True)
class Encoding:
    """What was found. `why` and `notes` are sentences for the user; they repeat nothing of the file."""

    codec: str
    why: str
    certain: bool
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As people know it."""
        return ENCODINGS[self.codec]


def find_encoding(data: bytes, wanted: str = "") -> Encoding:
    """The encoding of a text; `wanted` is the user's word against ours. Raises Invalid when it can't be read so."""
    found = Encoding(wanted, "You chose it.", certain=True) if wanted in ENCODINGS else _found(data)
    _check(data, found.codec)
    return Encoding(found.codec, found.why, found.certain, _damage(data, found.codec))


def without_bom(data: bytes) -> bytes:
    """The text alone."""
    return next((data[len(bom) :] for bom, _ in _BOMS if data.startswith(bom)), data)


def _found(data: bytes) -> Encoding:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return Encoding(codec, "It begins with the mark of this encoding.", certain=True)
    sample = data[:_SAMPLE]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd, even) > len(sample) // 5:
        codec = "utf-16-le" if odd >= even else "utf-16-be"
        return Encoding(codec, "Every other byte is empty, as in no other encoding.", certain=True)
    if not _HIGH.search(data):
        return Encoding("utf-8", "It holds plain English letters only, which are the same in most encodings.", certain=True)
    if _is_readable(data, "utf-8"):
        return Encoding("utf-8", "Its letters with marks are well-formed, which doesn't happen by chance.", certain=True)
    return _one_byte(data)


def _one_byte(data: bytes) -> Encoding:
    """One byte a letter: every byte means something in each of them, so what it says decides."""
    high = _lines_with_high(data)
    if _reads_as_te_reo(high):
        return Encoding("cp1257", "Its letters with marks read as te reo Māori so, and in no other. Check the names.", certain=False)
    if not _BETWEEN.search(data):
        return Encoding("iso-8859-1", "One byte a letter; here ISO-8859-1 and Windows-1252 are the same. Check the names.", certain=False)
    if not _UNDEFINED_1252.search(data):
        best = from_bytes(high, cp_isolation=["cp1252", "mac_roman"]).best()
        if best is not None and best.encoding == "mac_roman" and _is_within_words(high, "mac-roman") > _is_within_words(high, "cp1252"):
            return Encoding("mac-roman", "Its letters with marks stand inside words so. Check the names.", certain=False)
        return Encoding("cp1252", "One byte a letter, with signs that only Windows-1252 has there. Check the names.", certain=False)
    return Encoding("mac-roman", "It holds bytes that mean nothing in Windows-1252. Check the names.", certain=False)


def _lines_with_high(data: bytes) -> bytes:
    """The lines that tell: those with a letter beyond plain English."""
    lines = (line for line in data[: 8 * _SAMPLE].splitlines() if _HIGH.search(line))
    return b"\n".join(line for line, _ in zip(lines, range(500), strict=False)) or data[-_SAMPLE:]


def _is_within_words(data: bytes, codec: str) -> int:
    """How many of the high bytes are letters that stand beside another letter."""
    return len(re.findall(r"(?<=[A-Za-z])[^\W\d_a-zA-Z]|[^\W\d_a-zA-Z](?=[a-z])", data.decode(codec, errors="replace")))


def _reads_as_te_reo(data: bytes) -> bool:
    """Is every word with a mark a word of te reo, with its macrons, when read as Baltic?"""
    words = [word.casefold() for word in _WORD.findall(data.decode("cp1257", errors="replace")) if not word.isascii()]
    return len(words) >= 2 and all(set(word) <= _TE_REO for word in words)


def _is_readable(data: bytes, codec: str) -> bool:
    try:
        _check(data, codec)
    except Invalid:
        return False
    return True


def _check(data: bytes, codec: str) -> None:
    """Every byte of it, a part at a time, so that no second copy of a large file is made."""
    decoder = codecs.getincrementaldecoder(codec)()
    body = memoryview(without_bom(data))
    done = 0
    try:
        for start in range(0, len(body) or 1, _CHUNK):
            done = start
            decoder.decode(bytes(body[start : start + _CHUNK]), final=start + _CHUNK >= len(body))
    except UnicodeDecodeError as wrong:
        line = bytes(body[: done + max(wrong.start, 0)]).count(b"\n") + 1
        raise Invalid(f"The file is not {ENCODINGS[codec]} (line {line}). Choose another encoding, or save it as “CSV UTF-8”.") from None


def _damage(data: bytes, codec: str) -> tuple[str, ...]:
    """What earlier programs did to its macrons, counted."""
    lost = asked = split = umlauts = macrons = 0
    for text in _texts(data, codec):
        lost += text.count("\ufffd")
        if not text.isascii():
            split += len(_SPLIT.findall(text))
            macrons += sum(map(text.count, "āēīōūĀĒĪŌŪ"))
            umlauts += _umlauts(text)
        asked += len(_ASKED.findall(text))
    notes = []
    if codec not in ("utf-8", "utf-16-le", "utf-16-be", "cp1257"):
        notes.append("This encoding has no macrons: names such as Hēmi or Māori have lost theirs, or were written another way.")
    if lost or asked:
        notes.append(f"{lost + asked:,} letters were lost before the file came here: a question mark stands in their place inside a word.")
    if split:
        notes.append(f"{split:,} letters with macrons were encoded twice (two odd letters for one). Ask for the file in UTF-8.")
    if umlauts and not macrons:
        notes.append(f"{umlauts:,} words of te reo seem to be written with two dots (ä) for the macron (ā). They are kept as they are.")
    return tuple(notes)


def _texts(data: bytes, codec: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(without_bom(data)), encoding=codec, newline="\n")


def _umlauts(text: str) -> int:
    words = (word.casefold() for word in _WORD.findall(text) if not word.isascii())
    return sum(1 for word in words if set(word) & _UMLAUT.keys() and {_UMLAUT.get(letter, letter) for letter in word} <= _TE_REO)
