"""Pages about who is who: new people held, likely duplicates, records put together; and asking for somebody's record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid
from throughcare.people.actions.merging import ask_about_pair, keep_two, move_merge, rejoin_account, reopen_for
from throughcare.people.actions.newcomers import ask_for_person, decide_newcomer
from throughcare.people.forms.drafting import Drafting, sent_with
from throughcare.people.forms.duplicates import AddPersonForm, ApartForm, HeldForm, MergeForm, PairForm
from throughcare.people.models import Merge
from throughcare.people.queries.merges import Merging, get_merge, merges
from throughcare.people.queries.newcomers import get_held, get_pair, held_rows, likely_pairs, names_of_merges, people_of_merge, percent
from throughcare.people.queries.workers import offices_for
from throughcare.people.states import MergeState, PairState

STEPS = {
    "confirm": "Put them together",
    "refuse": "Don't put them together",
    "withdraw": "Take back what I asked",
    "ask_apart": "Ask to take them apart",
    "confirm_apart": "Take them apart",
    "keep": "Leave them together",
}
DONE = {
    "confirm": "The two records are one now.",
    "refuse": "The two records stay as they are.",
    "withdraw": "You took it back.",
    "ask_apart": "Another records officer decides now.",
    "confirm_apart": "The two records are apart again, as they were.",
    "keep": "The two records stay together.",
}
DECIDED = {
    "same": "Their record says now what the row says.",
    "different": "A record was made.",
    "ask": "It stays on this list, with what you asked.",
    "drop": "No record was made. What the row said is not kept.",
}
RECEIVED = "Received. A records officer looks at every request first, and may ask your office about it. Once they let it in, the person is on your office's list."
RECEIVED_BY_RECORDS = "Received. If there is nothing to clear up first, the record is on the office's list within a few minutes."


@require_safe
@needs(Permission.PERSON_IMPORT)
def duplicates(request: ActorRequest) -> HttpResponse:
    """All that waits for an officer to say who is who."""
    held = held_rows(request.actor).rows
    pairs = [(pair, percent(pair.probability)) for pair in likely_pairs(request.actor).rows]
    waiting, done = (merges(request.actor, waiting=which)[0] for which in (True, False))
    names = names_of_merges(request.actor, [*waiting, *done])
    context = {"held": held, "pairs": pairs, "waiting": _with_names(waiting, names), "done": _with_names(done, names)}
    return render(request, "people/duplicates.html", context)


def _with_names(found: list[Merging], names: dict[UUID, str]) -> list[tuple[Merging, str]]:
    return [(one, f"{names[one.merge.winner_id]} and {names[one.merge.loser_id]}") for one in found]


@needs(Permission.PERSON_IMPORT)
def held(request: ActorRequest, held_id: UUID) -> HttpResponse:
    """One new person beside those they may be."""
    found = get_held(request.actor, held_id)
    people = [(str(one.person.id), one.person.full_name) for one in found.candidates]
    start = {"version": found.held.version}
    draft = _drafting(request, "held", held_id, [one.person.id for one in found.candidates])
    form = draft.fill(HeldForm(request.POST if request.method == "POST" else None, people=people, initial=start), but=("version",))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = UUID(said["decision"]) if said["decision"] in dict(people) else None
        values = {"verb": "same" if person else said["decision"], "person_id": person, "note": said["note"], "seen": said["version"]}
        once(
            request,
            lambda: draft.send(lambda: decide_newcomer(by=request.actor, held_id=held_id, **values)),
            lambda _: get_held(request.actor, held_id).held,
        )
        messages.success(request, DECIDED["same" if person else said["decision"]])
        return redirect("duplicates")
    context = {"found": found, "form": form if found.held.said else None, "back": reverse("duplicates"), "draft": draft}
    return render(request, "people/held.html", context)


@needs(Permission.PERSON_IMPORT)
def duplicate(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side."""
    found = get_pair(request.actor, pair_id)
    draft = _drafting(request, "duplicate", pair_id, [found.pair.one_id, found.pair.other_id])
    form = draft.fill(PairForm(request.POST if request.method == "POST" else None))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["decision"] == "two":
            once(
                request, lambda: draft.send(lambda: keep_two(by=request.actor, pair_id=pair_id, note=said["reason"])), lambda _: found.pair
            )
            messages.success(request, "They stay two people. You won't be asked about them again.")
            return redirect("duplicates")
        made = once(
            request,
            lambda: draft.send(lambda: ask_about_pair(by=request.actor, pair_id=pair_id, stays=said["decision"], reason=said["reason"])),
            lambda merge_id: get_merge(request.actor, merge_id).merge,
        ).thing
        messages.success(request, "Asked. Another records officer decides now.")
        return redirect("merge", made.id)
    is_open = found.pair.state == PairState.OPEN and found.merge_id is None
    context = {"found": found, "form": form if is_open else None, "back": reverse("duplicates"), "draft": draft}
    return render(request, "people/duplicate.html", context)


def _drafting(request: ActorRequest, form: str, about_id: UUID, persons: Sequence[UUID], path: str = "") -> Drafting:
    """Of what is decided about records side by side."""
    first = persons[0] if persons else None
    return Drafting(request, form, about_id=about_id, person_id=first, others=persons[1:], compartment="C1", path=path)


