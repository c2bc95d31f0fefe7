"""What people type about measures and reports."""

from throughcare.performance.forms.measures import AddMeasureForm, CloseForm, MeasureForm
from throughcare.performance.forms.payments import AddPaymentForm, EvidenceForm, OfPayment, PaidForm, PaymentWhyForm
from throughcare.performance.forms.reports import JudgeReportForm, JudgeReportWhyForm, ReportForm, ReportsFileForm

__all__ = [
    "AddMeasureForm",
    "AddPaymentForm",
    "CloseForm",
    "EvidenceForm",
    "JudgeReportForm",
    "JudgeReportWhyForm",
    "MeasureForm",
    "OfPayment",
    "PaidForm",
    "PaymentWhyForm",
    "ReportForm",
    "ReportsFileForm",
]
