"""The three questions: answered by whoever holds a link, by the group's own people, or written down by one of us."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from throughcare.accounts.decorators import ActorRequest, by_link, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.actions import open_link
from throughcare.agreements.queries.light import Held
from throughcare.agreements.queries.terms import QUESTIONS, SPENT
from throughcare.agreements.states import LONGEST_ANSWER, AgreementKind, LinkFor
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.performance import actions, forms
from throughcare.performance.pages.keeping import put
from throughcare.performance.queries import light as lights
from throughcare.performance.queries import light_shown

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def light_report(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """What was told; or, for whoever may, the three questions."""
    by = request.actor
    found, light, told = lights.get_light_report(by, agreement_id)
    back = reverse("agreement", args=[found.pk])
    may = told is None and lights.may_answer(by, found)
    form = None
    if may or request.method == "POST":
        ours, is_grant = by.may(Permission.AGREEMENT_EDIT), found.kind == AgreementKind.GRANT
        form = forms.LightReportForm(request.POST if request.method == "POST" else None, is_grant=is_grant, ours=ours)
    if form is not None and request.method == "POST" and (form.is_valid() or not may):
        try:
            asked = form.told() if form.is_valid() else actions.Told(did="", changed="", otherwise="")
            once(
                request,
                lambda: actions.tell_light(by=by, agreement_id=agreement_id, told=asked).agreement_id,
                lambda _: lights.get_light_report(by, agreement_id)[0],
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Thank you. Both sides read it.")
            return redirect(back)
    context = {
        "form": form if may else None,
        "agreement": found,
        "stands": light_shown.stands_of(light, told),
        "rows": light_shown.answer_rows(told) if told else [],
        "back": back,
    }
    return render(request, "performance/light_report.html", context)


@require_http_methods(_METHODS)
@never_cache
@by_link(
    "whoever holds a signed link answers three questions about one small agreement without an account: only its hash is kept, and it ends"
)
def light_answer(request: ActorRequest, key: str) -> HttpResponse:
    """The three questions, for the holder of a link."""
    try:
        held = open_link(by=request.actor, key=key)
    except NotFound:
        return _over(request, is_told=False)
    is_told = held.purpose == LinkFor.REPORT and (held.standing == "DONE" or lights.is_answered(key))
    if held.purpose != LinkFor.REPORT or held.standing != "OPEN" or is_told:
        return _over(request, is_told=is_told)
    return _answer(request, key, held)


def _answer(request: ActorRequest, key: str, held: Held) -> HttpResponse:
    form = forms.LightReportForm(request.POST if request.method == "POST" else None, is_grant=held.terms.is_grant, ours=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_light_by_link(by=request.actor, key=key, told=form.told())
        except Invalid as wrong:
            put(form, wrong)
        except Refused as why:
            return _over(request, is_told=False, why=str(why))
        else:
            return redirect("light-answer", key=key)
    answer = render(request, "performance/light_answer.html", {"held": held, "form": form})
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _over(request: ActorRequest, *, is_told: bool, why: str = "") -> HttpResponse:
    """What was typed meanwhile stands on it, so that it is not lost."""
    return render(request, "performance/light_over.html", {"is_told": is_told, "why": why, "typed": _typed(request)})


def _typed(request: ActorRequest) -> list[dict[str, str]]:
    """The answers of a form that came too late, as their own words; cut where an answer would be too long."""
    asked = dict(zip(("did", "changed", "otherwise", "spent"), (*QUESTIONS, SPENT), strict=True))
    words = {name: request.POST.get(name, "").strip()[:LONGEST_ANSWER] for name in asked}
    return [{"key": asked[name], "value": said} for name, said in words.items() if said]
