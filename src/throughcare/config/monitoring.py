"""Numbers about the site for Prometheus, a line in the log for each request, and the id by which both are found again.

Labels hold the pattern of an address ("people/<uuid:person_id>/"), never the address, and nobody's name or key.
"""

import hmac
import ipaddress
import logging
import os
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.utils.cache import add_never_cache_headers
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from psycopg_pool import PoolTimeout

from throughcare import __version__
from throughcare.accounts.decorators import open_to_all
from throughcare.common.ids import new_id
from throughcare.config import health
from throughcare.config.logs import REQUEST_ID

HEADER = "X-Request-Id"
log = logging.getLogger(__name__)
REQUESTS = Counter("throughcare_requests", "Requests answered", ("method", "route", "status"))
SECONDS = Histogram(
    "throughcare_request_seconds", "Server time of a request", ("route",), buckets=(0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 1, 3, 10)
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_JOBS = "select status::text, count(*) from procrastinate_jobs group by status"


class Monitoring:
    """Outermost: answers probes, counts and times everything else, and gives each request an id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if probe := PROBES.get(request.path):
            return _answered(probe, request)
        request_id = str(new_id())
        token, began = REQUEST_ID.set(request_id), time.perf_counter()
        try:
            response = self.get_response(request)
            _count(request, response.status_code, time.perf_counter() - began)
        finally:
            REQUEST_ID.reset(token)
        response[HEADER] = request_id
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            add_never_cache_headers(response)  # a fault came by no middleware of ours, which does it for all other answers
        return response


@open_to_all("numbers about the machinery, to whoever holds the token or, without one, asks from this machine")
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything counted, in Prometheus' own words. Others get the answer of an unknown address."""
    if not _may_read(request):
        raise Http404
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):  # several web processes: the files of all of them
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # as the package has it
    else:
        registry = REGISTRY
    text = generate_latest(registry) + generate_latest(_Now())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


PROBES = health.PROBES | {"/metrics": metrics}


class _Now:
    """What the database says at this moment."""

    def collect(self) -> Iterator[Metric]:
        """The version always; the rest while the database answers."""
        yield _gauge("throughcare_info", "Version of the site", 1, version=__version__)
        try:
            with transaction.atomic():
                found = [*_jobs(), *_ages()]
        except (DatabaseError, PoolTimeout):
            found = [_gauge("throughcare_database_up", "Whether the database answers", 0)]
        yield from found


def _jobs() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        jobs = GaugeMetricFamily("throughcare_jobs", "Jobs in the queue", labels=("status",))
        for status, number in cursor.fetchall():
            jobs.add_metric((status,), number)
    yield jobs


def _ages() -> Iterator[Metric]:
    yield _gauge("throughcare_database_up", "Whether the database answers", 1)
    yield _gauge("throughcare_audit_seal_lag_seconds", "Age of the oldest audit row without a seal", health.seal_seconds())
    if (seconds := health.worker_seconds()) is not None:
        yield _gauge("throughcare_worker_heartbeat_age_seconds", "Since a worker last said that it lives", seconds)


def _gauge(name: str, words: str, value: float, **labels: str) -> Metric:
    gauge = GaugeMetricFamily(name, words, labels=tuple(labels))
    gauge.add_metric(tuple(labels.values()), value)
    return gauge


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # What a proxy hands on comes from anywhere, though the proxy itself is on this machine.
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers)
    # A proxy that hands nothing on still asks for the site's own name, and so does a page elsewhere whose name was turned to this machine.
    host, _ = split_domain_port(request.META.get("HTTP_HOST", "localhost"))
    return not forwarded and _is_here(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_here(host.strip("[]")))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _answered(probe: Callable[..., HttpResponseBase], request: HttpRequest) -> HttpResponseBase:
    try:
        return probe(request)
    except Http404:
        return HttpResponse(status=404)


def _count(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "none"
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    told = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
    log.info("%s %s %s", method, route, status, extra=told)
