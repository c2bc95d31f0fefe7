"""A published assessment, put together as a report on paper: the same numbers as its page, and what was agreed."""

from typing import Any

from throughcare.accounts.actors import Actor
from throughcare.common.paper import Block, Heading, Items, Picture, Quote, Report, Table, Words
from throughcare.partners.queries.shown import day_words
from throughcare.relationships.models import Wave
from throughcare.relationships.queries import shown
from throughcare.relationships.queries.results import result_of
from throughcare.relationships.states import AgreedState, RatingSide

_MEANS = (
    "Each mean is of answers from 1, not true, to 5, fully true. “I don't know” is not counted. A mean at an end of the scale is shown as “4.5 or "
    "more” or “1.5 or less”, because the very end would say what each of them answered. Of a side of which fewer than three answered nothing is shown."
)
_GAP = (
    "A dot to the left: the partner sees it better; to the right: the department does. Where the bar crosses the middle, the gap may be chance; of "
    "an open dot nobody can say how sure it is."
)


def paper_of(by: Actor, wave: Wave) -> Report | None:
    """None before it is published. The wave comes from `get_wave`, so the reader may see it."""
    found = result_of(by, wave)
    if found is None:
        return None
    told, partner = shown.result(found), wave.partner.organization.name
    report = Report("How the partnership goes", subtitle=partner, footer=f"{partner}: assessment number {wave.number}")
    numbers = [f"{one['side']}: {one['n']} answered." for one in told["numbers"]]
    report.add(
        Words(shown.days(wave)), Items([*numbers, *(f"{side}: fewer than three answered." for side in told["hidden"])]), Words(_MEANS)
    )
    if wave.purpose:
        report.add(Heading("What it is for, as the two say it"), Quote(wave.purpose))
    if told["gaps"]:
        report.add(Heading("Where the two sides differ"), Picture(str(told["gap_chart"]), shown.GAP_WORDS, _GAP, width=13))
        report.add(Table("The widest gap first", told["gap_head"], told["gaps"]))
    if told["all"]:
        report.add(Heading("What can be shown of one side alone"), Table("By domain", told["all_head"], told["all"]))
    report.add(*_sides(told), *_rest(told), *_agreed(wave, partner))
    return report


def _sides(told: dict[str, Any]) -> list[Block]:
    if not (told["gaps"] or told["all"]):
        return []
    return [
        Heading("Strengths, as both sides say"),
        Items(told["strengths"] or ["None yet that both see"]),
        Heading("Concerns of either side"),
        Items(told["concerns"] or ["None"]),
        Heading("Where it stands"),
        Words("None of these places is the best. What fits one partnership does not fit another."),
        Table("As each side sees it", told["place_head"], told["places"]),
    ]


def _rest(told: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    if told["moved"]:
        blocks += [Heading("What has changed"), Table("Since the assessment before", told["moved_head"], told["moved"])]
        blocks.append(Words("With few raters a change may be chance: where zero lies between the two ends, nothing can be said."))
    if told["comments"]:
        blocks += [Heading("In their own words"), Words("From those who let their words be read, in no order.")]
        for group in told["comments"]:
            blocks += [Heading(group["title"], 2), *(Quote(words) for words in group["rows"])]
    return blocks


def _agreed(wave: Wave, partner: str) -> list[Block]:
    rows = [
        [
            row.words,
            row.owner,
            "The department" if row.side == RatingSide.OURS else partner,
            day_words(row.due),
            AgreedState(row.state).label,
        ]
        for row in wave.agreed.all()
    ]
    head = ("What", "Who", "Whose it is", "By when", "Where it stands")
    return [
        Heading("What the two agreed to do"),
        Table("Agreed actions", head, rows, (4, 2, 2, 2, 2)) if rows else Words("Nothing agreed yet."),
    ]
