"""Who opened as many people's records as one may, and letting them open more."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.refusals import Stale
from throughcare.people.actions.reading import lift_reading
from throughcare.people.forms.drafting import Drafting
from throughcare.people.forms.reading import LiftForm
from throughcare.people.queries.reading import Stopped, get_lift, get_stop, stops
from throughcare.people.states import MOST_A_DAY, MOST_AN_HOUR

_HEAD = ["Who", "When", "Opened in the hour before", "Opened that day", "Let open more by"]
_NOBODY = "Nobody"
_MOST = {"most_hour": MOST_AN_HOUR, "most_day": MOST_A_DAY}


@require_safe
@needs(Permission.STAFF_MANAGE, Permission.PRIVACY_MANAGE)
def reading_stops(request: ActorRequest) -> HttpResponse:
    """Those of the reader's teams, newest first; the privacy officer sees all."""
    found, page = stops(request.actor, cursor=request.GET.get("after", ""))
    rows = [_line(one) for one in found]
    return render(request, "people/reading_stops.html", {"rows": rows, "head": _HEAD, "page": page, **_MOST})


def _line(one: Stopped) -> list[object]:
    return [
        {"text": one.user, "href": reverse("reading-stop", args=[one.stop.id])},
        f"{localtime(one.stop.at):%-d %B %Y, %H:%M}",
        str(one.stop.in_hour),
        str(one.stop.in_day),
        "; ".join(dict.fromkeys(name for _, name in one.lifts)) or _NOBODY,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.STAFF_MANAGE, Permission.PRIVACY_MANAGE)
def reading_stop(request: ActorRequest, stop_id: UUID) -> HttpResponse:
    """One, and the way to let them open more today. When somebody else did so meanwhile, that is shown and what was typed is kept."""
    by, found = request.actor, get_stop(request.actor, stop_id)
    draft = Drafting(request, "reading-stop", about_id=stop_id, person_id=None, compartment="C1")
    form = LiftForm(request.POST or None, initial={"version": found.version}) if found.may_lift else None
    if form is not None:
        draft.fill(form, but=("version",))
    if form is not None and request.method == "POST" and form.is_valid():
        why, seen = form.cleaned_data["why"], form.cleaned_data["version"]
        try:
            made = once(
                request,
                lambda: draft.send(lambda: lift_reading(by=by, stop_id=stop_id, why=why, seen=seen)),
                lambda lift_id: get_lift(by, lift_id),
                within=A_MOMENT,
            )
        except Stale as late:
            found = get_stop(by, stop_id)
            form = LiftForm({**request.POST.dict(), "version": found.version})
            form.add_error("why", str(late))
        else:
            say(request, made, f"{found.user} can open as many records again today.", f"You let {found.user} open more")
            return redirect("reading-stop", stop_id)
    return _stop(request, found, form, draft)


def _stop(request: ActorRequest, found: Stopped, form: LiftForm | None, draft: Drafting) -> HttpResponse:
    rows: list[dict[str, object]] = [
        {"key": "Stopped", "value": f"{localtime(found.stop.at):%-d %B %Y, %H:%M}"},
        {"key": "People's records opened in the hour before", "value": str(found.stop.in_hour)},
        {"key": "People's records opened that day", "value": str(found.stop.in_day)},
    ]
    rows += [{"key": "Let open more", "value": f"{name}, {localtime(lift.at):%H:%M}: {lift.why}"} for lift, name in found.lifts]
    mine = found.stop.user_id == request.actor.user_id
    no_form = "Your own supervisor can let you open more that day." if mine else "That day is over: they can open records again."
    context = {"rows": rows, "form": form, "back": reverse("reading-stops"), "who": found.user, "no_form": no_form, "draft": draft}
    return render(request, "people/reading_stop.html", {**context, **_MOST})
