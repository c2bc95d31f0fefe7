"""Pages of whoever holds a signed link: no account, no cookie that is needed, nothing kept by the browser."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, by_link
from throughcare.agreements import actions, forms
from throughcare.agreements.pages.keeping import put
from throughcare.agreements.queries import light as lights
from throughcare.agreements.queries.light import Held
from throughcare.agreements.states import LinkFor
from throughcare.common.refusals import Invalid, NotFound, Refused

_METHODS = ["GET", "HEAD", "POST"]
_OPEN = by_link("whoever holds a signed link reads and signs one small agreement without an account: only its hash is kept, and it ends")


@require_safe
@never_cache
@_OPEN
def light_held(request: ActorRequest, key: str) -> HttpResponse:
    """The whole of it in plain words, and what can be done."""
    try:
        found = actions.open_link(by=request.actor, key=key)
    except NotFound:
        return _over(request, None)
    if found.purpose == LinkFor.REPORT:
        return redirect("light-answer", key=key)
    if found.standing in ("OPEN", "DONE"):
        return _alone(render(request, "agreements/light_held.html", {"held": found, "key": key}))
    return _over(request, found)


@require_safe
@never_cache
@_OPEN
def light_copy(request: ActorRequest, key: str) -> HttpResponse:
    """The text as a file, to keep."""
    try:
        found = lights.held_by_link(key)
    except NotFound:
        return _over(request, None)
    if found.purpose != LinkFor.SIGN or found.standing not in ("OPEN", "DONE"):
        return _over(request, found)
    headers = {"Content-Disposition": f'attachment; filename="{found.terms.number}.txt"'}
    return _alone(HttpResponse(found.copy, content_type="text/plain; charset=utf-8", headers=headers))


@require_http_methods(_METHODS)
@never_cache
@_OPEN
def light_sign(request: ActorRequest, key: str) -> HttpResponse:
    """Ask for a code, then name, code and "I may sign"."""
    return _with(request, key, _sign)


def _sign(request: ActorRequest, key: str, found: Held) -> HttpResponse:
    form = forms.HolderSignForm(found.terms.partner, request.POST if request.method == "POST" and "name" in request.POST else None)
    if request.method == "POST" and "name" not in request.POST:
        try:
            actions.ask_code(by=request.actor, key=key)
        except Refused as why:
            messages.info(request, str(why))
        else:
            messages.success(request, "A code is on its way to the address this link went to.")
        return _alone(redirect("light-sign", key=key))
    if form.is_bound and form.is_valid():
        try:
            actions.sign_by_link(by=request.actor, key=key, **form.cleaned_data)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Signed. Keep a copy: you can print this page, or download it.")
            return _alone(redirect("light-held", key=key))
    return _alone(render(request, "agreements/light_sign.html", {"held": found, "form": form, "back": reverse("light-held", args=[key])}))


@require_http_methods(_METHODS)
@never_cache
@_OPEN
def light_word(request: ActorRequest, key: str) -> HttpResponse:
    """A question, or "I don't sign this"."""
    return _with(request, key, _word)


def _word(request: ActorRequest, key: str, found: Held) -> HttpResponse:
    form = forms.HolderWordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_by_link(by=request.actor, key=key, **form.cleaned_data)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Whoever sent you the link is told.")
            return _alone(redirect("light-held", key=key))
    return _alone(render(request, "agreements/light_word.html", {"held": found, "form": form, "back": reverse("light-held", args=[key])}))


def _with(request: ActorRequest, key: str, then: Callable[[ActorRequest, str, Held], HttpResponse]) -> HttpResponse:
    """What the link opens, while it may still be signed."""
    try:
        found = lights.held_by_link(key)
    except NotFound:
        return _over(request, None)
    if found.purpose != LinkFor.SIGN or found.standing != "OPEN":
        return _over(request, found)
    try:
        return then(request, key, found)
    except Refused as why:
        return _over(request, found, str(why))


def _over(request: ActorRequest, found: Held | None, why: str = "") -> HttpResponse:
    """The same for a link that is over and one that never was."""
    return _alone(render(request, "agreements/light_over.html", {"standing": found.standing if found else "OVER", "why": why}))


def _alone(answer: HttpResponse) -> HttpResponse:
    """The address holds the secret: no search engine keeps it, and, as on every page of ours, no other site is told where one came from."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
