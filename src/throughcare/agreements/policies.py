"""May this be done, to this agreement, now? Each check says no with a sentence the person can act on.

Policies look only at what they are handed; actions load it.
"""

from decimal import Decimal

from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Approval
from throughcare.agreements.numbers import money
from throughcare.agreements.states import CONTRACTS, OPEN_STATES, SIGNS, AgreementState, Part
from throughcare.common.refusals import Refused


def check_can_write(agreement: Agreement) -> None:
    """Raise Refused unless its terms may still be written."""
    if agreement.state not in OPEN_STATES:
        label = agreement.get_state_display()
        raise Refused(f"Agreement {agreement.number} is “{label}”: what was signed stays as it is.")


def check_can_offer(agreement: Agreement) -> None:
    """Raise Refused while there is nobody to offer it to, or no term."""
    if not any(one.part in CONTRACTS for one in agreement.parties.all()):
        raise Refused("Add the organisation the agreement is with before you offer it.")
    if agreement.starts_on is None:
        raise Refused("Say when it begins before you offer it.")


def check_can_sign(agreement: Agreement, total: Decimal | None) -> None:
    """Raise Refused while a signature is missing, or a second person's word on a value above the site's limit."""
    missing = [one.name for one in agreement.parties.all() if one.part in SIGNS and one.signed_on is None]
    if not any(one.part in CONTRACTS for one in agreement.parties.all()):
        raise Refused("Add the organisation the agreement is with before it is signed.")
    if missing:
        raise Refused(f"Not everybody has signed: {', '.join(missing)}. Write down each signature first.")
    if needs_approval(agreement, total):
        limit = money(Decimal(settings.APPROVAL_ABOVE))
        raise Refused(f"It is worth {money(total)}, and a value above {limit} needs a second person. Ask for approval first.")


def needs_approval(agreement: Agreement, total: Decimal | None) -> bool:
    """Whether a second person must agree to its value before it is signed."""
    if total is None or total <= settings.APPROVAL_ABOVE:
        return False
    return not any(one.agreed and one.amount >= total for one in agreement.approvals.all())


def check_can_ask(agreement: Agreement, total: Decimal | None, waits: Approval | None) -> Decimal:
    """The value to ask about; raise Refused unless there is one to approve, and nobody was asked yet."""
    check_can_write(agreement)
    if waits is not None:
        raise Refused("Somebody asked for approval already. It waits for an answer.")
    if total is None or not needs_approval(agreement, total):
        raise Refused("Its value needs no second person, or has one already.")
    return total


def check_can_decide(by: Actor, agreement: Agreement, waits: Approval | None) -> Approval:
    """The request that waits; raise Refused unless the reader is somebody else than who asked, wrote the agreement or owns it."""
    by.check(Permission.AGREEMENT_APPROVE)
    if waits is None:
        raise Refused("Nobody asks for approval of this agreement, or somebody answered already.")
    if by.user_id is None:
        raise Refused("A person approves, not a command.")
    if by.user_id in (waits.asked_by_id, agreement.written_by_id, agreement.owner_id):
        raise Refused("Nobody approves their own: whoever asked, wrote this agreement or looks after it leaves it to somebody else.")
    return waits


def check_can_change_party(part: str) -> None:
    """The department is always a party."""
    if part == Part.DEPARTMENT:
        raise Refused("The department is always a party of its agreements.")


def check_signs(agreement: Agreement) -> None:
    """Raise Refused unless it is being negotiated: parties sign what they have read."""
    if agreement.state != AgreementState.IN_NEGOTIATION:
        raise Refused("Signatures are written down while an agreement is in negotiation.")
