"""What is to be sent in and looked at; a report sent in, read, accepted or sent back."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.queries import has_any
from throughcare.common.refusals import Invalid, NotFound
from throughcare.performance import actions, forms, policies, queries, readers
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Report
from throughcare.performance.pages.keeping import NEW, Now, Step, through
from throughcare.performance.pages.measures import caption_of, crumbs_of
from throughcare.performance.queries import light_shown, shown
from throughcare.performance.queries.light import light_due
from throughcare.performance.states import REPORT_STATES, REPORT_WORDS

_METHODS = ["GET", "HEAD", "POST"]
_LOOK, _DUE = "look", "due"


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def reports(request: ActorRequest) -> HttpResponse:
    """What is to be sent in, and for us what to look at: of all agreements or those one looks after; of a party's staff their own."""
    by = request.actor
    has_any(by)
    is_ours, owner = by.may(Permission.AGREEMENT_VIEW), request.GET.get("owner", "")
    tab = _DUE if not is_ours or request.GET.get("show") == _DUE else _LOOK
    due, cursor = queries.reports_due(by, owner=owner), request.GET.get("after", "")
    context = {
        "is_ours": is_ours,
        "is_mine": owner == queries.MINE,
        "may_send": not is_ours or by.may(Permission.AGREEMENT_EDIT),
        "tab": tab,
        "tabs": _tabs(tab, owner, queries.count_to_look(by, owner=owner), len(due)) if is_ours else [],
        "count": len(due),
        "late": sum(one.is_late for one in due),
    }
    if tab == _LOOK:
        page = queries.page_to_look(by, owner=owner, cursor=cursor)
        context |= {"page": page, "head": shown.LOOK_HEAD, "rows": shown.look_lines(page.rows)}
    else:
        of = queries.page_of_due(due, cursor=cursor)
        context |= {"page": of, "head": shown.DUE_HEAD, "rows": shown.due_lines(by, of.rows)}
        context |= {"light": light_shown.light_lines(by, light_due(by, owner=owner)), "light_head": light_shown.LIGHT_HEAD}
    return render(request, "performance/reports.html", context)


def _tabs(tab: str, owner: str, look: int, due: int) -> list[dict[str, object]]:
    own = f"&owner={queries.MINE}" if owner == queries.MINE else ""
    return [
        {"text": text, "href": f"?show={code}{own}", "current": tab == code, "count": count}
        for code, text, count in ((_LOOK, "To look at", look), (_DUE, "To be sent in", due))
    ]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def report(request: ActorRequest, agreement_id: UUID, measure_id: UUID, report_id: UUID) -> HttpResponse:
    """One: what was sent in, by whom, and what was made of it."""
    by, found = request.actor, queries.get_report(request.actor, agreement_id, measure_id, report_id)
    one = found.measure
    period = Period(found.first_on, found.last_on, found.last_on)
    context = {
        "report": found,
        "caption": f"{caption_of(one)}, {period.words}",
        "period": period.words,
        "stands": shown.stands_of(_period(one, found), found),
        "rows": shown.report_rows(found),
        "steps": shown.report_steps(by, found),
        "crumbs": [*crumbs_of(one), {"text": one.name, "href": reverse("measure", args=[agreement_id, measure_id])}],
    }
    return render(request, "performance/report.html", context)


def _period(one: Measure, found: Report) -> Period:
    """As it is worked out; as the report has it, once the agreement ended earlier."""
    reports = queries.reports_of(one).values()
    there = next((period for period in queries.periods_of(one, reports) if period.first_on == found.first_on), None)
    return there or Period(found.first_on, found.last_on, found.last_on)


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def report_send(request: ActorRequest, agreement_id: UUID, measure_id: UUID, first_on: str) -> HttpResponse:
    """The report of a period sent in, or corrected until it is accepted: by the party's staff, or by us as they told us."""
    by, one = request.actor, queries.get_measure(request.actor, agreement_id, measure_id)
    if not queries.may_report(by, one):
        raise NotFound
    period = queries.period_of(one, _day(first_on))
    there = queries.reports_of(one).get(period.first_on)
    if request.method != "POST":
        policies.check_over(period)
        if there is not None:
            policies.check_can_correct(there)
    title = "Send in a report" if there is None else "Correct a report"
    counted = queries.counted(one, period)
    told = f" Counted: {shown.value_words(one, counted)}." if counted else ""
    means = f"{period.words}. Target: {shown.target_words(one)}.{told} Both sides read it."
    key = {"agreement_id": agreement_id, "measure_id": measure_id}
    return through(
        request,
        once,
        lambda data: forms.ReportForm(one, there, data),
        lambda form: _send(by, one, period, there, form),
        lambda made: queries.get_report(by, **key, report_id=made),
        Step(title, "Send in", "The report is sent in. The department looks at it.", means),
        caption=f"{one.name}, {one.party.name}",
        back=reverse("measure", args=[agreement_id, measure_id]),
        now=Now(there.version, (there.get_state_display(), shown.value_words(one, there), there.note)) if there else NEW,
    )


def _send(by: Actor, one: Measure, period: Period, there: Report | None, form: forms.ReportForm) -> Report:
    key = {"agreement_id": one.agreement_id, "measure_id": one.pk}
    seen = form.cleaned_data["version"] or 0
    if there is None:
        return actions.send_report(by=by, **key, first_on=period.first_on, said=form.said())
    return actions.correct_report(by=by, **key, report_id=there.pk, said=form.said(), seen=seen)


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def reports_file(request: ActorRequest) -> HttpResponse:
    """Many reports from one file, and what became of every row. The same file again changes nothing."""
    by, done = request.actor, None
    has_any(by)
    form = forms.ReportsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.bring_reports(by=by, rows=readers.read_reports(form.cleaned_data["file"].read()))
        except Invalid as wrong:
            form.add_error("file", str(wrong))
    context = {
        "form": form,
        "is_done": done is not None,
        "told": shown.outcomes_told(done or []),
        "rows": shown.outcome_lines(done or []),
        "head": shown.OUTCOME_HEAD,
        "crumbs": [{"text": "Reports of agreements", "href": reverse("reports")}],
    }
    return render(request, "performance/reports_file.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def report_move(request: ActorRequest, agreement_id: UUID, measure_id: UUID, report_id: UUID, verb: str) -> HttpResponse:
    """Accept it, or send it back."""
    by, found = request.actor, queries.get_report(request.actor, agreement_id, measure_id, report_id)
    if verb not in REPORT_WORDS:
        raise NotFound
    if request.method != "POST":
        REPORT_STATES.check(found.state, verb)
        policies.check_can_judge(by, found, verb)
    make = forms.JudgeReportWhyForm if REPORT_STATES.move(verb).needs_reason else forms.JudgeReportForm
    key, words = {"agreement_id": agreement_id, "measure_id": measure_id, "report_id": report_id}, REPORT_WORDS[verb]
    told = f"{shown.value_words(found.measure, found)}. {found.note}".strip()
    return through(
        request,
        once,
        lambda data: make(found, data),
        lambda form: actions.move_report(
            by=by, **key, verb=verb, reason=form.cleaned_data.get("reason", ""), seen=form.cleaned_data["version"]
        ),
        lambda _: queries.get_report(by, **key),
        Step(words.title, words.button, words.done, f"{told} {words.means}"),
        caption=f"{found.measure.name}, {found.measure.party.name}",
        back=reverse("report", args=[agreement_id, measure_id, report_id]),
        now=Now(found.version, (found.get_state_display(), shown.value_words(found.measure, found), found.note, found.state_reason)),
    )
