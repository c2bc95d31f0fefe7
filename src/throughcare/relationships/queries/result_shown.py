"""What a stock-take found, put together as its page, REST, files and the command line show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from throughcare.partners.models import OrganizationKind
from throughcare.places.models import Site
from throughcare.places.queries import regions, sites_by_code
from throughcare.relationships.models import Barrier, ReturnLine, StockTake
from throughcare.relationships.queries.stocktake_pictures import bars_of, map_of
from throughcare.relationships.queries.stocktake_result import PartnerRow, Result, Standing
from throughcare.relationships.queries.stocktakes_shown import answer_tag, called, per_cent, site_name
from throughcare.relationships.states import BarrierKind, BarrierState, HasAgreement, LineAnswer, Settled

MOST_SHOWN = 25  # of a list on the page
PARTNER_HEAD = ("Partner", "Kind", "How it stands", "Sites", "Since", "For what", "Agreement")
SHORT_HEAD = ("Partner", "Kind", "Sites")
COUNT_HEAD = ("", *({"text": text, "numeric": True} for text in ("Active", "Asked about")))
BARRIER_HEAD = ("Kind", *({"text": text, "numeric": True} for text in ("Said", "Stand in the way still")))
_COLOURS = {
    Standing.ACTIVE: "green",
    Standing.DIFFER: "orange",
    Standing.ENDED: "red",
    Standing.UNKNOWN: "grey",
    Standing.NO_ANSWER: "yellow",
}
EXPORT_HEAD = (
    "Site",
    "Region",
    "Partner",
    "Kind",
    "Answer",
    "Since",
    "For what",
    "Is there an agreement",
    "Which agreement",
    "What would make it better",
    "What has changed or why it ended",
    "What stands in the way",
    "What became of it",
    "Return handed in",
)


def partner_row(row: PartnerRow, names: Mapping[str, Site]) -> list[object]:
    """One partner in the table."""
    return [
        {"text": row.organization.name, "href": reverse("partner", args=[row.partner_id])},
        row.organization.get_kind_display(),
        {"text": row.standing.value, "colour": _COLOURS[row.standing]},
        ", ".join(site_name(code, names) for code in row.sites),
        row.since,
        ", ".join(row.purposes),
        agreement(row),
    ]


def agreement(row: PartnerRow) -> str:
    """Whether there is one as sites say, and which."""
    if not row.agreement:
        return ""
    return ": ".join(filter(None, [str(HasAgreement(row.agreement).label), ", ".join(row.agreements)]))


def short_row(row: PartnerRow, names: Mapping[str, Site]) -> list[object]:
    """One partner, where its standing is said above."""
    where = ", ".join(site_name(code, names) for code in row.sites)
    return [{"text": row.organization.name, "href": reverse("partner", args=[row.partner_id])}, row.organization.get_kind_display(), where]


def by_kind(result: Result) -> list[list[object]]:
    """Each kind of partner, with how many are active and how many were asked about."""
    asked, active = (Counter(row.organization.kind for row in rows) for rows in (result.partners, result.active))
    return [[str(label), active[code], asked[code]] for code, label in OrganizationKind.choices if asked[code]]


def by_region(result: Result) -> list[list[object]]:
    """Each region, with how many partners are active at a site there; one of two regions counts in both."""
    known = sites_by_code()
    active, asked = Counter[str](), Counter[str]()
    for row in result.partners:
        active.update({known[code].region_id for code in row.sites if code in known})
        asked.update({known[code].region_id for code in row.asked if code in known})
    return [[region.name, active[region.code], asked[region.code]] for region in regions() if asked[region.code]]


def compared(result: Result) -> list[list[object]]:
    """The stock-take before beside this one, measure by measure."""
    then = result.before
    if then is None:
        return []

    def lines(one: Result) -> list[object]:
        agreed = sum(row.agreement == HasAgreement.YES for row in one.active)
        said = sum(count for _, count, _ in one.barriers)
        return [
            f"{one.done.handed_in} of {one.done.asked}",
            per_cent(one.done.coverage),
            len(one.active),
            len(one.of(Standing.ENDED)),
            agreed,
            len(one.agreement_unknown),
            len(one.found),
            said,
        ]

    words = (
        "Sites that handed in",
        "Covered",
        "Active partners",
        "Not active any more",
        "Active with an agreement",
        "Active, agreement not known",
        "New partners found",
        "Things that stand in the way",
    )
    return [[what, before, now] for what, before, now in zip(words, lines(then), lines(result), strict=True)]


def site_rows(result: Result) -> list[list[object]]:
    """The table beside the map."""
    known = sites_by_code([code for row in result.partners for code in row.asked])
    asked = Counter(code for row in result.partners for code in row.asked)
    return [[site_name(code, known), result.by_site.get(code, 0), asked[code]] for code in sorted(asked)]


def barrier_rows(result: Result) -> list[list[object]]:
    """Each kind, with how many were said and how many stand in the way still."""
    there = reverse("stock-barriers")
    return [
        [{"text": str(BarrierKind(kind).label), "href": f"{there}?state=any&kind={kind}"}, said, still]
        for kind, said, still in result.barriers
    ]


def page(result: Result) -> dict[str, Any]:
    """All of it, as the page shows it."""
    names = sites_by_code()
    found = [
        [{"text": row.name, "href": reverse("stock-line", args=[row.pk])}, row.get_kind_display(), site_name(row.site_return.site, names)]
        for row in result.found
    ]
    return {
        "counts": [(standing.value, len(result.of(standing))) for standing in Standing],
        "partners": [partner_row(row, names) for row in result.partners],
        "kinds": by_kind(result),
        "regions": by_region(result),
        "map": map_of(result),
        "region_bars": bars_of(by_region(result), "by region"),
        "kind_bars": bars_of(by_kind(result), "by kind"),
        "sites": site_rows(result),
        "found": found,
        "ended": _some(result.of(Standing.ENDED, Standing.DIFFER), names),
        "unknown": _some(result.agreement_unknown, names),
        "pairs": [(reverse("partner-duplicate", args=[pair.pk]), pair.one.name, pair.other.name) for pair in result.pairs],
        "barriers": barrier_rows(result),
        "compared": compared(result),
        "begun": _some(result.begun, names),
        "gone": _some(result.gone, names),
    }


def _some(rows: list[PartnerRow], names: Mapping[str, Site]) -> dict[str, Any]:
    """The first of them, and how many more there are: the file holds all."""
    return {"rows": [short_row(row, names) for row in rows[:MOST_SHOWN]], "more": max(0, len(rows) - MOST_SHOWN)}


def as_dict(result: Result) -> dict[str, Any]:
    """For --json and REST."""
    return {
        "stock_take_id": str(result.stock_take.pk),
        "coverage": None if result.done.coverage is None else round(result.done.coverage, 1),
        "standings": {standing.name: len(result.of(standing)) for standing in Standing},
        "partners": [
            {
                "partner_id": str(row.partner_id),
                "name": row.organization.name,
                "kind": row.organization.kind,
                "standing": row.standing.name,
                "sites": list(row.sites),
                "since": row.since,
                "purposes": list(row.purposes),
                "agreement": row.agreement,
                "agreements": list(row.agreements),
            }
            for row in result.partners
        ],
        "found": [{"line_id": str(row.pk), "name": row.name, "site": row.site_return.site, "settled": row.settled} for row in result.found],
        "agreement_unknown": [str(row.partner_id) for row in result.agreement_unknown],
        "likely_pairs": [str(pair.pk) for pair in result.pairs],
        "barriers": [{"kind": kind, "said": said, "still": still} for kind, said, still in result.barriers],
        "compared_with": str(result.before.stock_take.pk) if result.before else None,
        "begun": [str(row.partner_id) for row in result.begun],
        "gone": [str(row.partner_id) for row in result.gone],
    }


def export_rows(stock_take: StockTake, lines: Iterable[ReturnLine], barriers: Iterable[Barrier]) -> list[list[str]]:
    """A row for each partner at each site, as it was said, under EXPORT_HEAD and the stock-take's own questions."""
    known, names = sites_by_code(), {region.code: region.name for region in regions()}
    words: dict[UUID, list[str]] = defaultdict(list)
    for one in barriers:
        how = "" if one.state == BarrierState.OPEN else f" ({one.get_state_display().lower()})"
        words[one.line_id].append(f"{one.get_kind_display()}: {one.words}{how}")
    own = len(stock_take.own_questions)
    rows = []
    for row in lines:
        site = known.get(row.site_return.site)
        is_found = row.answer == LineAnswer.FOUND or row.partner is None
        kind = row.get_kind_display() if is_found or row.partner is None else row.partner.organization.get_kind_display()
        told = [
            site_name(row.site_return.site, known),
            names.get(site.region_id, "") if site else "",
            called(row),
            kind,
            answer_tag(row)["text"],
        ]
        told += [row.since, row.purpose, row.get_agreement_display(), row.agreement_words, row.enhance, row.changed]
        told += ["; ".join(words[row.pk]), str(Settled(row.settled).label) if row.settled else ""]
        told.append(row.site_return.handed_in_on.isoformat() if row.site_return.handed_in_on else "")
        rows.append([*told, *[*row.own_answers, *[""] * own][:own]])
    return rows
