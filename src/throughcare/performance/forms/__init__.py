"""What people type about measures, reports, payments and what each side puts in."""

from throughcare.performance.forms.contributions import AddContributionForm, ContributionWhyForm, OfContribution
from throughcare.performance.forms.funder import FunderReportForm
from throughcare.performance.forms.light import LightReportForm
from throughcare.performance.forms.measures import AddMeasureForm, CloseForm, MeasureForm
from throughcare.performance.forms.payments import AddPaymentForm, EvidenceForm, OfPayment, PaidForm, PaymentWhyForm
from throughcare.performance.forms.reports import JudgeReportForm, JudgeReportWhyForm, ReportForm, ReportsFileForm

__all__ = [
    "AddContributionForm",
    "AddMeasureForm",
    "AddPaymentForm",
    "CloseForm",
    "ContributionWhyForm",
    "EvidenceForm",
    "FunderReportForm",
    "JudgeReportForm",
    "JudgeReportWhyForm",
    "LightReportForm",
    "MeasureForm",
    "OfContribution",
    "OfPayment",
    "PaidForm",
    "PaymentWhyForm",
    "ReportForm",
    "ReportsFileForm",
]
