from django.urls import path

from throughcare.performance import pages

_MEASURE = "agreements/<uuid:agreement_id>/measures/<uuid:measure_id>/"
_REPORT = f"{_MEASURE}reports/<uuid:report_id>/"
_PAYMENT = "agreements/<uuid:agreement_id>/payments/<uuid:payment_id>/"
_FUNDER = "partners/<uuid:partner_id>/funder-reports/<uuid:funder_report_id>/"
_CONTRIBUTION = "agreements/<uuid:agreement_id>/contributions/<uuid:contribution_id>/"

urlpatterns = [
    path("reports/", pages.reports, name="reports"),
    path("reports/file/", pages.reports_file, name="reports-file"),
    path("agreements/<uuid:agreement_id>/measures/add/", pages.measure_add, name="measure-add"),
    path(_MEASURE, pages.measure, name="measure"),
    path(f"{_MEASURE}change/", pages.measure_change, name="measure-change"),
    path(f"{_MEASURE}close/", pages.measure_close, name="measure-close"),
    path(f"{_MEASURE}periods/<slug:first_on>/", pages.report_send, name="report-send"),
    path(_REPORT, pages.report, name="report"),
    path("contributions/", pages.contributions_across, name="contributions-across"),
    path("payments/", pages.payments, name="payments"),
    path("agreements/<uuid:agreement_id>/light/report/", pages.light_report, name="light-report"),
    path("sign/<str:key>/answer/", pages.light_answer, name="light-answer"),
    path("agreements/<uuid:agreement_id>/payments/add/", pages.payment_add, name="payment-add"),
    path(_PAYMENT, pages.payment, name="payment"),
    path(f"{_PAYMENT}evidence/", pages.payment_evidence, name="payment-evidence"),
    path(f"{_PAYMENT}agree/", pages.payment_agree, name="payment-agree"),
    path(f"{_PAYMENT}pay/", pages.payment_pay, name="payment-pay"),
    path(f"{_PAYMENT}stand/<slug:verb>/", pages.payment_move, name="payment-move"),
    path("agreements/<uuid:agreement_id>/contributions/add/", pages.contribution_add, name="contribution-add"),
    path(_CONTRIBUTION, pages.contribution, name="contribution"),
    path(f"{_CONTRIBUTION}stand/<slug:verb>/", pages.contribution_move, name="contribution-move"),
    path("partners/<uuid:partner_id>/funder-reports/", pages.funder_reports, name="funder-reports"),
    path("partners/<uuid:partner_id>/funder-reports/add/", pages.funder_report_add, name="funder-report-add"),
    path(_FUNDER, pages.funder_report, name="funder-report"),
    path(f"{_FUNDER}file/", pages.funder_report_file, name="funder-report-file"),
    path("reciprocity/", pages.reciprocities, name="reciprocities"),
    path("partners/<uuid:partner_id>/reciprocity/", pages.reciprocity, name="reciprocity"),
    path("partners/<uuid:partner_id>/contributions/", pages.contributions, name="contributions"),
    path(f"{_REPORT}stand/<slug:verb>/", pages.report_move, name="report-move"),
]
