"""Work that failed for good, for whoever looks after a site from another system."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import Body
from throughcare.notices import actions
from throughcare.notices.actions.failed import MOST
from throughcare.notices.queries import failed
from throughcare.notices.rest.inbox import actor_of

router = Router(tags=["operation"])
_KEEPER = rest_needs(Permission.USER_MANAGE)
_ONCE = {"x-makes-nothing": "What was tried again or dropped is not among those that failed any more, and a repeat says so."}


class JobOut(Schema):
    """A job that failed for good: what it does and why it failed, never what it was about."""

    id: int
    kind: str = Field(max_length=200)
    tries: int
    at: datetime | None
    error: str = Field(max_length=300)


class JobsQuery(Schema):
    before: int | None = Field(None, ge=1, le=2**62, description="`next` of the page before.")


class JobsOut(Schema):
    items: list[JobOut] = Field(max_length=MOST)
    next: int | None


class JobsBody(Body):
    ids: list[Annotated[int, Field(ge=1, le=2**62)]] = Field(min_length=1, max_length=MOST)


class JobResultOut(Schema):
    id: int
    kind: str = Field(max_length=200)
    done: bool
    sentence: str = Field(max_length=300)


@router.get("/failed", auth=_KEEPER, response=JobsOut, summary="Work that failed for good, newest first")
def list_failed(request: HttpRequest, query: Query[JobsQuery]) -> dict[str, Any]:
    found, more = failed.failed_jobs(actor_of(request), before=query.before)
    return {"items": found, "next": more}


@router.post(
    "/failed/retry", auth=_KEEPER, openapi_extra=_ONCE, response=list[JobResultOut], summary="Try failed work again; a result for each"
)
def retry_failed(request: HttpRequest, response: HttpResponse, body: JobsBody) -> Any:
    return actions.retry_jobs(by=actor_of(request), ids=body.ids)


@router.post(
    "/failed/drop", auth=_KEEPER, openapi_extra=_ONCE, response=list[JobResultOut], summary="Let failed work go; a result for each"
)
def drop_failed(request: HttpRequest, response: HttpResponse, body: JobsBody) -> Any:
    return actions.drop_jobs(by=actor_of(request), ids=body.ids)
