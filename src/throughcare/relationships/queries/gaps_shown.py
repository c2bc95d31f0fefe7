"""What is missing, as its page, REST, files and the command line show it."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from throughcare.partners.queries.shown import day_words
from throughcare.relationships.queries.gaps import Gap, Gaps
from throughcare.relationships.states import Split

NOT_TOLD = "Not told"
EXPORT_HEAD = (
    "Region",
    "Pillar",
    "Group",
    "People who need it",
    "Planned for",
    "Services",
    "Places free",
    "Services that say",
    "Of their own",
    "How it stands",
)


def people(row: Gap) -> str:
    """To threes; in words when it is withheld."""
    return NOT_TOLD if row.people is None else f"{row.people:,}"


def standing(row: Gap) -> dict[str, str]:
    """A tag."""
    if row.is_missing:
        return {"text": "Nothing there", "colour": "red"}
    if row.offer.services == 0:
        return {"text": "No service", "colour": "yellow"}
    if row.is_full:
        return {"text": "No place free", "colour": "orange"}
    return {"text": "Too few places", "colour": "yellow"} if row.short > 0 else {"text": "There is", "colour": "green"}


def places(row: Gap) -> str:
    """Places free, and how many services say so."""
    if not row.offer.services:
        return ""
    if not row.offer.said:
        return "No service says"
    some = "" if row.offer.said == row.offer.services else f" ({row.offer.said} of {row.offer.services} say)"
    return f"{row.offer.free:,}{some}"


def head(split: str, found: Gaps) -> list[object]:
    """Columns of the table."""
    columns: list[object] = ["Region", "Pillar"]
    columns += [Split(split).label] if split else []
    columns += [{"text": "People who need it", "numeric": True}] if found.last else []
    columns += [{"text": "Planned for", "numeric": True}] if _has_plans(found) else []
    columns += [{"text": "Services", "numeric": True}, "Places free"]
    columns += ["Of their own"] if _has_own(found) else []
    return [*columns, "How it stands"]


def line(row: Gap, split: str, found: Gaps) -> list[object]:
    """One row of the table."""
    cells: list[object] = [found.names[row.region], row.pillar.label]
    cells += [found.part_names[row.part]] if split else []
    cells += [people(row)] if found.last else []
    cells += ["" if row.planned is None else f"{row.planned:,}"] if _has_plans(found) else []
    cells += [row.offer.services, places(row)]
    cells += ["" if row.own is None else str(row.own)] if _has_own(found) else []
    return [*cells, standing(row)]


def worst(found: Gaps, regions: Sequence[str], most: int = 25) -> list[list[object]]:
    """Rows where people have nothing, or no place, in these regions (all, when none is named)."""
    rows = (row for row in found.rows if (row.is_missing or row.is_full) and (not regions or row.region in regions))
    return [line(row, "", found) for row in islice(rows, most)]


def _has_plans(found: Gaps) -> bool:
    return any(row.planned is not None for row in found.rows)


def _has_own(found: Gaps) -> bool:
    return any(row.own is not None for row in found.rows)


def counted_words(found: Gaps) -> str:
    """When, and by what rule."""
    if found.last is None:
        return ""
    return (
        f"People with an open need were counted on {day_words(found.last.day)}. So that nobody can be found out, numbers are rounded to threes, and some are "
        "not told: none to five people, and a number that would tell such a one. Of groups, only what is told is shown."
    )


def as_dict(row: Gap, names: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, Any]:
    """For REST and the command line."""
    return {
        "region": row.region,
        "region_name": names[row.region],
        "pillar": row.pillar.value,
        "part": row.part,
        "part_name": parts.get(row.part, ""),
        "people": row.people,
        "planned": row.planned,
        "services": row.offer.services,
        "places_free": row.offer.free,
        "services_that_say": row.offer.said,
        "own_services": row.own,
        "nothing_there": row.is_missing,
        "no_place_free": row.is_full,
    }


def export_row(row: Gap, found: Gaps) -> list[str]:
    """One row of the file."""
    told = [found.names[row.region], row.pillar.label, found.part_names.get(row.part, ""), people(row) if found.last else "", row.planned]
    told += [row.offer.services, row.offer.free, row.offer.said, row.own, standing(row)["text"]]
    return ["" if one is None else str(one) for one in told]
