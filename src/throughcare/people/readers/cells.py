"""One row of cells turned into what it says of a person. Raises Bad with what to do; no sentence repeats a value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from throughcare.common.clock import today
from throughcare.imports.readers.dates import DAY, Bad, read_date
from throughcare.imports.rows import BadRow
from throughcare.people.actions.rows import LIST_FIELDS, NAME_FIELDS, FileRow
from throughcare.people.models import identifier_value
from throughcare.people.readers.columns import DATES, Column
from throughcare.people.readers.synonyms import FULL_NAME, IDENTIFIER

LONGEST_CELL = 2000
SHORT = {"team": 60, "gender": 60, "age_band": 10, "site": 60, "home_site": 60, "release_unknown": 60}
YES, NO = {"yes", "y", "true", "1", "āe", "ae"}, {"no", "n", "false", "0", "kāo", "kao"}
EMPTY = {"null", "n/a", "#n/a", "-"}  # what other systems write into an empty cell


def read_row(
    number: int, cells: Sequence[str], columns: Sequence[Column], orders: Mapping[str, str], team: str, width: int
) -> FileRow | BadRow:
    """The row, or why it can't be taken. team: the office of every row that names none. width: cells the headings have."""
    if len(cells) > width and any(cells[width:]):
        return BadRow(number, "", "The row has more cells than there are headings. Put cells that hold the delimiter in quotation marks.")
    said = {column.field: cells[column.place - 1] for column in columns if column.place <= len(cells)}
    said = {name: cell for name, cell in said.items() if cell and cell.casefold() not in EMPTY}
    if team:
        said.setdefault("team", team)
    try:
        return _file_row(number, said, orders)
    except Bad as wrong:
        return BadRow(number, wrong.field, str(wrong))


def _file_row(number: int, said: dict[str, str], orders: Mapping[str, str]) -> FileRow:
    for name, cell in said.items():
        if len(cell) > SHORT.get(name, 200 if name in (*NAME_FIELDS, FULL_NAME) else LONGEST_CELL):
            raise Bad(name, "The cell is too long. Check that the columns have not slipped.")
    if "team" not in said:
        raise Bad("team", "The team is missing. Write the code of the office that works with the person.")
    values: dict[str, object] = {name: said[name] for name in (*NAME_FIELDS, *SHORT) if name in said}
    if FULL_NAME in said:
        values = {**_parts_of(said[FULL_NAME]), **values}
    for name in LIST_FIELDS:
        values[name] = tuple(part.strip() for part in said.get(name, "").split(";") if part.strip())
    for name in DATES:
        if name in said:
            values[name] = read_date(name, said[name], orders.get(name, DAY))
    if "interpreter" in said:
        values["interpreter"] = _yes_or_no(said["interpreter"])
    _check_together(values)
    return FileRow(row=number, identifiers=tuple(_identifiers(said)), **values)  # type: ignore[arg-type]  # each value was read for its field


def _parts_of(name: str) -> dict[str, object]:
    """A whole name: only a comma says which part is the family's; without one it is kept whole, and nobody's name is cut at a guess."""
    family, comma, given = name.partition(",")
    if comma and family.strip() and given.strip() and "," not in given:
        return {"family_name": family.strip(), "given_names": given.strip()}
    return {"preferred_name": name}


def _check_together(values: Mapping[str, object]) -> None:
    born = values.get("birth_date")
    if isinstance(born, date) and not date(1900, 1, 1) <= born <= today():
        raise Bad("birth_date", "A date of birth lies between 1900 and today. Check the year.")
    since = values.get("site_since")
    if isinstance(since, date) and since > today():
        raise Bad("site_since", "The date lies in the future. Write the day the person came to the site.")
    if ("site" in values) != ("site_since" in values):
        raise Bad("site", "Give site and site_since together: where the person is, and since when.")
    if "release_date" in values and "release_unknown" in values:
        raise Bad("release_unknown", "Give either a release date or the reason it is not known, not both.")


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Bad("interpreter", "Write yes or no.")


def _identifiers(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    pairs = [(name.partition(":")[2], cell, name) for name, cell in said.items() if name.startswith(IDENTIFIER)]
    for part in filter(str.strip, said.get("identifiers", "").split(";")):
        scheme, colon, value = part.partition(":")
        if not colon:
            raise Bad("identifiers", "Write each number with its scheme in front, such as prn:1234567; nhi:ABC1234.")
        pairs.append((scheme.strip().lower(), value, "identifiers"))
    seen = set()
    for scheme, value, name in pairs:
        kept = identifier_value(value)
        if not kept or len(kept) > 100:
            raise Bad(name, "The number is empty or too long.")
        if (scheme, kept) not in seen:
            seen.add((scheme, kept))
            yield scheme, kept
    if not seen:
        raise Bad("identifiers", "The row has no number, so the person can't be told apart from others. Give at least one.")
