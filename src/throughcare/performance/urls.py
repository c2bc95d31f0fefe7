from django.urls import path

from throughcare.performance import pages

_MEASURE = "agreements/<uuid:agreement_id>/measures/<uuid:measure_id>/"
_REPORT = f"{_MEASURE}reports/<uuid:report_id>/"

urlpatterns = [
    path("reports/", pages.reports, name="reports"),
    path("reports/file/", pages.reports_file, name="reports-file"),
    path("agreements/<uuid:agreement_id>/measures/add/", pages.measure_add, name="measure-add"),
    path(_MEASURE, pages.measure, name="measure"),
    path(f"{_MEASURE}change/", pages.measure_change, name="measure-change"),
    path(f"{_MEASURE}close/", pages.measure_close, name="measure-close"),
    path(f"{_MEASURE}periods/<slug:first_on>/", pages.report_send, name="report-send"),
    path(_REPORT, pages.report, name="report"),
    path(f"{_REPORT}stand/<slug:verb>/", pages.report_move, name="report-move"),
]
