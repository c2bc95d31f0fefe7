"""What is said of one partner across its agreements, for connected systems."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import PageOut, PageQuery, page_out
from throughcare.performance import queries
from throughcare.performance.queries import reciprocity_shown
from throughcare.performance.rest.contributions import ContributionOut, PutInOut, contribution_out
from throughcare.performance.rest.measures import VIEWS, actor_of

router = Router(tags=["performance"])
_ONE = "/partners/{uuid:partner_id}"
_ALL = rest_needs(Permission.AGREEMENT_VIEW)
_HALF = Field("", max_length=6, description="A half of a calendar year, such as 2026-1; left out, the last that is over.")


class FigureOut(Schema):
    """hits of n, with the 95% interval of the share. untold: why there is none, in words. disputed: how many of them the partner sees differently."""

    half: str
    figure: str
    definition: str
    hits: int | None
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    median_days: Decimal | None = Field(max_digits=8, decimal_places=1)
    disputed: int
    untold: str


class ReciprocityOut(Schema):
    """How the department did by one partner, in one half-year."""

    organization_id: UUID
    organization: str
    half: str
    first_on: date
    last_on: date
    figures: list[FigureOut]


class HalfQuery(Schema):
    half: str = _HALF


class ReciprocityQuery(PageQuery):
    half: str = _HALF


@router.get("/partners", auth=_ALL, response=PageOut[ReciprocityOut], summary="How the department does by each partner, by name")
def list_reciprocity(request: HttpRequest, asked: Annotated[ReciprocityQuery, Query()]) -> Any:
    """For whoever looks at agreements. Each figure with how many, and its interval."""
    half = queries.half_called(asked.half)
    page = queries.page_of_reciprocity(actor_of(request), cursor=asked.cursor, size=asked.size)
    told = {one.organization.pk: one for one in queries.reciprocity_of(page.rows, half)}
    return page_out(page, lambda one: reciprocity_shown.as_dict(told[one.pk]))


@router.get(_ONE + "/reciprocity", auth=VIEWS, response=list[FigureOut], summary="How the department does by one partner")
def reciprocity_of_partner(request: HttpRequest, partner_id: UUID, asked: Annotated[HalfQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the partner's own."""
    found = queries.put_in_organization(actor_of(request), partner_id)
    (told,) = queries.reciprocity_of([found], queries.half_called(asked.half))
    return reciprocity_shown.as_dict(told)["figures"]


@router.get(
    _ONE + "/contributions",
    auth=VIEWS,
    response=PageOut[ContributionOut],
    summary="What the department and a partner put in, across its agreements, the newest first",
)
def list_contributions_of_partner(request: HttpRequest, partner_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the partner's own."""
    by = actor_of(request)
    found = queries.put_in_organization(by, partner_id)
    return page_out(queries.page_of_organization(by, found, cursor=asked.cursor, size=asked.size), contribution_out)


@router.get(
    _ONE + "/contributions/sums", auth=VIEWS, response=list[PutInOut], summary="The sums of what the department and a partner put in"
)
def sums_of_partner(request: HttpRequest, partner_id: UUID) -> Any:
    """Without what is withdrawn, across all its agreements."""
    by = actor_of(request)
    found = queries.put_in_organization(by, partner_id)
    return [one._asdict() for one in queries.sums_of(by, organization=found.pk)]