@require_safe
@needs(Permission.PERSON_IMPORT)
def merge(request: ActorRequest, merge_id: UUID) -> HttpResponse:
    """Two records that are to be put together, or were."""
    found = get_merge(request.actor, merge_id)
    return _merge(request, found, ApartForm(initial={"version": found.merge.version}))


def _merge(request: ActorRequest, found: Merging, apart: ApartForm) -> HttpResponse:
    """The page. apart: why they should be taken apart, as it was sent."""
    stays, goes = people_of_merge(request.actor, found.merge)
    draft = None
    if "ask_apart" in found.verbs:
        persons, path = [found.merge.winner_id, found.merge.loser_id], reverse("merge", args=[found.merge.id])
        draft = _drafting(request, "merge-move", found.merge.id, persons, path)
        draft.fill(apart, but=("version",))
    context = {
        "found": found,
        "rows": _story(found),
        "stays": stays,
        "goes": goes,
        "steps": [{"verb": verb, "text": STEPS[verb], "asks": verb == "ask_apart"} for verb in found.verbs],
        "waits_for_another": found.merge.state in (MergeState.PROPOSED, MergeState.TO_PART) and set(found.verbs) <= {"withdraw"},
        "may_open": found.merge.state == MergeState.MERGED,
        "together": found.merge.state in (MergeState.MERGED, MergeState.TO_PART),
        "apart": apart,
        "draft": draft,
        "back": reverse("duplicates"),
    }
    return render(request, "people/merge.html", context)


@require_POST
@needs(Permission.PERSON_IMPORT)
def merge_move(request: ActorRequest, merge_id: UUID, verb: str) -> HttpResponse:
    """One step of the table of states."""
    apart = ApartForm(request.POST)
    if verb == "ask_apart" and "reason" in apart.errors and verb in (found := get_merge(request.actor, merge_id)).verbs:
        return _merge(request, found, apart)
    seen, reason = _sent(request)

    def move() -> Merge:
        return move_merge(by=request.actor, merge_id=merge_id, verb=verb, seen=seen, reason=reason)

    once(
        request,
        lambda: sent_with(request.actor, "merge-move", merge_id, move) if verb == "ask_apart" else move(),
        lambda _: get_merge(request.actor, merge_id).merge,
    )
    messages.success(request, DONE[verb])
    return redirect("merge", merge_id)


def _sent(request: ActorRequest) -> tuple[int, str]:
    """The version that was on the page, and why."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        raise Invalid("The form came without the version it showed. Open the page again.")
    return form.cleaned_data["version"], form.cleaned_data["reason"]


@require_POST
@needs(Permission.PERSON_IMPORT)
def merge_open(request: ActorRequest, merge_id: UUID, team_id: UUID) -> HttpResponse:
    """Let an office that was left out see the record."""
    seen, _ = _sent(request)
    once(
        request,
        lambda: reopen_for(by=request.actor, merge_id=merge_id, team_id=team_id, seen=seen),
        lambda _: get_merge(request.actor, merge_id).merge,
    )
    messages.success(request, "The office sees the record now.")
    return redirect("merge", merge_id)


@require_POST
@needs(Permission.PERSON_IMPORT)
def merge_account(request: ActorRequest, merge_id: UUID) -> HttpResponse:
    """Join the person's own log-in to the record that stays."""
    seen, _ = _sent(request)
    once(
        request,
        lambda: rejoin_account(by=request.actor, merge_id=merge_id, seen=seen),
        lambda _: get_merge(request.actor, merge_id).merge,
    )
    messages.success(request, "The person sees their record again.")
    return redirect("merge", merge_id)


@needs(Permission.CASELOAD_OWN, Permission.PERSON_IMPORT)
def person_add(request: ActorRequest) -> HttpResponse:
    """Ask for somebody's record. Whoever asks hears and sees the same, whoever is there already."""
    form = AddPersonForm(request.POST if request.method == "POST" else None, offices=offices_for(request.actor))
    if request.method == "POST" and form.is_valid():
        once(request, lambda: ask_for_person(by=request.actor, row=form.row), lambda key: key)
        messages.success(request, RECEIVED_BY_RECORDS if request.actor.may(Permission.PERSON_IMPORT) else RECEIVED)
        return redirect("home")
    back = reverse("people") if request.actor.may(Permission.PERSON_VIEW) else reverse("home")
    context = {"form": form, "back": back, "by_records": request.actor.may(Permission.PERSON_IMPORT)}
    return render(request, "people/person_add.html", context)


def _day(at: datetime) -> str:
    """The site's day of a moment."""
    return f"{localtime(at):%-d %B %Y}"


def _story(found: Merging) -> list[dict[str, object]]:
    """Who did what, when and why."""
    row = found.merge
    said: list[dict[str, object]] = [
        {"key": "Asked by", "value": f"{found.name(row.proposed_by_id)}, {_day(row.proposed_at)}"},
        {"key": "Why", "value": row.reason},
    ]
    if row.decided_at:
        said.append({"key": "Decided by", "value": f"{found.name(row.decided_by_id)}, {_day(row.decided_at)}"})
    if row.part_at:
        said.append({"key": "Asked to take them apart", "value": f"{found.name(row.part_by_id)}, {_day(row.part_at)}"})
        said.append({"key": "Why apart", "value": row.part_reason})
    if row.parted_at:
        said.append({"key": "Answered by", "value": f"{found.name(row.parted_by_id)}, {_day(row.parted_at)}"})
    return said
