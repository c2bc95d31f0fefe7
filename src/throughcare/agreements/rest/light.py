"""Small grants and MOUs for connected systems: written, changed, their links sent, revoked, and how these stand. No link or code is ever told here."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.queries import light as lights
from throughcare.agreements.queries.terms import terms_of
from throughcare.agreements.rest.agreements import EDITS, FIRST, LAST, VIEWS, AgreementOut, actor_of, answer, router
from throughcare.agreements.states import LONGEST_REASON, LONGEST_WORDS, LinkFor
from throughcare.common.refusals import Refused
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.partners.models import OrganizationKind

_ONE = "/{uuid:agreement_id}/light"
_MOST = 200
_BY_HAND = "They have no e-mail address, so the link is shown on the page to whoever makes it. No link is told over REST."


class LightBody(Body):
    """All of the one page but who it is with. reach: an e-mail address or a phone number of whoever signs."""

    kind: Literal["GRANT", "MOU"]
    title: str = Field(max_length=300)
    purpose: str = Field(max_length=LONGEST_WORDS)
    amount: str = Field("", max_length=15, pattern=r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$", description="Left out of an MOU without money.")
    pays_on: date | None = Field(None, ge=FIRST, le=LAST)
    starts_on: date = Field(ge=FIRST, le=LAST)
    ends_on: date = Field(ge=FIRST, le=LAST)
    report_on: date = Field(ge=FIRST, le=LAST, description="By when the three questions are answered.")
    signer_name: str = Field(max_length=200)
    reach: str = Field(max_length=254)

    def new(self) -> actions.NewLight:
        """As the action takes it."""
        said = {"organization": "", **self.model_dump(), "amount": Decimal(self.amount) if self.amount else None}
        return actions.NewLight(**said)


class NewLightBody(LightBody):
    """organization: name or id of the partner. new_kind: what kind of group it is, when it is not on the register yet."""

    organization: str = Field(max_length=300)
    new_kind: OrganizationKind | Literal[""] = ""


class SendLinkBody(Body):
    """SIGN: to read and sign. REPORT: to the three questions."""

    purpose: LinkFor


class FullBody(Body):
    """Why it becomes a full agreement. Its parties read it."""

    reason: str = Field(max_length=LONGEST_REASON)


class LightLinkOut(Schema):
    """A link, and how it stands: SENT, OPENED, ASKED, DONE or OVER. word: ASKED or REFUSED, with words, when its holder said so."""

    id: UUID
    purpose: LinkFor
    to_name: str
    stands: Literal["SENT", "OPENED", "ASKED", "DONE", "OVER"]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    word: Literal["", "ASKED", "REFUSED"]
    words: str


class LightOut(Schema):
    """The light path of an agreement. text: the terms as they are signed. links: empty for the staff of its party. rule: when one page is enough."""

    agreement_id: UUID
    signer_name: str
    pays_on: date | None
    report_on: date
    text: str
    links: list[LightLinkOut] = Field(max_length=_MOST)
    rule: str
    full_at: datetime | None = Field(description="When it was turned into a full agreement.")
    full_why: str
    version: int


@router.post("/light", auth=EDITS, response={201: AgreementOut}, summary="Write a small grant or MOU on one page")
def add_light_agreement(request: HttpRequest, response: HttpResponse, body: NewLightBody) -> Any:
    """A draft. Refused with the numbers when it is too large for one page."""
    by, new = actor_of(request), body.new()
    made = once(request, lambda: actions.add_light(by=by, new=new), lambda key: queries.get_agreement(by, key), response=response)
    return Status(201, answer(request, response, made.thing.pk))


@router.get(_ONE, auth=VIEWS, response=LightOut, summary="The light path of an agreement: its terms, and how its links stand")
def one_light_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> Any:
    """For whoever may read the agreement; links for those who may look at all."""
    return _light(request, response, agreement_id)


@router.put(_ONE, auth=EDITS, response=LightOut, summary="Change a small grant or MOU (If-Match)")
def change_light_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: LightBody) -> Any:
    """Signatures given before fall, and a link to sign that was sent is void."""
    seen = seen_version(request)
    actions.change_light(by=actor_of(request), agreement_id=agreement_id, new=body.new(), seen=seen)
    return _light(request, response, agreement_id)


@router.post(_ONE + "/full", auth=EDITS, response=AgreementOut, summary="Turn a small grant or MOU into a full agreement (If-Match)")
def turn_light_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: FullBody) -> Any:
    """Unsigned, signatures fall and links are over; signed, what was signed stays, and amendments change it."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.light_full(by=by, agreement_id=agreement_id, reason=body.reason, seen=seen),
        lambda _: queries.get_agreement(by, agreement_id),
        response=response,
    )
    return answer(request, response, agreement_id)


@router.post(_ONE + "/links", auth=EDITS, response={201: LightOut}, summary="Mail a signed link (If-Match)")
def send_light_link(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: SendLinkBody) -> Any:
    """To whoever signs for the party. A link to sign that was sent before is void; links to the three questions are good until they are answered."""
    by, seen = actor_of(request), seen_version(request)
    by.check(Permission.AGREEMENT_EDIT)
    if not lights.get_light(by, agreement_id)[1].signer_email:
        raise Refused(_BY_HAND)
    once(
        request,
        lambda: actions.send_light_link(by=by, agreement_id=agreement_id, purpose=body.purpose, seen=seen).agreement,
        lambda _: queries.get_agreement(by, agreement_id),
        response=response,
    )
    return Status(201, _light(request, response, agreement_id))


@router.post(_ONE + "/links/{uuid:link_id}/revoke", auth=EDITS, response=LightOut, summary="Revoke a signed link (If-Match)")
def revoke_light_link(request: HttpRequest, response: HttpResponse, agreement_id: UUID, link_id: UUID) -> Any:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.revoke_light_link(by=by, agreement_id=agreement_id, link_id=link_id, seen=seen),
        lambda _: queries.get_agreement(by, agreement_id),
        response=response,
    )
    return _light(request, response, agreement_id)


def _light(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    found, light = lights.get_light(by, agreement_id)
    with_etag(response, found.version)
    names = ("id", "purpose", "to_name", "made_at", "expires_at", "used_at", "word", "words")
    links = [{**{name: getattr(one, name) for name in names}, "stands": lights.link_stands(one).code} for one in lights.links_of(by, found)]
    return {
        "agreement_id": found.pk,
        "signer_name": light.signer_name,
        "pays_on": light.pays_on,
        "report_on": light.report_on,
        "text": terms_of(found, light).text,
        "links": links,
        "rule": lights.shown_rule(),
        "full_at": light.full_at,
        "full_why": light.full_why,
        "version": found.version,
    }
