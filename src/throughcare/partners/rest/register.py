"""The register of partners for connected systems: its list, an organisation put on it, one partner, and how it stands."""

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
from throughcare.partners import actions, queries
from throughcare.partners.models import Accreditation, OrganizationKind, Partner
from throughcare.partners.queries import shown
from throughcare.partners.states import PARTNER_STATES, Expertise, PartnerRole, PartnerState, Safeguarding

router = Router(tags=["partners"])
VIEWS = rest_needs(Permission.DIRECTORY_VIEW)  # one's own organisation is open to its own people
EDITS = rest_needs(Permission.PARTNER_EDIT)
BOTH = rest_needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)  # what its own people write too, of theirs
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
_MOST = 200


class PartnerQuery(PageQuery):
    """Which partners. Leave a filter out, and it does not matter; leave out the state for partners in any."""

    words: str = Field("", max_length=200, description="In the name; macrons and typing errors do not matter.")
    kind: OrganizationKind | None = None
    role: PartnerRole | None = None
    region: str = Field("", max_length=40)
    owner: str = Field("", max_length=60, description="mine, nobody, or the id of a user.")
    accreditation: Literal["soon", "over", "none"] | None = Field(None, description="One ends soon, one has ended, or there is none.")
    contact: Literal["quiet"] | None = Field(None, description="quiet: nobody was in touch for longer than is asked for.")
    state: PartnerState | None = None

    def filters(self) -> queries.PartnerFilters:
        """As the query takes them."""
        asked = {name: getattr(self, name) for name in ("words", "region", "owner")}
        chosen = {name: str(getattr(self, name) or "") for name in ("kind", "role", "accreditation", "contact", "state")}
        return queries.PartnerFilters(**asked, **chosen)


class AccreditationOut(Schema):
    """A level, 1 the highest. standing: IN_FORCE, ENDS_SOON (within 90 days), ENDED, or OFF (taken off the register)."""

    id: UUID
    level: int
    scope: str
    given_by: str
    expires_on: date | None
    ended_on: date | None
    end_reason: str
    standing: Literal["IN_FORCE", "ENDS_SOON", "ENDED", "OFF"]
    version: int


class PartnerContactOut(Schema):
    """Somebody who works there, as we reach them at work."""

    id: UUID
    name: str
    position: str
    phone: str
    email: str
    is_lead: bool
    ended_on: date | None
    version: int


class PartnerLine(Schema):
    """A partner in a list. Its id is the organisation's."""

    id: UUID
    name: str
    kind: OrganizationKind
    roles: list[PartnerRole] = Field(max_length=_MOST)
    regions: list[str] = Field(max_length=_MOST)
    owner_id: UUID | None
    owner_team_id: UUID | None
    state: PartnerState
    accreditations: list[AccreditationOut] = Field(description="Those not taken off the register.")


class BranchOut(Schema):
    id: UUID
    name: str
    on_register: bool


class PartnerOut(Schema):
    """A partner with all that the register says of it. owner_name: empty too when who did keeps partners no longer."""

    id: UUID
    name: str
    alternate_name: str
    kind: OrganizationKind
    purpose: str
    website: str
    email: str
    phone: str
    address: str
    parent_organization_id: UUID | None
    branches: list[BranchOut]
    roles: list[PartnerRole]
    expertise: list[Expertise]
    expertise_words: str
    languages: list[str]
    regions: list[str]
    sites: list[str]
    nzbn: str
    charity_number: str
    safeguarding: Safeguarding
    safeguarding_on: date | None
    safeguarding_note: str
    owner_id: UUID | None
    owner_team_id: UUID | None
    owner_name: str
    contact_every: int | None
    state: PartnerState
    state_since: date
    state_reason: str
    can: list[str] = Field(description="What can be done with it now.")
    accreditations: list[AccreditationOut]
    contacts: list[PartnerContactOut]
    version: int


class PartnerBody(Body):
    """organization_id: of the directory; else an organisation of this name is made. another: it is none of those called so already."""

    name: str = Field("", max_length=300)
    kind: OrganizationKind
    organization_id: UUID | None = None
    another: bool = False


