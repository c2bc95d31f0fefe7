"""Assessments read: the list, one partnership's, one with its result, all together."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.ref import Ref
from throughcare.partners.queries import get_partner
from throughcare.relationships import actions, queries
from throughcare.relationships.queries import hypothesis_shown, shown
from throughcare.relationships.queries.hypothesis import hypotheses
from throughcare.relationships.states import MOVE_WORDS, WAVE_STATES, WaveState
from throughcare.tasks.queries import open_about

_SHOWN_STATES = [WaveState.OPEN, WaveState.DRAFT, WaveState.PUBLISHED]


@require_safe
@needs(Permission.PARTNER_VIEW)
def assessments(request: ActorRequest) -> HttpResponse:
    """All of them, the newest first, by where they stand."""
    by, state = request.actor, request.GET.get("state", "")
    state = state if state in WaveState.values else ""
    page = queries.page_of_waves(by, queries.WaveFilters(state=state), cursor=request.GET.get("after", ""))
    tabs = [{"text": "All", "href": "?", "current": not state}]
    tabs += [{"text": one.label, "href": f"?state={one.value}", "current": state == one} for one in _SHOWN_STATES]
    context = {
        "page": page,
        "rows": [shown.line(wave) for wave in page.rows],
        "head": shown.LIST_HEAD,
        "tabs": tabs,
        "partners_href": reverse("partners"),
    }
    return render(request, "relationships/assessments.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def assessments_across(request: ActorRequest) -> HttpResponse:
    """All partnerships together, without naming one."""
    rows = [shown.lagging(row) for row in queries.across(request.actor)]
    return render(request, "relationships/across.html", {"rows": rows, "head": shown.ACROSS_HEAD})


@require_safe
@needs(Permission.PARTNER_VIEW)
def assessments_hypothesis(request: ActorRequest) -> HttpResponse:
    """Does better partnership go with better referrals? As far as so few can say."""
    parts = [hypothesis_shown.shown(one) for one in hypotheses(request.actor)]
    context = {"parts": parts, "head": hypothesis_shown.HEAD, "limits": hypothesis_shown.LIMITS}
    return render(request, "relationships/hypothesis.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def partner_assessments(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """One partnership's, for those who may look at partners and for its own people."""
    by, found = request.actor, get_partner(request.actor, partner_id)
    add = {"text": "Prepare an assessment", "href": reverse("assessment-add", args=[partner_id])}
    context = {
        "partner": found,
        "rows": [shown.own_line(wave) for wave in queries.waves_of(by, partner_id)],
        "head": shown.OWN_HEAD,
        "actions": [add] if by.may(Permission.PARTNER_EDIT) else [],
    }
    return render(request, "relationships/partner.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def assessment(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """One assessment: who is asked, for those who ask; the result, once it is published."""
    by, wave = request.actor, queries.get_wave(request.actor, wave_id)
    may_edit, result = by.may(Permission.PARTNER_EDIT), queries.result_of(by, wave)
    may_ask = may_edit or queries.may_name(by, wave)
    is_under_way = wave.state in (WaveState.DRAFT, WaveState.OPEN)
    context = {
        "wave": wave,
        "partner": wave.partner.organization.name,
        "tag": shown.tag(wave),
        "days": shown.days(wave),
        "is_under_way": is_under_way,
        "asked": shown.asked(by, wave) if may_ask and is_under_way else [],
        "moves": [(verb, MOVE_WORDS[verb].title) for verb in WAVE_STATES.verbs_from(wave.state) if verb in MOVE_WORDS] if may_edit else [],
        "result": shown.result(result) if result else None,
        "agreed": [shown.agreed(row, may_edit=may_edit) for row in wave.agreed.all()],
        "may_edit": may_edit,
    }
    return render(request, "relationships/assessment.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def agreed(request: ActorRequest, agreed_id: UUID) -> HttpResponse:
    """What the two agreed to do, with its tasks, for both sides."""
    by, found = request.actor, queries.get_agreed(request.actor, agreed_id)
    about = Ref("relationships.agreedaction", found.pk)
    context = {
        "agreed": shown.agreed(found, may_edit=by.may(Permission.PARTNER_EDIT)),
        "facts": queries.agreed_facts(found),
        "wave": found.wave,
        "partner": found.wave.partner.organization.name,
        "may_have_tasks": by.may(Permission.TASK_DO),
        "open_tasks": open_about(by, about),
        "task_about": str(about),
    }
    return render(request, "relationships/agreed.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def assessment_report(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """The result as a report to print, for both sides."""
    file = actions.export_result(by=request.actor, wave_id=wave_id)
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})
