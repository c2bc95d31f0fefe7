"""What a partner's own people change at once and what they ask for, and the department's answers, for connected systems."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import LONGEST_WORDS, ProposedChange
from throughcare.partners.queries import changes_shown
from throughcare.partners.rest.beside import AccreditationBody
from throughcare.partners.rest.parts import PartnerNumbersBody, PartnerReachBody
from throughcare.partners.rest.register import BOTH, PartnerOut, actor_of, answer, router
from throughcare.partners.states import CHANGE_STATES, ChangePart, ChangeState, Expertise, PartnerRole

_OWN = rest_needs(Permission.PARTNER_OWN)
_MOST = 200
_Code = Annotated[str, Field(max_length=60)]


class PartnerOwnBody(Body):
    """All that a partner's own people change at once. languages: codes of the languages in use here, such as mi."""

    purpose: str = Field("", max_length=LONGEST_WORDS)
    website: str = Field("", max_length=500)
    email: str = Field("", max_length=254)
    expertise: list[Expertise] = Field([], max_length=_MOST)
    expertise_words: str = Field("", max_length=500)
    languages: list[_Code] = Field([], max_length=_MOST)


class AskedNameBody(Body):
    """national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str = Field(max_length=300)
    alternate_name: str = Field("", max_length=300)
    national_body: str = Field("", max_length=300)


class AskedAccreditationBody(AccreditationBody):
    """accreditation_id: of the one that changes; left out, a new one."""

    accreditation_id: UUID | None = None


class AskedChangeBody(Body):
    """One part, and what you say about it. lead: the id of the contact who should lead."""

    name: AskedNameBody | None = None
    numbers: PartnerNumbersBody | None = None
    roles: list[PartnerRole] | None = Field(None, max_length=_MOST)
    reach: PartnerReachBody | None = None
    accreditation: AskedAccreditationBody | None = None
    lead: UUID | None = None
    why: str = Field("", max_length=500)

    def asked(self) -> actions.Asked:
        """As the action takes it. Raises Invalid unless it is one part."""
        found = [name for name in type(self).model_fields if name != "why" and getattr(self, name) is not None]
        if len(found) != 1:
            raise Invalid(
                "Ask for one part at a time.",
                {found[1] if found else "name": ["Send one of name, numbers, roles, reach, accreditation, lead."]},
            )
        if self.accreditation is not None:
            new = self.accreditation.model_dump()
            row = new.pop("accreditation_id")
            return actions.AskedAccreditation(new=actions.NewAccreditation(**new), accreditation_id=row)
        if self.lead is not None:
            return actions.AskedLead(contact_id=self.lead)
        if self.roles is not None:
            return actions.AskedRoles(roles=self.roles)
        if self.name is not None:
            return actions.AskedName(**self.name.model_dump())
        if self.numbers is not None:
            return actions.Numbers(**self.numbers.model_dump())
        return actions.Reach(**self.reach.model_dump() if self.reach else {})


class ChangeAnswerBody(Body):
    """tag: of the change as you read it, to confirm it. reason: needed to refuse it."""

    tag: str = Field("", max_length=40)
    reason: str = Field("", max_length=500)


class ChangesQuery(PageQuery):
    """Which changes. Leave the state out for those in any."""

    state: ChangeState | None = None
    mine: bool = Field(False, description="Only of partners that you look after.")
    partner_id: UUID | None = None


class ChangeLine(Schema):
    """A change in a list."""

    id: UUID
    partner_id: UUID
    partner: str
    part: ChangePart
    state: ChangeState
    proposed_at: datetime


class ChangedField(Schema):
    """In words: as it was when they asked, as the register says now, as they ask."""

    label: str
    was: str
    now: str
    asked: str


class ChangeOut(ChangeLine):
    """moved_on: the register said something else when they asked. tag: send it to confirm; it is another when the register says something else."""

    why: str
    fields: list[ChangedField] = Field(max_length=20)
    moved_on: bool
    tag: str
    answered_at: datetime | None
    reason: str
    can: list[Literal["confirm", "refuse", "withdraw"]] = Field(description="What can be done with it now, by one side or the other.")
    version: int


def _line(one: ProposedChange) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("id", "partner_id", "part", "state", "proposed_at")}
    return {**told, "partner": one.partner.organization.name}


def _change(request: HttpRequest, response: HttpResponse, partner_change_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    found = queries.get_change(by, partner_change_id)
    beside = queries.compared(by, found)
    with_etag(response, found.version)
    return {
        **_line(found),
        **{name: getattr(found, name) for name in ("why", "answered_at", "reason", "version")},
        "fields": [line._asdict() for line in changes_shown.lines(found, beside)],
        "moved_on": found.state == ChangeState.PROPOSED and beside.moved_on,
        "tag": beside.tag,
        "can": CHANGE_STATES.verbs_from(found.state),
    }


@router.put("/{uuid:partner_id}/own", auth=_OWN, response=PartnerOut, summary="Change what your organisation says of itself (If-Match)")
def change_own_partner(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerOwnBody) -> Any:
    """By its own people; it holds at once."""
    seen, new = seen_version(request), actions.OwnWords(**body.model_dump())
    actions.change_own(by=actor_of(request), partner_id=partner_id, new=new, seen=seen)
    return answer(request, response, partner_id)


@router.post("/{uuid:partner_id}/changes", auth=_OWN, response={201: ChangeOut}, summary="Ask for a change of your organisation's entry")
def ask_partner_change(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: AskedChangeBody) -> Any:
    """By its own people, a part at a time; the department confirms it."""
    by, new = actor_of(request), body.asked()
    made = once(
        request,
        lambda: actions.ask_change(by=by, partner_id=partner_id, new=new, why=body.why),
        lambda change_id: queries.get_change(by, change_id),
        response=response,
    )
    return Status(201, _change(request, response, made.thing.pk))


@router.get("/changes", auth=BOTH, response=PageOut[ChangeLine], summary="Changes partners ask for")
def list_partner_changes(request: HttpRequest, asked: Annotated[ChangesQuery, Query()]) -> Any:
    """Whoever has waited longest first. A partner's own people read theirs."""
    filters = queries.ChangeFilters(state=str(asked.state or ""), mine=asked.mine, partner_id=asked.partner_id)
    return page_out(queries.page_of_changes(actor_of(request), filters, cursor=asked.cursor, size=asked.size), _line)


@router.get("/changes/{uuid:partner_change_id}", auth=BOTH, response=ChangeOut, summary="One change a partner asks for")
def one_partner_change(request: HttpRequest, response: HttpResponse, partner_change_id: UUID) -> Any:
    return _change(request, response, partner_change_id)


@router.post(
    "/changes/{uuid:partner_change_id}/{verb}", auth=BOTH, response=ChangeOut, summary="Confirm, refuse or withdraw a change (If-Match)"
)
def move_partner_change(
    request: HttpRequest,
    response: HttpResponse,
    partner_change_id: UUID,
    verb: Annotated[str, one_of(CHANGE_STATES.verbs)],
    body: ChangeAnswerBody,
) -> Any:
    """Who asked withdraws; who keeps the register confirms or refuses."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_change(by=by, change_id=partner_change_id, verb=verb, seen=seen, tag=body.tag, reason=body.reason),
        lambda _: queries.get_change(by, partner_change_id),
        response=response,
    )
    return _change(request, response, partner_change_id)
