"""Looks at records that must be explained, for privacy officers and auditors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.people.actions.looks import review_look
from throughcare.people.forms.looks import LookForm
from throughcare.people.queries.looks import WHICH, Looked, get_look
from throughcare.people.queries.looks import looks as looks_of
from throughcare.people.states import NOT_ASKED, LookVerdict

_HEAD = ["Who looked", "Whose record", "When", "Why it is asked about", "Second look"]
_TABS = {"open": "To ask about", "waiting": "May still be explained", "reviewed": "Asked about"}
_COLOURS: dict[str, str] = {LookVerdict.EXPLAINED: "green", LookVerdict.BROWSING: "red"}


@require_safe
@needs(Permission.PRIVACY_MANAGE, Permission.AUDIT_READ)
def looks(request: ActorRequest) -> HttpResponse:
    """Those that wait for somebody to ask, or those that were asked about."""
    which = request.GET.get("which", "")
    which = which if which in WHICH else "open"
    found, page = looks_of(request.actor, which=which, cursor=request.GET.get("after", ""))
    tabs = [{"text": text, "href": f"?which={code}", "current": code == which} for code, text in _TABS.items()]
    context = {"rows": [_line(one) for one in found], "head": _HEAD, "tabs": tabs, "page": page, "which": which}
    return render(request, "people/looks.html", context)


def _line(one: Looked) -> list[object]:
    row = one.look
    verdict = {"text": row.get_verdict_display(), "colour": _COLOURS[row.verdict]} if row.verdict in _COLOURS else {"text": ""}
    # That the person's worker was there, or was not, says nothing by itself.
    strongest = max(row.reasons, key=lambda reason: (not reason["code"].endswith(("worker-in", "worker-away")), int(reason["points"])))
    return [
        {"text": one.user, "href": reverse("look", args=[row.id])},
        f"{one.person.name} {one.person.number}".strip(),
        f"{localtime(row.at):%-d %B %Y, %H:%M}",
        strongest["sentence"],
        verdict,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PRIVACY_MANAGE, Permission.AUDIT_READ)
def look_asked(request: ActorRequest, look_id: UUID) -> HttpResponse:
    """One, every reason, and what was found."""
    found = get_look(request.actor, look_id)
    row = found.look
    form = LookForm(request.POST or None) if found.may_review else None
    if form is not None and request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        review_look(by=request.actor, look_id=look_id, verdict=values["verdict"], because=values["because"])
        messages.success(request, "Saved.")
        return redirect("look", look_id)
    rows: list[dict[str, object]] = [
        {"key": "Who looked", "value": found.user},
        {"key": "Whose record", "value": f"{found.person.name} {found.person.number}".strip()},
        {"key": "When", "value": f"{localtime(row.at):%-d %B %Y}, first at {localtime(row.at):%H:%M}"},
    ]
    if row.verdict == NOT_ASKED:
        rows.append({"key": "Nobody had to ask", "value": "What was written and done in the days after showed why."})
    elif row.verdict:
        rows.append({"key": row.get_verdict_display(), "value": f"{row.because} ({found.reviewer})"})
    elif row.asked_at is None:
        rows.append({"key": "May still be explained", "value": "It is asked about when three days have passed and no work showed why."})
    against = [reason["sentence"] for reason in row.reasons if int(reason["points"]) > 0]
    speaking = [reason["sentence"] for reason in row.reasons if int(reason["points"]) < 0]
    audit = f"{reverse('audit')}?actor={row.user_id}&person={row.person_id}" if request.actor.may(Permission.AUDIT_READ) else ""
    context = {"rows": rows, "form": form, "back": reverse("looks"), "against": against, "speaking": speaking, "audit": audit}
    return render(request, "people/look.html", context)
