"""What a stock-take found, put together as a report on paper: the same numbers as its page, with their pictures."""

from collections.abc import Sequence

from throughcare.accounts.actors import Actor
from throughcare.common.clock import today
from throughcare.common.paper import Block, Heading, Items, Picture, Report, Table, Words
from throughcare.partners.queries.shown import day_words
from throughcare.places.queries import regions, sites_by_code
from throughcare.relationships.models import StockTake
from throughcare.relationships.queries import gaps_shown, result_shown, stocktakes_shown
from throughcare.relationships.queries.gaps import GapFilters, Gaps, gaps_of
from throughcare.relationships.queries.stocktake_pictures import MAP_WORDS, bars_of, map_of
from throughcare.relationships.queries.stocktake_result import PartnerRow, Result, Standing, result_of
from throughcare.relationships.states import Split

MOST_GAPS = 60  # rows of one table of what is missing
_PAPER_HEAD = ("Partner", "Kind", "How it stands", "Sites", "Since", "Agreement")


def report_of(by: Actor, stock_take: StockTake) -> Report:
    """All of it. Raises NotAllowed."""
    result = result_of(by, stock_take)
    found = Report(
        "Who our partners are",
        subtitle=stock_take.name,
        footer=f"{stock_take.name}, as known on {day_words(today())}",
    )
    found.add(*_summary(result), *_where(result), *_since(result), *_look(result), *_missing(by, stock_take), *_everybody(result))
    return found


def _summary(result: Result) -> list[Block]:
    done, take = result.done, result.stock_take
    scope = [f"{row['key']}: {row['value']}" for row in stocktakes_shown.scope(take) if row.get("value") and row["key"] != "Open"]
    counts = [[standing.value, len(result.of(standing))] for standing in Standing]
    late = "" if done.handed_in == done.asked else " Sites that have not handed in say nothing here yet."
    return [
        Heading("In short"),
        Words(f"{done.handed_in} of {done.asked} sites handed in. {stocktakes_shown.coverage_words(done)}{late}"),
        Table("Partners, as their sites say together", ("How it stands", {"text": "Partners", "numeric": True}), counts, (4, 1)),
        Words("What this stock-take asks about:"),
        Items(scope),
    ]


def _where(result: Result) -> list[Block]:
    blocks: list[Block] = [Heading("Where")]
    if (drawn := map_of(result)) is not None:
        caption = "Sites where they lie, north above; those close together are one. The number is of partners active there."
        blocks.append(Picture(str(drawn), MAP_WORDS, caption, width=11))
    for what, title, rows in (("by region", "Region", result_shown.by_region(result)), ("by kind", "Kind", result_shown.by_kind(result))):
        if rows:
            caption = f"Active partners (dark) of those asked about (pale), {what}."
            blocks.append(
                Picture(str(bars_of(rows, what)), f"Active partners of those asked about, {what}. The table says the same.", caption)
            )
            note = "; a partner of two regions counts in both" if title == "Region" else ""
            blocks.append(Table(f"{what.capitalize()}{note}", (title, *result_shown.COUNT_HEAD[1:]), _with_mi(rows), (4, 1, 1)))
    blocks.append(Table("By site", ("Site", *result_shown.COUNT_HEAD[1:]), result_shown.site_rows(result), (4, 1, 1)))
    return blocks


def _with_mi(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """A region with its name in te reo Māori beside it; anything else as it is."""
    mi = {region.name: region.name_mi for region in regions()}
    return [[{"text": str(first), "mi": mi.get(str(first), "")}, *rest] for first, *rest in rows]


def _since(result: Result) -> list[Block]:
    if result.before is None:
        return []
    name = result.before.stock_take.name
    head = ("What", name, result.stock_take.name)
    blocks: list[Block] = [
        Heading(f"Since {name}"),
        Table("The stock-take of the same scope before, and this one", head, result_shown.compared(result), (3, 2, 2)),
    ]
    return [*blocks, *_some("Active now, and not then", result.begun), *_some("Active then, and not now", result.gone)]


def _look(result: Result) -> list[Block]:
    blocks: list[Block] = [Heading("What to look at")]
    names = sites_by_code()
    new = [[row.name, row.get_kind_display(), stocktakes_shown.site_name(row.site_return.site, names)] for row in result.found]
    blocks.append(
        Table("New: the register did not have them", ("Name", "Kind", "Found by"), new)
        if new
        else Words("No site found a partner the register did not have.")
    )
    blocks += _some("Not active any more, or sites differ", result.of(Standing.ENDED, Standing.DIFFER))
    blocks += _some("Active, and no site knows of an agreement", result.agreement_unknown)
    if result.pairs:
        blocks += [
            Heading("Records that may be one partner", 2),
            Items([f"{pair.one.name} and {pair.other.name}" for pair in result.pairs]),
        ]
    if result.barriers:
        blocks.append(Table("What stands in the way", result_shown.BARRIER_HEAD, result_shown.barrier_rows(result), (4, 1, 1)))
    return blocks


def _some(caption: str, rows: list[PartnerRow]) -> list[Block]:
    names = sites_by_code()
    return [Table(caption, result_shown.SHORT_HEAD, [result_shown.short_row(row, names) for row in rows])] if rows else []


def _missing(by: Actor, stock_take: StockTake) -> list[Block]:
    """Of all people, then of each group that is told apart: only where nothing is there, or no place is free."""
    found = {split: gaps_of(by, GapFilters(split=split)) for split in ("", *Split.values)}
    tables = [one for split, gaps in found.items() for one in _missing_of(split, gaps, stock_take)]
    blocks: list[Block] = [Heading("What is missing")]
    if words := gaps_shown.counted_words(found[""]):
        blocks.append(Words(words))
    return [
        *blocks,
        *(tables or [Words("Nothing that is known: no need was counted or planned for where no service is, or no place free.")]),
    ]


def _missing_of(split: str, gaps: Gaps, stock_take: StockTake) -> list[Block]:
    asked = [row for row in gaps.rows if (row.is_missing or row.is_full) and (not stock_take.regions or row.region in stock_take.regions)]
    if not asked:
        return []
    caption = f"By {Split(split).label.lower()}" if split else "People, and nothing for them within reach, or no place free"
    more = f"And {len(asked) - MOST_GAPS:,} more: the table of what is missing has them all." if len(asked) > MOST_GAPS else ""
    rows = [gaps_shown.line(row, split, gaps) for row in asked[:MOST_GAPS]]
    return [Table(caption, gaps_shown.head(split, gaps), rows, more=more)]


def _everybody(result: Result) -> list[Block]:
    if not result.partners:
        return []
    names = sites_by_code()
    rows = []
    for one in result.partners:
        partner, kind, standing, sites, since, _, agreement = result_shown.partner_row(one, names)
        rows.append([partner, kind, standing, sites, since, agreement])
    return [Heading("Every partner"), Table("As its sites say together", _PAPER_HEAD, rows, (4, 3, 2.5, 4, 1.6, 3))]
