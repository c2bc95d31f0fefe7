"""Pages about caseloads: give, cover, hand over and end, for one person or many; handovers that wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid, NotFound
from throughcare.people import actions, forms
from throughcare.people.forms.caseload import rows_sent
from throughcare.people.forms.drafting import Drafting, of_chosen
from throughcare.people.models import CaseloadChange
from throughcare.people.queries.handovers import get_handover, waiting_for
from throughcare.people.queries.identity import identity_of
from throughcare.people.queries.workers import Case, case_workers, get_cases, get_change, other_offices
from throughcare.people.states import RowResult

HEAD = ["Person", "Result", "What happened"]
HANDS_ON = (Permission.CASELOAD_OWN, Permission.CASELOAD_MANAGE)
_COLOURS = {
    RowResult.SUCCESS: "green",
    RowResult.NOT_FOUND: "grey",
    RowResult.VERSION_CONFLICT: "orange",
    RowResult.VALIDATION_ERROR: "red",
}


@dataclass(frozen=True)
class Work:
    """One change of a caseload: what its page says, its form, its action."""

    title: str
    button: str
    form: type[forms.WorkForm]
    do: Callable[..., CaseloadChange]


WORK = {
    "assign": Work("Put on a caseload", "Put on this caseload", forms.AssignForm, actions.assign_people),
    "cover": Work("Cover while their worker is away", "Arrange cover", forms.CoverForm, actions.cover_people),
    "transfer": Work("Hand over to another office", "Hand over", forms.TransferForm, actions.transfer_people),
    "end": Work("Stop working with them", "Stop working with them", forms.EndForm, actions.end_people),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*HANDS_ON)
def caseload_do(request: ActorRequest, verb: str) -> HttpResponse:
    """The people chosen, and what is to become of them. Each row says which state of the caseload was seen."""
    work = WORK.get(verb) or _nothing()
    rows = rows_sent(request.POST.getlist("row")) if request.method == "POST" else rows_sent(request.GET.getlist("person"))
    cases = list(get_cases(request.actor, [row.person_id for row in rows]).values())
    offices = other_offices(case.team.id for case in cases) if verb == "transfer" else []
    office = next((team for team in offices if team.code == request.GET.get("office")), None)
    context = _context(work, cases, request)
    if verb == "transfer" and office is None:
        choose = forms.ChooseOffice(request.GET if "office" in request.GET else None, offices=offices)
        return render(request, "people/caseload_do.html", {**context, "choose": choose})
    draft = _drafting(request, cases) if verb == "transfer" and cases else None
    form = work.form(request.POST or None, workers=_workers(cases, office))
    if draft:
        draft.fill(form)
    if request.method == "POST" and form.is_valid():
        more = {"team_id": office.id} if office else {}
        try:
            made = once(
                request,
                lambda: work.do(by=request.actor, rows=rows, **form.values, **more),
                lambda change_id: get_change(request.actor, change_id),
            )
        except Invalid as wrong:
            form.add_error(next((name for name in wrong.errors if name in form.fields), None), next(iter(wrong.errors.values()))[0])
        else:
            if draft and any(row["result"] == RowResult.SUCCESS for row in made.thing.results):
                draft.done()
            return redirect("caseload-done", made.thing.id)
    seen = {row.person_id: row.seen for row in rows} if request.method == "POST" else {}
    return render(
        request, "people/caseload_do.html", {**context, "form": form, "office": office, "rows": _rows(cases, seen), "draft": draft}
    )


def _drafting(request: ActorRequest, cases: Sequence[Case]) -> Drafting:
    """The note of a handover is kept, and is about everybody it is written for."""
    return of_chosen(request, "caseload-do", [case.person.id for case in cases], compartment="C9")


def _workers(cases: Sequence[Case], office: Team | None) -> dict[UUID, str]:
    teams = {office.id} if office else {case.team.id for case in cases}
    return {key: name for team in teams for key, name in case_workers(team).items()}


def _context(work: Work, cases: Sequence[Case], request: ActorRequest) -> dict[str, Any]:
    back = reverse("person", args=[cases[0].person.id]) if len(cases) == 1 else reverse("people")
    return {
        "work": work,
        "cases": cases,
        "form": None,
        "choose": None,
        "office": None,
        "rows": [],
        "draft": None,
        "back": back,
        "persons": _chosen(request),
    }


def _chosen(request: ActorRequest) -> list[str]:
    return request.GET.getlist("person")


def _rows(cases: Sequence[Case], seen: dict[UUID, UUID | None]) -> list[str]:
    """What each row sends back: a state seen earlier stays what was seen."""
    return [f"{case.person.id}:{seen.get(case.person.id, case.seen) or ''}" for case in cases]


@require_safe
@needs(*HANDS_ON)
def caseload_done(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """What became of each. Keys and results are kept; the names are read anew, as far as the reader still sees them."""
    change = get_change(request.actor, change_id)
    found = get_cases(request.actor, [UUID(row["person_id"]) for row in change.results])
    lines = [_line(row, found.get(UUID(row["person_id"]))) for row in change.results]
    good = sum(row["result"] == RowResult.SUCCESS for row in change.results)
    context = {"lines": lines, "good": good, "bad": len(lines) - good, "title": WORK[change.verb].title, "head": HEAD}
    return render(request, "people/caseload_done.html", context)


def _line(row: dict[str, str], case: Case | None) -> list[object]:
    result = RowResult(row["result"])
    name = {"text": case.person.full_name, "href": reverse("person", args=[case.person.id])} if case else {"text": "Somebody you don't see"}
    return [name, {"text": result.label, "colour": _COLOURS[result]}, row["sentence"]]


@require_safe
@needs(*HANDS_ON)
def handovers(request: ActorRequest) -> HttpResponse:
    """Handovers that wait: mine, or my office's."""
    whose = "office" if request.GET.get("whose") == "office" else "mine"
    found = waiting_for(request.actor, mine=whose == "mine")
    tabs = [
        {"text": "Waiting for you", "href": "?whose=mine", "current": whose == "mine"},
        {"text": "Waiting in your office", "href": "?whose=office", "current": whose == "office"},
    ]
    return render(request, "people/handovers.html", {"found": found, "tabs": tabs, "whose": whose})


