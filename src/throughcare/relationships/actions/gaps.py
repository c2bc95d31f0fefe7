"""People who need something are counted, and rounded before anybody reads a number; planning figures are loaded from a list."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotAllowed
from throughcare.evaluation.small_counts import told, told_each
from throughcare.imports.readers.encodings import find_encoding
from throughcare.imports.rows import BadRow
from throughcare.matching.pillars import Pillar
from throughcare.people.queries.needing import Needing, needing
from throughcare.people.states import AgeBand
from throughcare.places.models import Scheme
from throughcare.places.queries import regions, terms
from throughcare.relationships.models import NeedsCell, NeedsCount, PlanningFigure
from throughcare.relationships.queries.gaps import part_names
from throughcare.relationships.states import Split

_SALT, _ONE_AT_A_TIME = "throughcare.needs.counted", 0x6E656564
DAYS_BETWEEN = 28  # two counts closer to each other would tell by their difference what became of one person
MOST_FIGURES = 10_000
LONGEST_SOURCE = 200
FIGURE_HEAD = ("region", "pillar", "split", "part", "people", "source", "as of")


@transaction.atomic
def count_needs(*, by: Actor) -> NeedsCount | None:
    """Count who needs what, where, as it is today, instead of the count before; None when that was within 28 days. By the system alone; nothing
    in partnership mode. Before anything is written: a transaction that has written keeps the audit's seals waiting."""
    if not by.system:
        raise NotAllowed("There is nothing at this address that you can see.")
    if settings.PARTNERSHIP or not _is_due():
        return None
    made = keep_count(by)
    record(by=by, verb="needs.counted", about=Ref("relationships.needscount", made.pk), detail={"cells": made.cells.count()})
    return made


def keep_count(by: Actor) -> NeedsCount:
    """Count, and keep what may be told. The caller has asked who counts, and whether it is due."""
    cells = rounded(needing(by), key=salted_hmac(_SALT, "", algorithm="sha256").digest())
    NeedsCount.objects.all().delete()  # or whoever reads several learns more of each number than one tells
    made = NeedsCount.objects.create()
    NeedsCell.objects.bulk_create([NeedsCell(count=made, **cell) for cell in cells], batch_size=2000)
    return made


def _is_due() -> bool:
    """Whether the last was four weeks ago; one at a time asks and counts."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    return not NeedsCount.objects.filter(day__gt=today() - timedelta(days=DAYS_BETWEEN)).exists()


def rounded(rows: Iterable[Needing], *, key: bytes) -> list[dict[str, object]]:
    """What may be told of each region and pillar, and of its parts: those nobody is in too, since a row that is not there would say so."""
    people: dict[tuple[str, str, str], dict[str, Needing]] = defaultdict(dict)
    for row in rows:
        people[row.region, row.pillar, row.split][row.part] = row
    parts = {"": [""], Split.AGE.value: ["", *AgeBand.values], **{one: codes for one, codes in _codes().items() if codes}}
    found: list[dict[str, object]] = []
    for region in regions():
        for pillar in Pillar:
            all_of_them = people[region.code, pillar, ""].get("")
            cell = f"{region.code}|{pillar}|{all_of_them.who if all_of_them else 0}"
            for split, every in parts.items():
                there = people[region.code, pillar, split]
                counts = {part: there[part].people if part in there else 0 for part in dict.fromkeys([*every, *there])}
                whose = {part: row.who for part, row in there.items()}
                told_parts = _told(counts, whose, key, cell, split)
                same: dict[str, object] = {"region": region.code, "pillar": pillar.value, "split": split}
                found += [{**same, "part": part, "people": number} for part, number in told_parts.items()]
    return found


def _codes() -> dict[str, list[str]]:
    return {
        Split.GENDER.value: ["", *(term.code for term in terms(Scheme.GENDER))],
        Split.ETHNICITY.value: [term.code for term in terms(Scheme.ETHNICITY)],
    }


def _told(counts: Mapping[str, int], whose: Mapping[str, int], key: bytes, cell: str, split: str) -> dict[str, int | None]:
    """The same people are rounded the same way whenever they are counted, and others by another draw."""
    if split == Split.ETHNICITY:  # somebody may be in several
        return {
            part: told_each({part: count}, key=key, cell=f"{cell}|{whose.get(part, 0)}", splits=split)[part]
            for part, count in counts.items()
        }
    return told(counts, key=key, cell=cell, splits=split).parts


@dataclass
class Loaded:
    """What became of each row of a list of figures."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: list[BadRow] = field(default_factory=list)


def read_text(data: bytes) -> str:
    """A list of figures in whatever encoding it came. Raises Invalid when it is no text."""
    try:
        return data.decode(find_encoding(data).codec)
    except (Invalid, UnicodeDecodeError, LookupError):
        raise _unreadable("The file can't be read as text. Save it as CSV in UTF-8.") from None


