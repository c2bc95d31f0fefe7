"""What each side puts in, over all agreements the reader sees."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router

from throughcare.agreements.queries import has_any
from throughcare.common.rest import PageOut, PageQuery, page_out
from throughcare.performance import queries
from throughcare.performance.rest.contributions import ContributionOut, contribution_out
from throughcare.performance.rest.measures import VIEWS, actor_of
from throughcare.performance.states import ContributionShow

router = Router(tags=["performance"])


class ContributionQuery(PageQuery):
    """Which of them. show: answer (waits for the side of the key's owner), others (waits for the other side), disputed; leave it out for all."""

    show: ContributionShow | None = None
    owner: Literal["", "mine"] = Field("", description="mine: of agreements the key's owner looks after.")


@router.get("", auth=VIEWS, response=PageOut[ContributionOut], summary="What each side puts in, over all agreements")
def list_all_contributions(request: HttpRequest, asked: Annotated[ContributionQuery, Query()]) -> Any:
    """For staff who may look at agreements; a party's own staff are told theirs. What waits the longest first, the others the newest first."""
    by = actor_of(request)
    has_any(by)
    found = queries.page_across_agreements(by, show=asked.show or "", owner=asked.owner, cursor=asked.cursor, size=asked.size)
    return page_out(found, contribution_out)
