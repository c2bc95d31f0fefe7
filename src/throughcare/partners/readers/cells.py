"""One row of cells turned into what it says of a partner. What is wrong is said with what to do; no sentence repeats a value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from throughcare.common.text import search_key
from throughcare.imports.readers import Column
from throughcare.partners.actions.checks import LONGEST_NAME, Checks
from throughcare.partners.models import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_WORDS, OrganizationKind
from throughcare.partners.numbers import read_charity_number, read_nzbn
from throughcare.partners.readers.columns import is_charity_number
from throughcare.partners.readers.synonyms import EXPERTISE, KINDS, NOTES, ROLES, TOTALS
from throughcare.partners.rows import Choices, PartnerRow, Person, Place, Wrong

EMPTY = {"null", "n/a", "#n/a", "-", "none", "tbc", "unknown", "nil"}  # what people and systems write into an empty cell
_BETWEEN = re.compile(r"[;|\n]+")
_FINER = re.compile(r"[,/&]+")
_NUMBER = re.compile(r"[$€£]?[\d,. ]+%?")
_LONGEST = {
    "name": LONGEST_NAME,
    "alternate_name": LONGEST_NAME,
    "national_body": LONGEST_NAME,
    "purpose": LONGEST_WORDS,
    "phone": LONGEST_PHONE,
    "address": LONGEST_ADDRESS,
    "expertise_words": 500,
    "source_id": 200,
    "contact_name": 200,
    "contact_position": 200,
    "contact_phone": 40,
}
_JOINED = {"address": ", ", "expertise_words": "; "}
_SEE = "Use a code or a name from the list shown with the import page."


@dataclass(frozen=True)
class Words:
    """What a list may say, each folded → the code of it."""

    regions: Mapping[str, str]
    sites: Mapping[str, str]
    languages: Mapping[str, str]
    owners: Mapping[str, tuple[UUID, UUID]]


def read_row(
    place: Place, cells: Sequence[str], columns: Sequence[Column], choices: Choices, words: Words, width: int
) -> PartnerRow | Wrong:
    """The row, or the first thing that is wrong with it. width: cells the headings have."""
    if len(cells) > width and any(cells[width:]):
        return Wrong(place, "", "The row has more cells than there are headings. Put cells that hold the delimiter in quotation marks.")
    said = _said(cells, columns)
    if sentence := _no_organisation(cells, said):
        return Wrong(place, "name", sentence)
    for name, text in (("kind", choices.kind), ("regions", choices.region)):
        if text:
            said.setdefault(name, text)
    checks = Checks()
    values = _values(said, words, checks)
    if checks.errors:
        field, sentences = next(iter(checks.errors.items()))
        return Wrong(place, field, sentences[0])
    return PartnerRow(row=place.row, sheet=place.sheet, **values)  # type: ignore[arg-type]  # each value was read for its field


def _said(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """field → its cell; of a field with several columns, all of them."""
    said: dict[str, str] = {}
    for column in columns:
        cell = cells[column.place - 1] if column.place <= len(cells) else ""
        if not cell or cell.casefold() in EMPTY:
            continue
        said[column.field] = f"{said[column.field]}{_JOINED.get(column.field, ';')}{cell}" if column.field in said else cell
    return said


def _no_organisation(cells: Sequence[str], said: Mapping[str, str]) -> str:
    """Why this row is about none."""
    first = next((cell for cell in cells if cell), "")
    key, others = search_key(first), [cell for cell in cells if cell][1:]
    if (key in TOTALS or key.startswith("total ")) and all(_NUMBER.fullmatch(cell) for cell in others):
        return "This is a row of totals, not an organisation. It is left out."
    if not others and key.startswith(NOTES) and (":" in first or len(first) > 60):
        return "This is a note below the table, not an organisation. It is left out."
    return "" if "name" in said else "The name is missing. Write the name of the organisation."


def _values(said: Mapping[str, str], words: Words, checks: Checks) -> dict[str, object]:
    values: dict[str, object] = {name: checks.text(name, said.get(name, ""), most) for name, most in _LONGEST.items()}
    for name, there, listed in (
        ("regions", words.regions, "There is no region of this code or name"),
        ("sites", words.sites, "There is no site of this code or name"),
        ("roles", ROLES, "There is no such role"),
        ("languages", words.languages, "There is no such language"),
    ):
        values[name], unknown = _several(said.get(name, ""), there)
        if unknown:
            checks.wrong(name, f"{listed}. {_SEE}")
    values["expertise"], unknown = _several(said.get("expertise", ""), EXPERTISE)
    # What is on no list of ours is kept in the words it came in.
    values["expertise_words"] = checks.text("expertise_words", "; ".join(filter(None, (str(values["expertise_words"]), *unknown))), 500)
    kind = KINDS.get(search_key(said.get("kind", "")), "")
    values["kind"] = "" if kind == OrganizationKind.OTHER else kind  # which says nothing
    if "kind" in said and not kind:
        checks.wrong("kind", "There is no such kind of partner. Use a kind from the list shown with the import page.")
    values["website"] = checks.website("website", said.get("website", ""))
    values["email"] = checks.email("email", said.get("email", ""))
    values |= _numbers(said, checks)
    values["owner"] = words.owners.get(search_key(said.get("owner", "")))
    if "owner" in said and values["owner"] is None:
        checks.wrong(
            "owner", "Nobody who keeps the register is called so. Write the name as it stands on their own page, or leave the cell empty."
        )
    name, position, phone = (str(values.pop(f"contact_{part}")) for part in ("name", "position", "phone"))
    person = Person(name, position, phone, checks.email("contact_email", said.get("contact_email", "")))
    return {**values, "contact": person if person.name else None}


def _numbers(said: Mapping[str, str], checks: Checks) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, read in (("nzbn", read_nzbn), ("charity_number", read_charity_number)):
        try:
            values[name] = read(said.get(name, ""))
        except ValueError as wrong:
            checks.wrong(name, str(wrong))
    if said.get("charity_number") and values.get("charity_number") and not is_charity_number(said["charity_number"]):
        checks.wrong("charity_number", "This is no number of the New Zealand charities register. Write CC in front of it if it is one.")
    return values


def _several(text: str, there: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """(codes, what is none): a whole cell, or its parts between semicolons, or between commas."""
    codes: dict[str, None] = {}
    unknown = []
    for part in (one.strip() for one in _BETWEEN.split(text)):
        if not part:
            continue
        finer = [part] if search_key(part) in there else [one.strip() for one in _FINER.split(part) if one.strip()]
        for one in finer:
            code = there.get(search_key(one))
            if code:
                codes[code] = None
            else:
                unknown.append(one)
    return tuple(codes), unknown
