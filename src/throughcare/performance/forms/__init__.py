"""What people type about measures and reports."""

from throughcare.performance.forms.measures import AddMeasureForm, CloseForm, MeasureForm
from throughcare.performance.forms.reports import JudgeReportForm, JudgeReportWhyForm, ReportForm, ReportsFileForm

__all__ = ["AddMeasureForm", "CloseForm", "JudgeReportForm", "JudgeReportWhyForm", "MeasureForm", "ReportForm", "ReportsFileForm"]
