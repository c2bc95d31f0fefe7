"""May this be done, to this agreement, now? Each check says no with a sentence the person can act on.

Policies look only at what they are handed; actions load it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement, Amendment, Approval, LightTerms, Party, Publication
from throughcare.agreements.numbers import money
from throughcare.agreements.states import (
    AMENDABLE,
    CONTRACTS,
    OPEN_AMENDMENT,
    OPEN_STATES,
    PUBLISHABLE,
    SIGNS,
    TURNABLE,
    AgreementKind,
    AgreementState,
    AmendmentState,
    Part,
)
from throughcare.common.refusals import Refused


def check_can_write(agreement: Agreement) -> None:
    """Raise Refused unless its terms may still be written."""
    if agreement.state not in OPEN_STATES:
        label = agreement.get_state_display()
        raise Refused(f"Agreement {agreement.number} is “{label}”: what was signed stays as it is.")


def check_in_full(agreement: Agreement, *, is_light: bool) -> None:
    """Raise Refused for a small grant or MOU: what is signed by its link is what its one page says."""
    if is_light:
        raise Refused(f"Agreement {agreement.number} is a small grant or MOU: change it on its one page.")


def check_can_be_full(agreement: Agreement, light: LightTerms | None, on: date) -> None:
    """Raise Refused unless it is a small grant or MOU, not turned yet, that is being agreed, or signed and neither over nor suspended."""
    check_is_ours(agreement)
    if light is None:
        raise Refused(f"Agreement {agreement.number} was written in full: there is nothing to turn.")
    if light.full_at is not None:
        raise Refused(f"Agreement {agreement.number} is a full agreement already.")
    if agreement.state not in TURNABLE:
        label = agreement.get_state_display()
        raise Refused(
            f"Agreement {agreement.number} is “{label}”: turn one that is being agreed, or is signed and neither over nor suspended."
        )
    if agreement.state not in OPEN_STATES and agreement.ends_on and agreement.ends_on < on:
        raise Refused(f"Agreement {agreement.number} ended on {day_words(agreement.ends_on)}: write a new agreement.")


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


def needs_approval(agreement: Agreement, total: Decimal | None, amendment: int | None = None) -> bool:
    """Whether a second person must agree to its value before it is signed, or before an amendment (its number) takes effect."""
    if total is None or total <= settings.APPROVAL_ABOVE:
        return False
    return not any(one.agreed and one.amendment == amendment and one.amount >= total for one in agreement.approvals.all())


def check_can_ask(agreement: Agreement, total: Decimal | None, waits: Approval | None, amendment: int | None = None) -> Decimal:
    """The value to ask about; raise Refused unless there is one to approve, and nobody was asked yet."""
    if amendment is None:
        check_can_write(agreement)
    if waits is not None:
        raise Refused("Somebody asked for approval already. It waits for an answer.")
    if total is None or not needs_approval(agreement, total, amendment):
        raise Refused("Its value needs no second person, or has one already.")
    return total


def check_can_amend(agreement: Agreement, there: Iterable[Amendment]) -> None:
    """Raise Refused unless it was signed, is not over or suspended, and none of those amendments there are is open."""
    check_is_ours(agreement)
    if agreement.state not in AMENDABLE:
        raise Refused(
            f"Agreement {agreement.number} is “{agreement.get_state_display()}”: what is signed, and not over or suspended, is amended."
        )
    if waiting := next((one for one in there if one.state in OPEN_AMENDMENT), None):
        raise Refused(f"Amendment {waiting.number} is open already. Put it into effect, or withdraw it, before the next.")


def check_amendment_open(amendment: Amendment) -> None:
    """Raise Refused once it is in effect or withdrawn."""
    if amendment.state not in OPEN_AMENDMENT:
        raise Refused(f"Amendment {amendment.number} is “{amendment.get_state_display()}”: it stays as it is.")


def check_signs_amendment(amendment: Amendment) -> None:
    """Raise Refused unless it is offered: parties sign what they have read."""
    if amendment.state != AmendmentState.OFFERED:
        raise Refused("Signatures are written down while an amendment is offered.")


def check_can_take_effect(amendment: Amendment, missing: Sequence[Party], total: Decimal | None) -> None:
    """Raise Refused while the agreement can't be amended, a signature is missing, or a second person's word on a value above the site's limit."""
    check_can_amend(amendment.agreement, [])
    if missing:
        raise Refused(f"Not everybody has signed: {', '.join(one.name for one in missing)}. Write down each signature first.")
    if needs_approval(amendment.agreement, total, amendment.number):
        limit = money(Decimal(settings.APPROVAL_ABOVE))
        raise Refused(
            f"With it the agreement is worth {money(total)}, and a value above {limit} needs a second person. Ask for approval first."
        )


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


def check_can_publish(agreement: Agreement) -> None:
    """Raise Refused unless it is of a kind that may be published, and was signed by all who sign."""
    if agreement.kind not in PUBLISHABLE:
        kinds = ", ".join(AgreementKind(kind).label.lower() for kind in PUBLISHABLE)
        raise Refused(f"Nothing of this kind of agreement is published. Only these are: {kinds}.")
    if not any(one.part == Part.DEPARTMENT for one in agreement.parties.all()):
        raise Refused("Another funder gave this grant, so it is theirs to publish.")
    if agreement.state in OPEN_STATES or any(one.part in SIGNS and one.signed_on is None for one in agreement.parties.all()):
        raise Refused("Publish it once it is signed: what is still being agreed is between its parties.")


def check_is_published(agreement: Agreement, there: Publication | None) -> Publication:
    """The word that it may be; raise Refused unless it was given, and not taken back since."""
    if there is None or there.withdrawn_at is not None:
        raise Refused(f"Agreement {agreement.number} is not published.")
    return there


def check_is_ours(agreement: Agreement) -> None:
    """Raise Refused for a grant of the past: what its source says of it is brought in again, and nothing is done about it here."""
    if agreement.is_history:
        raise Refused(f"Agreement {agreement.number} is history, as its source published it. Bring its file in again to change it.")
