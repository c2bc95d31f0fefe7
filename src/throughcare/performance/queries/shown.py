"""Measures and reports put together as pages, REST and the command line show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.agreements.beside import Part
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.states import OVER_STATES
from throughcare.common.clock import today
from throughcare.evaluation.small_counts import FEWEST_AS_IS
from throughcare.partners.queries import my_organizations
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Report
from throughcare.performance.policies import is_met
from throughcare.performance.queries.chart import Chart, chart
from throughcare.performance.queries.due import DueOf
from throughcare.performance.queries.measures import Counted, counted_each, may_report, page_of_measures, periods_of, reports_of
from throughcare.performance.states import REPORT_STATES, REPORT_WORDS, Better, ReportState, Unit

TOO_FEW = f"Too few people to tell (fewer than {FEWEST_AS_IS})"
NOTHING = "Nothing to measure"
_MOST = 200
_COLOURS = {"SUBMITTED": "blue", "RETURNED": "orange", "ACCEPTED": "green"}


def number(measure: Measure, value: Decimal) -> str:
    """A value in its unit: 12, 66.67%, 3.5 days, NZD 1,200.00."""
    if measure.unit == Unit.CURRENCY:
        return money(value)
    plain = f"{value:,.2f}".rstrip("0").rstrip(".")
    if measure.unit == Unit.PERCENT:
        return f"{plain}%"
    return f"{plain} day{'' if value == 1 else 's'}" if measure.unit == Unit.DAYS else plain


def target_words(measure: Measure) -> str:
    """What is aimed at."""
    if measure.target is None:
        return "None: it is watched"
    if measure.better == Better.BETWEEN and measure.target_to is not None:
        return f"Between {number(measure, measure.target)} and {number(measure, measure.target_to)}"
    return f"{'At most' if measure.better == Better.LESS else 'At least'} {number(measure, measure.target)}"


def value_words(measure: Measure, told: Report | Counted) -> str:
    """A reported or counted value, with what is behind it."""
    if told.suppressed:
        return TOO_FEW
    if told.value is None:
        return NOTHING
    text = number(measure, told.value)
    return f"{text} ({told.numerator} of {told.denominator})" if told.numerator is not None else text


@dataclass(frozen=True)
class PeriodShown:
    """A period as pages show it. told: its report, or what was counted so far; stands: where it is."""

    period: Period
    report: Report | None
    told: Report | Counted | None
    met: bool | None
    stands: Standing


def stands_of(period: Period, report: Report | None) -> Standing:
    """Worked out from the days while there is no report."""
    day = today()
    if report is not None and not (report.state == ReportState.RETURNED and period.due_on < day):
        return Standing(report.state, report.get_state_display(), _COLOURS[report.state])
    if report is not None:
        return Standing("RETURNED", "Sent back, and late", "red")
    if period.last_on >= day:
        return Standing("RUNS", "Runs", "grey")
    return Standing("LATE", "Late", "red") if period.due_on < day else Standing("DUE", f"Due by {day_words(period.due_on)}", "yellow")


def periods(measure: Measure) -> list[PeriodShown]:
    """Every period that has begun, the first one first. What Throughcare counts itself is there as soon as a period is over."""
    there, found = reports_of(measure), []
    begun = periods_of(measure, there.values())
    counts = counted_each(measure, [one for one in begun if one.last_on < today() and one.first_on not in there])
    for one in begun:
        report = there.get(one.first_on)
        told = report or counts.get(one.first_on)
        met = is_met(measure, told.value) if told else None
        found.append(PeriodShown(one, report, told, met, stands_of(one, report)))
    return found


def met_words(met: bool | None) -> dict[str, str]:
    """A cell of a table."""
    if met is None:
        return {"text": ""}
    return {"text": "Met", "colour": "green"} if met else {"text": "Missed", "colour": "red"}


PERIODS_HEAD = ("Period", "Value", "Target", "Where it is", "What is said of it")


def period_lines(by: Actor, measure: Measure, found: Sequence[PeriodShown]) -> list[list[object]]:
    """The newest first, each with the way to its report."""
    may = may_report(by, measure)
    return [_period_line(measure, one, may) for one in reversed(found)]


def _period_line(measure: Measure, one: PeriodShown, may: bool) -> list[object]:
    key, href = [measure.agreement_id, measure.pk], ""
    if one.report is not None:
        href = reverse("report", args=[*key, one.report.pk])
    elif may and one.period.last_on < today():
        href = reverse("report-send", args=[*key, one.period.first_on.isoformat()])
    note = one.report.note if one.report else ""
    value = value_words(measure, one.told) if one.told else ""
    return [
        {"text": one.period.words, "href": href},
        value,
        met_words(one.met),
        {"text": one.stands.text, "colour": one.stands.colour},
        note,
    ]


def drawn(measure: Measure, found: Sequence[PeriodShown]) -> Chart | None:
    """The periods that are over, as bars."""
    values = [
        (
            one.period,
            one.told.value if one.told else None,
            number(measure, one.told.value) if one.told and one.told.value is not None else "",
            one.met,
        )
        for one in found
        if one.period.last_on < today()
    ]
    targets = [(value, number(measure, value)) for value in (measure.target, measure.target_to) if value is not None]
    return chart(values, targets)


def measure_rows(measure: Measure) -> list[dict[str, Any]]:
    """What its page says."""
    rows: list[dict[str, Any]] = [
        {"key": "Question", "value": measure.get_rba_display()},
        {"key": "Whose work", "value": measure.party.name},
        {"key": "It includes", "value": measure.includes},
        {"key": "It excludes", "value": measure.excludes or "Nothing said"},
        {"key": "Unit", "value": measure.get_unit_display()},
        {"key": "Target", "value": target_words(measure)},
        {"key": "How often", "value": f"{measure.get_period_display()}; reported within {measure.report_within} days"},
        {"key": "Where the number comes from", "value": measure.get_source_display()},
    ]
    rows += [{"key": "Closed", "value": f"{day_words(measure.closed_on)}: {measure.closed_reason}"}] if measure.closed_on else []
    return rows


def measure_steps(by: Actor, measure: Measure, *, reported: bool) -> list[tuple[str, str]]:
    """What the reader may do with it: an address and a title."""
    if not by.may(Permission.AGREEMENT_EDIT) or measure.closed_on:
        return []
    key = [measure.agreement_id, measure.pk]
    change = [] if reported else [(reverse("measure-change", args=key), "Change this measure")]
    return [*change, (reverse("measure-close", args=key), "Close this measure")]


def report_rows(report: Report) -> list[dict[str, Any]]:
    """What a report says."""
    measure, names = report.measure, names_of([report.sent_by_id, report.judged_by_id])
    met = is_met(measure, report.value)
    rows: list[dict[str, Any]] = [
        {"key": "Period", "value": Period(report.first_on, report.last_on, report.last_on).words},
        {"key": "Value", "value": value_words(measure, report)},
        {"key": "Target", "value": f"{target_words(measure)}{'' if met is None else ': met' if met else ': missed'}"},
    ]
    rows += [{"key": "What is said of it", "value": report.note}] if report.note else []
    rows.append({"key": "Sent in", "value": f"{day_words(report.sent_on)}, by {_who(names, report.sent_by_id)}"})
    if report.judged_on:
        rows.append({"key": "Looked at", "value": f"{day_words(report.judged_on)}, by {_who(names, report.judged_by_id)}"})
    rows += [{"key": "Why", "value": report.state_reason}] if report.state_reason else []
    return rows


def _who(names: Any, key: Any) -> str:
    return str(names.get(key, "somebody"))


def report_steps(by: Actor, report: Report) -> list[tuple[str, str]]:
    """What the reader may do with it: an address and a title."""
    key, steps = [report.agreement_id, report.measure_id], []
    if may_report(by, report.measure) and report.state != ReportState.ACCEPTED:
        title = "Send it in again" if report.state == ReportState.RETURNED else "Correct it"
        steps.append((reverse("report-send", args=[*key, report.first_on.isoformat()]), title))
    if by.may(Permission.AGREEMENT_EDIT):
        verbs = [verb for verb in REPORT_STATES.verbs_from(report.state) if verb in REPORT_WORDS]
        own = report.sent_by_id == by.user_id
        steps += [
            (reverse("report-move", args=[*key, report.pk, verb]), REPORT_WORDS[verb].title)
            for verb in verbs
            if not (own and verb == "accept")
        ]
    return steps


DUE_HEAD = ("Report", "Agreement", "Period", "Due")
LOOK_HEAD = ("Report", "Agreement", "Period", "Sent in")


def due_lines(by: Actor, found: Sequence[DueOf]) -> list[list[object]]:
    """What is to be sent in, by measure; each leads to where the first of it is done, for whoever does it."""
    own = my_organizations(by)
    return [_due_line(of, by.may(Permission.AGREEMENT_EDIT) or of.first.measure.organization_id in own) for of in found]


def _due_line(of: DueOf, may: bool) -> list[object]:
    one = of.first
    measure, key = one.measure, [one.measure.agreement_id, one.measure.pk]
    day = day_words(one.period.due_on)
    stands = stands_of(one.period, one.returned)
    due = {"text": f"{stands.text}: {day}" if one.is_late else stands.text, "colour": stands.colour}
    href = reverse("measure", args=key)
    if one.returned:
        href = reverse("report", args=[*key, one.returned.pk])
    elif may:
        href = reverse("report-send", args=[*key, one.period.first_on.isoformat()])
    more = f", and {of.more} more" if of.more else ""
    return [{"text": f"{measure.name}, {measure.party.name}", "href": href}, measure.agreement.number, f"{one.period.words}{more}", due]


def look_lines(found: Sequence[Report]) -> list[list[object]]:
    """What waits to be looked at."""
    return [
        [
            {
                "text": f"{one.measure.name}, {one.measure.party.name}: {value_words(one.measure, one)}",
                "href": reverse("report", args=[one.agreement_id, one.measure_id, one.pk]),
            },
            one.agreement.number,
            Period(one.first_on, one.last_on, one.last_on).words,
            day_words(one.sent_on),
        ]
        for one in found
    ]


OUTCOME_HEAD = ("Row", "What became of it", "Measure", "Column", "Why")
_WHAT_COLOURS = {"created": "green", "updated": "blue", "unchanged": "grey", "rejected": "red"}


def outcome_lines(done: Sequence[Any]) -> list[list[object]]:
    """Every row of a file, in its order. done: what `bring_reports` gave."""
    return [
        [one.number, {"text": one.what.capitalize(), "colour": _WHAT_COLOURS[one.what]}, one.measure, one.field, one.reason] for one in done
    ]


def outcomes_told(done: Sequence[Any]) -> str:
    """How many of each: 3 created, 1 rejected."""
    counts = Counter(str(one.what) for one in done)
    return ", ".join(f"{counts[what]} {what}" for what in _WHAT_COLOURS if counts[what])


MEASURES_HEAD = ("Measure", "Question", "Target", "Last reported", "Where it is")


def of_agreement(by: Actor, agreement: Agreement) -> Part | None:
    """For an agreement's own page: what is measured, with the last value and where the latest period that is over stands."""
    found = page_of_measures(by, agreement, size=_MOST).rows
    may_add = (
        by.may(Permission.AGREEMENT_EDIT)
        and agreement.state not in OVER_STATES
        and any(one.organization_id for one in agreement.parties.all())
    )
    if not found and not may_add:
        return None
    there: dict[Any, dict[date, Report]] = {one.pk: {} for one in found}
    for report in Report.objects.filter(measure__in=list(there)).order_by("first_on"):
        there[report.measure_id][report.first_on] = report
    rows = []
    for one in found:
        one.agreement = agreement
        rows.append(_measure_line(one, there[one.pk]))
    part = {"rows": rows, "head": MEASURES_HEAD, "may_add": may_add, "agreement_id": agreement.pk}
    return Part("performance/_of_agreement.html", part)


def _measure_line(measure: Measure, there: dict[date, Report]) -> list[object]:
    over = [one for one in periods_of(measure, there.values()) if one.last_on < today()]
    waits = next((one for one in over if one.first_on not in there or there[one.first_on].state == ReportState.RETURNED), None)
    last = there[max(there)] if there else None
    if measure.closed_on:
        stands = Standing("CLOSED", "Closed", "grey")
    elif waits is not None:
        stands = stands_of(waits, there.get(waits.first_on))
    elif last is not None:
        stands = Standing(last.state, last.get_state_display(), _COLOURS[last.state])
    else:
        stands = Standing("RUNS", "Nothing due yet", "grey")
    missed = " (missed)" if last is not None and is_met(measure, last.value) is False else ""
    return [
        {"text": f"{measure.name}, {measure.party.name}", "href": reverse("measure", args=[measure.agreement_id, measure.pk])},
        measure.get_rba_display(),
        target_words(measure),
        f"{value_words(measure, last)}{missed}" if last else "",
        {"text": stands.text, "colour": stands.colour},
    ]
