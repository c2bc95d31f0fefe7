"""Surveys of the network kept: the list, one with who replied, prepared, changed, opened, closed, published; who is asked; what it says."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.forms import MoveForm
from throughcare.relationships.forms import surveys as forms
from throughcare.relationships.models import NetworkSurvey
from throughcare.relationships.pages.steps import METHODS, again, form_page, put
from throughcare.relationships.queries import survey_result as results
from throughcare.relationships.queries import surveys as queries
from throughcare.relationships.queries import surveys_shown as shown
from throughcare.relationships.states import SURVEY_STATES, SURVEY_WORDS, SURVEYED_VERBS, SurveyState

_TABS = [SurveyState.OPEN, SurveyState.CLOSED, SurveyState.PUBLISHED]
_DONE = {"resend": "A new link is on its way. The one before it still works.", "withdraw": "It is not asked any more."}


@require_safe
@needs(Permission.PARTNER_EDIT)
def network_surveys(request: ActorRequest) -> HttpResponse:
    """All of them, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in SurveyState.values else ""
    page = queries.page_of_surveys(request.actor, queries.SurveyFilters(state=state), cursor=request.GET.get("after", ""))
    tabs = [{"text": "All", "href": "?", "current": not state}]
    tabs += [{"text": one.label, "href": f"?state={one.value}", "current": state == one} for one in _TABS]
    add = {"text": "Prepare a survey", "href": reverse("network-survey-add")}
    context = {"page": page, "rows": [shown.line(one) for one in page.rows], "head": shown.LIST_HEAD, "tabs": tabs, "actions": [add]}
    return render(request, "relationships/surveys.html", context)


@require_safe
@needs(Permission.PARTNER_EDIT)
def network_survey(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """One of them: whom it asks, and who replied."""
    by, found = request.actor, queries.get_survey(request.actor, survey_id)
    context = {
        "survey": found,
        "tag": shown.tag(found),
        "replied": shown.replied_words(found),
        "scope": shown.scope(found),
        "rows": shown.asked_rows(queries.surveyed_of(by, found), found),
        "head": shown.ASKED_HEAD,
        "is_under_way": found.state in (SurveyState.DRAFT, SurveyState.OPEN),
        "too_few": shown.too_few(),
        "moves": [(verb, SURVEY_WORDS[verb].title) for verb in SURVEY_STATES.verbs_from(found.state)],
    }
    return render(request, "relationships/survey.html", context)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def network_survey_add(request: ActorRequest) -> HttpResponse:
    """Prepare one."""
    by, form = request.actor, forms.SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.add_survey(by=by, new=form.new()), lambda made_id: queries.get_survey(by, made_id))
        except Refused as wrong:
            put(form, wrong)
        else:
            say(request, made, "The survey is prepared. Now look whom it asks.", "You prepared it")
            return redirect("network-survey", made.thing.pk)
    return form_page(request, form, "Prepare a survey of the network", reverse("network-surveys"), button="Go on")


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def network_survey_change(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """Another scope; once it is open, another last day."""
    by, found, theirs = request.actor, queries.get_survey(request.actor, survey_id), ""
    form = forms.SurveyForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_survey(by=by, survey_id=survey_id, new=form.new(), seen=seen),
                lambda _: queries.get_survey(by, survey_id),
            )
        except Stale as stale:
            form, theirs = again(request, stale, form, found.version, lambda sent: forms.SurveyForm(sent, found))  # type: ignore[assignment]  # the form it makes
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("network-survey", survey_id)
    return form_page(request, form, "Change this survey", _of(found), caption=found.name, theirs=theirs)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def network_survey_move(request: ActorRequest, survey_id: UUID, verb: str) -> HttpResponse:
    """Open, close, publish or give up."""
    by, found = request.actor, queries.get_survey(request.actor, survey_id)
    if verb not in SURVEY_WORDS:
        raise NotFound
    words, form = SURVEY_WORDS[verb], MoveForm(request.POST or None, initial={"version": found.version})
    if request.method == "GET":
        SURVEY_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.move_survey(by=by, survey_id=survey_id, verb=verb, seen=seen),
                lambda _: queries.get_survey(by, survey_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, words.done)
            return redirect("network-survey", survey_id)
    more = {"caption": found.name, "button": words.button, "means": words.means, "warning": verb == "give_up"}
    return form_page(request, form, words.title, _of(found), **more)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def network_survey_ask(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """Ask one more, or put an address right."""
    by, found = request.actor, queries.get_survey(request.actor, survey_id)
    form = forms.SurveyedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.ask_organization(by=by, survey_id=survey_id, new=form.new()),
                lambda made_id: queries.get_surveyed(by, made_id),
            )
        except Refused as wrong:
            put(form, wrong)
        else:
            say(request, made, f"{made.thing.organization.name} is asked.", "You named it")
            return redirect("network-survey", survey_id)
    return form_page(request, form, "Ask a partner", _of(found), caption=found.name, button="Ask it")


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def network_surveyed_move(request: ActorRequest, surveyed_id: UUID, verb: str) -> HttpResponse:
    """Send a new link, or ask no more."""
    by, found = request.actor, queries.get_surveyed(request.actor, surveyed_id)
    if verb not in SURVEYED_VERBS:
        raise NotFound
    back = reverse("network-survey", args=[found.survey_id])
    if request.method == "POST":
        once(
            request,
            lambda: actions.move_surveyed(by=by, surveyed_id=surveyed_id, verb=verb),
            lambda _: queries.get_survey(by, found.survey_id),
            within=A_MOMENT,
        )
        messages.success(request, _DONE[verb])
        return redirect(back)
    title = "Send a new link" if verb == "resend" else "Ask this partner no more"
    return form_page(request, Form(), title, back, caption=found.organization.name, button=title, warning=verb == "withdraw")


@require_POST
@needs(Permission.PARTNER_EDIT)
def network_survey_remind(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """Remind every organisation that has an address and has not replied."""
    by, found = request.actor, queries.get_survey(request.actor, survey_id)
    once(request, lambda: actions.remind_surveyed(by=by, survey_id=survey_id), lambda _: queries.get_survey(by, survey_id), within=A_MOMENT)
    messages.success(request, "Those that have not replied get a new link. Nobody gets two in a day.")
    return redirect(_of(found))


@require_safe
@needs(Permission.PARTNER_EDIT)
def network_survey_result(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """What it says, once it is published."""
    found = results.result_of(request.actor, survey_id)
    page = results.page_of_said(request.actor, survey_id, cursor=request.GET.get("after", ""))
    context = {
        "survey": found.survey,
        "measures": shown.measure_rows(found),
        "rated": shown.rated_rows(found) if page.is_first else [],
        "said": shown.said_rows(page.rows),
        "page": page,
        "heads": {"measures": shown.MEASURE_HEAD, "rated": shown.RATED_HEAD, "said": shown.SAID_HEAD},
    }
    return render(request, "relationships/survey_result.html", context)


@require_safe
@needs(Permission.PARTNER_EDIT)
def network_survey_export(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """All that was said, as a table."""
    file = actions.export_survey(by=request.actor, survey_id=survey_id)
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})


def _of(found: NetworkSurvey) -> str:
    return reverse("network-survey", args=[found.pk])
