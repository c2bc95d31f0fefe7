"""The oracle of leaks: every sensitive word of the test data carries a token, and everything that leaves is searched for tokens that
its reader may not have.

A token survives folding to lower case, escaping for HTML, addresses and JSON, base64 (as in a page marker), what mail does to text, UTF-16
and zip (as in a spreadsheet). All tokens look alike, so a text is read once, however many there are.
"""

import base64
import binascii
import html
import io
import logging
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client

from tests import headers
from tests.database import Owner

_RUN = f"{os.getpid():x}g"  # other workers of the same run keep their files in the same place
_TOKEN = re.compile(rf"kanari(\d{{4,}}){_RUN}zq")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
# What a browser or a machine will ask for next: it ends in histories and logs, so no personal word belongs there, whoever reads.
_ADDRESS = re.compile(
    r"""\b(?:href|src|action|formaction|cite|hx-(?:get|post|put|patch|delete|push-url))\s*=\s*["']([^"']*)|"next":\s*"([^"]*)"""
)
_ADDRESS_HEADERS = {"location", "link", "refresh", "content-location", "hx-redirect", "hx-location", "hx-push-url"}
_WATCHED_TABLES = {
    "procrastinate_jobs": "args::text || coalesce(lock, '') || coalesce(queueing_lock, '')",
    "procrastinate_events": "type::text",
    "notices_notice": "n::text",
    "audit_auditevent": "detail::text || verb || about_kind || coalesce(actor_id::text, '')",
    "django_content_type": "n::text",
}


class Leak(AssertionError):
    """Somebody was given, or something kept, a word it may not have."""


@dataclass(frozen=True)
class Canary:
    """One sensitive word: what it is, who may read it, and each way it may be written."""

    what: str
    readers: frozenset[str]
    spellings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.what} ({self.spellings[0]})"


@dataclass
class Canaries:
    """All tokens of one world, and the searches for them."""

    all: list[Canary] = field(default_factory=list)
    answers: int = 0
    searched: int = 0  # characters
    others: tuple[int, list[int]] = field(default_factory=lambda: (0, []))
    log: list[str] = field(default_factory=list)

    def token(self, what: str, readers: Iterable[str]) -> str:
        """A new token, fit for a name, a sentence or an e-mail address."""
        word = f"Kanari{len(self.all):05d}{_RUN}zq"
        self.put(what, readers, word)
        return word

    def put(self, what: str, readers: Iterable[str], *spellings: str) -> None:
        """A word that can't be a token, such as a date: the ways it may be written."""
        self.all.append(Canary(what, frozenset(readers), spellings))

    def found(self, text: str) -> list[Canary]:
        """Every canary in a text, plain or encoded."""
        self.searched += len(text)
        folded = _unfolded(text)
        tokens = {int(number) for number in _TOKEN.findall(folded)}
        others = (place for place in _others(self) if _stands_in(self.all[place], folded))
        return [self.all[place] for place in sorted({*tokens, *others}) if place < len(self.all)]

    def check(self, reader: str | None, text: str, place: str) -> None:
        """Raise Leak when the text holds a word `reader` (None: nobody) may not have."""
        if leaked := [str(canary) for canary in self.found(text) if reader not in canary.readers]:
            raise Leak(f"{reader or 'nobody'} was given by {place}: {'; '.join(leaked)}")

    def check_answer(self, reader: str | None, answer: Any, place: str) -> None:
        """Body and headers; and addresses in them, which may hold no canary at all."""
        body = text_of(content_of(answer))
        header_lines = "\n".join(f"{name}: {value}" for name, value in answer.items())
        cookies = answer.cookies.output() if answer.cookies else ""
        self.answers += 1
        for where, text in (("body", body), ("headers", header_lines), ("cookies", cookies), ("reason", answer.reason_phrase)):
            self.check(reader, text, f"the {where} of {place}")
        addresses = [one or two for one, two in _ADDRESS.findall(body)]
        addresses += [value for name, value in answer.items() if name.lower() in _ADDRESS_HEADERS]
        self.check(None, "\n".join(addresses), f"an address in {place}")

    def watch(self, client: Client, reader: str | None) -> Client:
        """The same browser, with every answer searched."""
        ask = client.request

        def request(**asked: Any) -> Any:
            answer = ask(**asked)
            place = f"{asked.get('REQUEST_METHOD', 'GET')} {asked.get('PATH_INFO', '/')}"
            self.check_answer(reader, answer, place)
            headers.check(answer, place)
            return answer

        client.request = request  # type: ignore[method-assign]  # the one door every get and post goes through
        return client

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep every log record written meanwhile, as text, for `sweep`."""
        ear = _Ear(self.log)
        names = ["", *(name for name in logging.root.manager.loggerDict if not logging.getLogger(name).propagate)]
        for name in names:
            logging.getLogger(name).addHandler(ear)
        try:
            yield
        finally:
            for name in names:
                logging.getLogger(name).removeHandler(ear)

    def sweep(self, owner: Owner) -> dict[str, int]:
        """Everything that is kept or sent besides answers: mail, logs, files, jobs, notices, audit. Returns how much was searched."""
        places = {"mail": _mails(), "logs": self.log, "files": _files(settings.HOME), **_tables(owner)}
        for place, texts in places.items():
            for text in texts:
                self.check(None, text, place)
        return {place: len(texts) for place, texts in places.items()}


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._heard, self._formatter = heard, logging.Formatter("%(name)s %(message)s")

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(self._formatter.format(record))  # with the traceback, which may quote a record


def content_of(answer: HttpResponseBase) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # by kind


def text_of(content: bytes) -> str:
    """What is written in it, whatever it is."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(f"{name}\n{text_of(packed.read(name))}" for name in packed.namelist())
    return content.replace(b"\0", b"").decode("utf-8", "replace")  # a token in UTF-16 has a nothing after each letter


