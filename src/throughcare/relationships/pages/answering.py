"""Pages on which somebody answers: by a link, or logged in. Neither keeps a draft nor remembers that the form was sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, by_link, open_to_all, signed_in
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.relationships import actions, queries
from throughcare.relationships.forms import AnswerForm
from throughcare.relationships.queries import Asked

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def asked(request: ActorRequest) -> HttpResponse:
    """The assessments the reader is asked for."""
    return render(request, "relationships/asked.html", {"rows": queries.asked_of(request.actor)})


@require_http_methods(_METHODS)
@never_cache
@by_link("whoever holds a mailed link answers without an account: good once, and only its hash is kept")
def rate(request: ActorRequest, key: str) -> HttpResponse:
    """Answer by a link."""
    try:
        found = queries.asked_by_link(key)
    except NotFound:
        return render(request, "relationships/rate_over.html", {"standing": "OVER"})
    return _answer(request, found, key=key)


@require_http_methods(_METHODS)
@signed_in
def rate_own(request: ActorRequest, rater_id: UUID) -> HttpResponse:
    """Answer as whoever is logged in."""
    return _answer(request, queries.asked_one(request.actor, rater_id), rater_id=rater_id)


@require_safe
@open_to_all("says thank you, and holds nothing")
def rated(request: ActorRequest) -> HttpResponse:
    """The same for everybody who answered."""
    return render(request, "relationships/rated.html")


def _answer(request: ActorRequest, found: Asked, *, key: str = "", rater_id: UUID | None = None) -> HttpResponse:
    if found.standing != "OPEN":
        return render(request, "relationships/rate_over.html", {"standing": found.standing})
    form = AnswerForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_answer(by=request.actor, given=form.given(), key=key, rater_id=rater_id)
        except Invalid as wrong:
            for name, sentences in (wrong.errors or {"": [str(wrong)]}).items():
                form.add_error(name if name in form.fields else None, sentences[0])
        except Refused:  # the same link in two windows, or the last day just over
            return render(request, "relationships/rate_over.html", {"standing": "TAKEN"})
        else:
            return redirect("rated")
    return render(request, "relationships/rate.html", {"form": form, "asked": found})