@require_safe
@needs(*HANDS_ON)
def handover(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    """The note, and acknowledging it."""
    handed = get_handover(request.actor, handover_id)
    found = handed.handover
    rows = [
        {"key": "From", "value": f"{handed.name(found.from_worker_id)}, {found.from_team.name}"},
        {"key": "To", "value": f"{handed.name(found.to_worker_id)}, {found.to_team.name}"},
        {"key": "Handed over", "value": f"{localtime(found.made_at):%-d %B %Y} by {handed.name(found.by_id)}"},
        {"key": "Last day the old office sees the record", "value": f"{found.last_day:%-d %B %Y}"},
    ]
    if found.closed_at:
        rows.append(
            {"key": found.get_state_display(), "value": f"{localtime(found.closed_at):%-d %B %Y} by {handed.name(found.closed_by_id)}"}
        )
    context = {"handed": handed, "identity": identity_of(found.person), "rows": rows, "back": reverse("person", args=[found.person_id])}
    return render(request, "people/handover.html", context)


@require_POST
@needs(*HANDS_ON)
def handover_move(request: ActorRequest, handover_id: UUID, verb: str) -> HttpResponse:
    """Acknowledge, or take back."""
    form = forms.HandoverForm(request.POST)
    if not form.is_valid():
        raise Invalid("The form came without the version it showed. Open the handover again.")
    once(
        request,
        lambda: actions.move_handover(by=request.actor, handover_id=handover_id, verb=verb, seen=form.cleaned_data["version"]),
        lambda _: get_handover(request.actor, handover_id).handover,
    )
    done = (
        "You have acknowledged the handover."
        if verb == "acknowledge"
        else "The handover is taken back: your office works with them as before."
    )
    messages.success(request, done)
    return redirect("handover", handover_id)


def _nothing() -> Work:
    raise NotFound
