"""Opening a record in an emergency, and the second look at each such opening."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.people import actions, forms
from throughcare.people.actions.emergency import NOBODY
from throughcare.people.forms.drafting import Drafting
from throughcare.people.queries.emergency import Opened, get_opening, openings
from throughcare.people.states import EmergencyVerdict

_HEAD = ["Opened by", "Person", "When", "Why", "Second look"]
_COLOURS = {EmergencyVerdict.RIGHT: "green", EmergencyVerdict.NOT_RIGHT: "red"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EMERGENCY_OPEN)
def emergency(request: ActorRequest) -> HttpResponse:
    """Open the record of somebody the reader's team does not work with. What is typed travels in the body and is kept nowhere."""
    form = forms.EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_in_emergency(by=request.actor, new=form.new)
        if made is not None:
            messages.warning(
                request, "You can see this record for 60 minutes. Their office's manager and the privacy officer have been told."
            )
            return redirect("person", made.person_id)
        form.add_error("number", NOBODY)
    return render(request, "people/emergency.html", {"form": form, "back": reverse("people")})


@require_safe
@needs(Permission.EMERGENCY_REVIEW, Permission.EMERGENCY_OPEN)
def emergencies(request: ActorRequest) -> HttpResponse:
    """Those that wait for a second look, or have had it."""
    reviewed = request.GET.get("which") == "reviewed"
    found, page = openings(request.actor, reviewed=reviewed, cursor=request.GET.get("after", ""))
    tabs = [
        {"text": "To look at", "href": "?which=waiting", "current": not reviewed},
        {"text": "Looked at", "href": "?which=reviewed", "current": reviewed},
    ]
    context = {"rows": [_line(one) for one in found], "head": _HEAD, "tabs": tabs, "page": page, "reviewed": reviewed}
    return render(request, "people/emergencies.html", context)


def _line(one: Opened) -> list[object]:
    row = one.opening
    verdict = {"text": row.get_verdict_display(), "colour": _COLOURS[EmergencyVerdict(row.verdict)]} if row.verdict else {"text": ""}
    return [
        {"text": one.user, "href": reverse("emergency-opening", args=[row.id])},
        f"{one.person.name} {one.person.number}".strip(),
        f"{localtime(row.at):%-d %B %Y, %H:%M}",
        row.get_reason_display(),
        verdict,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EMERGENCY_REVIEW, Permission.EMERGENCY_OPEN)
def emergency_opening(request: ActorRequest, opening_id: UUID) -> HttpResponse:
    """One use, and the second look."""
    found = get_opening(request.actor, opening_id)
    row = found.opening
    draft = Drafting(request, "emergency-opening", about_id=row.id, person_id=row.person_id, compartment="C1")
    form = draft.fill(forms.ReviewForm(request.POST or None)) if found.may_review else None
    if form is not None and request.method == "POST" and form.is_valid():
        values = {"opening_id": opening_id, **form.cleaned_data}
        draft.send(lambda: actions.review_opening(by=request.actor, **values))
        messages.success(request, "Saved.")
        return redirect("emergency-opening", opening_id)
    rows: list[dict[str, object]] = [
        {"key": "Opened by", "value": found.user},
        {"key": "Person", "value": f"{found.person.name} {found.person.number}".strip()},
        {"key": "When", "value": f"{localtime(row.at):%-d %B %Y, %H:%M}, for 60 minutes"},
        {"key": "What had happened", "value": row.get_reason_display()},
        {"key": "Why", "value": row.words},
    ]
    if row.verdict:
        rows.append({"key": row.get_verdict_display(), "value": f"{row.because} ({found.reviewer})"})
    return render(request, "people/emergency_opening.html", {"rows": rows, "form": form, "back": reverse("emergencies"), "draft": draft})
