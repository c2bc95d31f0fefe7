"""Pages about people: the caseload, finding somebody, needs, and answers to “I don't agree”."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, Stale
from throughcare.matching.pillars import Pillar
from throughcare.people import actions, queries
from throughcare.people.forms import AnswerForm, FilterForm, MoveForm, NeedForm, SearchForm
from throughcare.people.forms.drafting import Drafting
from throughcare.people.models import Disagreement, Need
from throughcare.people.queries.disagreements import get_disagreement
from throughcare.people.queries.identity import identity_of
from throughcare.people.queries.lists import caseload
from throughcare.people.queries.workers import work_on
from throughcare.people.search import search_people, shown_again
from throughcare.people.states import NEED_STATES, NeedStatus

COLOURS = {NeedStatus.NOT_STARTED: "blue", NeedStatus.IN_PROGRESS: "yellow", NeedStatus.MET: "green", NeedStatus.DECLINED: "grey"}
STEPS = {"start": "Start", "meet": "Mark as met", "decline": "The person doesn't want this", "reopen": "Open again"}
_FOUND = "people_found"
_ANOTHER = "If the person needs it once more, open this one again, or add another and say in its note what is different."


@needs(Permission.PERSON_VIEW)
def people(request: ActorRequest) -> HttpResponse:
    """The people the reader's team works with."""
    form = FilterForm(request.GET)
    page = caseload(request.actor, form.filters, after=request.GET.get("after", ""))
    may = request.actor.may(Permission.CASELOAD_OWN) or request.actor.may(Permission.CASELOAD_MANAGE)
    context = {
        "form": form,
        "search": SearchForm(),
        "page": page,
        "selected": _chips(request, form),
        "work": work_on() if may else [],
        "works": page.together,
    }
    return render(request, "people/people.html", context)


