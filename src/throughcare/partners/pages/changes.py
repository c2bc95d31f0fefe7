"""Pages by which a partner's own people keep their organisation right, and the department answers what they ask for."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import ProposedChange
from throughcare.partners.pages.keeping import READ_BY_US, form_page, kept, put
from throughcare.partners.queries import changes_shown as shown
from throughcare.partners.states import CHANGE_STATES, ChangeState

_METHODS = ["GET", "HEAD", "POST"]
_CONFIRMED = "The department confirms it. Until then the register says what it says now."


class _Part(NamedTuple):
    title: str
    form: Callable[..., forms.AskForm]


_PARTS = {
    "name": _Part("Ask for another name or national body", forms.AskNameForm),
    "numbers": _Part("Ask for other numbers", forms.AskNumbersForm),
    "roles": _Part("Ask for other roles", forms.AskRolesForm),
    "reach": _Part("Ask for other regions and sites", forms.AskReachForm),
    "accreditation": _Part("Tell us of an accreditation", forms.AskAccreditationForm),
    "lead": _Part("Ask for somebody else to lead", forms.AskLeadForm),
}


class _Words(NamedTuple):
    title: str
    button: str
    done: str


_WORDS = {
    "confirm": _Words("Confirm this change", "Confirm", "Confirmed. The register says it now, and who asked is told."),
    "refuse": _Words("Refuse this change", "Refuse", "Refused. Who asked is told why."),
    "withdraw": _Words("Withdraw this change", "Withdraw", "Withdrawn. Nothing changes."),
}


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_OWN)
def partner_own(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """What its own people change at once."""
    by, theirs = request.actor, ""
    actions.check_own(by, partner_id)
    found = queries.get_partner(by, partner_id)
    form = forms.OwnWordsForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.change_own(by=by, partner_id=partner_id, new=form.new(), seen=seen),
                lambda _: queries.get_partner(by, partner_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: forms.OwnWordsForm(found, data))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved. It holds from now on.")
            return redirect("partner", partner_id)
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    return form_page(request, form, "Change what you say of yourselves", back, caption=whose, theirs=theirs, means=READ_BY_US)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_OWN)
def partner_ask(request: ActorRequest, partner_id: UUID, part: str) -> HttpResponse:
    """Ask for a change of one part."""
    by = request.actor
    actions.check_own(by, partner_id)
    found = queries.get_partner(by, partner_id)
    if part not in _PARTS:
        raise NotFound
    title, make = _PARTS[part]
    form = make(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.ask_change(by=by, partner_id=partner_id, new=form.new(), why=form.cleaned_data["why"]),
                lambda change_id: queries.get_change(by, change_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            say(request, made, "Thank you. The department is told, and you get a notice when it answers.", "You asked for this")
            return redirect("partner-change", made.thing.pk)
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    return form_page(request, form, title, back, caption=whose, button="Ask for this change", means=_CONFIRMED)


@require_safe
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_changes(request: ActorRequest) -> HttpResponse:
    """Changes asked for, whoever has waited longest first."""
    by, keeps = request.actor, request.actor.may(Permission.PARTNER_EDIT)
    form = forms.ChangesForm(request.GET, keeps=keeps)
    context: dict[str, object] = {"form": form, "page": None, "rows": [], "head": shown.LIST_HEAD, "keeps": keeps, "selected": []}
    if form.is_valid():
        page = queries.page_of_changes(by, form.filters(), cursor=request.GET.get("after", ""))
        context |= {"page": page, "rows": shown.rows(page.rows)}
    return render(request, "partners/changes.html", context)


@require_safe
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_change(request: ActorRequest, partner_change_id: UUID) -> HttpResponse:
    """One change: as it was, as it is, as it is asked for."""
    found = queries.get_change(request.actor, partner_change_id)
    return _change_page(request, found, None, "")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_change_move(request: ActorRequest, partner_change_id: UUID, verb: str) -> HttpResponse:
    """Confirm, refuse or withdraw. What moved on meanwhile is shown before it is asked again."""
    by, found = request.actor, queries.get_change(request.actor, partner_change_id)
    if not _may(request, found, verb):
        raise NotFound
    if request.method == "GET":
        CHANGE_STATES.check(found.state, verb)
    make = forms.RefuseForm if verb == "refuse" else forms.AnswerForm
    tag = queries.compared(by, found).tag
    form = make(request.POST or None, initial={"version": found.version, "tag": tag})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = {"seen": said["version"], "tag": said["tag"], "reason": said.get("reason", "")}
        try:
            once(
                request,
                lambda: actions.move_change(by=by, change_id=partner_change_id, verb=verb, **values),
                lambda _: queries.get_change(by, partner_change_id),
            )
        except Stale:
            if found.state != ChangeState.PROPOSED or said["version"] > found.version:
                raise
            return _change_page(request, found, _again(make, request, found.version, tag), verb, moved=True)
        except Invalid as wrong:
            for sentence in [one for sentences in wrong.errors.values() for one in sentences] or [str(wrong)]:
                form.add_error(None, sentence)
        else:
            messages.success(request, _WORDS[verb].done)
            return redirect("partner-change", partner_change_id)
    return _change_page(request, found, form, verb)


def _again(make: type[forms.AnswerForm], request: ActorRequest, version: int, tag: str) -> forms.AnswerForm:
    """The form as it was sent, against what is there now."""
    sent = request.POST.copy()
    sent["version"], sent["tag"] = str(version), tag
    return make(sent)


def _may(request: ActorRequest, found: ProposedChange, verb: str) -> bool:
    """Is it theirs to do, whatever the state? Who asked withdraws; who keeps the register answers."""
    by = request.actor
    if verb == "withdraw":
        return by.may(Permission.PARTNER_OWN) and found.partner_id in queries.my_organizations(by)
    return verb in _WORDS and by.may(Permission.PARTNER_EDIT)


def _change_page(
    request: ActorRequest, found: ProposedChange, form: django_forms.Form | None, verb: str, *, moved: bool = False
) -> HttpResponse:
    beside = queries.compared(request.actor, found)
    waits = found.state == ChangeState.PROPOSED
    head = ("What", "When they asked", "Now", "As they ask") if waits else ("What", "When they asked", "As they asked")
    lines = shown.lines(found, beside)
    context: dict[str, Any] = {
        "change": found,
        "title": _WORDS[verb].title if verb in _WORDS else found.get_part_display(),
        "facts": shown.facts(found),
        "colour": shown.STATE_COLOURS[ChangeState(found.state)],
        "head": head,
        "lines": [[text or "Nothing" for text in (line if waits else (line.label, line.was, line.asked))] for line in lines],
        "moved_on": waits and (moved or beside.moved_on),
        "form": form,
        "button": _WORDS[verb].button if verb in _WORDS else "",
        "verbs": []
        if form
        else [(name, _WORDS[name].title) for name in CHANGE_STATES.verbs_from(found.state) if _may(request, found, name)],
        "back": reverse("partner-change", args=[found.pk]) if form else reverse("partner-changes"),
    }
    return render(request, "partners/change.html", context)
