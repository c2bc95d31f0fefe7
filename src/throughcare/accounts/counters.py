"""Counters of log-ins, in the database, so that all of a site's processes and machines count together and a restart forgets nothing.

A counter stands on its own: it is written beside the request's transaction, or a log-in that fails and is rolled back would not have
counted. The table holds keyed hashes of what is counted, never an address of the network or an account.
"""

import json
import secrets
from contextlib import closing
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

# Set for a day when a request came with fewer entries of X-Forwarded-For than the site's proxies would write.
TOO_FEW_PROXIES = "throughcare.too-few-proxies"
# The same, when the entry our proxy wrote is no address: `unknown`, or a word of its own.
NO_ADDRESS = "throughcare.no-address"
_LONGEST = 24 * 60 * 60
_SWEEP_ONE_IN = 100


class Counters(BaseCache):
    """A cache of Django's, as far as counting needs one. Each step is one narrow database function."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._call("counter_add", self._hash(key, version), json.dumps(value), self._seconds(timeout)))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._call("counter_read", self._hash(key, version))
        return default if found is None else json.loads(found)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """An empty list is as good as none: of a password that was right nothing is kept."""
        if value == []:
            self.delete(key, version)
            return
        self._call("counter_set", self._hash(key, version), json.dumps(value), self._seconds(timeout))
        if secrets.randbelow(_SWEEP_ONE_IN) == 0:
            self.sweep()

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._call("counter_delete", self._hash(key, version)))

    def sweep(self) -> None:
        """Remove what has run out. Now and then by itself, and every night: on a quiet site nothing else would."""
        self._call("counter_sweep", False)

    def clear(self) -> None:
        """Nobody's to do: whoever empties the counters may try passwords without end."""
        raise NotImplementedError

    def _hash(self, key: str, version: int | None) -> str:
        return salted_hmac("throughcare.accounts.counters", self.make_key(key, version), algorithm="sha256").hexdigest()

    def _seconds(self, timeout: Any) -> int:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return _LONGEST if seconds is None else max(0, min(int(seconds), _LONGEST))

    def _call(self, name: str, *values: str | int | bool) -> Any:
        """In a connection of its own, from the same pool, which commits at once."""
        with closing(connection.copy()) as beside, beside.cursor() as cursor:
            cursor.execute(f"select throughcare.{name}({', '.join(['%s'] * len(values))})", values)
            return cursor.fetchone()[0]
