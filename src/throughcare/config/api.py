"""The REST root: every app's operations under /api/v1/, its description as OpenAPI 3.1, every failure as problem details.

An app adds its router by a line in ROUTERS. There is no page that tries operations out in a browser: it would need scripts our
content security policy refuses, and a key typed into a page.
"""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from throughcare import __version__
from throughcare.accounts.decorators import open_to_all
from throughcare.audit.middleware import API
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.responses import moved_response, problem, problem_response
from throughcare.config.described import DescribedAPI
from throughcare.config.modes import is_about_people
from throughcare.config.stale import as_it_is_now

log = logging.getLogger(__name__)

# Where each app's operations hang, and the module that holds its `router`: ("/people", "throughcare.people.rest").
ROUTERS: tuple[tuple[str, str], ...] = (
    ("/people", "throughcare.people.rest.people"),
    ("/needs", "throughcare.people.rest.needs"),
    ("/caseload", "throughcare.people.rest.caseload"),
    ("/notes", "throughcare.people.rest.notes"),
    ("/people-imports", "throughcare.people.rest.importing"),
    ("/contacts", "throughcare.people.rest.contacts"),
    ("/duplicates", "throughcare.people.rest.duplicates"),
    ("/held", "throughcare.people.rest.held"),
    ("/merges", "throughcare.people.rest.merges"),
    ("/limits", "throughcare.people.rest.limits"),
    ("/conflicts", "throughcare.people.rest.conflicts"),
    ("/disagreements", "throughcare.people.rest.disagreements"),
    ("/people", "throughcare.front.rest"),
    ("/emergencies", "throughcare.people.rest.emergency"),
    ("/looks", "throughcare.people.rest.looks"),
    ("/reading-stops", "throughcare.people.rest.reading"),
    ("/referrals", "throughcare.referrals.rest.referrals"),
    ("/services", "throughcare.services.rest"),
    ("/service-imports", "throughcare.services.rest.importing"),
    ("/organizations", "throughcare.partners.rest"),
    ("/partners", "throughcare.partners.rest.register"),
    ("/assessments", "throughcare.relationships.rest"),
    ("/stocktakes", "throughcare.relationships.rest.taking"),
    ("/gaps", "throughcare.relationships.rest.gaps"),
    ("/network", "throughcare.relationships.rest.network"),
    ("/network/surveys", "throughcare.relationships.rest.surveys"),
    ("/partner-imports", "throughcare.partners.rest.importing"),
    ("/agreements", "throughcare.agreements.rest"),
    ("/agreements", "throughcare.performance.rest"),
    ("/reports", "throughcare.performance.rest.due"),
    ("/payments", "throughcare.performance.rest.paid"),
    ("/contributions", "throughcare.performance.rest.across_agreements"),
    ("/performance", "throughcare.performance.rest.across"),
    ("/notices", "throughcare.notices.rest.inbox"),
    ("/tasks", "throughcare.tasks.rest"),
    ("/documents", "throughcare.files.rest"),
    ("/jobs", "throughcare.notices.rest.failed"),
    ("/views", "throughcare.notices.rest.views"),
    ("/teams", "throughcare.accounts.rest"),
    ("/audit", "throughcare.audit.rest.lines"),
    ("/records", "throughcare.audit.rest.records"),
)
# Of an app that is about more than people.
_ABOUT_A_PERSON = {"throughcare.front.rest", "throughcare.audit.rest.records"}

_TITLES = {
    400: "Not readable",
    401: "Access key needed",
    405: "Not possible here",
    413: "Too big",
    415: "Not JSON",
    500: "Our fault",
}


class _OtherFormat(Exception):
    """Something was sent that does not say it is JSON."""


