"""Pages about limited access: who may not see whom, conflicts, and what users tell of themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.audit.states import WITHHELD
from throughcare.common.paging import Page
from throughcare.common.refusals import Invalid, Stale
from throughcare.people import actions, forms, queries
from throughcare.people.forms.drafting import Drafting, own_id, sent_with
from throughcare.people.models import Conflict, Limit, OwnDetails
from throughcare.people.queries.limits import WITHHELD_CONFLICT, Conflicted, Limited, conflicts, get_conflict, get_limit, limits, undecided
from throughcare.people.states import LimitKind

SETS = (Permission.LIMIT_SET, Permission.PRIVACY_MANAGE)
_COLOURS = {LimitKind.EXCLUSION: "red", LimitKind.RESTRICTION: "purple"}
_DONE = {
    "ask": "Asked. Somebody else who limits access must agree.",
    "keep": "It stays as it is.",
    "lift": "It has ended: from now on they see the record as their teams do.",
}


@require_safe
@needs(*SETS)
def limit_list(request: ActorRequest) -> HttpResponse:
    """Those that stand, or are over."""
    over = request.GET.get("which") == "over"
    page = limits(request.actor, over=over, cursor=request.GET.get("after", ""))
    tabs = [
        {"text": "In force", "href": "?which=now", "current": not over},
        {"text": "Over", "href": "?which=over", "current": over},
    ]
    rows = [_line(row) for row in page.rows]
    add = [{"text": "Limit access", "href": reverse("limit-new")}] if request.actor.may(Permission.PRIVACY_MANAGE) else []
    return render(request, "people/limits.html", {"page": page, "rows": rows, "tabs": tabs, "over": over, "head": _HEAD, "add": add})


_HEAD = ["Person", "Who", "Users", "Until", "State"]


def _line(row: Limited) -> list[object]:
    one = row.limit
    state = {"text": "Asked to end", "colour": "orange"} if one.lift_asked_by_id and not one.lifted_at else {"text": ""}
    return [
        {"text": f"{row.person.name} {row.person.number}".strip(), "href": reverse("limit", args=[one.id])},
        {"text": one.get_kind_display(), "colour": _COLOURS[LimitKind(one.kind)]},
        ", ".join(row.users),
        f"{localtime(one.ends_at):%-d %B %Y}" if one.ends_at else "No end",
        state,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SETS)
def limit_new(request: ActorRequest) -> HttpResponse:
    """Set one: for anybody by number and birth, for the privacy officer alone."""
    request.actor.check(Permission.PRIVACY_MANAGE)
    return _new(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LIMIT_SET)
def limit_of_record(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Set one from the record, for somebody the reader works with."""
    queries.get_person(request.actor, person_id)
    return _new(request, person_id)


def _new(request: ActorRequest, person_id: UUID | None) -> HttpResponse:
    draft = _drafting_new(request, person_id)
    form = draft.fill(forms.LimitForm(request.POST or None, of_record=person_id is not None))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: draft.send(lambda: actions.set_limit(by=request.actor, new=form.new(person_id=person_id))),
                lambda limit_id: get_limit(request.actor, limit_id).limit,
            )
        except Invalid as wrong:
            for name, sentences in wrong.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            say(request, made, "Access is limited.", "You set this limit")
            return redirect("limit", made.thing.id)
    back = reverse("person", args=[person_id]) if person_id else reverse("limits")
    context = {
        "form": form,
        "title": "Limit who sees a record",
        "button": "Limit access",
        "back": back,
        "draft": draft,
        "person_id": person_id,
    }
    return render(request, "people/limit_form.html", context)


def _drafting_new(request: ActorRequest, person_id: UUID | None) -> Drafting:
    """About a record that was opened; or about nobody, and the user's only one, while its person stands in words alone."""
    if person_id:
        return Drafting(request, "limit-of-record", about_id=person_id, person_id=person_id, compartment="C1")
    return Drafting(request, "limit-new", about_id=own_id(request.actor), person_id=None, compartment="C1")


