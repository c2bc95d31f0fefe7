"""What is paid, over all agreements the reader sees."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router

from throughcare.agreements.queries import has_any
from throughcare.common.rest import PageOut, PageQuery, page_out
from throughcare.performance import queries
from throughcare.performance.rest.measures import VIEWS, actor_of
from throughcare.performance.rest.payments import PaymentOut, payment_out
from throughcare.performance.states import PaymentShow

router = Router(tags=["performance"])


class PaymentQuery(PageQuery):
    """Which payments. show: decide (evidence given, or its day has come), payable, refused, planned, paid; leave it out for all."""

    show: PaymentShow | None = None
    owner: Literal["", "mine"] = Field("", description="mine: of agreements the key's owner looks after.")


@router.get("", auth=VIEWS, response=PageOut[PaymentOut], summary="Payments over all agreements, by the day each is due")
def list_all_payments(request: HttpRequest, asked: Annotated[PaymentQuery, Query()]) -> Any:
    """For staff who may look at agreements; a party's own staff are told theirs. What is paid or refused the newest first."""
    by = actor_of(request)
    has_any(by)
    found = queries.page_of_all_payments(by, show=asked.show or "", owner=asked.owner, cursor=asked.cursor, size=asked.size)
    return page_out(found, payment_out)
