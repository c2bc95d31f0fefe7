"""One transaction a request: reader set, view run, page rendered, audit written, committed, and only then sent.

Sits outside sessions. Django's ATOMIC_REQUESTS is not used: it ends before a page is rendered.
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve
from django.utils.cache import add_never_cache_headers

from throughcare.accounts import sessions
from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.kiosk import limits_of
from throughcare.accounts.queries import actor_of, user_with_email
from throughcare.audit import actions, guard
from throughcare.common.ids import new_id
from throughcare.common.reader import NOBODY, Reader, become, reading_as
from throughcare.common.refusals import Refused
from throughcare.common.responses import problem_response, refusal_response

_SLIPS = (400, 405, 422, 429)
_FLOOD_TOLD_EVERY = 60  # seconds
API = "/api/"  # a key in a header says who asks there; no cookie is read or set

Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestTransaction:
    """Opens the transaction and closes it: 400 and above rolls back, and the refusal is audited in a second one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]  # the attribute every page reads
        if request.path.startswith(API):
            request.COOKIES.clear()
        with transaction.atomic(), guard.watching() as watch:
            become(NOBODY)
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("A streamed answer needs a reader transaction for each chunk; build it through audit.streams.")
            if response.status_code >= 400:
                transaction.set_rollback(True)
                _keep_session(request, response)
            else:
                watch.check()
        for write in watch.kept:
            response = _keep(request, response, write)
        if response.status_code >= 400:
            _audit_refusal(request, response.status_code, watch)
        if watch.stopped is not None:
            with reading_as(request.actor.reader):  # type: ignore[attr-defined]  # as above
                actions.say_stopped(request.actor, watch.stopped)  # type: ignore[attr-defined]  # as above
        if request.actor.signed_in:  # type: ignore[attr-defined]  # as above
            add_never_cache_headers(response)
        return response


def _keep(request: HttpRequest, response: HttpResponseBase, write: Callable[[], object]) -> HttpResponseBase:
    """Write what stays. It may still refuse, since nothing has left: the refusal is then the answer."""
    answer = response
    with reading_as(request.actor.reader):  # type: ignore[attr-defined]  # as above
        try:
            with transaction.atomic():
                write()
        except Refused as error:
            in_api = request.path.startswith(API)
            answer = problem_response(error, request.path) if in_api else refusal_response(request, error)
            for name in set(response.headers) - {"Content-Type", "Content-Length"}:
                answer.headers.setdefault(name, response.headers[name])
            answer["Content-Length"] = str(len(answer.content))
            answer.cookies = response.cookies
    return answer


def _keep_session(request: HttpRequest, response: HttpResponseBase) -> None:
    """A session's new key was undone with the rest: the browser keeps the one it came with, or it would be logged out by a mistyped address."""
    sent = response.cookies.get(settings.SESSION_COOKIE_NAME)
    if sent is not None and sent.value and sent.value != request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        del response.cookies[settings.SESSION_COOKIE_NAME]


def _audit_refusal(request: HttpRequest, status: int, watch: guard.Watch) -> None:
    """Who was refused what, and whose records they had open by then, in a transaction of its own: the first one is rolled back.

    Only somebody signed in is of interest; the address holds keys only. A slip of typing matters when it showed somebody's record.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set above
    if status == 429 and request.path.startswith(settings.LOGIN_PREFIX) and cache.add("audit.flood", 1, _FLOOD_TOLD_EVERY):
        # Somebody tries at such a rate that it is not asked any more whose account: said once a minute.
        with reading_as(NOBODY):
            actions.record(by=ANONYMOUS, verb="user.login_limited", detail={"known": False})
    if not actor.signed_in or (status in _SLIPS and not watch.persons):
        return
    match = request.resolver_match
    with reading_as(actor.reader):
        detail = {
            "status": status,
            "method": request.method or "",
            "route": match.view_name if match else "",
            # A key of a link opens what it leads to: it is in no row that stays.
            "keys": {k: "" if k == "key" else str(v) for k, v in (match.kwargs if match else {}).items()},
        }
        actions.record(by=actor, verb="refused", persons=watch.persons, compartments=sorted(watch.compartments), detail=detail)


class RequestReader:
    """After sessions: sets the reader of the transaction and `request.actor`, and turns refusals into pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user_id = _session_user(request)
        if user_id is not None:
            request_id = new_id()
            become(Reader(user_id=user_id, request_id=request_id))
            # Django's own check first: the account is open, and its password has not changed since this session began.
            still_in = get_user(request).is_authenticated
            why = _why_over(request) if still_in else ""
            request.signed_out = why  # type: ignore[attr-defined]  # said by process_view, once messages are there
            request.late_user = user_id if why else None  # type: ignore[attr-defined]  # whose form this was: accounts.decorators
            still_in = still_in and not why
            request.actor = (actor_of(user_id, request_id=request_id) if still_in else None) or ANONYMOUS  # type: ignore[attr-defined]  # ours
            if not request.actor.signed_in:  # type: ignore[attr-defined]  # as above
                request.session.flush()
                become(NOBODY)
        elif request.path.startswith(settings.LOGIN_PREFIX):
            become(reader := _logging_in(request))
            request.login_user = reader.login_user  # type: ignore[attr-defined]  # whose log-in a refusal is told of
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Whoever's session ended at this request is told why, on the page they meet."""
        if why := getattr(request, "signed_out", ""):
            messages.warning(request, why)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal_response(request, error)
        return None


def _why_over(request: HttpRequest) -> str:
    limits = limits_of(request)
    return sessions.why_over(request.session, idle=limits.idle, longest=limits.longest, mark_every=limits.mark_every)


def _session_user(request: HttpRequest) -> UUID | None:
    value: Any = request.session.get("_auth_user_id")
    return _uuid(value)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def _logging_in(request: HttpRequest) -> Reader:
    """The one account this anonymous request names: the address typed, the account whose second step is due, or a passkey's."""
    posted: Mapping[str, Any] = request.POST if request.method == "POST" else {}
    email = str(posted.get("login") or posted.get("email") or "").replace("\x00", "").strip()[:254]
    if email:
        become(Reader(login_email=email))
        # By its id too, since second steps are kept by id: unseen, they would not be asked for.
        return Reader(login_email=email, login_user=user_with_email(email))
    stashed = request.session.get("account_login") or {}
    pending = _uuid(stashed.get("user_pk") if isinstance(stashed, dict) else None)
    return Reader(login_user=_passkey_user(str(posted.get("credential") or "")) or _reset_user(request) or pending)


def _passkey_user(credential: str) -> UUID | None:
    """The account a posted passkey says it belongs to; whether it does is for its signature to show."""
    try:
        handle = json.loads(credential)["response"]["userHandle"]
        return _uuid(base64.urlsafe_b64decode(handle + "=" * (-len(handle) % 4)).decode())
    except (ValueError, KeyError, TypeError):
        return None


def _reset_user(request: HttpRequest) -> UUID | None:
    """The account named in a password-reset link."""
    kwargs = resolve(request.path).kwargs if "reset/key" in request.path else {}
    return _uuid(kwargs.get("uidb36"))
