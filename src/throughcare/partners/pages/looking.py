"""What the page of a list shows: how it is read, its first rows, and what it would do."""

from collections import Counter

from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughcare.accounts.decorators import ActorRequest
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports.forms import MappingForm, SeenForm
from throughcare.imports.models import Said
from throughcare.imports.readers import DELIMITERS
from throughcare.partners import actions
from throughcare.partners.forms.importing import ReadSo
from throughcare.partners.models import OrganizationKind, PartnerFile, PartnerMapping
from throughcare.partners.readers import label_of
from throughcare.partners.states import Expertise, PartnerRole
from throughcare.places.models import Scheme
from throughcare.places.queries import choices, regions, sites

MOST_CHECKED = 1000  # organisations compared with the register each time the page opens; all of them when asked for
MOST_KINDS = 30
KINDS_HEAD = ["How many", "Column", "Why"]
_SAID = {
    Said.ALIKE: "May be there already: made, and worth a look for duplicates",
    Said.KEPT: "Left as they stand on the register",
    Said.LEFT_OUT: "Left out",
}


def context(request: ActorRequest, file: PartnerFile, read: ReadSo) -> dict[str, object]:
    """All of it."""
    reading, rows = read.reading, read.reading.count()
    whole = rows <= MOST_CHECKED or request.GET.get("check") == "all"
    would, problem = _would(request, read, whole=whole) if not reading.lacking else (None, "")
    seen = {"version": file.version}
    return {
        "about": _about(read, rows),
        "notes": reading.notes,
        "lacking": reading.lacking,
        "first_head": ["Row", *(column.label for column in reading.read)],
        "first_rows": [
            [row_of(f"{place.sheet}: {place.row}" if place.sheet else str(place.row)), *cells] for place, cells in reading.first_rows()
        ],
        "would": would,
        "problem": problem,
        "whole": whole,
        "most": MOST_CHECKED,
        "rows": rows,
        "kinds_head": KINDS_HEAD,
        "kinds": _kinds([(one.field, one.message) for one in would.rejected]) if would else [],
        "noted": _noted(would) if would else [],
        "start": SeenForm(initial=seen, auto_id=False),
        "save": MappingForm(initial={**seen, "name": read.mapping.name if read.mapping else ""}, auto_id="save_%s"),
    }


def row_of(where: str) -> SafeString:
    """On a phone, where the columns have no heads, it says that it is a row."""
    return format_html('<span class="app-narrow-only">Row </span>{}', where)


def _about(read: ReadSo, rows: int) -> list[dict[str, str]]:
    found, reading = read.reading.found, read.reading
    facts = {"Kind of file": found.kind, "Rows": f"{rows:,}", "The list is called": reading.source}
    if found.encoding:
        facts["How its letters are written"] = f"{found.encoding.name}. {found.encoding.why}"
        facts["Between the cells"] = DELIMITERS.get(found.delimiter, found.delimiter)
    if found.sheet:
        several = ", ".join(table.found.sheet for table in reading.tables)
        facts["Sheet" if len(reading.tables) == 1 else "Sheets"] = several + (f" (of {len(found.sheets)})" if len(found.sheets) > 1 else "")
    facts["Saved mapping"] = read.mapping.name if read.mapping else "None: how it is read was found from the file"
    return [{"key": key, "value": value} for key, value in facts.items()]


def _would(request: ActorRequest, read: ReadSo, *, whole: bool) -> tuple[actions.Imported | None, str]:
    """What an import would do, or why that can't be said."""
    try:
        return actions.check_partners(by=request.actor, file=read.reading.partners(), most=None if whole else MOST_CHECKED), ""
    except (Invalid, Refused) as refused:
        return None, str(refused)


def _kinds(said: list[tuple[str, str]]) -> list[list[object]]:
    """By kind: how many rows, which column, why."""
    counted = Counter((label_of(field) if field else "", message) for field, message in said)
    return [[f"{count:,} row{'' if count == 1 else 's'}", field, message] for (field, message), count in counted.most_common(MOST_KINDS)]


def _noted(would: actions.Imported) -> list[tuple[str, list[list[object]]]]:
    """What is to be known of rows that would be taken."""
    return [
        (title, found)
        for said, title in _SAID.items()
        if (found := _kinds([(note.field, note.message) for note in would.notes if note.said == said]))
    ]


def said_of(said: str) -> str:
    """A kind of note in words."""
    return _SAID[Said(said)]


def mapping_rows(mapping: PartnerMapping) -> list[dict[str, str]]:
    """What the mapping says of the whole list, then each heading and what it is read as."""
    called = [{"key": "The list is called", "value": mapping.source}] if mapping.source else []
    return called + [
        {"key": key or "(no heading)", "value": label_of(field)} for key, field in zip(mapping.headings, mapping.fields, strict=True)
    ]


def codes() -> list[dict[str, object]]:
    """Words a list may use, by column."""
    return [
        {"column": "Kind", "codes": list(OrganizationKind.choices)},
        {"column": "Regions", "codes": [(region.code, region.name) for region in regions()]},
        {"column": "Sites", "codes": [(site.code, site.name) for site in sites()]},
        {"column": "Roles", "codes": list(PartnerRole.choices)},
        {"column": "Expertise", "codes": list(Expertise.choices)},
        {"column": "Languages", "codes": choices(Scheme.LANGUAGE)},
    ]
