"""Pages of measures and reports."""

from throughcare.performance.pages.measures import measure, measure_add, measure_change, measure_close
from throughcare.performance.pages.reports import report, report_move, report_send, reports, reports_file

__all__ = ["measure", "measure_add", "measure_change", "measure_close", "report", "report_move", "report_send", "reports", "reports_file"]
