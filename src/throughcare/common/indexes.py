"""Indexes a large table gets while the site runs.

PostgreSQL keeps writers out of a table until its index is made, seconds for a million rows, or makes it beside them, which no transaction can hold. A
migration of ours is whole or not there at all, so it may do neither: `migrate` makes these last, and makes again what was left half made.
"""

from django.db import connection

_LATER: dict[str, str] = {}
_ONE_AT_A_TIME = 0x696E6478  # of the advisory locks


def index_later(name: str, on: str) -> None:
    """Declare one beside its model. on: what follows `create index … on`; changed, it gets another name. Raises ValueError for a second of this name."""
    if name in _LATER:
        raise ValueError(f"{name} is declared twice")
    _LATER[name] = on


def declared() -> frozenset[str]:
    """The names of all."""
    return frozenset(_LATER)


def make_indexes() -> None:
    """Make those that are not there or were left half made, as owner; nothing where another `migrate` is at it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])  # whoever waited would be waited for by the index
        if not cursor.fetchone()[0]:
            return
        try:
            for name, on in _LATER.items():
                cursor.execute("select indisvalid from pg_index where indexrelid = to_regclass(%s)", [f"public.{name}"])
                (whole,) = cursor.fetchone() or (None,)
                if whole is False:
                    cursor.execute(f"drop index concurrently public.{name}")
                if not whole:
                    cursor.execute(f"create index concurrently {name} on public.{on}")
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])
