"""Text as people type it: macrons kept in what is stored, folded in what is searched."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_ASCII = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(128)).lower() + bytes(128)


def search_key(text: str) -> str:
    """Fold case, accents and punctuation: "Ngā-Tai o'Rourke" and "nga tai orourke" give one key."""
    return " ".join(search_words(text))


def search_words(text: str) -> list[str]:
    """The words of the text's search key."""
    kept = text if text.isascii() else text.casefold().replace("'", "").replace("’", "")
    if kept.isascii():  # the same answer in a tenth of the time: an import folds a great deal of text
        return kept.encode("ascii").translate(_ASCII, b"'").decode("ascii").split()
    kept = "".join(ch for ch in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(ch))
    return _NOT_WORD.sub(" ", kept).split()


def clean(text: str) -> str:
    """One line or many, without NUL or stray spaces at the ends, in composed form (NFC)."""
    return unicodedata.normalize("NFC", text.replace("\x00", "")).strip()
