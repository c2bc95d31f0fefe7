"""Every write of measures, reports, payments and what each side puts in."""

from throughcare.performance.actions.bringing import Outcome, Row, What, bring_reports
from throughcare.performance.actions.contributions import NewContribution, add_contribution, move_contribution
from throughcare.performance.actions.funder import NewFunderReport, export_funder_report, make_funder_report
from throughcare.performance.actions.light import Told, ask_how_it_went, plan_light_payment, tell_light, tell_light_by_link
from throughcare.performance.actions.measures import MeasureWords, NewMeasure, add_measure, change_measure, close_measure
from throughcare.performance.actions.payments import (
    NewPayment,
    add_payment,
    agree_payment,
    give_evidence,
    move_payment,
    pay,
    say_what_lapsed,
)
from throughcare.performance.actions.reminding import remind_of_reports
from throughcare.performance.actions.reports import Said, correct_report, move_report, send_report
from throughcare.performance.actions.telling import tell_side

__all__ = [
    "MeasureWords",
    "NewContribution",
    "NewFunderReport",
    "NewMeasure",
    "NewPayment",
    "Outcome",
    "Row",
    "Said",
    "Told",
    "What",
    "add_contribution",
    "add_measure",
    "add_payment",
    "agree_payment",
    "ask_how_it_went",
    "bring_reports",
    "change_measure",
    "close_measure",
    "correct_report",
    "export_funder_report",
    "give_evidence",
    "make_funder_report",
    "move_contribution",
    "move_payment",
    "move_report",
    "pay",
    "plan_light_payment",
    "remind_of_reports",
    "say_what_lapsed",
    "send_report",
    "tell_light",
    "tell_light_by_link",
    "tell_side",
]
