"""Who is reading, told to PostgreSQL: every policy of row-level security asks these settings.

The settings end with the transaction. With none set, every personal or confidential table yields no row.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

_SET = (
    "select set_config('throughcare.reader', %s, true), set_config('throughcare.system', %s, true), "
    "set_config('throughcare.login_user', %s, true), set_config('throughcare.login_email', %s, true), "
    # The history triggers keep this beside each version of a row.
    "set_config('pghistory.context_metadata', %s, true)"
)

# Whoever closes an account waits for whatever is under way in it, and what begins afterwards reads that it is closed. In a statement
# before the one that asks: a statement sees what was there when it began, not when it got its lock.
_HOLD = "pg_advisory_xact_lock_shared(hashtext('throughcare.account'), hashtext(%s))"
# And then, once for all that is asked in this transaction: teams, permissions, whom limited access keeps them from.
_STAND = ", throughcare.stand()"


@dataclass(frozen=True)
class Reader:
    """A signed-in user, a named system actor, or somebody on the way to logging in (one account at most)."""

    user_id: UUID | None = None
    system: str = ""
    login_user: UUID | None = None
    login_email: str = ""
    request_id: UUID | None = None


NOBODY = Reader()


def become(reader: Reader) -> None:
    """Set the reader for the rest of the open transaction. Raises RuntimeError outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("A reader is set inside a transaction only.")
    values = (reader.user_id, reader.system, reader.login_user, reader.login_email)
    context = {"user": reader.user_id, "system": reader.system, "request": reader.request_id}
    history = json.dumps({key: str(value) for key, value in context.items() if value})
    held = [str(whose) for whose in (reader.user_id or reader.login_user,) if whose]
    with connection.cursor() as cursor:
        text = f"{_SET}, {_HOLD}{_STAND if reader.user_id else ''}" if held else _SET
        cursor.execute(text, [*(str(v) if v else "" for v in values), history, *held])


def hold(user_id: UUID) -> None:
    """Until the open transaction ends, this account is not closed. For jobs that do something for one account."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {_HOLD}", [str(user_id)])


def hold_alone(users: Sequence[UUID]) -> None:
    """Wait for whatever is under way in these accounts, and let nothing begin in them until the open transaction ends."""
    with connection.cursor() as cursor:
        for user_id in sorted(users):
            cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.account'), hashtext(%s))", [str(user_id)])


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """One transaction with this reader. Not to be nested in another reader's transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("Another reader's transaction is open.")
    with transaction.atomic():
        become(reader)
        yield
