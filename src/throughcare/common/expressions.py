"""Conditions Django has no word for."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Func, UUIDField, Value


class IsAnyOf(Func):
    """`id = any(array(select …))`: the list is made once and looked up by key, which an `in (select …)` under a policy is not."""

    template = "(%(expressions)s))"
    arg_joiner = " = any("
    output_field = BooleanField()


def these(keys: Iterable[UUID]) -> Value:
    """Keys as one parameter, for IsAnyOf: the text of the query is the same for any number of them, where `in (…)` has another each time."""
    return Value(list(keys), output_field=ArrayField(UUIDField()))
