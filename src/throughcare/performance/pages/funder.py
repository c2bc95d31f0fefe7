"""Reports for funders: a partner's list, one made, one on a page of A4, and as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.days import day_words
from throughcare.common.refusals import NotFound
from throughcare.performance import actions, forms, queries
from throughcare.performance.pages.keeping import Step, back_to, through
from throughcare.performance.queries import funder_shown as shown


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def funder_reports(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Those of one partner, for its own staff and for whoever looks at agreements."""
    by, found = request.actor, queries.put_in_organization(request.actor, partner_id)
    page = queries.page_of_funder_reports(by, found, cursor=request.GET.get("after", ""))
    rows = [
        [
            {"text": shown.days(one.first_on, one.last_on), "href": reverse("funder-report", args=[found.pk, one.pk])},
            one.agreement.number if one.agreement else "All of them",
            day_words(one.made_on),
        ]
        for one in page.rows
    ]
    may = queries.may_make(by, found.pk)
    context = {"organization": found, "page": page, "rows": rows, "head": shown.REPORTS_HEAD, "may_make": may, "crumbs": back_to(by, found)}
    return render(request, "performance/funder_reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DIRECTORY_VIEW)
def funder_report_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """One made."""
    by, found = request.actor, queries.put_in_organization(request.actor, partner_id)
    if not queries.may_make(by, found.pk):
        raise NotFound
    there = queries.held_agreements(by, found.pk)
    means = "One page of what was done, paid and achieved, to use anywhere. It stays as you make it; its numbers are read each time it is opened."
    return through(
        request,
        once,
        lambda data: forms.FunderReportForm(there, data),
        lambda form: actions.make_funder_report(by=by, organization_id=found.pk, new=form.new()),
        lambda key: queries.get_funder_report(by, found.pk, key),
        Step("Make a report for funders", "Make it", "The report is made.", means),
        caption=found.name,
        back=reverse("funder-reports", args=[found.pk]),
    )


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def funder_report(request: ActorRequest, partner_id: UUID, funder_report_id: UUID) -> HttpResponse:
    """One, on one page of A4."""
    by, found = request.actor, queries.get_funder_report(request.actor, partner_id, funder_report_id)
    content = queries.content_of(by, found.organization, found.first_on, found.last_on, found.agreement_id)
    context = {
        "report": found,
        "organization": found.organization,
        "days": shown.days(found.first_on, found.last_on),
        "caption": f"Report for funders, {shown.days(found.first_on, found.last_on)}",
        **shown.page(content),
    }
    return render(request, "performance/funder_report.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def funder_report_file(request: ActorRequest, partner_id: UUID, funder_report_id: UUID) -> HttpResponse:
    """The same as CSV."""
    content = actions.export_funder_report(by=request.actor, organization_id=partner_id, report_id=funder_report_id)
    name = f'attachment; filename="report-for-funders-{funder_report_id}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
