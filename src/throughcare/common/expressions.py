"""Conditions Django has no word for."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, BooleanField, Func, QuerySet, UUIDField, Value


class IsAnyOf(Func):
    """`id = any(array(select …))`: the list is made once and looked up by key, which an `in (select …)` under a policy is not."""

    template = "(%(expressions)s))"
    arg_joiner = " = any("
    output_field = BooleanField()


def all_in_one(rows: QuerySet[Any, Any], **counts: Aggregate) -> QuerySet[Any, dict[str, int]]:
    """Counts of all rows together, as one row: what `aggregate` gives, as a query that can be made once.

    No row at all, and not one of zeros, where Django sees that nothing can be found and does not ask.
    """
    together = rows.order_by().annotate(of_all=Value(1)).values("of_all")
    found: QuerySet[Any, dict[str, int]] = together.annotate(**counts).values(*counts)
    return found


# Up to so many keys are a parameter each, more are one: PostgreSQL takes a list it can't count for ten, and then thinks a plan for any reader's
# one team dearer than to plan anew each time.
FEW = 3


class These(Func):
    """Keys as an array: the text of the query is the same for any list of more than FEW, where `in (…)` has another for each length."""

    output_field = ArrayField(UUIDField())

    def __init__(self, keys: Sequence[UUID]) -> None:
        few = [Value(key, output_field=UUIDField()) for key in keys] if 0 < len(keys) <= FEW else []
        super().__init__(*few or [Value(list(keys), output_field=self.output_field)])
        self.template = "array[%(expressions)s]::uuid[]" if few else "%(expressions)s"


def these(keys: Iterable[UUID]) -> These:
    """For IsAnyOf."""
    return These(list(keys))
