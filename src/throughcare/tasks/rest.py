"""Tasks for connected systems. Each has a version of its own."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.tasks import actions, queries
from throughcare.tasks.models import LONGEST_WHAT, LONGEST_WORDS, Task
from throughcare.tasks.states import LONGEST_REASON, TASK_STATES, TaskState

router = Router(tags=["tasks"])
_DOES = rest_needs(Permission.TASK_DO)
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
_ABOUT = "KIND:ID of what it is about, such as partners.partner:0190…; empty: nothing."


class TaskQuery(PageQuery):
    """Which tasks: without a filter, those of the key's owner and their teams, in any state."""

    whose: Literal["mine", "me", "team", "given", "all"] = "mine"
    state: TaskState | None = None
    due: Literal["overdue", "today", "soon", "later", "none"] | None = Field(
        None, description="soon: after today, within seven days; later: or no day; none: no day."
    )
    words: str = Field("", max_length=200)
    about: str = Field("", max_length=120, description=_ABOUT)

    def filters(self) -> queries.TaskFilters:
        """As the query takes them."""
        about = queries.read_about(self.about)
        return queries.TaskFilters(whose=self.whose, state=self.state or "", due=self.due or "", words=self.words, about=about)


class TaskOut(Schema):
    """A task. user_id or team_id: who does it. given_by_id: nobody's when a reminder or the site's command made it; rule: which reminder."""

    id: UUID
    what: str
    words: str
    about: str = Field(description=_ABOUT)
    user_id: UUID | None
    team_id: UUID | None
    given_by_id: UUID | None
    due_on: date | None
    state: TaskState
    reason: str
    rule: str
    can: list[str] = Field(description="What can be done with it now.")
    version: int


class ChangeTaskBody(Body):
    """user_id or team_id: one of the two. Left out, it is for the key's owner."""

    what: str = Field(max_length=LONGEST_WHAT)
    words: str = Field("", max_length=LONGEST_WORDS)
    due_on: date | None = Field(None, ge=_FIRST, le=_LAST)
    user_id: UUID | None = None
    team_id: UUID | None = None


class TaskBody(ChangeTaskBody):
    """As to change one, and what it is about."""

    about: str = Field("", max_length=120, description=_ABOUT)


class TaskMoveBody(Body):
    """reason: needed to say that it is not needed any more."""

    reason: str = Field("", max_length=LONGEST_REASON)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


def _out(row: Task) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in TaskOut.model_fields if name not in ("about", "can")}
    return {**told, "about": str(row.about or ""), "can": TASK_STATES.verbs_from(row.state)}


def _new(by: Actor, body: ChangeTaskBody) -> actions.NewTask:
    said = body.model_dump()
    if body.user_id is None and body.team_id is None:
        said["user_id"] = by.user_id
    said["about"] = queries.read_about(said.get("about", ""))
    return actions.NewTask(**said)


@router.get("", auth=_DOES, response=PageOut[TaskOut], summary="Tasks, by the day they are due")
def list_tasks(request: HttpRequest, asked: Annotated[TaskQuery, Query()]) -> Any:
    """Those without a day last."""
    return page_out(queries.page_of_tasks(_actor(request), asked.filters(), cursor=asked.cursor, size=asked.size), _out)


@router.post("", auth=_DOES, response={201: TaskOut}, summary="Add a task")
def add_task(request: HttpRequest, response: HttpResponse, body: TaskBody) -> Any:
    """Whoever is given it is told."""
    by = _actor(request)
    made = once(
        request,
        lambda: actions.add_task(by=by, new=_new(by, body)),
        lambda made_id: queries.get_task(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get("/{uuid:task_id}", auth=_DOES, response=TaskOut, summary="One task")
def one_task(request: HttpRequest, response: HttpResponse, task_id: UUID) -> Any:
    found = queries.get_task(_actor(request), task_id)
    with_etag(response, found.version)
    return _out(found)


@router.put("/{uuid:task_id}", auth=_DOES, response=TaskOut, summary="Change a task, or give it to somebody else (If-Match)")
def change_task(request: HttpRequest, response: HttpResponse, task_id: UUID, body: ChangeTaskBody) -> Any:
    by, seen = _actor(request), seen_version(request)
    actions.change_task(by=by, task_id=task_id, new=_new(by, body), seen=seen)
    return one_task(request, response, task_id)


@router.post("/{uuid:task_id}/{verb}", auth=_DOES, response=TaskOut, summary="Finish a task, put it aside, or open it again (If-Match)")
def move_task(
    request: HttpRequest, response: HttpResponse, task_id: UUID, verb: Annotated[str, one_of(TASK_STATES.verbs)], body: TaskMoveBody
) -> Any:
    by, seen = _actor(request), seen_version(request)
    once(
        request,
        lambda: actions.move_task(by=by, task_id=task_id, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_task(by, task_id),
        response=response,
    )
    return one_task(request, response, task_id)