def _others(canaries: Canaries) -> list[int]:
    """Where those stand that are no tokens: found once, until one is put or taken away."""
    number, found = canaries.others
    if number != len(canaries.all):
        found = [
            place for place, canary in enumerate(canaries.all) if not all(_TOKEN.fullmatch(word.casefold()) for word in canary.spellings)
        ]
        canaries.others = (len(canaries.all), found)
    return found


def _stands_in(canary: Canary, folded: str) -> bool:
    return any(word.casefold() in folded for word in canary.spellings)


def _unfolded(text: str) -> str:
    """The text, and what stands in it encoded, folded."""
    plain = html.unescape(unquote(text))
    return "\n".join([plain, *_decoded(plain)]).casefold()


def _decoded(text: str) -> Iterator[str]:
    for piece in _BASE64.findall(text):
        raw = piece.replace("-", "+").replace("_", "/")
        try:
            yield base64.b64decode(raw + "=" * (-len(raw) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue


def _mails() -> list[str]:
    """Every mail but the addresses it goes to: without them it would not get there."""
    texts = []
    for one in getattr(mail, "outbox", []):
        text = _mail_text(one.message())
        for address in one.recipients():
            text = text.replace(address, "")
        texts.append(text)
    return texts


def _mail_text(message: Message) -> str:
    """As it is read: a subject or a body with a macron is sent encoded, in pieces."""
    lines = [f"{name}: {make_header(decode_header(str(value)))}" for name, value in message.items()]
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return "\n".join([*lines, *(text_of(part) for part in parts if isinstance(part, bytes)), str(message)])


def _files(home: Path) -> list[str]:
    """Every file of the site but the database's own, the keys of the site, and styles and scripts."""
    apart = {"postgres", "keys", "static"}
    kept = (path for path in sorted(home.rglob("*")) if path.is_file() and not apart & set(path.relative_to(home).parts))
    return [f"{path.name}\n{_read(path)}" for path in kept]


def _read(path: Path) -> str:
    try:
        return text_of(path.read_bytes())
    except FileNotFoundError:  # another worker's, put away meanwhile
        return ""


def _tables(owner: Owner) -> dict[str, list[str]]:
    return {table: [str(text) for (text,) in owner.rows(f"select {column} from {table} n")] for table, column in _WATCHED_TABLES.items()}
