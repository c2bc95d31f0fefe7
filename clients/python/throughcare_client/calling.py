"""One request: the key, the version, the name that makes a POST safe to send again, and failures as exceptions."""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")
# The server, or something before it, was not well for a moment.
_PASSING = frozenset({429, 502, 503, 504})
_LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Answer:
    """What came back, as it is: names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Transport(Protocol):
    """What carries a request. Raises OSError when nothing came back."""

    def send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        """One request, one answer; no redirect is followed."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A key goes to the address it is meant for, and nowhere else."""


class Urllib:
    """The standard library's, with certificates checked."""

    def __init__(self, timeout: float = 30.0) -> None:
        self.timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirects)

    def send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        """One request, one answer."""
        asked = urllib.request.Request(url, data=content, headers=dict(headers), method=method)  # noqa: S310 - Calls lets http(s) through only
        try:
            with self._opener.open(asked, timeout=self.timeout) as found:
                return Answer(found.status, {name.lower(): value for name, value in found.headers.items()}, found.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, {name.lower(): value for name, value in refused.headers.items()}, refused.read())


@dataclass(frozen=True)
class Got(Generic[T]):
    """An answer. etag: the version shown, to send as `seen`; replayed: an earlier request with the same key did it."""

    value: T
    etag: str = ""
    replayed: bool = False


@dataclass
class Problem(Exception):
    """The interface refused: a sentence, and the fields at fault (RFC 9457)."""

    status: int
    title: str
    detail: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        fields = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in self.errors.items())
        return f"{self.status} {self.title}: {self.detail}{f' ({fields})' if fields else ''}"


class Unauthorized(Problem):
    """No live key (401)."""


class Missing(Problem):
    """Unknown, or not for this key (404)."""


class Conflict(Problem):
    """May not be done, now, to this thing (409)."""


class NotAccepted(Problem):
    """Something sent can't be used (422)."""


class Stale(Problem):
    """Changed since it was read (412), or no version was sent (428)."""

    @property
    def now(self) -> str:
        """The version there is: `seen` of the next try; empty when it may not be read."""
        return str(self.body.get("now") or "")

    @property
    def current(self) -> Mapping[str, Any]:
        """The thing as it is now."""
        found: Mapping[str, Any] = self.body.get("current") or {}
        return found


_KINDS: dict[int, type[Problem]] = {401: Unauthorized, 404: Missing, 409: Conflict, 412: Stale, 422: NotAccepted, 428: Stale}


class Calls:
    """What every operation goes through.

    attempts: how often a read, or a POST that names itself, is tried when the connection fails or the server says it is not well. A change
    without such a name is sent once: whether it was done is for the caller to read.
    """

    def __init__(
        self,
        address: str,
        key: str,
        *,
        transport: Transport | None = None,
        attempts: int = 3,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not address.startswith(("https://", "http://")):
            raise ValueError("Give the address of the site with https://.")
        self._address, self._key = address.rstrip("/"), key
        self._transport: Transport = transport or Urllib()
        self._attempts, self._sleep = max(1, attempts), sleep

    def _call(
        self,
        method: str,
        path: str,
        parts: tuple[str, ...] = (),
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        seen: str | None = None,
        key: str | None = None,
        names_itself: bool = False,
    ) -> Got[Any]:
        """Send and read. names_itself: a POST that carries an Idempotency-Key, the given one or a new one."""
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        if seen is not None:
            headers["If-Match"] = seen
        if names_itself:
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        url = self._address + path.format(*(quote(part, safe="") for part in parts)) + _query(query or {})
        return _read(self._send(method, url, headers, content, again=method == "GET" or names_itself))

    def _send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, *, again: bool) -> Answer:
        attempts = self._attempts if again else 1
        for attempt in range(1, attempts + 1):
            try:
                answer = self._transport.send(method, url, headers, content)
            except OSError:
                if attempt == attempts:
                    raise
                self._sleep(_pause(attempt, ""))
                continue
            if answer.status not in _PASSING or attempt == attempts:
                return answer
            self._sleep(_pause(attempt, answer.headers.get("retry-after", "")))
        raise AssertionError("at least one attempt is made")

    def _pages(self, ask: Callable[[str], Got[Any]]) -> Iterator[Any]:
        """Every row of every page."""
        cursor: str | None = ""
        while cursor is not None:
            page = ask(cursor).value
            yield from page["items"]
            cursor = page.get("next")


def _pause(attempt: int, wanted: str) -> float:
    """Seconds: what the server asks for, or longer each time."""
    return min(float(wanted), _LONGEST_WAIT) if wanted.isdigit() else 0.2 * 2 ** (attempt - 1)


def _query(given: Mapping[str, Any]) -> str:
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items() if value is not None}
    return f"?{urlencode(plain, doseq=True)}" if plain else ""


def _read(answer: Answer) -> Got[Any]:
    if answer.status == 200 and "json" not in answer.headers.get("content-type", "json"):
        return Got(answer.content, answer.headers.get("etag", ""))  # a file
    try:
        body = json.loads(answer.content) if answer.content else None
    except ValueError:
        body = None
    if 200 <= answer.status < 300:
        return Got(body, answer.headers.get("etag", ""), answer.headers.get("idempotency-replayed") == "true")
    told: Mapping[str, Any] = body if isinstance(body, dict) else {}
    kind = _KINDS.get(answer.status, Problem)
    raise kind(answer.status, told.get("title", "Failed"), told.get("detail", ""), told.get("errors", {}), told)
