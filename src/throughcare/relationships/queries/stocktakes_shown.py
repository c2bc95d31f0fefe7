"""Stock-takes put together as pages, REST and the command line show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from throughcare.accounts.queries import names_of
from throughcare.partners.models import OrganizationKind
from throughcare.partners.queries.shown import day_words
from throughcare.places.queries import regions, sites_by_code
from throughcare.relationships.bank.stocktake import questions
from throughcare.relationships.models import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.queries.stocktakes import Progress, is_late, progress_of
from throughcare.relationships.states import (
    LINE_COLOURS,
    RETURN_COLOURS,
    STOCK_TAKE_COLOURS,
    LineAnswer,
    ReturnState,
    Settled,
    StockTakeState,
)

LIST_HEAD = ("Stock-take", "Where it stands", "Last day", *({"text": text, "numeric": True} for text in ("Sites handed in", "Covered")))
RETURN_HEAD = (
    "Site",
    "Who answers",
    "Where it stands",
    *({"text": text, "numeric": True} for text in ("Partners", "Answered", "Not known", "New")),
)
LINE_HEAD = ("Partner", "Answer", "Since", "For what", "Agreement")
ELSEWHERE = "Partners of no one site"
NO_ANSWER = "No answer yet"


def site_name(code: str, names: Mapping[str, Any] | None = None) -> str:
    """A site in words; partners of none have words of their own."""
    if not code:
        return ELSEWHERE
    found = (names if names is not None else sites_by_code([code])).get(code)
    return found.name if found else code


def tag(stock_take: StockTake) -> dict[str, str]:
    """Where it stands, in a word and a colour."""
    state = StockTakeState(stock_take.state)
    return {"text": str(state.label), "colour": STOCK_TAKE_COLOURS[state]}


def return_tag(row: SiteReturn, stock_take: StockTake) -> dict[str, str]:
    """The same of a return; one that is late says so."""
    state, late = ReturnState(row.state), is_late(row, stock_take)
    if late:
        return {"text": "Handed in late" if state == ReturnState.HANDED_IN else "Late", "colour": "orange" if row.handed_in_on else "red"}
    return {"text": str(state.label), "colour": RETURN_COLOURS[state]}


def per_cent(value: float | None) -> str:
    """61%; of nothing there is none."""
    return "" if value is None else f"{value:.0f}%"


def line(stock_take: StockTake) -> list[object]:
    """One in the list of all, with its returns counted."""
    done = progress_of(stock_take, stock_take.returns.all())
    return [
        {"text": stock_take.name, "href": reverse("stocktake", args=[stock_take.pk])},
        tag(stock_take),
        day_words(stock_take.deadline),
        f"{done.handed_in} of {done.asked}",
        per_cent(done.coverage),
    ]


def coverage_words(done: Progress) -> str:
    """The coverage, what it is of and how many that are."""
    if done.coverage is None:
        return "No partner is asked about yet."
    return (
        f"{per_cent(done.coverage)} covered: of {done.lines} lines, one for each partner at each site, {done.known} have an answer other than "
        "“We don't know” in a return that was handed in."
    )


def scope(stock_take: StockTake) -> list[dict[str, Any]]:
    """What it asks, of whom, until when."""
    places, names = {region.code: region.name for region in regions()}, sites_by_code(stock_take.sites)
    labels = dict(OrganizationKind.choices)
    asked = [words for code, words in questions(stock_take.questions).items() if code != "agreement_words"]
    return [
        {"key": "Last day", "value": day_words(stock_take.deadline)},
        {"key": "Regions", "value": ", ".join(places.get(code, code) for code in stock_take.regions) or "All"},
        {"key": "Sites", "value": ", ".join(site_name(code, names) for code in stock_take.sites) or "All of these regions"},
        {"key": "Kinds of partner", "value": ", ".join(str(labels.get(code, code)) for code in stock_take.kinds) or "All"},
        {"key": f"What is asked (version {stock_take.questions})", "lines": [*asked, *stock_take.own_questions]},
        {"key": "Open", "value": _open(stock_take)},
    ]


def _open(stock_take: StockTake) -> str:
    if not stock_take.opened_on:
        return "Not yet"
    since = f"From {day_words(stock_take.opened_on)}"
    again = f" Opened again: {stock_take.reason}" if stock_take.reason else ""
    return (f"{since} to {day_words(stock_take.closed_on)}" if stock_take.state == StockTakeState.CLOSED else since) + again


def return_lines(stock_take: StockTake, rows: Sequence[Any]) -> list[list[object]]:
    """Each site's return, with its counts."""
    names = sites_by_code([row.site for row in rows])
    return [
        [
            {"text": site_name(row.site, names), "href": reverse("stock-return", args=[row.pk])},
            row.team.name,
            return_tag(row, stock_take),
            row.asked,
            row.answered,
            row.answered - row.known,
            row.found,
        ]
        for row in rows
    ]