@needs(Permission.PERSON_VIEW)
def search(request: ActorRequest) -> HttpResponse:
    """Find somebody. The words travel in the body and are kept nowhere; the session keeps keys, so that going back shows the same list."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        result = search_people(request.actor, form.cleaned_data["words"])
        request.session[_FOUND] = {"ids": [str(row.id) for row in result.rows], "more": result.more}
        return redirect("people-search")
    kept = request.session.get(_FOUND) if request.method == "GET" else None
    found = shown_again(request.actor, [UUID(key) for key in kept["ids"]], more=kept["more"]) if kept else None
    return render(
        request,
        "people/search.html",
        {"search": form, "found": found, "back": reverse("people"), "may_open": request.actor.may(Permission.EMERGENCY_OPEN)},
    )


@needs(Permission.NEED_EDIT)
def add_need(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Record something the person needs."""
    person = queries.get_person(request.actor, person_id, compartments=("C1", "C7"))
    draft = Drafting(request, "need-add", about_id=person.id, person_id=person.id, compartment="C7")
    form = draft.fill(NeedForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = once(
            request,
            lambda: actions.add_need(by=request.actor, person_id=person.id, pillar=values["pillar"], note=values["note"]),
            lambda need_id: queries.get_need(request.actor, need_id),
        )
        draft.done()
        say(request, made, f"Need recorded: {made.thing.title}.", "You added this need", _ANOTHER)
        return redirect("need", made.thing.id)
    back = reverse("person", args=[person.id])
    context = {"identity": identity_of(person), "form": form, "title": "Add a need", "theirs": None, "back": back, "draft": draft}
    return render(request, "people/need_form.html", context)


@needs(Permission.PERSON_VIEW)
def need(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """One need, what can be done with it, and the way to a service."""
    found = queries.get_need(request.actor, need_id)
    may_edit = request.actor.may(Permission.NEED_EDIT)
    context = {
        "need": found,
        "identity": identity_of(found.person),
        "rows": _need_rows(found, may_edit),
        "status": {"text": found.get_status_display(), "colour": COLOURS[NeedStatus(found.status)]},
        "steps": [{"verb": verb, "text": STEPS[verb]} for verb in NEED_STATES.verbs_from(found.status)] if may_edit else [],
        "pillar": Pillar(found.pillar),
        "may_refer": request.actor.may(Permission.REFERRAL_SEND) and bool(queries.worked_with(request.actor, [found.person_id])),
        "back": reverse("person", args=[found.person_id]),
    }
    return render(request, "people/need.html", context)


@needs(Permission.NEED_EDIT)
def edit_need(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """Change a need. When somebody else did so meanwhile, both texts are shown and what was typed is kept."""
    found = queries.get_need(request.actor, need_id)
    draft = Drafting(request, "need-edit", about_id=need_id, person_id=found.person_id, compartment="C7")
    form = draft.fill(NeedForm(request.POST) if request.method == "POST" else NeedForm.of(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            seen = values["version"] or 0
            once(
                request,
                lambda: actions.edit_need(by=request.actor, need_id=need_id, pillar=values["pillar"], note=values["note"], seen=seen),
                lambda _: queries.get_need(request.actor, need_id),
            )
        except Stale:
            theirs = queries.get_need(request.actor, need_id)
            form = NeedForm({**request.POST.dict(), "version": theirs.version})
        else:
            draft.done()
            messages.success(request, "Need changed.")
            return redirect("need", need_id)
    context = {"identity": identity_of(found.person), "form": form, "title": "Change the need", "theirs": theirs, "draft": draft}
    context["back"] = reverse("need", args=[need_id])
    return render(request, "people/need_form.html", context)


@require_POST
@needs(Permission.NEED_EDIT)
def move_need(request: ActorRequest, need_id: UUID, verb: str) -> HttpResponse:
    """Take one step of the table of states."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid("The form came without the version it showed. Open the need again.")
    moved = once(
        request,
        lambda: actions.move_need(by=request.actor, need_id=need_id, verb=verb, seen=form.cleaned_data["version"]),
        lambda _: queries.get_need(request.actor, need_id),
    ).thing
    messages.success(request, f"{moved.title}: {moved.get_status_display().lower()}.")
    return redirect("need", need_id)


@needs(Permission.NEED_EDIT, Permission.OWN_RECORD)
def disagreement(request: ActorRequest, disagreement_id: UUID) -> HttpResponse:
    """What the person said; the office answers here, and the person reads the answer here."""
    found = get_disagreement(request.actor, disagreement_id)
    may_answer = request.actor.may(Permission.NEED_EDIT) and found.answered_at is None
    draft = Drafting(request, "disagreement", about_id=found.id, person_id=found.person_id, compartment="C10")
    form = draft.fill(AnswerForm(request.POST or None)) if may_answer else None
    if form is not None and request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        once(
            request,
            lambda: actions.answer_disagreement(by=request.actor, disagreement_id=found.id, answer=answer),
            lambda _: get_disagreement(request.actor, found.id),
        )
        draft.done()
        messages.success(request, "Answer sent. The person can read it on their page.")
        return redirect("disagreement", found.id)
    own = request.actor.may(Permission.OWN_RECORD)
    context = {"disagreement": found, "talk": _talk(found, own), "form": form, "own": own, "about": about_words(found)}
    context["identity"], context["draft"] = None if own else identity_of(found.person), draft
    context["back"] = reverse("home") if own else reverse("person", args=[found.person_id])
    return render(request, "people/disagreement.html", context)


def about_words(found: Disagreement) -> str:
    """What a disagreement is about, in a word."""
    return {"people.person": "The record", "people.need": "A need", "referrals.referral": "A referral"}.get(found.about_kind, "The record")


def _talk(found: Disagreement, own: bool) -> list[dict[str, object]]:
    who = "You" if own else found.person.full_name
    lines: list[dict[str, object]] = [{"text": found.words, "by": who, "at": found.at, "mine": own}]
    if found.answered_at and found.answered_by_id:
        answerer = names_of([found.answered_by_id]).get(found.answered_by_id, "Case manager")
        lines.append({"text": found.answer, "by": answerer, "at": found.answered_at, "mine": not own})
    return lines


def _need_rows(found: Need, may_edit: bool) -> list[dict[str, object]]:
    change = reverse("need-edit", args=[found.id]) if may_edit else ""
    owner = names_of([found.owner_id]).get(found.owner_id, "") if found.owner_id else ""
    return [
        {"key": "About", "value": found.title, "href": change},
        {"key": "What is needed", "value": found.note, "href": change},
        {"key": "Owner", "value": owner},
        {"key": "Recorded", "value": f"{localtime(found.created_at):%-d %B %Y}"},
    ]


def _chips(request: HttpRequest, form: FilterForm) -> list[dict[str, str]]:
    """The filters that are set, each with a link that takes it off."""
    chips = []
    for name, label in form.chosen():
        rest = request.GET.copy()
        rest.pop("after", None)
        rest.pop(name)
        chips.append({"text": label, "href": f"?{rest.urlencode()}"})
    return chips
