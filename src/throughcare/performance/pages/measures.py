"""A measure written, read with its periods, changed and closed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.queries import get_agreement
from throughcare.performance import actions, forms, policies, queries
from throughcare.performance.models import Measure
from throughcare.performance.pages.keeping import READ_BY_THEM, Now, Step, through
from throughcare.performance.queries import shown

_METHODS = ["GET", "HEAD", "POST"]


def crumbs_of(measure: Measure) -> list[dict[str, str]]:
    """The way back to its agreement."""
    return [
        {"text": "Agreements", "href": reverse("agreements")},
        {"text": measure.agreement.number, "href": reverse("agreement", args=[measure.agreement_id])},
    ]


def caption_of(measure: Measure) -> str:
    """Of which agreement it is."""
    return f"{measure.agreement.number}: {measure.agreement.title}"


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def measure(request: ActorRequest, agreement_id: UUID, measure_id: UUID) -> HttpResponse:
    """One with its periods, as a picture and a table. For staff who may look at agreements, and for the party whose work it measures."""
    by, found = request.actor, queries.get_measure(request.actor, agreement_id, measure_id)
    there = shown.periods(found)
    context = {
        "measure": found,
        "caption": caption_of(found),
        "rows": shown.measure_rows(found),
        "chart": shown.drawn(found, there),
        "lines": shown.period_lines(by, found, there),
        "head": shown.PERIODS_HEAD,
        "is_counted": found.is_counted,
        "too_few": shown.TOO_FEW,
        "steps": shown.measure_steps(by, found, reported=any(one.report for one in there)),
        "crumbs": crumbs_of(found),
    }
    return render(request, "performance/measure.html", context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def measure_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One more."""
    by, found = request.actor, get_agreement(request.actor, agreement_id)
    if request.method != "POST":
        policies.check_can_measure(found)
    return through(
        request,
        once,
        lambda data: forms.AddMeasureForm(found, data),
        lambda form: actions.add_measure(by=by, agreement_id=agreement_id, new=form.new()),
        lambda key: queries.get_measure(by, agreement_id, key),
        Step("Add a measure", "Add", "Measure added.", f"From the first report on it stays as it is. {READ_BY_THEM}"),
        caption=f"{found.number}: {found.title}",
        back=reverse("agreement", args=[agreement_id]),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def measure_change(request: ActorRequest, agreement_id: UUID, measure_id: UUID) -> HttpResponse:
    """What it says, until something is reported of it."""
    by, found = request.actor, queries.get_measure(request.actor, agreement_id, measure_id)
    if request.method != "POST":
        policies.check_can_change(found, bool(queries.reports_of(found)))
    key = {"agreement_id": agreement_id, "measure_id": measure_id}
    return through(
        request,
        once,
        lambda data: forms.MeasureForm(found, data),
        lambda form: actions.change_measure(by=by, **key, new=form.new(), seen=form.cleaned_data["version"]),
        lambda _: queries.get_measure(by, **key),
        Step("Change this measure"),
        caption=caption_of(found),
        back=reverse("measure", args=[agreement_id, measure_id]),
        now=_now(found),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def measure_close(request: ActorRequest, agreement_id: UUID, measure_id: UUID) -> HttpResponse:
    """From today it is measured no more."""
    by, found = request.actor, queries.get_measure(request.actor, agreement_id, measure_id)
    if request.method != "POST":
        policies.check_open(found)
    key = {"agreement_id": agreement_id, "measure_id": measure_id}
    return through(
        request,
        once,
        lambda data: forms.CloseForm(found, data),
        lambda form: actions.close_measure(by=by, **key, reason=form.cleaned_data["reason"], seen=form.cleaned_data["version"]),
        lambda _: queries.get_measure(by, **key),
        Step(
            "Close this measure",
            "Close",
            "The measure is closed.",
            f"What was reported stays. The period that runs is not asked for. {READ_BY_THEM}",
        ),
        caption=caption_of(found),
        back=reverse("measure", args=[agreement_id, measure_id]),
        now=_now(found),
    )


def _now(found: Measure) -> Now:
    return Now(found.version, (found.name, found.includes, found.excludes, shown.target_words(found), found.closed_reason))
