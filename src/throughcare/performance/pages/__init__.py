"""Pages of measures, reports, payments and what each side puts in."""

from throughcare.performance.pages.contributions import (
    contribution,
    contribution_add,
    contribution_move,
    contributions,
    contributions_across,
)
from throughcare.performance.pages.funder import funder_report, funder_report_add, funder_report_file, funder_reports
from throughcare.performance.pages.light import light_answer, light_report
from throughcare.performance.pages.measures import measure, measure_add, measure_change, measure_close
from throughcare.performance.pages.payments import (
    payment,
    payment_add,
    payment_agree,
    payment_evidence,
    payment_move,
    payment_pay,
    payments,
)
from throughcare.performance.pages.reciprocity import reciprocities, reciprocity
from throughcare.performance.pages.reports import report, report_move, report_send, reports, reports_file

__all__ = [
    "contribution",
    "contribution_add",
    "contribution_move",
    "contributions",
    "contributions_across",
    "funder_report",
    "funder_report_add",
    "funder_report_file",
    "funder_reports",
    "light_answer",
    "light_report",
    "measure",
    "measure_add",
    "measure_change",
    "measure_close",
    "payment",
    "payment_add",
    "payment_agree",
    "payment_evidence",
    "payment_move",
    "payment_pay",
    "payments",
    "reciprocities",
    "reciprocity",
    "report",
    "report_move",
    "report_send",
    "reports",
    "reports_file",
]
