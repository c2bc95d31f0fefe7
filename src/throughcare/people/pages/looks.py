"""Looks at records that must be explained, for privacy officers and auditors."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.matching.looks import SETTLED
from throughcare.people.actions.looks import review_look
from throughcare.people.forms.drafting import Drafting
from throughcare.people.forms.looks import LookForm
from throughcare.people.models import Look
from throughcare.people.queries.looks import WHICH, Looked, get_look
from throughcare.people.queries.looks import looks as looks_of
from throughcare.people.states import NOT_ASKED, LookVerdict

_HEAD = ["Who looked", "Whose record", "When"]
_LAST: dict[str, list[str]] = {
    "open": ["Why it is asked about"],
    "waiting": ["What is known so far", "Asked about from"],
    "reviewed": ["Why it was asked about", "What was found"],
}
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
    head = [*_HEAD, *_LAST[which]]
    context = {"rows": [_line(one, which) for one in found], "head": head, "tabs": tabs, "page": page, "which": which}
    return render(request, "people/looks.html", context)


def _line(one: Looked, which: str) -> list[object]:
    row = one.look
    last: dict[str, list[object]] = {
        "waiting": [_asked_from(row)],
        "reviewed": [{"text": row.get_verdict_display(), "colour": _COLOURS.get(row.verdict, "")}],
    }
    # That the person's worker was there, or was not, says nothing by itself.
    strongest = max(row.reasons, key=lambda reason: (not reason["code"].endswith(("worker-in", "worker-away")), int(reason["points"])))
    return [
        {"text": one.user, "href": reverse("look", args=[row.id])},
        f"{one.person.name} {one.person.number}".strip(),
        f"{localtime(row.at):%-d %B %Y, %H:%M}",
        strongest["sentence"],
        *last.get(which, []),
    ]


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PRIVACY_MANAGE, Permission.AUDIT_READ)
def look_asked(request: ActorRequest, look_id: UUID) -> HttpResponse:
    """One, every reason, and what was found."""
    found = get_look(request.actor, look_id)
    row = found.look
    draft = Drafting(request, "look", about_id=row.id, person_id=row.person_id, compartment="C1")
    form = draft.fill(LookForm(request.POST or None)) if found.may_review else None
    if form is not None and request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        draft.send(lambda: review_look(by=request.actor, look_id=look_id, verdict=values["verdict"], because=values["because"]))
        messages.success(request, "Saved. It stands under “Asked about” now.")
        return redirect("look", look_id)
    rows: list[dict[str, object]] = [
        {"key": "Who looked", "value": found.user},
        {"key": "Whose record", "value": f"{found.person.name} {found.person.number}".strip()},
        {"key": "When", "value": f"{localtime(row.at):%-d %B %Y}, first at {localtime(row.at):%H:%M}"},
        *_what_became(found),
    ]
    against = [reason["sentence"] for reason in row.reasons if int(reason["points"]) > 0]
    speaking = [reason["sentence"] for reason in row.reasons if int(reason["points"]) < 0]
    audit = f"{reverse('audit')}?actor={row.user_id}&person={row.person_id}" if request.actor.may(Permission.AUDIT_READ) else ""
    tab = "reviewed" if row.verdict else "open" if row.asked_at else "waiting"
    context = {"rows": rows, "form": form, "against": against, "speaking": speaking, "audit": audit, "tab": tab, "draft": draft}
    return render(request, "people/look.html", {**context, "back": f"{reverse('looks')}?which={tab}"})


def _what_became(found: Looked) -> list[dict[str, object]]:
    """What was found, by whom; or what happens next."""
    row = found.look
    if row.verdict == NOT_ASKED:
        return [{"key": "Nobody had to ask", "value": "What was written and done in the days after showed why."}]
    if row.verdict and row.reviewed_at:
        return [
            {"key": "What was found", "value": row.get_verdict_display()},
            {"key": "What they said, and what was checked", "value": row.because},
            {"key": "Asked by", "value": f"{found.reviewer}, {_day(localtime(row.reviewed_at).date())}"},
        ]
    if row.asked_at is None:
        words = f"It is asked about when three days have passed and no work showed why: from {_asked_from(row)}. Nothing is to be done until then."
        return [{"key": "May still be explained", "value": words}]
    return []


def _asked_from(row: Look) -> str:
    return _day(row.on_day + SETTLED + timedelta(days=1))