@require_safe
@needs(*SETS)
def limit(request: ActorRequest, limit_id: UUID) -> HttpResponse:
    """One, and what can be done with it."""
    return _shown(request, get_limit(request.actor, limit_id), forms.LiftForm())


def _shown(request: ActorRequest, found: Limited, form: forms.LiftForm) -> HttpResponse:
    context = {"found": found, "rows": _rows(found), "form": form, "back": reverse("limits"), "draft": None}
    if "ask" in found.verbs:
        draft = _drafting_ask(request, found.limit)
        context |= {"draft": draft, "form": draft.fill(form, but=("version",))}
    return render(request, "people/limit.html", context)


def _drafting_ask(request: ActorRequest, about: Limit) -> Drafting:
    """Why it should end; the form is sent to an address of its own. Not in the person's own log when the limit is not."""
    path, withheld = reverse("limit", args=[about.id]), about.withheld
    return Drafting(request, "limit-move", about_id=about.id, person_id=about.person_id, compartment="C1", path=path, withheld=withheld)


def _rows(found: Limited) -> list[dict[str, object]]:
    one = found.limit
    rows: list[dict[str, object]] = [
        {"key": "Person", "value": f"{found.person.name} {found.person.number}".strip()},
        {"key": one.get_kind_display(), "lines": found.users},
        {"key": "Why", "value": f"{one.get_reason_display()}. {one.words}"},
        {"key": "From", "value": f"{localtime(one.starts_at):%-d %B %Y, %H:%M}, set by {found.name(one.by_id)}"},
        {"key": "Until", "value": f"{localtime(one.ends_at):%-d %B %Y, %H:%M}" if one.ends_at else "No end"},
        {"key": "In the person's own log", "value": f"Not shown: {WITHHELD.get(one.withheld, one.withheld)}" if one.withheld else "Shown"},
    ]
    if one.lift_asked_by_id:
        rows.append({"key": "Asked to end", "value": f"{found.name(one.lift_asked_by_id)}: {one.lift_why}"})
    if one.lifted_by_id:
        rows.append({"key": "Agreed", "value": found.name(one.lifted_by_id)})
    return rows


@require_POST
@needs(*SETS)
def limit_move(request: ActorRequest, limit_id: UUID, verb: str) -> HttpResponse:
    """Ask that it ends, agree, or leave it as it is."""
    form = forms.LiftForm(request.POST, asks=verb == "ask")
    if not form.is_valid():
        if "why" in form.errors:
            return _shown(request, get_limit(request.actor, limit_id), form)
        raise Invalid("The form came without the version it showed. Open the limit again.")
    values = form.cleaned_data

    def move() -> Limit:
        return actions.move_limit(by=request.actor, limit_id=limit_id, verb=verb, seen=values["version"], why=values.get("why", ""))

    once(
        request,
        lambda: sent_with(request.actor, "limit-move", limit_id, move) if verb == "ask" else move(),
        lambda _: get_limit(request.actor, limit_id).limit,
    )
    messages.success(request, _DONE[verb])
    return redirect("limit", limit_id)


@require_safe
@needs(Permission.PRIVACY_MANAGE)
def conflict_list(request: ActorRequest) -> HttpResponse:
    """Those that wait for a decision, or are decided."""
    decided = request.GET.get("which") == "decided"
    found, following, first = conflicts(request.actor, decided=decided, cursor=request.GET.get("after", ""))
    tabs = [
        {"text": "Waiting", "href": "?which=waiting", "current": not decided},
        {"text": "Decided", "href": "?which=decided", "current": decided},
    ]
    head = ["User", "Person", "The same", "Found", "Decision"]
    page: Page[Conflict] = Page([], following, first)
    context = {"rows": [_conflict_line(one) for one in found], "head": head, "tabs": tabs, "decided": decided, "page": page}
    return render(request, "people/conflicts.html", context)


