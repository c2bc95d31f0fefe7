"""Whānau and other contacts for connected systems. A hidden address has an address of its own, and its own verb in the audit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.people import actions, queries
from throughcare.people.actions.contacts import LONGEST_ADDRESS, LONGEST_HOW, NewContact
from throughcare.people.queries.contacts import Known, contacts_of, get_contact, get_hidden_address
from throughcare.people.rest.people import actor_of
from throughcare.people.rest.people import router as people
from throughcare.people.states import Relation, Safety

router = Router(tags=["contacts"])
_VIEW = rest_needs(Permission.CONTACT_VIEW)
_EDIT = rest_needs(Permission.CONTACT_EDIT)
_HIDDEN = rest_needs(Permission.CONTACT_HIDDEN)


class ContactOut(Schema):
    """One contact. address: the open one. has_hidden: there is a hidden one that the key's owner may ask for."""

    id: UUID
    person_id: UUID
    name: str
    relation: Relation
    phone: str
    email: str
    safety: Safety
    how: str
    is_emergency: bool
    address: str
    has_hidden: bool
    ended_at: datetime | None
    version: int


class ContactBody(Body):
    name: str = Field(max_length=200)
    relation: Relation
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    safety: Safety
    how: str = Field("", max_length=LONGEST_HOW)
    is_emergency: bool = False
    address: str = Field("", max_length=LONGEST_ADDRESS, description="Empty keeps a hidden address, and takes an open one away.")
    hidden: bool = False


class EndContactBody(Body):
    note: str = Field("", max_length=200)


class AddressOut(Schema):
    address: str


def _out(known: Known) -> dict[str, Any]:
    fields = {name: getattr(known.contact, name) for name in ContactOut.model_fields if name not in ("address", "has_hidden")}
    return {**fields, "address": known.address, "has_hidden": known.has_hidden}


def _answer(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> dict[str, Any]:
    known = get_contact(actor_of(request), contact_id)
    with_etag(response, known.contact.version)
    return _out(known)


@people.get("/{uuid:person_id}/contacts", auth=_VIEW, response=list[ContactOut], summary="Somebody's whānau and other contacts")
def list_contacts(request: HttpRequest, person_id: UUID) -> list[dict[str, Any]]:
    by = actor_of(request)
    queries.get_person(by, person_id, verb="contacts.viewed", compartments=("C1", "C5"))
    return [_out(known) for known in contacts_of(by, person_id)]


@people.post("/{uuid:person_id}/contacts", auth=_EDIT, response={201: ContactOut}, summary="Add a contact")
def add_contact(request: HttpRequest, response: HttpResponse, person_id: UUID, body: ContactBody) -> Any:
    by, new = actor_of(request), NewContact(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_contact(by=by, person_id=person_id, new=new),
        lambda contact_id: get_contact(by, contact_id).contact,
        response=response,
    )
    return Status(201, _answer(request, response, made.thing.id))


@router.get("/{uuid:contact_id}", auth=_VIEW, response=ContactOut, summary="One contact")
def one_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> dict[str, Any]:
    return _answer(request, response, contact_id)


@router.put("/{uuid:contact_id}", auth=_EDIT, response=ContactOut, summary="Change a contact (If-Match)")
def change_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID, body: ContactBody) -> dict[str, Any]:
    seen, new = seen_version(request), NewContact(**body.model_dump())
    actions.change_contact(by=actor_of(request), contact_id=contact_id, new=new, seen=seen)
    return _answer(request, response, contact_id)


@router.post("/{uuid:contact_id}/end", auth=_EDIT, response=ContactOut, summary="End a contact (If-Match)")
def end_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID, body: EndContactBody) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.end_contact(by=by, contact_id=contact_id, note=body.note, seen=seen),
        lambda _: get_contact(by, contact_id).contact,
        response=response,
    )
    return _answer(request, response, contact_id)


@router.get("/{uuid:contact_id}/address", auth=_HIDDEN, response=AddressOut, summary="A hidden address")
def hidden_address(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> dict[str, str]:
    contact, address = get_hidden_address(actor_of(request), contact_id)
    with_etag(response, contact.version)
    return {"address": address}