def waiting_rows(rows: Sequence[SiteReturn]) -> list[list[object]]:
    """Returns that wait for a team."""
    names = sites_by_code([row.site for row in rows])
    return [
        [
            {"text": f"{row.stock_take.name}: {site_name(row.site, names)}", "href": reverse("stock-return", args=[row.pk])},
            row.team.name,
            return_tag(row, row.stock_take),
            day_words(row.stock_take.deadline),
        ]
        for row in rows
    ]


def called(row: ReturnLine) -> str:
    """The partner's name, on the register or as the site has it."""
    return row.partner.organization.name if row.partner and row.answer != LineAnswer.FOUND else row.name


def answer_tag(row: ReturnLine) -> dict[str, str]:
    """What the site said, in a word and a colour."""
    return {"text": str(LineAnswer(row.answer).label) if row.answer else NO_ANSWER, "colour": LINE_COLOURS[row.answer]}


def agreement_words(row: ReturnLine) -> str:
    """Which agreement there is, as the site says."""
    return ": ".join(filter(None, [row.get_agreement_display(), row.agreement_words]))


def line_row(row: ReturnLine) -> list[object]:
    """One partner in a return."""
    return [
        {"text": called(row), "href": reverse("stock-line", args=[row.pk])},
        answer_tag(row),
        row.since,
        row.purpose,
        agreement_words(row),
    ]


def line_facts(row: ReturnLine, stock_take: StockTake) -> list[dict[str, Any]]:
    """All that was said of one, a fact a row."""
    asked = questions(stock_take.questions)
    said: dict[str, object] = {name: getattr(row, name) for name in asked}
    said |= {"answer": answer_tag(row)["text"], "agreement": row.get_agreement_display()}
    own = [*row.own_answers, *[""] * len(stock_take.own_questions)]
    facts: list[dict[str, Any]] = [{"key": words, "value": said[name]} for name, words in asked.items()]
    facts += [{"key": words, "value": answer} for words, answer in zip(stock_take.own_questions, own, strict=False)]
    if row.answer == LineAnswer.FOUND:
        facts.append({"key": "Kind of partner", "value": row.get_kind_display()})
        became = Settled(row.settled).label if row.settled else "Waits for whoever keeps the register"
        facts.append({"key": "What became of it", "value": ". ".join(filter(None, [str(became), row.settled_words]))})
    return facts


def handed_in_words(row: SiteReturn) -> str:
    """By whom and when, in a sentence."""
    if row.state != ReturnState.HANDED_IN:
        return ""
    who = names_of([row.handed_in_by_id]).get(row.handed_in_by_id, "") if row.handed_in_by_id else ""
    return f"Handed in on {day_words(row.handed_in_on)}{f' by {who}' if who else ''}."


def as_dict(stock_take: StockTake, done: Progress) -> dict[str, Any]:
    """For --json and REST."""
    told = {
        name: getattr(stock_take, name) for name in ("name", "regions", "sites", "kinds", "state", "deadline", "opened_on", "closed_on")
    }
    coverage = None if done.coverage is None else round(done.coverage, 1)
    counts = {name: getattr(done, name) for name in ("asked", "handed_in", "late", "lines", "answered", "known", "found")}
    return {"id": str(stock_take.pk), **told, **counts, "coverage": coverage}
