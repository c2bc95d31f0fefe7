"""How often the reader has tried something that is counted: by the audit's own rows, which nobody can take back."""

from datetime import timedelta

from django.db import connection


def tries(verb: str, within: timedelta) -> int:
    """How many rows of the audit say that the reader did this of late. Until the transaction ends, the reader's other transactions wait here."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.tries(%s, make_interval(secs => %s))", [verb, within.total_seconds()])
        found: int = cursor.fetchone()[0]
    return found
