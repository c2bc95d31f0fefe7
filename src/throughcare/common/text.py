"""Text as people type it: macrons kept in what is stored, folded in what is searched."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_ASCII_NOT_WORD = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def search_key(text: str) -> str:
    """Fold case, accents and punctuation: "Ngā-Tai o'Rourke" and "nga tai orourke" give one key."""
    return " ".join(search_words(text))


def search_words(text: str) -> list[str]:
    """The words of the text's search key."""
    kept = text.casefold().replace("'", "").replace("’", "")
    if kept.isascii():  # the same answer in a fifth of the time: an import folds a great deal of text
        return kept.translate(_ASCII_NOT_WORD).split()
    kept = "".join(ch for ch in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(ch))
    return _NOT_WORD.sub(" ", kept).split()


def clean(text: str) -> str:
    """One line or many, without NUL or stray spaces at the ends, in composed form (NFC)."""
    return unicodedata.normalize("NFC", text.replace("\x00", "")).strip()
