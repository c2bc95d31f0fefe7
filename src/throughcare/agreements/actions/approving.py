"""A second person's word on a large value."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import AGREEMENT, opened, write
from throughcare.agreements.models import Agreement, Approval
from throughcare.agreements.queries import get_agreement, to_approve, waits_for
from throughcare.agreements.states import LONGEST_REASON
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks


@transaction.atomic
def ask_approval(*, by: Actor, agreement_id: UUID, note: str = "", seen: int) -> Agreement:
    """Ask for it, of the value it has now, or has with its open amendment. Raises NotFound, Refused when none is needed or one waits, and Stale."""
    found, checks = opened(by, agreement_id, seen), Checks()
    if by.user_id is None:
        raise Refused("A person asks for approval, not a command.")
    total, amendment = to_approve(by, found)
    amount = policies.check_can_ask(found, total, waits_for(found), amendment)
    note = checks.text("note", note, LONGEST_REASON)
    checks.done("Something about it can't be used.")
    Approval(agreement=found, amount=amount, amendment=amendment, asked_by_id=by.user_id, asked_note=note).save(force_insert=True)
    return write(by, found, "agreement.approval.asked", detail={"amount": str(amount)})


@transaction.atomic
def decide_approval(*, by: Actor, agreement_id: UUID, agreed: bool, words: str = "", seen: int) -> Agreement:
    """Approve the value that was asked about, or not. Raises NotFound, Refused for one's own, Invalid without words for a no, and Stale."""
    found, checks = opened(by, agreement_id, seen, Permission.AGREEMENT_APPROVE), Checks()
    waits = policies.check_can_decide(by, found, waits_for(found))
    words = checks.text("words", words, LONGEST_REASON, needed="" if agreed else "Say what would have to change.")
    checks.done("Say what would have to change.")
    # Whoever approves may not write agreements, so its version stays: the request itself can be answered once.
    values = {"decided_by_id": by.user_id, "decided_at": now(), "agreed": agreed, "words": words}
    if not Approval.objects.filter(pk=waits.pk, decided_at__isnull=True).update(**values):
        raise Stale("Somebody answered already. Look at what was said.")
    verb = "agreement.approval.given" if agreed else "agreement.approval.refused"
    record(by=by, verb=verb, about=Ref(AGREEMENT, found.pk), detail={"amount": str(waits.amount)})
    return get_agreement(by, found.pk)
