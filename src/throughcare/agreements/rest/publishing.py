"""What is published of agreements for connected systems: packages of the standards, a page at a time; one agreement published, or not any more."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Schema
from pydantic import ConfigDict

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.rest.agreements import EDITS, AgreementOut, actor_of, answer, router
from throughcare.agreements.standards import Package
from throughcare.agreements.states import LONGEST_REASON, AgreementKind
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version

_LOOKS = rest_needs(Permission.AGREEMENT_VIEW)
_ONE = "/{uuid:agreement_id}"
_REFUSES = {"x-refuses": "Refused while nothing is published: a package holds one thing at least."}


class OffsetQuery(Schema):
    """Which page of a package: offset counts agreements from the first published."""

    offset: int = Field(0, ge=0, le=1_000_000, description="Agreements to leave out from the first on, as `links` of a page say.")
    size: int = Field(50, ge=1, le=queries.LARGEST, description="Agreements on a page.")


class PublishedLine(Schema):
    """An agreement that is published: since when, and by whom (null: by a command)."""

    id: UUID
    number: str
    title: str
    kind: AgreementKind
    published_at: datetime
    published_by_id: UUID | None


class _AsTheStandardSays(Schema):
    """Names are the standard's own."""

    model_config = ConfigDict(extra="allow")


class PackageLinks(Schema):
    """Addresses of the pages beside it."""

    next: str = Field("", max_length=2000)
    prev: str = Field("", max_length=2000)


class ReleasePackage(_AsTheStandardSays):
    """An OCDS 1.1 release package: release-package-schema.json."""

    uri: str = Field(max_length=2000)
    version: str = Field(max_length=10)
    license: str = Field(max_length=400)
    links: PackageLinks | None = None
    releases: list[dict[str, Any]] = Field(max_length=1_000_000)


class RecordPackage(_AsTheStandardSays):
    """An OCDS 1.1 record package: record-package-schema.json."""

    uri: str = Field(max_length=2000)
    version: str = Field(max_length=10)
    license: str = Field(max_length=400)
    links: PackageLinks | None = None
    records: list[dict[str, Any]] = Field(max_length=queries.LARGEST)


class GrantPackage(_AsTheStandardSays):
    """A 360Giving 1.4 package: 360-giving-package-schema.json."""

    version: str = Field(max_length=10)
    license: str = Field(max_length=400)
    grants: list[dict[str, Any]] = Field(max_length=1_000_000)


class UnpublishBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


@router.get("/published", auth=_LOOKS, response=PageOut[PublishedLine], summary="Agreements that are published")
def list_published(request: HttpRequest, asked: Annotated[PageQuery, Query()]) -> Any:
    """One page at a time, the first written first."""
    return page_out(queries.page_of_published(actor_of(request), cursor=asked.cursor, size=asked.size), _line)


def _line(row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "number", "title", "kind")}
    return {**told, "published_at": row.publication.published_at, "published_by_id": row.publication.published_by_id}


@router.get("/published/releases", auth=_LOOKS, response=ReleasePackage, summary="OCDS release package", openapi_extra=_REFUSES)
def list_published_releases(request: HttpRequest, asked: Annotated[OffsetQuery, Query()]) -> Any:
    """Each change of each agreement, as Open Contracting Data Standard 1.1 says it; `links` lead to the pages beside it."""
    return _page(request, "releases", asked)


@router.get("/published/records", auth=_LOOKS, response=RecordPackage, summary="OCDS record package", openapi_extra=_REFUSES)
def list_published_records(request: HttpRequest, asked: Annotated[OffsetQuery, Query()]) -> Any:
    """Each agreement as it is now, with its changes, as Open Contracting Data Standard 1.1 says it; `links` lead to the pages beside it."""
    return _page(request, "records", asked)


@router.get("/published/grants", auth=_LOOKS, response=GrantPackage, summary="360Giving package", openapi_extra=_REFUSES)
def published_grants(request: HttpRequest) -> Any:
    """Each grant that is published and has a value, as the 360Giving Data Standard 1.4 says it: in one package, for the standard knows no pages."""
    about = Package(uri=request.build_absolute_uri(request.path))
    return _answer(actions.take_all(by=actor_of(request), kind="grants", about=about).package)


def _answer(package: dict[str, Any]) -> JsonResponse:
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False})


def _page(request: HttpRequest, kind: str, asked: OffsetQuery) -> JsonResponse:
    by, offset, size = actor_of(request), asked.offset, asked.size
    some = queries.some_published(by, offset=offset, size=size)
    at = request.build_absolute_uri(request.path)
    here, before, after = (
        "" if place is None else f"{at}?{urlencode({'offset': place, 'size': size})}" for place in (offset, some.before, some.after)
    )
    about = Package(uri=here, before=before, after=after, paged=True)
    return _answer(actions.take_page(by=by, kind=kind, about=about, offset=offset, size=size).package)


@router.post(_ONE + "/publish", auth=EDITS, response=AgreementOut, summary="Say that it may be published (If-Match)")
def publish_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> Any:
    """A signed contract, grant or outcome agreement. It and each later change are in every package from then on."""
    by, seen = actor_of(request), seen_version(request)
    return _once(request, response, agreement_id, lambda: actions.publish_agreement(by=by, agreement_id=agreement_id, seen=seen))


@router.post(_ONE + "/unpublish", auth=EDITS, response=AgreementOut, summary="Take it out of what is published (If-Match)")
def unpublish_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: UnpublishBody) -> Any:
    """It is in no package from then on; what was taken out before stays where it is."""
    by, seen = actor_of(request), seen_version(request)
    return _once(
        request,
        response,
        agreement_id,
        lambda: actions.unpublish_agreement(by=by, agreement_id=agreement_id, why=body.reason, seen=seen),
    )


def _once(request: HttpRequest, response: HttpResponse, agreement_id: UUID, do: Callable[[], Any]) -> Any:
    by = actor_of(request)
    once(request, do, lambda _: queries.get_agreement(by, agreement_id), response=response)
    return answer(request, response, agreement_id)
