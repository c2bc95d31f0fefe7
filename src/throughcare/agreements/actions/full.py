"""A small grant or MOU turned into a full agreement: from then on it is written, or amended, as any other (decision 60)."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import opened, write
from throughcare.agreements.actions.light import is_unsigned
from throughcare.agreements.models import Agreement, LightLink, LightTerms
from throughcare.agreements.queries.light import terms_ever
from throughcare.agreements.states import LONGEST_REASON, LinkFor
from throughcare.common.clock import now, today
from throughcare.partners.actions.checks import Checks

_WHY = "Say why: whoever looks next will want to know."


@transaction.atomic
def light_full(*, by: Actor, agreement_id: UUID, reason: str, seen: int) -> Agreement:
    """Turn it. Unsigned, all signatures fall and its links are over; signed, what was signed stays, and so do the three questions.

    The agreement is held, as it is while somebody signs by a link: whoever comes second finds another version, or a link that is over.
    Raises NotFound, Refused when it can't be turned, Invalid without a reason, and Stale.
    """
    found, checks = opened(by, agreement_id, seen), Checks()
    policies.check_can_be_full(found, terms_ever(found), today())
    reason = checks.text("reason", reason, LONGEST_REASON, needed=_WHY)
    checks.done("Say why.")
    signed = not is_unsigned(found)
    LightTerms.objects.filter(pk=found.pk).update(full_at=now(), full_by_id=by.user_id, full_why=reason, full_signed=signed)
    _end_links(found, signed=signed)
    found = write(by, found, "agreement.light.full", detail={"signed": str(signed).lower()}, unsign=not signed)
    whom = found.owner_id or found.written_by_id
    if whom and whom != by.user_id:
        enqueue("agreements.light_told", agreement_id=str(found.pk), kind="agreement.light.full")
    return found


def _end_links(found: Agreement, *, signed: bool) -> None:
    """Links to sign are over. A used one stays where what was signed stands; otherwise it is void, as its signature is."""
    links = LightLink.objects.filter(agreement=found.pk, revoked_at__isnull=True)
    if signed:
        links = links.filter(purpose=LinkFor.SIGN, used_at__isnull=True)
    links.update(revoked_at=now(), revoked_why="FULL", code_digest=None)
