"""A report for funders put together as its page, its file, REST and the command line show it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import Bearer
from throughcare.performance.models import FunderReport
from throughcare.performance.policies import is_met
from throughcare.performance.queries.contributions_shown import giver_words
from throughcare.performance.queries.funder import Achieved, Funder
from throughcare.performance.queries.shown import NOTHING, TOO_FEW, number, target_words
from throughcare.performance.states import ContributionKind

# As many as one page of A4 holds; the rest is counted.
_MOST_AGREEMENTS, _MOST_MEASURES, _LONGEST_NOTE = 6, 12, 160
HEAD = ("What was measured", "Target", "In all", "Target met", "What is said of it")
FILE_HEAD = ["part", "what", "value", "more"]
REPORTS_HEAD = ("Report", "Of which agreement", "Made")


def days(first_on: date, last_on: date) -> str:
    """From one day to another."""
    return f"{day_words(first_on)} to {day_words(last_on)}"


def agreement_line(one: Agreement, organization: Any) -> str:
    """Its title, kind and days, and what this partner gets by it. No other party is named."""
    party = next((party for party in one.parties.all() if party.organization_id == organization), None)
    value = value_of(party) if party else None
    until = f"to {day_words(one.ends_on)}" if one.ends_on else "on"
    worth = f", {money(value.amount)}" if value else ""
    return f"{one.title} ({one.get_kind_display()} {one.number}, {day_words(one.starts_on)} {until}{worth})"


def put_in_lines(found: Funder) -> list[str]:
    """What each side gave, as both say: by kind, with how many have no worth."""
    told = []
    for one in found.put_in:
        rows = f"{one.rows} row{'' if one.rows == 1 else 's'}"
        without = f", {one.without} without a worth" if one.without else ""
        worth = "no worth said" if one.without == one.rows else money(one.both)
        words = ContributionKind(one.kind).label.lower()
        told.append(
            f"{giver_words(one.giver, found.organization.name)}: {words}, {worth} ({rows}{'' if one.without == one.rows else without})"
        )
    return told


def value_words(one: Achieved) -> str:
    """What it came to; a number too small to tell stays so."""
    few = f"; {one.withheld} of {len(one.reports)} reports: too few people to tell" if one.withheld and one.told else ""
    if one.whole is None and one.told:
        last = one.told[-1]
        return f"{number(one.measure, last.value or Decimal(0))} in the last of {len(one.told)} reports{few}"
    if one.whole is None:
        return TOO_FEW if one.withheld else NOTHING
    return f"{number(one.measure, one.whole)}{few}"


def met_words(one: Achieved) -> str:
    """Of the reports that have a value, those that met the target."""
    if one.measure.target is None or not one.told:
        return ""
    return f"{sum(is_met(one.measure, row.value) is True for row in one.told)} of {len(one.told)} reports"


def note(one: Achieved) -> str:
    """The newest word on it, shortened to fit."""
    words = next((row.note for row in reversed(one.reports) if row.note), "")
    return words if len(words) <= _LONGEST_NOTE else f"{words[: _LONGEST_NOTE - 1].rstrip()}…"


def called(one: Achieved, numbered: bool) -> str:
    """Its name, its agreement where asked for, and what it includes."""
    number = f", {one.measure.agreement.number}" if numbered else ""
    return f"{one.measure.name}{number} ({one.measure.includes})"


def measure_lines(found: Sequence[Achieved], *, numbered: bool = False) -> list[list[object]]:
    """A line for each measure. numbered: with its agreement, where there are several."""
    return [[called(one, numbered), target_words(one.measure), value_words(one), met_words(one), note(one)] for one in found]


def by_question(found: Funder) -> Iterator[tuple[str, list[list[object]]]]:
    """Each of the three questions that has an answer, as many measures as the page holds."""
    shown = found.achieved[:_MOST_MEASURES]
    for rba in dict.fromkeys(one.measure.rba for one in shown):
        rows = [one for one in shown if one.measure.rba == rba]
        yield rows[0].measure.get_rba_display(), measure_lines(rows, numbered=len(found.agreements) > 1)


def page(found: Funder) -> dict[str, Any]:
    """For its page."""
    key, partner = found.organization.pk, found.partner
    return {
        "purpose": partner.purpose if partner else "",
        "agreements": [agreement_line(one, key) for one in found.agreements[:_MOST_AGREEMENTS]],
        "more_agreements": max(0, len(found.agreements) - _MOST_AGREEMENTS),
        "put_in": put_in_lines(found),
        "paid": paid_words(found),
        "questions": list(by_question(found)),
        "more_measures": max(0, len(found.achieved) - _MOST_MEASURES),
        "waiting": found.waiting,
        "head": HEAD,
    }


def paid_words(found: Funder) -> str:
    """What was paid in the period."""
    return (
        f"{money(found.paid)} in {found.payments} payment{'' if found.payments == 1 else 's'}"
        if found.payments
        else "Nothing was paid in this period"
    )


def file_rows(report: FunderReport, found: Funder) -> list[list[str]]:
    """Rows under FILE_HEAD: all of it, and nothing shortened to fit a page."""
    rows = [["who", found.organization.name, "", found.partner.purpose if found.partner else ""]]
    rows.append(["period", days(report.first_on, report.last_on), "", ""])
    rows += [["in its own words", line, "", ""] for line in report.words]
    rows += [["agreement", agreement_line(one, found.organization.pk), "", ""] for one in found.agreements]
    rows += [["put in", line, "", ""] for line in put_in_lines(found)]
    rows.append(["paid", paid_words(found), str(found.paid), ""])
    for one in found.achieved:
        said = "; ".join(row.note for row in one.reports if row.note)
        rows.append([one.measure.get_rba_display(), called(one, True), value_words(one), said])
    return rows


def as_dict(found: Funder) -> dict[str, Any]:
    """What stands on it, for REST and the command line."""
    return {
        "organization": found.organization.name,
        "purpose": found.partner.purpose if found.partner else "",
        "agreements": [agreement_line(one, found.organization.pk) for one in found.agreements],
        "put_in": [
            {
                "giver": "DEPARTMENT" if one.giver == Bearer.DEPARTMENT else "PARTY",
                "kind": one.kind,
                "worth": one.both,
                "rows": one.rows,
                "without": one.without,
            }
            for one in found.put_in
        ],
        "paid": found.paid,
        "payments": found.payments,
        "measures": [
            {
                "question": one.measure.rba,
                "name": one.measure.name,
                "includes": one.measure.includes,
                "target": target_words(one.measure),
                "value": value_words(one),
                "met": met_words(one),
                "notes": [row.note for row in one.reports if row.note],
            }
            for one in found.achieved
        ],
        "waiting": found.waiting,
    }
