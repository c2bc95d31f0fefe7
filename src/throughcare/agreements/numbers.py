"""Amounts as people read them."""

from decimal import Decimal

from django.conf import settings


def money(amount: Decimal | None) -> str:
    """NZD 12,500.00; nothing for none."""
    return "" if amount is None else f"{settings.CURRENCY} {amount:,.2f}"
