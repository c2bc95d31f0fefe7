"""A service closes: who has an open referral there is told, and told again when it opens. The list itself is a query."""

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from throughcare.accounts.actors import Actor
from throughcare.notices.actions import post
from throughcare.notices.models import Notice
from throughcare.referrals.models import REFERRAL, Referral
from throughcare.referrals.queries.lists import service_is_closed
from throughcare.referrals.states import OPEN_STATES
from throughcare.services.models import ServiceStatus

CLOSED, OPENED = "referral.service_closed", "referral.service_opened"


def tell_of_closed_services(*, by: Actor) -> int:
    """Post what each owner does not know yet; returns how many notices. Run twice it tells nothing twice: the last notice says what was told."""
    told = Notice.objects.filter(about_kind=REFERRAL, about_id=OuterRef("pk"), kind__in=(CLOSED, OPENED), user=OuterRef("referrer"))
    last = Subquery(told.order_by("-created_at", "-id").values("kind")[:1], output_field=CharField())
    rows = Referral.objects.annotate(told=Coalesce(last, Value("")))
    closed = rows.filter(service_is_closed()).exclude(told=CLOSED)
    opened = rows.filter(state__in=OPEN_STATES, service__status=ServiceStatus.ACTIVE, told=CLOSED)
    found = [(referral, CLOSED) for referral in closed.order_by(F("pk"))] + [(referral, OPENED) for referral in opened.order_by(F("pk"))]
    for referral, kind in found:
        post(by=by, to_user=referral.referrer_id, kind=kind, about=referral.ref)
    return len(found)
