"""Which column of a list of partners is what: by which words its headings are known, and what the values of a field look like."""

import re
from collections.abc import Callable, Sequence

from throughcare.common.text import search_key
from throughcare.imports.readers.columns import NOT_READ, Fields, keys_of_heading
from throughcare.partners.numbers import read_charity_number, read_nzbn
from throughcare.partners.readers.synonyms import EXACT, KINDS, LABELS, STRONG, WEAK
from throughcare.partners.rows import FIELDS, SEVERAL

_PLACE = re.compile(r"\b\d+\b")  # "parties/0/name": the first of several
_LETTER = re.compile(r"[^\W\d_]")


def label_of(field: str) -> str:
    """A field in words."""
    return LABELS.get(field, NOT_READ)


def field_of(heading: str) -> tuple[str, str]:
    """(field, how it is known): exact, synonym, weak, or ("", "")."""
    keys = keys_of_heading(heading)
    for key in dict.fromkeys((*keys, *(" ".join(_PLACE.sub(" ", one).split()) for one in keys))):
        for words, how in ((EXACT, "exact"), (STRONG, "synonym"), (WEAK, "weak")):
            if key in words:
                return words[key], how
    return "", ""


def _covered(field: str, named: set[str]) -> bool:
    return False


def _fits(field: str, values: Sequence[str]) -> bool:
    """Could these be the values of that field? Half of them are enough: what is wrong is said row by row."""
    return not values or field not in _LOOKS or 2 * sum(map(_LOOKS[field], values)) >= len(values)


def is_nzbn(text: str) -> bool:
    """With its check digit."""
    return _reads(read_nzbn, text)


def is_charity_number(text: str) -> bool:
    """Of New Zealand's register: with its letters, or the five digits every number given out has. Six or seven are another country's."""
    return _reads(read_charity_number, text) and (search_key(text).startswith("cc") or sum(map(str.isdigit, text)) == 5)


def _reads(read: Callable[[str], str], text: str) -> bool:
    try:
        return bool(read(text))
    except ValueError:
        return False


_LOOKS: dict[str, Callable[[str], bool]] = {
    "name": lambda text: bool(_LETTER.search(text)) and "@" not in text,
    "kind": lambda text: search_key(text) in KINDS,
    "nzbn": is_nzbn,
    "charity_number": is_charity_number,
    "website": lambda text: "." in text and " " not in text.strip(),
    "email": lambda text: "@" in text,
    "contact_email": lambda text: "@" in text,
    "phone": lambda text: sum(map(str.isdigit, text)) >= 5,
    "contact_phone": lambda text: sum(map(str.isdigit, text)) >= 5,
    "contact_name": lambda text: bool(_LETTER.search(text)) and "@" not in text,
    "regions": lambda text: bool(_LETTER.search(text)),
}
OURS = Fields(field_of, _fits, label_of, FIELDS.__contains__, _covered, several=SEVERAL)