@transaction.atomic
def load_figures(*, by: Actor, text: str) -> Loaded:
    """Figures as CSV, one a row under FIGURE_HEAD in any order; a row for what is there already takes its place. Raises NotAllowed, and Invalid
    for a list that can't be read at all. What can't be used of it is rejected with its row, field and reason, and the rest is taken."""
    by.check(Permission.PARTNER_EDIT)
    there = {(row.region, row.pillar, row.split, row.part): row for row in PlanningFigure.objects.select_for_update()}
    known, done, seen = {one.code for one in regions()}, Loaded(), set[tuple[str, str, str, str]]()
    for number, line in _lines(text):
        read = _figure(number, line, known)
        if isinstance(read, BadRow):
            done.rejected.append(read)
            continue
        key = (str(read["region"]), str(read["pillar"]), str(read["split"]), str(read["part"]))
        if key in seen:
            done.rejected.append(BadRow(number, "part", "Stands in this list already: keep one of the two."))
            continue
        seen.add(key)
        _put(by, there.get(key), read, done)
    record(
        by=by,
        verb="figures.loaded",
        detail={"created": done.created, "updated": done.updated, "removed": done.removed, "rejected": len(done.rejected)},
    )
    return done


def _put(by: Actor, row: PlanningFigure | None, read: dict[str, object], done: Loaded) -> None:
    if read["people"] is None:  # left empty: there is no such figure
        done.removed += row is not None
        done.unchanged += row is None
        if row is not None:
            row.delete()
    elif row is None:
        PlanningFigure.objects.create(by_id=by.user_id, **read)
        done.created += 1
    elif any(getattr(row, name) != value for name, value in read.items()):
        for name, value in read.items():
            setattr(row, name, value)
        row.by_id, row.version = by.user_id, row.version + 1
        row.save()
        done.updated += 1
    else:
        done.unchanged += 1


def _lines(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _unreadable(f"The list can't be read as CSV: {error}.") from error
    head = [cell.casefold().replace("_", " ") for cell in rows[0][1]] if rows else []
    if missing := [name for name in ("region", "pillar", "people", "source", "as of") if name not in head]:
        raise _unreadable(f"The first row must name the columns; missing: {', '.join(missing)}.")
    if len(rows) - 1 > MOST_FIGURES:
        raise _unreadable(f"The list has {len(rows) - 1:,} rows; at most {MOST_FIGURES:,} at once.")
    return [(number, dict(zip(head, cells, strict=False))) for number, cells in rows[1:]]


def _unreadable(sentence: str) -> Invalid:
    return Invalid(sentence, {"file": [sentence]})


def _figure(number: int, line: dict[str, str], known: set[str]) -> "dict[str, object] | BadRow":
    """One row as it is kept, or why it can't be."""
    said = {name: line.get(name, "") for name in FIGURE_HEAD}
    if any("\x00" in word for word in said.values()):
        return BadRow(number, "source", "The row holds a character that can't be kept (NUL). Take it out.")
    if said["region"] not in known:
        return BadRow(number, "region", f"Write a region's code: {', '.join(sorted(known))}.")
    pillar = said["pillar"].upper()
    if pillar not in {one.value for one in Pillar}:
        return BadRow(number, "pillar", f"Write a pillar: {', '.join(one.value for one in Pillar)}.")
    if said["split"].lower() not in ("", *Split.values) or bool(said["split"]) != bool(said["part"]):
        return BadRow(number, "split", f"Write {', '.join(Split.values)} with a part, or leave both empty for all people.")
    part = _part(said["split"].lower(), said["part"])
    if part is None:
        return BadRow(number, "part", "Write the group's code or its name, as on the page of what is missing.")
    if said["people"] and (not said["people"].isdecimal() or len(said["people"]) > 9):
        return BadRow(number, "people", "Write a whole number of people; leave it empty to take the figure away.")
    if not said["source"] or len(said["source"]) > LONGEST_SOURCE or len(said["part"]) > 60:
        return BadRow(number, "source", f"Say whose figure this is, in at most {LONGEST_SOURCE} characters; a part has at most 60.")
    try:
        as_of = date.fromisoformat(said["as of"])
    except ValueError:
        return BadRow(number, "as of", "Write the day it holds for like 2026-06-30.")
    return {
        "region": said["region"],
        "pillar": pillar,
        "split": said["split"].lower(),
        "part": part,
        "people": int(said["people"]) if said["people"] else None,
        "source": said["source"],
        "as_of": as_of,
    }


def _part(split: str, said: str) -> str | None:
    """The code of a group, by its code or its name; None for one nobody is counted under. Faith communities are as they are written."""
    names = part_names(split, ["", *AgeBand.values] if split == Split.AGE else _codes().get(split, []))
    if not names or not said:
        return said
    by_name = {name.casefold(): code for code, name in names.items()} | {code.casefold(): code for code in names if code}
    return by_name.get(said.casefold())
