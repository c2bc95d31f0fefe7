"""Pages of tasks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.tasks import actions, queries
from throughcare.tasks.forms import MoveForm, TaskForm, TasksForm
from throughcare.tasks.models import Task
from throughcare.tasks.states import MOVE_WORDS, SOON_DAYS, TASK_STATES, TaskState

_METHODS = ["GET", "HEAD", "POST"]
_HEAD = ("Task", "About", "Who does it", "Until", "Where it stands")
_COLOURS = {TaskState.OPEN: "blue", TaskState.DONE: "green", TaskState.CANCELLED: "grey"}


@require_safe
@needs(Permission.TASK_DO)
def tasks(request: ActorRequest) -> HttpResponse:
    """What the reader and their teams have to do, by the day it is due, with filters kept in the address."""
    by, form = request.actor, TasksForm(request.GET)
    context: dict[str, object] = {"form": form, "page": None, "rows": [], "selected": [], "head": _HEAD, "add": reverse("task-add")}
    if form.is_valid():
        filters = form.filters()
        page = queries.page_of_tasks(by, filters, cursor=request.GET.get("after", ""))
        context |= {"page": page, "rows": _lines(request, page.rows), "selected": form.selected()}
        if filters.about:
            context["add"] = f"{reverse('task-add')}?{urlencode({'about': str(filters.about)})}"
    return render(request, "tasks/tasks.html", context)


def _lines(request: ActorRequest, rows: Any) -> list[list[object]]:
    names, things = queries.doers(rows), queries.named(request.actor, rows)
    return [
        [
            {"text": row.what, "href": reverse("task", args=[row.pk])},
            {"text": things.get(row.about, ""), "href": queries.address_of(row.about)} if row.about else "",
            names.get(row.user_id or row.team_id, ""),
            _until(row),
            {"text": row.get_state_display(), "colour": _COLOURS[TaskState(row.state)]},
        ]
        for row in rows
    ]


def _until(row: Task) -> dict[str, str]:
    """The day, red when it is past, while there is something to do."""
    if row.due_on is None:
        return {"text": "No day"}
    days = (row.due_on - today()).days
    colour = "" if row.state != TaskState.OPEN else "red" if days < 0 else "orange" if days == 0 else "yellow" if days <= SOON_DAYS else ""
    return {"text": f"{row.due_on.day} {row.due_on:%B %Y}", "colour": colour}


@require_safe
@needs(Permission.TASK_DO)
def task(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """One task, and what can be done with it."""
    by, found = request.actor, queries.get_task(request.actor, task_id)
    names, things = queries.doers([found]), queries.named(by, [found])
    verbs = TASK_STATES.verbs_from(found.state)
    context = {
        "task": found,
        "until": _until(found),
        "colour": _COLOURS[TaskState(found.state)],
        "doer": names.get(found.user_id or found.team_id or UUID(int=0), ""),
        "giver": names.get(found.given_by_id, "") if found.given_by_id else "Throughcare",
        "thing": things.get(found.about, "") if found.about else "",
        "thing_href": queries.address_of(found.about),
        "at_once": [(verb, MOVE_WORDS[verb][1]) for verb in verbs if not TASK_STATES.move(verb).needs_reason],
        "asked": [(verb, MOVE_WORDS[verb][0]) for verb in verbs if TASK_STATES.move(verb).needs_reason],
    }
    return render(request, "tasks/task.html", context)


@require_http_methods(_METHODS)
@needs(Permission.TASK_DO)
def task_add(request: ActorRequest) -> HttpResponse:
    """Give a task to oneself or somebody else; `about` in the address names what it is about."""
    by, about = request.actor, queries.read_about(request.GET.get("about", ""))
    name = _name_of(request, about)
    form = TaskForm(by, request.POST or None, about=about)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.add_task(by=by, new=form.new()), lambda made_id: queries.get_task(by, made_id))
        except Invalid as wrong:
            _put(form, wrong)
        else:
            say(request, made, "Task added.", "You added this task")
            return redirect("task", made.thing.pk)
    back = queries.address_of(about) or reverse("tasks")
    return _form(request, form, "Add a task", back, caption=name)


def _name_of(request: ActorRequest, about: Ref | None) -> str:
    """What a new task is about, by name. Raises NotFound for a thing the reader may not see."""
    if about is None:
        return ""
    name = queries.named(request.actor, [Task(about_kind=about.kind, about_id=about.id)]).get(about)
    if name is None:
        raise NotFound
    return name


@require_http_methods(_METHODS)
@needs(Permission.TASK_DO)
def task_change(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """Say it better, move its day, or give it to somebody else."""
    by, found, theirs = request.actor, queries.get_task(request.actor, task_id), ""
    form = TaskForm(by, request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_task(by=by, task_id=task_id, new=form.new(), seen=seen),
                lambda _: queries.get_task(by, task_id),
            )
        except Stale:
            if seen > found.version:
                raise
            theirs = "\n".join(filter(None, (found.what, found.words, _until(found)["text"])))
            form = TaskForm(by, {**request.POST.dict(), "version": found.version}, row=found)
        except Invalid as wrong:
            _put(form, wrong)
        else:
            messages.success(request, "Task changed.")
            return redirect("task", task_id)
    return _form(request, form, "Change a task", reverse("task", args=[task_id]), theirs=theirs)


@require_http_methods(_METHODS)
@needs(Permission.TASK_DO)
def task_move(request: ActorRequest, task_id: UUID, verb: str) -> HttpResponse:
    """Finish it, say that it is not needed, or open it again."""
    by, found = request.actor, queries.get_task(request.actor, task_id)
    if verb not in MOVE_WORDS:
        raise NotFound
    (title, button, is_now), needs_reason = MOVE_WORDS[verb], TASK_STATES.move(verb).needs_reason
    form = MoveForm(request.POST or None, initial={"version": found.version}, needs_reason=needs_reason)
    if request.method != "POST":
        TASK_STATES.check(found.state, verb)
    elif form.is_valid():
        said = form.cleaned_data
        once(
            request,
            lambda: actions.move_task(by=by, task_id=task_id, verb=verb, reason=said.get("reason", ""), seen=said["version"]),
            lambda _: queries.get_task(by, task_id),
            within=A_MOMENT,
        )
        messages.success(request, f"“{found.what}” is {is_now}.")
        return redirect("task", task_id) if verb == "reopen" else redirect("tasks")
    return _form(request, form, title, reverse("task", args=[task_id]), caption=found.what, button=button)


def _put(form: TaskForm, wrong: Invalid) -> None:
    for name, sentences in wrong.errors.items():
        field = "to" if name == "for" else name
        form.add_error(field if field in form.fields else None, sentences[0])


def _form(
    request: ActorRequest, form: Any, title: str, back: str, *, caption: str = "", button: str = "Save", theirs: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "caption": caption, "button": button, "back": back, "theirs": theirs}
    return render(request, "tasks/form.html", context)
