"""Times we were in touch with a partner, for connected systems. Each has a version of its own."""

from datetime import date, time
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.common.refusals import NotFound
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import LONGEST_SAID, Interaction
from throughcare.partners.rest.register import EDITS, FIRST, LAST, VIEWS, actor_of, router
from throughcare.partners.states import MOST_ALSO, MOST_THERE, InteractionKind, Topic

_ALL = "/{uuid:partner_id}/interactions"
_ONE = _ALL + "/{uuid:interaction_id}"


class InteractionQuery(PageQuery):
    """Which of them. Leave a filter out, and it does not matter."""

    words: str = Field("", max_length=200, description="In what was said.")
    kind: InteractionKind | None = None
    topic: Topic | None = None
    since: date | None = Field(None, ge=FIRST, le=LAST)
    until: date | None = Field(None, ge=FIRST, le=LAST)
    stands: Literal["shared", "ours", "withdrawn"] | None = Field(None, description="Left out: all that were not withdrawn.")

    def filters(self) -> queries.InteractionFilters:
        """As the query takes them."""
        chosen = {name: str(getattr(self, name) or "") for name in ("kind", "topic", "stands")}
        return queries.InteractionFilters(words=self.words, since=self.since, until=self.until, **chosen)


class InteractionBody(Body):
    """on: the day. contacts: ids of the partner's contacts. users: ids of those of ours who keep the register. shared: its own people read it."""

    kind: InteractionKind
    on: date = Field(ge=FIRST, le=LAST)
    said: str = Field(max_length=LONGEST_SAID)
    starts_at: time | None = None
    ends_at: time | None = None
    site: str = Field("", max_length=60)
    place: str = Field("", max_length=200)
    contacts: list[UUID] = Field([], max_length=MOST_THERE)
    users: list[UUID] = Field([], max_length=MOST_THERE)
    others: str = Field("", max_length=500)
    topics: list[Topic] = Field([], max_length=MOST_THERE)
    topic_words: str = Field("", max_length=200)
    next_on: date | None = Field(None, ge=FIRST, le=LAST)
    shared: bool = False
    also: list[UUID] | None = Field(
        None, max_length=MOST_ALSO, description="Other partners that were there; left out of a correction: as it was."
    )
    told: bool = Field(False, description="Each of them is told which others were there, where it is shared.")

    def new(self) -> actions.NewInteraction:
        """As the action takes it."""
        said = self.model_dump()
        also = None if self.also is None else [str(key) for key in self.also]
        return actions.NewInteraction(**{**said, "also": also})


class WithdrawInteractionBody(Body):
    reason: str = Field(max_length=500)


class InteractionOut(Schema):
    """One time we were in touch. written_by_id: nobody's when the site's own command wrote it. also: other partners there, as far as you are told."""

    id: UUID
    partner_id: UUID
    kind: InteractionKind
    on: date
    starts_at: time | None
    ends_at: time | None
    site: str
    place: str
    contacts: list[UUID] = Field(alias="contact_ids")
    users: list[UUID] = Field(alias="user_ids")
    others: str
    topics: list[Topic]
    topic_words: str
    said: str
    next_on: date | None
    shared: bool
    also: list[UUID]
    told: bool
    written_by_id: UUID | None
    withdrawn_on: date | None
    withdrawn_reason: str
    version: int


def _interaction(request: HttpRequest, partner_id: UUID, interaction_id: UUID) -> Interaction:
    found = queries.get_interaction(actor_of(request), interaction_id)
    if found.partner_id != partner_id:
        raise NotFound
    return found


@router.get(_ALL, auth=VIEWS, response=PageOut[InteractionOut], summary="When we were in touch with a partner, the latest first")
def list_interactions(request: HttpRequest, partner_id: UUID, asked: Annotated[InteractionQuery, Query()]) -> Any:
    """All for staff who may look at partners; what is shared with them for its own people."""
    by = actor_of(request)
    found = queries.get_partner(by, partner_id)
    return page_out(queries.page_of_interactions(by, found, asked.filters(), cursor=asked.cursor, size=asked.size), lambda row: row)


@router.post(_ALL, auth=EDITS, response={201: InteractionOut}, summary="Write down that we were in touch")
def log_interaction(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: InteractionBody) -> Any:
    by = actor_of(request)
    made = once(
        request,
        lambda: actions.log_interaction(by=by, partner_id=partner_id, new=body.new()),
        lambda made_id: queries.get_interaction(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, made.thing)


@router.get(_ONE, auth=VIEWS, response=InteractionOut, summary="One time we were in touch")
def one_interaction(request: HttpRequest, response: HttpResponse, partner_id: UUID, interaction_id: UUID) -> Any:
    found = _interaction(request, partner_id, interaction_id)
    with_etag(response, found.version)
    return found


@router.put(_ONE, auth=EDITS, response=InteractionOut, summary="Correct what was written (If-Match)")
def correct_interaction(request: HttpRequest, response: HttpResponse, partner_id: UUID, interaction_id: UUID, body: InteractionBody) -> Any:
    seen = seen_version(request)
    _interaction(request, partner_id, interaction_id)
    actions.correct_interaction(by=actor_of(request), interaction_id=interaction_id, new=body.new(), seen=seen)
    return one_interaction(request, response, partner_id, interaction_id)


@router.post(_ONE + "/withdraw", auth=EDITS, response=InteractionOut, summary="Withdraw what was written (If-Match)")
def withdraw_interaction(
    request: HttpRequest, response: HttpResponse, partner_id: UUID, interaction_id: UUID, body: WithdrawInteractionBody
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    _interaction(request, partner_id, interaction_id)
    once(
        request,
        lambda: actions.withdraw_interaction(by=by, interaction_id=interaction_id, reason=body.reason, seen=seen),
        lambda _: queries.get_interaction(by, interaction_id),
        response=response,
    )
    return one_interaction(request, response, partner_id, interaction_id)
