"""The one rule of limited access, for our own filters: row-level security asks the same function."""

from django.db.models import BooleanField, F, Func


class _NotKept(Func):
    """`person_id not in (select throughcare.kept_from())`: the list is made once a query."""

    template = "(%(expressions)s not in (select throughcare.kept_from()))"
    output_field = BooleanField()


def not_kept(column: str) -> Func:
    """True of rows whose person the reader is not kept from: no exclusion, no restriction to others, no conflict."""
    return _NotKept(F(column))
