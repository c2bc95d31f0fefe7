"""What the page of a file shows: how it is read, its first rows, and what it would do."""

import re
from collections import Counter
from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughcare.accounts.decorators import ActorRequest
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports.readers import DELIMITERS
from throughcare.people import actions
from throughcare.people.actions.rows import PeopleFile
from throughcare.people.forms import MappingForm, ReadSo, SeenForm
from throughcare.people.models import ImportFile, ImportMapping
from throughcare.people.queries.files import trouble_with
from throughcare.people.queries.newcomers import percent
from throughcare.people.readers import label_of
from throughcare.people.readers.synonyms import IDENTIFIER
from throughcare.places.models import Scheme
from throughcare.places.queries import labels

MOST_CHECKED = 2000  # rows compared with the records each time the page opens; all of them when asked for
MOST_KINDS = 30
HEADS = {"kinds_head": ["How many", "Column", "What to do"], "alike_head": ["Row", "Like", "How likely", "Why"]}
_OTHER_ROW = re.compile(r"Row \d+")


def in_words() -> Callable[[str], str]:
    """How a page calls what a column is read as: a number by what its scheme is called."""
    schemes = {f"{IDENTIFIER}{code}": label for (_, code), label in labels(Scheme.IDENTIFIER).items()}
    return lambda field: schemes.get(field) or label_of(field)


def context(request: ActorRequest, file: ImportFile, read: ReadSo) -> dict[str, object]:
    """All of it."""
    reading, rows = read.reading, read.reading.count()
    whole = rows <= MOST_CHECKED or request.GET.get("check") == "all"
    would, problem = _would(request, read, whole=whole) if not reading.lacking else (None, "")
    seen, called = {"version": file.version}, in_words()
    return {
        "about": _about(read, rows),
        "notes": [*reading.notes, *(f"{called(field)}: {said}" for field, said in reading.said_of_dates().items())],
        "lacking": reading.lacking,
        "first_head": ["Row", *(called(column.field) for column in reading.read)],
        "first_rows": [[_row(number), *cells] for number, cells in reading.first_rows()],
        "would": would,
        "compared": compared_of(file),
        "asked": 0,
        "problem": problem,
        "whole": whole,
        "most": MOST_CHECKED,
        "kinds": _kinds(would, called) if would else [],
        **HEADS,
        "start": SeenForm(initial=seen, auto_id=False),
        "save": MappingForm(initial={**seen, "name": read.mapping.name if read.mapping else ""}, auto_id="save_%s"),
        "rows": rows,
    }


def _about(read: ReadSo, rows: int) -> list[dict[str, str]]:
    found = read.reading.found
    facts = {"Kind of file": found.kind, "Rows": f"{rows:,}"}
    if found.encoding:
        facts["How its letters are written"] = f"{found.encoding.name}. {found.encoding.why}"
        facts["Between the cells"] = DELIMITERS.get(found.delimiter, found.delimiter)
    if found.sheet:
        facts["Sheet"] = found.sheet + (f" (one of {len(found.sheets)})" if len(found.sheets) > 1 else "")
    facts["Saved mapping"] = read.mapping.name if read.mapping else "None: how it is read was found from the file"
    return [{"key": key, "value": value} for key, value in facts.items()]


def _would(request: ActorRequest, read: ReadSo, *, whole: bool) -> tuple[actions.Imported | None, str]:
    """What an import would do, or why that can't be said; without comparing new people, which a job does."""
    try:
        people = read.reading.people()
        if not whole:
            last = sorted([*(r.row for r in people.rows), *(b.row for b in people.bad)])[MOST_CHECKED - 1]
            people = PeopleFile(people.name, [r for r in people.rows if r.row <= last], [b for b in people.bad if b.row <= last])
        return actions.import_people(by=request.actor, file=people, dry_run=True, looked_at=True), ""
    except (Invalid, Refused) as refused:
        return None, str(refused)


def compared_of(file: ImportFile) -> dict[str, object]:
    """What the job found: counts, and the rows that would be held, each with how likely it is about somebody known, and why.

    Until then: what went wrong with it, or nothing.
    """
    found = dict(file.compared or {})
    if not found and (trouble := trouble_with(file)):
        return {"trouble": trouble}
    if "alike" in found:
        found["rows"] = [
            [
                _row(one["row"]),
                f"Row {one['like_row']} of this file" if one["like_row"] else "Somebody there",
                percent(one["probability"]),
                _why(one),
            ]
            for one in found.pop("alike")
        ]
        found["more"] = found["held"] - len(found["rows"])
    return found


def _row(number: object) -> SafeString:
    """On a phone, where the columns have no heads, it says that it is a row."""
    return format_html('<span class="app-narrow-only">Row </span>{}', number)


def _why(one: dict[str, list[str]]) -> str:
    return ", ".join(one["words"]).capitalize()


def _kinds(would: actions.Imported, called: Callable[[str], str]) -> list[list[object]]:
    """What is wrong, by kind: how many rows, which column, what to do."""
    counted = Counter((called(one.field) if one.field else "", _OTHER_ROW.sub("Another row", one.message)) for one in would.rejected)
    return [[f"{count:,} row{'' if count == 1 else 's'}", column, message] for (column, message), count in counted.most_common(MOST_KINDS)]


def mapping_rows(mapping: ImportMapping) -> list[dict[str, str]]:
    """Each heading and what it is read as."""
    pairs, called = zip(mapping.headings, mapping.fields, strict=True), in_words()
    return [{"key": heading or "(no heading)", "value": called(field)} for heading, field in pairs]
