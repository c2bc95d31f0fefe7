"""What each side puts in, put together as pages, REST and the command line show it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.agreements.beside import Part
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.states import Bearer
from throughcare.performance.models import Contribution
from throughcare.performance.queries.contributions import (
    PutIn,
    answers,
    page_of_contributions,
    side_of,
    sums_of,
    withdraws,
)
from throughcare.performance.states import CONTRIBUTION_STATES, CONTRIBUTION_WORDS, Basis, ContributionKind, ContributionState, Measured

_COLOURS = {"WRITTEN": "yellow", "CONFIRMED": "green", "DISPUTED": "red", "WITHDRAWN": "grey"}
ACROSS_HEAD = ("What", "Agreement", "Who puts it in", "With", "When", "How much", "Where it is")
CONTRIBUTIONS_HEAD = ("What", "Who puts it in", "When", "How much", "Worth", "Where it is")
SUMS_HEAD = (
    "Who puts it in",
    "Kind",
    "Agreed or given",
    "Worth, as both say",
    "Worth, as one side says",
    "Rows",
    "Of these without a worth",
)
NO_WORTH = "Nobody reckoned it"


def stands_of(one: Contribution) -> Standing:
    """Its state in words and a colour."""
    return Standing(one.state, one.get_state_display(), _COLOURS[one.state])


def when(one: Contribution) -> str:
    """A day, or from one day to another."""
    return day_words(one.first_on) if one.first_on == one.last_on else f"{day_words(one.first_on)} to {day_words(one.last_on)}"


def how_much(one: Contribution) -> str:
    """An amount of money, or a number with its unit."""
    if one.measured == Measured.MONEY:
        return money(one.quantity)
    plain = f"{one.quantity:,.2f}".rstrip("0").rstrip(".")
    return f"{plain} {one.in_words or one.get_measured_display().lower()}"


def giver_words(giver: str, party: str) -> str:
    """The department, or the party by its name."""
    return "The department" if giver == Bearer.DEPARTMENT else party


def lines(rows: Sequence[Contribution]) -> list[list[object]]:
    """A line of the table for each."""
    return [
        [
            {
                "text": f"{one.what.rstrip('.')} ({one.get_kind_display().lower()})",
                "href": reverse("contribution", args=[one.agreement_id, one.pk]),
            },
            giver_words(one.giver, one.party.name),
            when(one),
            f"{how_much(one)}, {one.get_basis_display().lower()}",
            NO_WORTH if one.worth is None else money(one.worth),
            {"text": stands_of(one).text, "colour": stands_of(one).colour},
        ]
        for one in rows
    ]


def across_lines(rows: Sequence[Contribution]) -> list[list[object]]:
    """The same over all agreements; of what is seen differently, why."""
    found = []
    for one, (what, giver, days, much, _, stands) in zip(rows, lines(rows), strict=True):
        why = f"{stands_of(one).text}: {one.state_reason}" if one.state == ContributionState.DISPUTED else stands
        other = giver_words(Bearer.PARTY if one.giver == Bearer.DEPARTMENT else Bearer.DEPARTMENT, one.party.name)
        found.append([what, one.agreement.number, giver, other, days, much, why])
    return found


def sum_lines(sums: Sequence[PutIn], party: str) -> list[list[object]]:
    """A line for each side, kind, and agreed or given. party: what the other side is called."""
    return [
        [
            giver_words(one.giver, party),
            ContributionKind(one.kind).label,
            Basis(one.basis).label,
            *((NO_WORTH, "") if one.without == one.rows else (money(one.both), money(one.one))),
            one.rows,
            one.without,
        ]
        for one in sums
    ]


def of_agreement(by: Actor, agreement: Agreement) -> Part | None:
    """For an agreement's own page: the sums, the newest rows, and the way to write one down."""
    others = [one for one in agreement.parties.all() if one.organization_id]
    may_add = not agreement.is_history and any(one.organization_id and side_of(by, one.organization_id) for one in others)
    rows = list(page_of_contributions(by, agreement).rows)
    if not rows and not may_add:
        return None
    called = others[0].name if len(others) == 1 else "The parties"
    part = {
        "rows": lines(rows),
        "head": CONTRIBUTIONS_HEAD,
        "sums": sum_lines(sums_of(by, agreement=agreement.pk), called),
        "sums_head": SUMS_HEAD,
        "may_add": may_add,
        "agreement_id": agreement.pk,
    }
    return Part("performance/_contributions.html", part)


def contribution_rows(one: Contribution) -> list[dict[str, Any]]:
    """What its page says."""
    names = names_of([one.written_by_id, one.answered_by_id])
    rows: list[dict[str, Any]] = [
        {"key": "Who puts it in", "value": f"{giver_words(one.giver, one.party.name)} ({one.get_basis_display().lower()})"},
        {"key": "With", "value": giver_words(Bearer.PARTY if one.giver == Bearer.DEPARTMENT else Bearer.DEPARTMENT, one.party.name)},
        {"key": "Kind", "value": one.get_kind_display()},
        {"key": "When", "value": when(one)},
        {"key": "How much", "value": how_much(one)},
    ]
    if one.measured != Measured.MONEY:
        rows.append({"key": "Worth", "value": NO_WORTH if one.worth is None else f"{money(one.worth)}: {one.worth_how}"})
    who = names.get(one.written_by_id, "somebody") if one.written_by_id else "a command"
    rows.append({"key": "Who says so", "value": f"{giver_words(one.writer, one.party.name)}: {who}, {day_words(one.written_on)}"})
    if one.answered_on:
        who = names.get(one.answered_by_id, "somebody") if one.answered_by_id else "somebody"
        rows.append({"key": "Answered", "value": f"{who}, {day_words(one.answered_on)}"})
    rows += [{"key": "Why", "value": one.state_reason}] if one.state_reason else []
    return rows


def steps(by: Actor, one: Contribution) -> list[tuple[str, str]]:
    """What the reader may do about it: an address and a title."""
    key = [one.agreement_id, one.pk]
    may = {"confirm": answers(by, one), "dispute": answers(by, one), "withdraw": withdraws(by, one)}
    return [
        (reverse("contribution-move", args=[*key, verb]), CONTRIBUTION_WORDS[verb].title)
        for verb in CONTRIBUTION_STATES.verbs_from(one.state)
        if may[verb]
    ]


def as_dict(one: Contribution) -> dict[str, Any]:
    """In words, for the command line."""
    return {
        "id": str(one.pk),
        "agreement": one.agreement.number,
        "party": one.party.name,
        "giver": one.giver,
        "kind": one.kind,
        "basis": one.basis,
        "what": one.what,
        "when": when(one),
        "how_much": how_much(one),
        "worth": "" if one.worth is None else str(one.worth),
        "stands": stands_of(one).text,
        "reason": one.state_reason,
    }
