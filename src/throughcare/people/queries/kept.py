"""The one rule of limited access, for our own filters: row-level security asks the same."""

from django.db.models import BooleanField, F, Func

from throughcare.common.protection import not_kept as rule


class _NotKept(Func):
    """What the policies ask of the column that says whose a row is."""

    template = rule("(%(expressions)s)", to_see=True)
    output_field = BooleanField()


def not_kept(column: str) -> Func:
    """True of rows whose person the reader is not kept from: no exclusion, no restriction to others, no conflict."""
    return _NotKept(F(column))
