"""Pages on which an organisation says whom it works with: by a link without an account, or its own people logged in. The same pages for both."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, by_link, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound, Refused
from throughcare.relationships import actions
from throughcare.relationships.forms.surveys import TieForm
from throughcare.relationships.pages.steps import METHODS, put
from throughcare.relationships.queries import surveys as queries
from throughcare.relationships.queries import surveys_shown as shown

_WHY = "whoever holds a mailed link answers for their organisation without an account: only its hash is kept"


@dataclass(frozen=True)
class _Door:
    """How somebody came in: by a link, or as one of the organisation's own people."""

    surveyed: queries.Surveyed
    key: str = ""

    @property
    def href(self) -> str:
        return reverse("survey-reply", args=[self.key]) if self.key else reverse("survey-own", args=[self.surveyed.surveyed_id])

    @property
    def given(self) -> dict[str, str | UUID]:
        return {"key": self.key} if self.key else {"surveyed_id": self.surveyed.surveyed_id}


@require_safe
@needs(Permission.PARTNER_OWN)
def surveys_asked(request: ActorRequest) -> HttpResponse:
    """The surveys the reader's own organisations are asked."""
    return render(request, "relationships/surveys_asked.html", {"rows": queries.surveys_asked_of(request.actor)})


@require_http_methods(METHODS)
@never_cache
@by_link(_WHY)
def survey_reply(request: ActorRequest, key: str) -> HttpResponse:
    """Whom the organisation may speak of, by a link; sent, it has said what it has to say."""
    try:
        return _list(request, _Door(queries.surveyed_by_link(key), key))
    except NotFound:
        return render(request, "relationships/survey_over.html")


@require_http_methods(METHODS)
@never_cache
@by_link(_WHY)
def survey_reply_about(request: ActorRequest, key: str, organization_id: UUID) -> HttpResponse:
    """What it says of one other, by a link."""
    return _about(request, _Door(queries.surveyed_by_link(key), key), organization_id)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_OWN)
def survey_own(request: ActorRequest, surveyed_id: UUID) -> HttpResponse:
    """The same, as one of its own people."""
    return _list(request, _Door(queries.surveyed_one(request.actor, surveyed_id)))


@require_http_methods(METHODS)
@needs(Permission.PARTNER_OWN)
def survey_own_about(request: ActorRequest, surveyed_id: UUID, organization_id: UUID) -> HttpResponse:
    """The same of one other."""
    return _about(request, _Door(queries.surveyed_one(request.actor, surveyed_id)), organization_id)


def _list(request: ActorRequest, door: _Door) -> HttpResponse:
    if door.surveyed.standing != "OPEN":
        return render(request, "relationships/survey_over.html")
    if request.method == "POST":
        actions.hand_in_survey(by=request.actor, **door.given)  # type: ignore[arg-type]  # a key or an id
        return redirect(door.href)
    others = queries.others_of(door.surveyed, door.key)
    context = {
        "asked": door.surveyed,
        "rows": shown.other_rows(others, f"{door.href}about/"),
        "head": shown.OTHER_HEAD,
        "done": sum(one.said is not None for one in others),
        "count": len(others),
    }
    return render(request, "relationships/survey_reply.html", context)


def _about(request: ActorRequest, door: _Door, organization_id: UUID) -> HttpResponse:
    if door.surveyed.standing != "OPEN":
        return render(request, "relationships/survey_over.html")
    other = next((one for one in queries.others_of(door.surveyed, door.key) if one.organization_id == organization_id), None)
    if other is None:
        raise NotFound
    if other.is_held:
        return redirect(door.href)
    form = TieForm(request.POST if request.method == "POST" else None, other.said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_of_tie(by=request.actor, said=form.said(), about=organization_id, **door.given)  # type: ignore[arg-type]  # as above
        except Refused as wrong:
            put(form, wrong)
        else:
            return redirect(door.href)
    context = {"form": form, "asked": door.surveyed, "other": other, "back": door.href}
    return render(request, "relationships/survey_about.html", context)
