"""Changing what the register says of a partner, for connected systems: a part at a time, each against the version that was seen."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field

from throughcare.common.rest import Body, seen_version
from throughcare.partners import actions
from throughcare.partners.models import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_WORDS, OrganizationKind
from throughcare.partners.rest.register import EDITS, FIRST, LAST, PartnerOut, actor_of, answer, router
from throughcare.partners.states import MOST_QUIET_DAYS, Expertise, PartnerRole, Safeguarding

_MOST = 200
_Code = Annotated[str, Field(max_length=60)]


class PartnerDetailsBody(Body):
    """national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str = Field(max_length=300)
    kind: OrganizationKind
    alternate_name: str = Field("", max_length=300)
    purpose: str = Field("", max_length=LONGEST_WORDS)
    national_body: str = Field("", max_length=300)
    website: str = Field("", max_length=500)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=LONGEST_PHONE)
    address: str = Field("", max_length=LONGEST_ADDRESS)


class PartnerRolesBody(Body):
    """languages: codes of the languages in use here, such as mi."""

    roles: list[PartnerRole] = Field([], max_length=_MOST)
    expertise: list[Expertise] = Field([], max_length=_MOST)
    expertise_words: str = Field("", max_length=500)
    languages: list[_Code] = Field([], max_length=_MOST)


class PartnerReachBody(Body):
    """Codes of regions and sites."""

    regions: list[_Code] = Field([], max_length=_MOST)
    sites: list[_Code] = Field([], max_length=_MOST)


class PartnerNumbersBody(Body):
    nzbn: str = Field("", max_length=30, description="13 digits, the last of which checks the others; spaces do no harm.")
    charity_number: str = Field("", max_length=30, description="CC and four to six digits.")


class PartnerSafeguardingBody(Body):
    """checked_on is needed unless it was not checked; note, when something is missing."""

    safeguarding: Safeguarding
    checked_on: date | None = Field(None, ge=FIRST, le=LAST)
    note: str = Field("", max_length=500)


class PartnerInTouchBody(Body):
    """contact_every: days without contact after which its owner is reminded; 0: never; null: as the site has it."""

    contact_every: int | None = Field(None, ge=0, le=MOST_QUIET_DAYS)


class PartnerOwnerBody(Body):
    """Both, or neither: nobody looks after it then."""

    user_id: UUID | None = None
    team_id: UUID | None = None


@router.put("/{uuid:partner_id}/details", auth=EDITS, response=PartnerOut, summary="Change a partner's details (If-Match)")
def change_partner_details(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerDetailsBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_details, actions.Details(**body.model_dump()))


@router.put("/{uuid:partner_id}/roles", auth=EDITS, response=PartnerOut, summary="Change a partner's roles and expertise (If-Match)")
def change_partner_roles(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerRolesBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_roles, actions.Roles(**body.model_dump()))


@router.put("/{uuid:partner_id}/reach", auth=EDITS, response=PartnerOut, summary="Change where a partner works (If-Match)")
def change_partner_reach(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerReachBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_reach, actions.Reach(**body.model_dump()))


@router.put("/{uuid:partner_id}/numbers", auth=EDITS, response=PartnerOut, summary="Change a partner's numbers (If-Match)")
def change_partner_numbers(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerNumbersBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_numbers, actions.Numbers(**body.model_dump()))


@router.put("/{uuid:partner_id}/safeguarding", auth=EDITS, response=PartnerOut, summary="Say how safe a partner keeps people (If-Match)")
def change_partner_safeguarding(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerSafeguardingBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_safeguarding, actions.Safe(**body.model_dump()))


@router.put("/{uuid:partner_id}/owner", auth=EDITS, response=PartnerOut, summary="Say who looks after a partner (If-Match)")
def change_partner_owner(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerOwnerBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_owner, actions.NewOwner(**body.model_dump()))


@router.put("/{uuid:partner_id}/in-touch", auth=EDITS, response=PartnerOut, summary="Say when we are reminded of a partner (If-Match)")
def change_partner_in_touch(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerInTouchBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, partner_id, seen, actions.change_in_touch, actions.InTouch(**body.model_dump()))


def _done(request: HttpRequest, response: HttpResponse, partner_id: UUID, seen: int, change: Callable[..., Any], new: Any) -> Any:
    change(by=actor_of(request), partner_id=partner_id, new=new, seen=seen)
    return answer(request, response, partner_id)
