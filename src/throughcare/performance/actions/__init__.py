"""Every write of measures and reports."""

from throughcare.performance.actions.bringing import Outcome, Row, What, bring_reports
from throughcare.performance.actions.measures import MeasureWords, NewMeasure, add_measure, change_measure, close_measure
from throughcare.performance.actions.reminding import remind_of_reports
from throughcare.performance.actions.reports import Said, correct_report, move_report, send_report

__all__ = [
    "MeasureWords",
    "NewMeasure",
    "Outcome",
    "Row",
    "Said",
    "What",
    "add_measure",
    "bring_reports",
    "change_measure",
    "close_measure",
    "correct_report",
    "move_report",
    "remind_of_reports",
    "send_report",
]
