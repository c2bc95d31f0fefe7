"""What every REST operation shares: strict bodies, keyset pages, and the version a change was made against.

A read answers with `ETag: "7"`; a change of the same thing sends it back as `If-Match: "7"`. Without it the answer is 428, with an
old one 412. An answer is never 304: a read of a record is a read, and is audited.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field, model_validator

from throughcare.common.paging import PAGE_SIZE, Page
from throughcare.common.paper import MEDIA_TYPE
from throughcare.common.refusals import Invalid, Stale, VersionNeeded

T = TypeVar("T")
M = TypeVar("M")
LARGEST_PAGE = 200
LARGEST_FILE = 2_500_000  # characters of base64, so that a request of it is taken; a larger one goes through the page or the command
_VERSION = re.compile(r'"(\d{1,9})"')


class Problem(Schema):
    """What went wrong, as problem details (RFC 9457). `errors` maps a field to its sentences."""

    type: str = Field(max_length=100)
    title: str = Field(max_length=100)
    status: int = Field(ge=400, le=599)
    detail: str = Field("", max_length=2000)
    instance: str = Field("", max_length=500)
    errors: dict[str, list[str]] = {}


class StaleProblem(Problem):
    """Somebody changed it since. sent: the version of the change; now: the version there is; current: the thing as a read gives it now.

    now and current are null when there is nothing the reader may see.
    """

    sent: str = Field("", max_length=200)
    now: str | None = Field(None, max_length=70)
    current: dict[str, Any] | None = None


class Body(Schema):
    """What a client sends. A field nobody declared is refused, so that a misspelt one is never lost silently."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def no_nul(cls, values: Any) -> Any:
        """PostgreSQL stores no NUL character."""
        return refuse_nul(values)


class PageQuery(Schema):
    """Which page: `cursor` is the `next` of the page before."""

    cursor: str = Field("", max_length=2000, description="`next` of the page before; leave out for the first page.")
    size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")


class PageOut(Schema, Generic[T]):
    """One page of rows; `next` leads to the page after, and is null on the last."""

    items: list[T] = Field(max_length=LARGEST_PAGE)
    next: str | None = Field(None, max_length=2000)


def page_out(page: Page[M], convert: Callable[[M], T]) -> dict[str, Any]:
    """A keyset page as the answer of an operation with `response=PageOut[…]`."""
    return {"items": [convert(row) for row in page.rows], "next": page.next}


def one_of(values: Iterable[str]) -> Any:
    """`verb: Annotated[str, one_of(TABLE.verbs)]`: a part of the address that is one of a few words. What else is sent, the action refuses."""
    return Field(json_schema_extra={"enum": list(values)})


def with_etag(response: HttpResponse, version: int) -> None:
    """Say which version of the thing this answer shows. `response` is the operation's own `response: HttpResponse` argument."""
    response["ETag"] = f'"{version}"'


def with_digest(response: HttpResponse, shown: Any) -> None:
    """For a thing that nobody changes by version: a tag that is another when what is shown is."""
    digest = hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()
    response["ETag"] = f'"{digest[:32]}"'


def seen_version(request: HttpRequest) -> int:
    """The version the client saw, from If-Match. Raises VersionNeeded (428) when it is missing, Stale (412) when it names none of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise VersionNeeded('Say which version you are changing: send the ETag of your last read as If-Match, such as If-Match: "3".')
    found = _VERSION.fullmatch(given)
    if found is None:
        raise Stale("If-Match names no version of this record: read it again, and send the ETag you get.")
    return int(found[1])


def file_sent(content: str) -> bytes:
    """The bytes of a file that was sent in base64. Raises Invalid."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("The content is not base64.", {"content": ["Send the file's bytes in base64."]}) from None


def refuse_nul(value: Any) -> Any:
    """The value as it came; ValueError when a text in it holds a NUL character."""
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("Take out the NUL character.")
    if isinstance(value, dict):
        for part in value.values():
            refuse_nul(part)
    elif isinstance(value, list):
        for part in value:
            refuse_nul(part)
    return value


# In the `openapi_extra` of an operation that answers with a report on paper.
PDF_ANSWER: dict[str, Any] = {
    "responses": {200: {"description": "A PDF", "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}
}


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A report to be kept; `name` is of our own making."""
    return HttpResponse(content, content_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})
