"""What is said of one partner across its agreements, for connected systems."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from throughcare.common.rest import PageOut, PageQuery, page_out
from throughcare.performance import queries
from throughcare.performance.rest.contributions import ContributionOut, PutInOut, contribution_out
from throughcare.performance.rest.measures import VIEWS, actor_of

router = Router(tags=["performance"])
_ONE = "/partners/{uuid:partner_id}"


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