class PartnerMoveBody(Body):
    """since: the day it holds from; left out, today."""

    reason: str = Field(max_length=500)
    since: date | None = Field(None, ge=FIRST, le=LAST)


def actor_of(request: HttpRequest) -> Actor:
    """Whose key it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


def accreditation_out(one: Accreditation) -> dict[str, Any]:
    """As an answer has it."""
    told = {name: getattr(one, name) for name in AccreditationOut.model_fields if name != "standing"}
    return {**told, "standing": shown.standing_of(one).code}


def _line(partner: Partner) -> dict[str, Any]:
    told = {name: getattr(partner, name) for name in ("roles", "regions", "owner_id", "owner_team_id", "state")}
    rows = [accreditation_out(row) for row in partner.accreditations.all() if row.ended_on is None]
    return {**told, "id": partner.pk, "name": partner.organization.name, "kind": partner.organization.kind, "accreditations": rows}


def partner_out(by: Actor, partner: Partner) -> dict[str, Any]:
    """All that the register says of it."""
    own = {name: getattr(partner, name) for name in PartnerOut.model_fields if hasattr(partner, name)}
    names = ("name", "alternate_name", "kind", "website", "email", "parent_organization_id")
    return {
        **own,
        **{name: getattr(partner.organization, name) for name in names},
        "id": partner.pk,
        "branches": [{"id": row.pk, "name": row.name, "on_register": there} for row, there in queries.branches_of(by, partner)],
        "owner_name": shown.words().owner(partner),
        "can": PARTNER_STATES.verbs_from(partner.state) if by.may(Permission.PARTNER_EDIT) else [],
        "accreditations": [accreditation_out(row) for row in partner.accreditations.all()],
        "contacts": list(partner.contacts.all()),
    }


def answer(request: HttpRequest, response: HttpResponse, partner_id: UUID) -> dict[str, Any]:
    """One partner, with its version."""
    by = actor_of(request)
    found = queries.get_partner(by, partner_id)
    with_etag(response, found.version)
    return partner_out(by, found)


@router.get("", response=PageOut[PartnerLine], auth=rest_needs(Permission.PARTNER_VIEW), summary="Partners by name")
def list_partners(request: HttpRequest, asked: Annotated[PartnerQuery, Query()]) -> Any:
    """Partners by name, one page at a time."""
    return page_out(queries.page_of_partners(actor_of(request), asked.filters(), cursor=asked.cursor, size=asked.size), _line)


@router.post("", auth=EDITS, response={201: PartnerOut}, summary="Put an organisation on the register")
def add_partner(request: HttpRequest, response: HttpResponse, body: PartnerBody) -> Any:
    """Whoever owns the key looks after it, when they keep the register."""
    by, new = actor_of(request), actions.NewPartner(**body.model_dump())
    made = once(
        request, lambda: actions.add_partner(by=by, new=new), lambda partner_id: queries.get_partner(by, partner_id), response=response
    )
    return Status(201, answer(request, response, made.thing.pk))


@router.get("/{uuid:partner_id}", auth=VIEWS, response=PartnerOut, summary="One partner")
def one_partner(request: HttpRequest, response: HttpResponse, partner_id: UUID) -> Any:
    """For whoever may look at partners, and for its own people."""
    return answer(request, response, partner_id)


@router.post(
    "/{uuid:partner_id}/stand/{verb}",
    auth=EDITS,
    response=PartnerOut,
    summary="Pause, resume, end a partnership, or have it return (If-Match)",
)
def move_partner(
    request: HttpRequest,
    response: HttpResponse,
    partner_id: UUID,
    verb: Annotated[str, one_of(PARTNER_STATES.verbs)],
    body: PartnerMoveBody,
) -> Any:
    """With the reason, and the day it holds from (If-Match)."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_partner(by=by, partner_id=partner_id, verb=verb, reason=body.reason, since=body.since, seen=seen),
        lambda _: queries.get_partner(by, partner_id),
        response=response,
    )
    return answer(request, response, partner_id)
