"""A partner's accreditations and contacts for connected systems. Each row has a version of its own."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Status

from throughcare.accounts.repeats import once
from throughcare.common.refusals import NotFound
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL, Accreditation, PartnerContact
from throughcare.partners.rest.register import (
    BOTH,
    EDITS,
    FIRST,
    LAST,
    VIEWS,
    AccreditationOut,
    PartnerContactOut,
    accreditation_out,
    actor_of,
    router,
)

_ACCREDITATION = "/{uuid:partner_id}/accreditations/{uuid:accreditation_id}"
_CONTACT = "/{uuid:partner_id}/contacts/{uuid:partner_contact_id}"


class AccreditationBody(Body):
    """level: 1 is the highest. expires_on: its last day; left out when it has no end."""

    level: int = Field(ge=HIGHEST_LEVEL, le=LOWEST_LEVEL)
    given_by: str = Field(max_length=200)
    scope: str = Field("", max_length=500)
    expires_on: date | None = Field(None, ge=FIRST, le=LAST)


class EndAccreditationBody(Body):
    reason: str = Field(max_length=500)


class PartnerContactBody(Body):
    """A work phone or a work e-mail address is needed. is_lead: whoever led before stays a contact."""

    name: str = Field(max_length=200)
    position: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    is_lead: bool = False


def _accreditation(request: HttpRequest, partner_id: UUID, accreditation_id: UUID) -> Accreditation:
    found = queries.get_accreditation(actor_of(request), accreditation_id)
    if found.partner_id != partner_id:
        raise NotFound
    return found


def _contact(request: HttpRequest, partner_id: UUID, contact_id: UUID) -> PartnerContact:
    found = queries.get_partner_contact(actor_of(request), contact_id)
    if found.partner_id != partner_id:
        raise NotFound
    return found


@router.post("/{uuid:partner_id}/accreditations", auth=EDITS, response={201: AccreditationOut}, summary="Add an accreditation")
def add_accreditation(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: AccreditationBody) -> Any:
    by, new = actor_of(request), actions.NewAccreditation(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_accreditation(by=by, partner_id=partner_id, new=new),
        lambda made_id: queries.get_accreditation(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, accreditation_out(made.thing))


@router.get(_ACCREDITATION, auth=VIEWS, response=AccreditationOut, summary="One accreditation")
def one_accreditation(request: HttpRequest, response: HttpResponse, partner_id: UUID, accreditation_id: UUID) -> Any:
    found = _accreditation(request, partner_id, accreditation_id)
    with_etag(response, found.version)
    return accreditation_out(found)


@router.put(_ACCREDITATION, auth=EDITS, response=AccreditationOut, summary="Change an accreditation (If-Match)")
def change_accreditation(
    request: HttpRequest, response: HttpResponse, partner_id: UUID, accreditation_id: UUID, body: AccreditationBody
) -> Any:
    seen, new = seen_version(request), actions.NewAccreditation(**body.model_dump())
    _accreditation(request, partner_id, accreditation_id)
    actions.change_accreditation(by=actor_of(request), accreditation_id=accreditation_id, new=new, seen=seen)
    return one_accreditation(request, response, partner_id, accreditation_id)


@router.post(_ACCREDITATION + "/end", auth=EDITS, response=AccreditationOut, summary="Take an accreditation off the register (If-Match)")
def end_accreditation(
    request: HttpRequest, response: HttpResponse, partner_id: UUID, accreditation_id: UUID, body: EndAccreditationBody
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    _accreditation(request, partner_id, accreditation_id)
    once(
        request,
        lambda: actions.end_accreditation(by=by, accreditation_id=accreditation_id, reason=body.reason, seen=seen),
        lambda _: queries.get_accreditation(by, accreditation_id),
        response=response,
    )
    return one_accreditation(request, response, partner_id, accreditation_id)


@router.post("/{uuid:partner_id}/contacts", auth=BOTH, response={201: PartnerContactOut}, summary="Add a contact at a partner")
def add_partner_contact(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: PartnerContactBody) -> Any:
    by, new = actor_of(request), actions.NewPartnerContact(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_partner_contact(by=by, partner_id=partner_id, new=new),
        lambda made_id: queries.get_partner_contact(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, made.thing)


@router.get(_CONTACT, auth=VIEWS, response=PartnerContactOut, summary="One contact at a partner")
def one_partner_contact(request: HttpRequest, response: HttpResponse, partner_id: UUID, partner_contact_id: UUID) -> Any:
    found = _contact(request, partner_id, partner_contact_id)
    with_etag(response, found.version)
    return found


@router.put(_CONTACT, auth=BOTH, response=PartnerContactOut, summary="Change a contact at a partner (If-Match)")
def change_partner_contact(
    request: HttpRequest, response: HttpResponse, partner_id: UUID, partner_contact_id: UUID, body: PartnerContactBody
) -> Any:
    seen, new = seen_version(request), actions.NewPartnerContact(**body.model_dump())
    _contact(request, partner_id, partner_contact_id)
    actions.change_partner_contact(by=actor_of(request), contact_id=partner_contact_id, new=new, seen=seen)
    return one_partner_contact(request, response, partner_id, partner_contact_id)


@router.post(_CONTACT + "/end", auth=BOTH, response=PartnerContactOut, summary="End a contact at a partner (If-Match)")
def end_partner_contact(request: HttpRequest, response: HttpResponse, partner_id: UUID, partner_contact_id: UUID) -> Any:
    by, seen = actor_of(request), seen_version(request)
    _contact(request, partner_id, partner_contact_id)
    once(
        request,
        lambda: actions.end_partner_contact(by=by, contact_id=partner_contact_id, seen=seen),
        lambda _: queries.get_partner_contact(by, partner_contact_id),
        response=response,
    )
    return one_partner_contact(request, response, partner_id, partner_contact_id)
