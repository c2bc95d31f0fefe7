"""Agreements for tests, made as people make them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.cast import Cast
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Agreement
from throughcare.common.clock import today
from throughcare.partners.models import Organization

WRITER, SECOND, EXECUTIVE = "contract_manager", "partnership_manager", "executive"


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    """One action by one member, in a transaction of its own."""
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def get(cast: Cast, agreement_id: UUID, who: str = WRITER) -> Agreement:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_agreement(actor, agreement_id)


def do(cast: Cast, agreement_id: UUID, action: Any, who: str = WRITER, **values: Any) -> Agreement:
    """One action against the version there is."""
    seen = get(cast, agreement_id, SECOND).version
    found: Agreement = as_(cast, who, action, agreement_id=agreement_id, seen=seen, **values)
    return found


def kete(cast: Cast) -> UUID:
    """The other organisation."""
    with cast.reading(SECOND):
        return Organization.objects.get(name="Kete Trust").pk


def draft(cast: Cast, title: str = "Homes by summer", kind: str = "OUTCOME", amount: Any = 20_000, **term: Any) -> UUID:
    """With Mana Trust as its prime, from today."""
    new = actions.NewAgreement(title=title, kind=kind)
    key: UUID = as_(cast, WRITER, actions.add_agreement, new=new).pk
    value = None if amount is None else Decimal(amount)
    party = actions.NewParty(organization="Mana Trust", part="PRIME", does="Finds homes.", amount=value)
    do(cast, key, actions.add_party, new=party)
    do(cast, key, actions.change_term, new=actions.Term(**{"starts_on": today(), "ends_on": today() + timedelta(days=400), **term}))
    return key


def offered(cast: Cast, **values: Any) -> UUID:
    """In negotiation."""
    key = draft(cast, **values)
    do(cast, key, actions.move_agreement, verb="offer")
    return key


def sign_all(cast: Cast, key: UUID) -> None:
    """Every party that signs."""
    for party in get(cast, key).parties.all():
        if party.part != "SUB":
            do(cast, key, actions.sign_party, party_id=party.pk, new=actions.Signature(signed_by="Hine Kōtare"))


def signed(cast: Cast, **values: Any) -> UUID:
    """Signed by all."""
    key = offered(cast, **values)
    sign_all(cast, key)
    do(cast, key, actions.move_agreement, verb="sign")
    return key