class _Json(Parser):
    """Reads JSON that says it is JSON, and nothing else."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise _OtherFormat
        return super().parse_body(request)


def make_api(namespace: str = "api") -> DescribedAPI:
    """An API that answers as ours do, without operations yet."""
    made = DescribedAPI(
        title="Throughcare",
        version=__version__,
        urls_namespace=namespace,
        openapi_url="/openapi.json",
        docs_url=None,
        description="Reintegration, run together. Send an access key as `Authorization: Bearer tc_…`. Errors are problem details (RFC 9457).",
        servers=[{"url": settings.SITE_ADDRESS.rstrip("/")}] if settings.SITE_ADDRESS else None,
        parser=_Json(),
        docs_decorator=open_to_all("the shape of the interface holds nothing about anybody"),
    )
    made.add_exception_handler(Refused, _refused)
    made.add_exception_handler(Http404, _unknown)
    made.add_exception_handler(ValidationError, _not_valid)
    made.add_exception_handler(AuthenticationError, _no_key)
    made.add_exception_handler(HttpError, _http_error)
    made.add_exception_handler(DataError, _not_storable)
    made.add_exception_handler(RequestDataTooBig, _too_big)
    made.add_exception_handler(Exception, _fault)
    return made


def _refused(request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(error, Refused)  # noqa: S101 - ninja types a handler as if it were given the class
    if (followed := moved_response(request, error)) is not None:
        return followed
    if isinstance(error, Stale):
        body = {**problem(error, request.path), **as_it_is_now(request)}
        return JsonResponse(body, status=error.status, content_type="application/problem+json")
    return problem_response(error, request.path)


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(NotFound(), request.path)


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    found: dict[str, list[str]] = {}
    for one in error.errors:
        found.setdefault(_field(one["loc"]), []).append(f"{one['msg']}.".replace("Value error, ", "").replace("..", "."))
    return problem_response(Invalid("Something sent can't be used: see errors.", found), request.path)


def _field(place: tuple[Any, ...]) -> str:
    """("body", "new", "note") → "note": where it came in and what our own function calls it is nobody's business."""
    parts = [str(part) for part in place]
    kept = parts[2:] if parts[0] in ("body", "form", "query") and len(parts) > 2 else parts[1:]
    return ".".join(kept) or parts[0]


def _not_storable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(
        Invalid("A value sent can't be stored: look for a NUL character, or a number or text that is too big."), request.path
    )


def _no_key(request: HttpRequest, error: Any) -> HttpResponse:
    answer = _plain(401, "Send a live access key: Authorization: Bearer tc_… Make one on the page Your access keys.")
    answer["WWW-Authenticate"] = 'Bearer realm="Throughcare"'
    return answer


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024
    return _plain(413, f"More was sent than fits: {most} KB at most. Send it in parts.")


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, _OtherFormat):
        return _plain(415, "Send JSON, with the header Content-Type: application/json.")
    if error.status_code == 400:
        return _plain(400, "What was sent can't be read as JSON: look for a missing quote, comma or bracket.")
    return _plain(error.status_code, str(error))


def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    """What nobody expected: the log names the kind and the place only, since an exception's text may quote a record."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("fault in the API: %s at %s:%s", type(error).__name__, Path(last.filename).name, last.lineno)
    got_request_exception.send(sender=None, request=request)
    return _plain(500, "Something went wrong here, and nothing was changed. Try again; if it stays, tell whoever looks after this site.")


def _plain(status: int, sentence: str) -> HttpResponse:
    title = _TITLES.get(status, "Refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@csrf_exempt
@open_to_all("says that there is nothing at this address")
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Anything under /api/ that is no operation."""
    return _unknown(request, None)


def method_problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address of the API asked by another method answers as every failure does, and says which methods it has."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or not request.path.startswith(API):
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        problem = _plain(405, f"This address can't be asked by {request.method}. It has: {allowed}.")
        problem["Allow"] = allowed
        return problem

    return answer


api = make_api()
for prefix, module in ROUTERS:
    if settings.PARTNERSHIP and (is_about_people(module) or module in _ABOUT_A_PERSON):
        continue
    api.add_router(prefix, f"{module}.router")
