"""An assessment kept: prepared, changed, opened and closed, people asked, actions agreed."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.partners.queries import get_partner
from throughcare.relationships import actions, forms, queries
from throughcare.relationships.models import Wave
from throughcare.relationships.states import AGREED_STATES, MOVE_WORDS, RATER_VERBS, WAVE_STATES

_METHODS = ["GET", "HEAD", "POST"]
_RATER_DONE = {
    "resend": "If they have not answered yet, a new link is on its way. The old one is worth nothing.",
    "withdraw": "Their link is worth nothing any more. If they had answered, their answer stays: nobody can tell which it is.",
}


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def assessment_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Prepare one."""
    by, partner = request.actor, get_partner(request.actor, partner_id)
    form = forms.WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_wave(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_wave(by, made_id),
            )
        except Refused as wrong:
            _put(form, wrong)
        else:
            say(request, made, "The assessment is prepared. Now name who is asked.", "You prepared it")
            return redirect("assessment", made.thing.pk)
    back = reverse("partner-assessments", args=[partner_id])
    return _page(request, form, "Prepare an assessment", back, partner.organization.name, "Go on")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def assessment_change(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """Another last day, or other questions of one's own."""
    by, found, theirs = request.actor, queries.get_wave(request.actor, wave_id), ""
    form = forms.WaveForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_wave(by=by, wave_id=wave_id, new=form.new(), seen=seen),
                lambda _: queries.get_wave(by, wave_id),
            )
        except Stale as stale:
            if not 0 < seen < found.version:
                raise
            theirs, form = str(stale), _again(request, found)
        except Refused as wrong:
            _put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("assessment", wave_id)
    return _page(request, form, "Change this assessment", _of(found), _whose(found), "Save", theirs=theirs)


def _again(request: ActorRequest, found: Wave) -> forms.WaveForm:
    """What was typed, made against the version there is."""
    sent = request.POST.copy()
    sent["version"] = str(found.version)
    return forms.WaveForm(sent, found)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def assessment_move(request: ActorRequest, wave_id: UUID, verb: str) -> HttpResponse:
    """Open, close or give up."""
    by, found = request.actor, queries.get_wave(request.actor, wave_id)
    if verb not in MOVE_WORDS:
        raise NotFound
    words = MOVE_WORDS[verb]
    form = forms.MoveForm(request.POST or None, initial={"version": found.version})
    if request.method == "GET":
        WAVE_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.move_wave(by=by, wave_id=wave_id, verb=verb, seen=seen),
                lambda _: queries.get_wave(by, wave_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            _put(form, wrong)
        else:
            messages.success(request, words.done)
            return redirect("assessment", wave_id)
    return _page(request, form, words.title, _of(found), _whose(found), words.button, means=words.means, warning=verb == "give_up")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def assessment_invite(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """Name somebody who is asked; a partner's own people name those of their side."""
    by, found = request.actor, queries.get_wave(request.actor, wave_id)
    form = forms.RaterForm(request.POST or None, is_own=queries.may_name(by, found))
    form.name_sides(_whose(found), "On whose side are they?")
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_rater(by=by, wave_id=wave_id, new=form.new()),
                lambda made_id: queries.get_rater(by, made_id),
            )
        except Refused as wrong:
            _put(form, wrong)
        else:
            say(request, made, f"{made.thing.name} is asked.", "You named them")
            return redirect("assessment", wave_id)
    return _page(request, form, "Ask somebody", _of(found), _whose(found), "Ask them")


@require_POST
@needs(Permission.PARTNER_EDIT)
def assessment_remind(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """Remind all who are asked; those who answered get no mail, and nobody is told who that is."""
    by = request.actor
    once(
        request,
        lambda: actions.remind_raters(by=by, wave_id=wave_id),
        lambda _: queries.get_wave(by, wave_id),
        within=A_MOMENT,
    )
    messages.success(request, "Whoever has not answered gets a new link. Nobody is told who that is.")
    return redirect("assessment", wave_id)


@require_POST
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def rater_move(request: ActorRequest, rater_id: UUID, verb: str) -> HttpResponse:
    """Send a new link, or take somebody back."""
    by, found = request.actor, queries.get_rater(request.actor, rater_id)
    if verb not in RATER_VERBS:
        raise NotFound
    once(
        request,
        lambda: actions.move_rater(by=by, rater_id=rater_id, verb=verb),
        lambda _: queries.get_rater(by, rater_id),
        within=A_MOMENT,
    )
    messages.success(request, _RATER_DONE[verb])
    return redirect("assessment", found.wave_id)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def agreed_add(request: ActorRequest, wave_id: UUID) -> HttpResponse:
    """Write down what was agreed."""
    by, found = request.actor, queries.get_wave(request.actor, wave_id)
    form = forms.AgreedForm(request.POST or None)
    form.name_sides(_whose(found), "Whose is it?")
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_agreed(by=by, wave_id=wave_id, new=form.new()),
                lambda made_id: queries.get_agreed(by, made_id),
            )
        except Refused as wrong:
            _put(form, wrong)
        else:
            say(request, made, "Written down.", "You wrote this down")
            return redirect(_of(found) + "#agreed")
    return _page(request, form, "Add an agreed action", _of(found), _whose(found), "Add it", means="Both sides read it.")


@require_POST
@needs(Permission.PARTNER_EDIT)
def agreed_move(request: ActorRequest, agreed_id: UUID, verb: str) -> HttpResponse:
    """Done, dropped, or not done after all."""
    by, found = request.actor, queries.get_agreed(request.actor, agreed_id)
    form = forms.VersionForm(request.POST)
    if verb not in AGREED_STATES.verbs or not form.is_valid():
        raise NotFound
    seen = form.cleaned_data["version"]
    once(
        request,
        lambda: actions.move_agreed(by=by, agreed_id=agreed_id, verb=verb, seen=seen),
        lambda _: queries.get_agreed(by, agreed_id),
    )
    return redirect(_of(found.wave) + "#agreed")


def _of(wave: Wave) -> str:
    return reverse("assessment", args=[wave.pk])


def _whose(wave: Wave) -> str:
    return wave.partner.organization.name


def _put(form: Form, wrong: Refused) -> None:
    """What is wrong, each at its field."""
    errors = wrong.errors if isinstance(wrong, Invalid) and wrong.errors else {"": [str(wrong)]}
    for name, sentences in errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])


def _page(
    request: ActorRequest,
    form: Form,
    title: str,
    back: str,
    caption: str,
    button: str,
    *,
    theirs: str = "",
    means: str = "",
    warning: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "caption": caption,
        "button": button,
        "theirs": theirs,
        "means": means,
        "back": back,
        "warning": warning,
        "line": None,
    }
    return render(request, "relationships/form.html", context)
