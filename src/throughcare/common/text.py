"""Text as people type it: macrons kept in what is stored, folded in what is searched."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def search_key(text: str) -> str:
    """Fold case, accents and punctuation: "Ngā-Tai o'Rourke" and "nga tai orourke" give one key."""
    kept = text.casefold().replace("'", "").replace("’", "")
    if not kept.isascii():  # most texts of an import are, and have nothing to fold
        kept = "".join(ch for ch in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(ch))
    return _NOT_WORD.sub(" ", kept).strip()


def clean(text: str) -> str:
    """One line or many, without NUL or stray spaces at the ends, in composed form (NFC)."""
    return unicodedata.normalize("NFC", text.replace("\x00", "")).strip()
