"""Partner organisations for machines, in the field's own names (Open Referral HSDS 3.1)."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import page_of
from throughcare.common.rest import PageOut, PageQuery, page_out, with_digest
from throughcare.partners import queries
from throughcare.partners.models import Organization

router = Router(tags=["organizations"])


class OrganizationQuery(PageQuery):
    """Which organisations."""

    words: str = Field("", max_length=200, description="In the name; macrons and typing errors do not matter.")


class OrganizationOut(Schema):
    """An organisation."""

    id: UUID
    name: str
    alternate_name: str
    description: str
    email: str
    website: str
    legal_status: str
    year_incorporated: int | None
    kind: str
    parent_organization_id: UUID | None
    source: str
    source_id: str


@router.get("", response=PageOut[OrganizationOut], auth=rest_needs(Permission.DIRECTORY_VIEW), summary="Organisations by name")
def list_organizations(request: HttpRequest, asked: Annotated[OrganizationQuery, Query()]) -> Any:
    """Organisations by name, one page at a time."""
    rows = queries.search_organizations(request.actor, asked.words)  # type: ignore[attr-defined]  # set by auth
    return page_out(page_of(rows, order=("search_key", "id"), cursor=asked.cursor, size=asked.size), _as_it_is)


@router.get("/{uuid:organization_id}", response=OrganizationOut, auth=rest_needs(Permission.DIRECTORY_VIEW), summary="One organisation")
def one_organization(request: HttpRequest, response: HttpResponse, organization_id: UUID) -> Any:
    """One organisation."""
    found = queries.get_organization(request.actor, organization_id)  # type: ignore[attr-defined]  # set by auth
    with_digest(response, [getattr(found, name) for name in OrganizationOut.model_fields])
    return found


def _as_it_is(found: Organization) -> Organization:
    return found