def _conflict_line(one: Conflicted) -> list[object]:
    row = one.conflict
    return [
        {"text": one.user, "href": reverse("conflict", args=[row.id])},
        f"{one.person.name} {one.person.number}".strip(),
        ", ".join(one.matched),
        f"{localtime(row.found_at):%-d %B %Y}",
        row.get_verdict_display() if row.verdict else "",
    ]


@require_safe
@needs(Permission.USER_MANAGE)
def conflicts_undecided(request: ActorRequest) -> HttpResponse:
    """For administrators: how many no privacy officer can decide, and what to do."""
    found = undecided(request.actor)
    rows = [{"key": "Waiting", "value": str(found.waiting)}, {"key": "Privacy officers", "value": str(found.officers)}]
    return render(request, "people/conflicts_undecided.html", {"found": found, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PRIVACY_MANAGE)
def conflict(request: ActorRequest, conflict_id: UUID) -> HttpResponse:
    """Who, whom, what is the same; and the decision."""
    found = get_conflict(request.actor, conflict_id)
    row = found.conflict
    draft = Drafting(
        request, "conflict", about_id=row.id, person_id=row.person_id, compartment="C1", withheld=WITHHELD_CONFLICT["withheld"]
    )
    form = None
    if not row.verdict:
        form = draft.fill(forms.DecideForm(request.POST or None, initial={"version": row.version}), but=("version",))
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = {"conflict_id": conflict_id, "verdict": said["verdict"], "why": said["why"], "seen": said["version"]}
        try:
            once(
                request,
                lambda: draft.send(lambda: actions.decide_conflict(by=request.actor, **decision)),
                lambda _: get_conflict(request.actor, conflict_id).conflict,
            )
        except Stale as stale:
            found = get_conflict(request.actor, conflict_id)
            form = _asked_again(request, found.conflict, stale)
        else:
            messages.success(request, "Decided.")
            return redirect("conflict", conflict_id)
    return render(
        request, "people/conflict.html", {"rows": _conflict_rows(found), "form": form, "back": reverse("conflicts"), "draft": draft}
    )


def _asked_again(request: ActorRequest, now: Conflict, stale: Stale) -> forms.DecideForm:
    """What was typed, beside what is the same by now: sent again, it is about that."""
    sent = request.POST.copy()
    sent["version"] = str(now.version)
    form = forms.DecideForm(sent)
    form.add_error(None, str(stale))
    return form


def _conflict_rows(found: Conflicted) -> list[dict[str, object]]:
    row = found.conflict
    rows: list[dict[str, object]] = [
        {"key": "User", "value": found.user},
        {"key": "Person", "value": f"{found.person.name} {found.person.number}".strip()},
        {"key": "The same", "lines": [_same(kind, number) for kind, number in found.how_many.items()]},
        {"key": "Found", "value": f"{localtime(row.found_at):%-d %B %Y, %H:%M}"},
    ]
    if row.verdict:
        rows.append({"key": row.get_verdict_display(), "value": f"{row.why} ({found.decided_by})"})
    return rows


def _same(kind: str, number: int) -> str:
    return f"The user's {kind} is that of a contact of the person's{f' (in {number} ways)' if number > 1 else ''}"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PERSON_VIEW, Permission.REFERRAL_ANSWER)
def own_details(request: ActorRequest) -> HttpResponse:
    """What the user tells of themselves; nobody else reads it."""
    kept = OwnDetails.objects.filter(user_id=request.actor.user_id or "").first()
    names = ("names", "phones", "emails", "addresses")
    draft = Drafting(request, "own-details", about_id=own_id(request.actor), person_id=None, compartment="C5")
    form = draft.fill(forms.OwnDetailsForm(request.POST or None, initial={name: getattr(kept, name) for name in names} if kept else None))
    if request.method == "POST" and form.is_valid():
        try:
            draft.send(lambda: actions.keep_own_details(by=request.actor, **form.cleaned_data))
        except Invalid as wrong:
            for field, sentences in wrong.errors.items():
                form.add_error(field, sentences)
        else:
            messages.success(request, "Saved.")
            return redirect("own-details")
    return render(request, "people/own_details.html", {"form": form, "back": reverse("your-account"), "draft": draft})
