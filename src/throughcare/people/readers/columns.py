"""Which column of a people file is what: by which words its headings are known, and what the values of a field look like."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from throughcare.imports.readers.columns import NAME_LIKE, NOT_READ, Column, Fields, dates_in, keys_of_heading
from throughcare.people.actions.rows import COLUMNS
from throughcare.people.readers.synonyms import EXACT, FULL_NAME, IDENTIFIER, LABELS, STRONG, WEAK

__all__ = ["DATES", "Column", "dates_in", "field_of", "fields_of", "label_of"]

DATES = ("birth_date", "site_since", "release_date")
_SCHEME = re.compile(r"identifier:[a-z0-9_-]{1,60}")


def label_of(field: str) -> str:
    """A field in words."""
    return f"Number ({field.removeprefix(IDENTIFIER)})" if field.startswith(IDENTIFIER) else LABELS.get(field, NOT_READ)


def is_field(name: str) -> bool:
    """Can a column be read as this?"""
    return name in COLUMNS or name == FULL_NAME or bool(_SCHEME.fullmatch(name))


def fields_of(schemes: Mapping[str, str]) -> Fields:
    """What a column may be read as. schemes: words for the numbers this site keeps, folded → scheme."""
    return Fields(partial(field_of, schemes=schemes), _fits, label_of, is_field, _is_covered, "the columns of names")


def field_of(heading: str, schemes: Mapping[str, str]) -> tuple[str, str]:
    """(field, how it is known): exact, synonym, weak, or ("", "")."""
    plain = heading.strip().lower().replace(" ", "_")
    if _SCHEME.fullmatch(plain):
        return plain, "exact"
    for key in keys_of_heading(heading):
        if key in EXACT:
            return EXACT[key], "exact"
        if key in schemes:
            return f"{IDENTIFIER}{schemes[key]}", "synonym"
        if key in STRONG:
            return STRONG[key], "synonym"
        if key in WEAK:
            return WEAK[key], "weak"
    return "", ""


def _is_covered(field: str, named: set[str]) -> bool:
    """A whole name says nothing when its parts have columns of their own."""
    return field == FULL_NAME and bool({"given_names", "preferred_name"} & named)


def _fits(field: str, values: Sequence[str]) -> bool:
    """Could these be the values of that field? Half of them are enough: what is wrong is said row by row."""
    if not values:
        return True
    if field in DATES:
        return 2 * dates_in(values).dates >= len(values)
    if field in (FULL_NAME, "given_names", "family_name", "preferred_name"):
        return 2 * sum(1 for value in values if NAME_LIKE.fullmatch(value)) >= len(values)
    if field == "identifiers":
        return 2 * sum(1 for value in values if ":" in value) >= len(values)
    if field.startswith(IDENTIFIER):
        return 2 * sum(1 for value in values if any(sign.isdigit() for sign in value)) >= len(values)
    return True
