"""The same request sent again (a double click, a retry, two tabs) is answered as the first was, and not done a second time.

What counts as the same, for a day: the same user, address, body and If-Match; or, when an `Idempotency-Key` came with it, the same user
and key. No answer is kept. A repeat is answered by reading what was made through the same getter as any read, so by the rights of now.
"""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Submission
from throughcare.common.clock import now, today
from throughcare.common.keyed import hashes_of
from throughcare.common.refusals import Invalid, NotFound

T = TypeVar("T", bound=Model | UUID)

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
A_DAY = timedelta(hours=24)
# For what may well be wanted again the same day with the same words: long enough for a double click and a retry.
A_MOMENT = timedelta(minutes=2)

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_KEY_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")
_KEY_WANTED = f"Send an {KEY} of 1 to 255 visible ASCII characters without spaces, such as a new UUID, or leave it out."
_KEY_USED = f"This {KEY} came with another request already. Keep a key to send the very same again; take a new one for anything else."


@dataclass(frozen=True)
class Made(Generic[T]):
    """What a request made or changed. replayed: it was done by an earlier request, `at` then."""

    thing: T
    replayed: bool
    at: datetime


def once(
    request: HttpRequest,
    make: Callable[[], T],
    again: Callable[[UUID], T],
    *,
    response: HttpResponse | None = None,
    within: timedelta = A_DAY,
    only_with_key: bool = False,
) -> Made[T]:
    """Call `make`, or `again` with the id of what it made when the same request was done `within` this time.

    make: the action, giving a model or an id. again: the audited getter. When it raises NotFound, what was made is gone or out of the
    reader's sight: `make` is called, and refuses in its own words if it must. response: gets the header that says an answer is a replay.
    only_with_key: for what the database itself keeps from being there twice. A second request that runs at the same time waits for the
    first: when that one is undone, the second does the work. Raises Invalid for a key that came with another request.
    """
    by: Actor = request.actor  # type: ignore[attr-defined]  # the attribute every entry reads
    key = _key_of(request)
    if by.user_id is None or (only_with_key and key is None):
        return Made(make(), replayed=False, at=now())
    whole = _digests(by.user_id, "request", *_parts(request, by.channel))
    fingerprints = _digests(by.user_id, "key", key) if key is not None else whole
    _wait_for_others(fingerprints[0])
    # A request from before the signing key was changed is found too, while the old key is kept.
    there = Submission.objects.filter(user_id=by.user_id, fingerprint__in=fingerprints).order_by("-at").first()
    if there is not None and now() - there.at < (A_DAY if key is not None else within):
        if bytes(there.request_digest) not in whole:
            raise Invalid(_KEY_USED, {KEY: [_KEY_USED]})
        with suppress(NotFound):
            thing = again(there.made_id)
            if response is not None:
                response[REPLAYED] = "true"
            return Made(thing, replayed=True, at=there.at)
    made = make()
    if there is not None:
        there.delete()
    row = Submission(user_id=by.user_id, fingerprint=fingerprints[0], request_digest=whole[0], made_id=_id_of(made))
    row.save(force_insert=True)
    return Made(made, replayed=False, at=row.at)


def say(request: HttpRequest, made: Made[T], done: str, already: str, more: str = "") -> None:
    """Tell the reader on the page they go to: `done`, or for a repeat `already` ("You added this need") and when.

    more: how to do it again when that is what they want.
    """
    if not made.replayed:
        messages.success(request, done)
        return
    at = localtime(made.at)
    clock = f"{at:%H:%M}" if at.date() == today() else f"{at:%H:%M} on {at.day} {at:%B}"
    messages.info(request, f"{already} already, at {clock}. It was not done a second time. {more}".strip())


def clear_old(*, by: Actor) -> int:
    """Take away what is older than a day; returns how many rows. The actor must be the system."""
    return Submission.objects.filter(at__lt=now() - A_DAY).delete()[0]


def _key_of(request: HttpRequest) -> str | None:
    given = request.headers.get(KEY)
    if given is not None and not _KEY_SHAPE.fullmatch(given):
        raise Invalid(_KEY_WANTED, {KEY: [_KEY_WANTED]})
    return given


def _id_of(made: Model | UUID) -> UUID:
    found: UUID = made if isinstance(made, UUID) else made.pk
    return found


def _digests(user_id: UUID, *parts: str) -> list[bytes]:
    """Keyed hashes, as made now and under older keys: what somebody wrote in a few words could be guessed from a plain one."""
    return hashes_of("throughcare.repeats", json.dumps([str(user_id), *parts]))


def _parts(request: HttpRequest, channel: str) -> tuple[str, ...]:
    """All that makes a request what it is: where to, what was sent, and the version it was made against."""
    # An operation reads its body whatever it is said to be, so a type that fits no form must not make every body look empty.
    sent = _form_of(request) if channel == "page" and request.content_type in _FORMS else _json_of(request)
    return request.method or "", request.get_full_path(), request.headers.get("If-Match", ""), sent


def _json_of(request: HttpRequest) -> str:
    """The body with its names in order, so that another writing of the same is the same."""
    try:
        return json.dumps(json.loads(request.body), sort_keys=True)
    except ValueError:
        return hashlib.sha256(request.body).hexdigest()


def _form_of(request: HttpRequest) -> str:
    """Fields and files, without the token every page has anew."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = []
    for name, sent in sorted(request.FILES.lists()):
        for file in sent:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            files.append((name, file.name, digest.hexdigest()))
    return json.dumps([fields, files])


def _wait_for_others(fingerprint: bytes) -> None:
    """Until no other open transaction does the same request. PostgreSQL lets go of the lock when this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(fingerprint[:8], signed=True)])
