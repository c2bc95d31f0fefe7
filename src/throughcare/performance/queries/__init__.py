"""Every read of measures and reports."""

from throughcare.performance.queries.due import (
    MINE,
    Counts,
    Due,
    count_to_look,
    counts_for_home,
    page_to_look,
    reports_due,
)
from throughcare.performance.queries.measures import (
    Counted,
    counted,
    get_measure,
    may_report,
    measures_of,
    page_of_measures,
    period_of,
    periods_of,
    reports_of,
)
from throughcare.performance.queries.payments import (
    get_payment,
    is_of_either_side,
    lapsed,
    may_agree,
    may_give_evidence,
    needs_second,
    page_of_payments,
    planned_of,
    why_not_met,
)
from throughcare.performance.queries.reports import get_report

__all__ = [
    "MINE",
    "Counted",
    "Counts",
    "Due",
    "count_to_look",
    "counted",
    "counts_for_home",
    "get_measure",
    "get_payment",
    "get_report",
    "is_of_either_side",
    "lapsed",
    "may_agree",
    "may_give_evidence",
    "may_report",
    "measures_of",
    "needs_second",
    "page_of_measures",
    "page_of_payments",
    "page_to_look",
    "period_of",
    "periods_of",
    "planned_of",
    "reports_due",
    "reports_of",
    "why_not_met",
]
