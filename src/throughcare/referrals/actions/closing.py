"""A service closes: whoever answers for somebody with an open referral there is told, and told again when it opens. The list itself is a query."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from throughcare.accounts.actors import Actor
from throughcare.common.ref import Ref
from throughcare.notices.actions import post
from throughcare.notices.models import Notice
from throughcare.referrals.models import REFERRAL, Referral
from throughcare.referrals.queries.access import who_answers
from throughcare.referrals.queries.conditions import service_is_closed
from throughcare.referrals.states import OPEN_STATES
from throughcare.services.models import ServiceStatus

CLOSED, OPENED = "referral.service_closed", "referral.service_opened"


def tell_of_closed_services(*, by: Actor) -> int:
    """Post what those who answer do not know yet; returns how many notices. Run twice it tells nothing twice: the last notice says what was told.

    Whoever the person was handed on to meanwhile is told too, and whoever no longer has them is told nothing more.
    """
    was_told = Exists(Notice.objects.filter(about_kind=REFERRAL, about_id=OuterRef("pk"), kind=CLOSED))
    open_again = Referral.objects.filter(was_told, state__in=OPEN_STATES, service__status=ServiceStatus.ACTIVE)
    closed, opened = (
        list(rows.order_by("pk").values_list("pk", flat=True)) for rows in (Referral.objects.filter(service_is_closed()), open_again)
    )
    last = _last_told([*closed, *opened])
    new = [(*row, CLOSED) for row in who_answers(closed) if last.get(row) != CLOSED]
    new += [(*row, OPENED) for row in who_answers(opened) if last.get(row) == CLOSED]
    for referral, worker, office, kind in new:
        post(by=by, to_user=worker, to_team=office, kind=kind, about=Ref(REFERRAL, referral))
    return len(new)


def _last_told(referrals: list[UUID]) -> dict[tuple[UUID, UUID | None, UUID | None], str]:
    """What each user or team was told last of each of these: that the service closed, or that it opened."""
    told = Notice.objects.filter(about_kind=REFERRAL, about_id__in=referrals, kind__in=(CLOSED, OPENED)).order_by("created_at", "id")
    return {(row.about_id, row.user_id, row.team_id): row.kind for row in told}
