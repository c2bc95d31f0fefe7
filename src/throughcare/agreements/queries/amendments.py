"""Amendments of an agreement: what each changes, who has signed, what the agreement is worth with it."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, AmendedService, AmendedValue, Amendment, AmendmentSignature, Party
from throughcare.agreements.queries.agreements import get_agreement, total_of, value_of
from throughcare.agreements.states import CONTRACTS, OPEN_AMENDMENT, OPEN_STATES, SIGNS
from throughcare.common.refusals import NotFound

MOST = 100


class ToApprove(NamedTuple):
    """A value that a second person may have to agree to: of the agreement itself, or of it with an amendment (its number)."""

    total: Decimal | None
    amendment: int | None = None


def _seen(by: Actor) -> QuerySet[Amendment]:
    """Of agreements the reader has got already. Row security says the same."""
    values = Prefetch(
        "values", queryset=AmendedValue.objects.select_related("party__organization").order_by("organization__search_key", "id")
    )
    signatures = Prefetch("signatures", queryset=AmendmentSignature.objects.order_by("id"))
    services = Prefetch("services", queryset=AmendedService.objects.select_related("service").order_by("service__name_key", "id"))
    rows = Amendment.objects.prefetch_related(values, services, signatures)
    return rows if by.may(Permission.AGREEMENT_VIEW) else rows.filter(offered_on__isnull=False)


def amendments_of(by: Actor, agreement: Agreement) -> list[Amendment]:
    """Of an agreement from an access-checked getter, the newest first."""
    return list(_seen(by).filter(agreement=agreement.pk).order_by("-number")[:MOST])


def get_amendment(by: Actor, agreement_id: UUID, amendment_id: UUID) -> Amendment:
    """One, with its agreement, for whoever reads that. Raises NotFound."""
    agreement = get_agreement(by, agreement_id)
    found = _seen(by).filter(pk=amendment_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = agreement
    return found


def amended_values(amendment: Amendment) -> dict[UUID, Decimal]:
    """What each party gets by it, as far as the reader sees values: by the party's id."""
    return {one.party_id: one.amount for one in amendment.values.all()}


def missing_signatures(amendment: Amendment) -> list[Party]:
    """Who contracts, and has not signed it."""
    there = {one.party_id for one in amendment.signatures.all()}
    return [one for one in amendment.agreement.parties.all() if one.part in SIGNS and one.pk not in there]


def total_with(amendment: Amendment) -> Decimal | None:
    """What the agreement is worth with it. For whoever sees all agreements."""
    new = amended_values(amendment)
    amounts = [
        new.get(one.pk, value.amount if (value := value_of(one)) else None)
        for one in amendment.agreement.parties.all()
        if one.part in CONTRACTS
    ]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def to_approve(by: Actor, agreement: Agreement) -> ToApprove:
    """The value that is on the table now: the agreement's until it is signed, then that of its open amendment; none of any other."""
    if agreement.state in OPEN_STATES:
        return ToApprove(total_of(agreement))
    found = _seen(by).filter(agreement=agreement.pk, state__in=OPEN_AMENDMENT).first()
    if found is None:
        return ToApprove(None)
    found.agreement = agreement
    return ToApprove(total_with(found), found.number)
