"""What every request of somebody logged in passes: a second step given, and a session key that changes when their standing does."""

import hashlib
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from throughcare.accounts import devices, sessions
from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.kiosk import WIPED, is_kiosk, make_plain
from throughcare.accounts.permissions import WITHOUT_TEAM_ROLES
from throughcare.accounts.sign_on import second_step

Handler = Callable[[HttpRequest], HttpResponseBase]
# Setting a second step up, the password that is asked for before it, and the way out.
LOG_OUT = "/account/logout/"
SECOND_STEPS = "/account/2fa/"
SETTING_UP = (SECOND_STEPS, "/account/reauthenticate/", LOG_OUT)
_WANTED = "Your work here needs a second step of logging in. Set up an app or a passkey to go on."
_NOT_THERE = ("/api/", "/drafts/", "/account/sign-on/")  # at a kiosk
_NOT_STAFF = "This kiosk is for people themselves. Log in from a computer of your own."
_AGAIN = "Your account has a second step now: log in again, with it."


class Standing:
    """After messages. Staff and partners' workers without a second step meet the pages that set one up, and nothing else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if actor.user_id is None or actor.channel != "page":
            return self.get_response(request)
        sessions.follow(request.session, _standing(actor))
        if needs_second_step(actor) and not _given(request, actor):
            return self._without(request, actor)
        response = self._with(request, actor)
        if request.session.get("_auth_user_id") and not is_kiosk(request):
            devices.remember(request, response, actor.user_id)
        return response

    def _with(self, request: HttpRequest, actor: Actor) -> HttpResponseBase:
        before = sessions.steps_taken(request.session)
        response = self.get_response(request)
        if not request.session.get("_auth_user_id"):
            if request.path == LOG_OUT:  # what the browser kept goes too, so that its way back shows nothing
                response["Clear-Site-Data"] = WIPED if is_kiosk(request) else '"cache", "storage"'
            return response
        if request.method == "POST" and request.path.startswith(SECOND_STEPS):
            _settle(request, actor)
        if sessions.steps_taken(request.session) > before:
            request.session.cycle_key()  # whoever knew the key before has no part in what was confirmed
        return response

    def _without(self, request: HttpRequest, actor: Actor) -> HttpResponseBase:
        if _has_one(actor):  # set up from another browser since: a session begun with the password alone is worth nothing now
            logout(request)
            messages.warning(request, _AGAIN)
            return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")
        if request.path.startswith(SETTING_UP):
            return self._with(request, actor)
        messages.warning(request, _WANTED)
        return redirect("mfa_index")


class Kiosk:
    """Before Standing. Under a kiosk's name: the person and whānau alone, nothing of what they do is kept, and nothing leaves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_kiosk(request):
            return self.get_response(request)
        if request.path.startswith(_NOT_THERE):
            raise Http404
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if set(actor.roles) - set(WITHOUT_TEAM_ROLES):
            logout(request)
            messages.warning(request, _NOT_STAFF)
            return redirect("account_login")
        response = self.get_response(request)
        if response.has_header("Content-Disposition"):
            raise Http404
        if isinstance(response, HttpResponse):
            make_plain(response)
        add_never_cache_headers(response)
        return response


def needs_second_step(actor: Actor) -> bool:
    """Everybody with a role in a team; not the person, nor whānau, who may share a kiosk and have no phone."""
    return bool(settings.SECOND_STEP and set(actor.roles) - set(WITHOUT_TEAM_ROLES))


def _has_one(actor: Actor) -> bool:
    return bool(Authenticator.objects.filter(user_id=actor.user_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def _settle(request: HttpRequest, actor: Actor) -> None:
    """After a form about second steps: the first was set up, or the last taken away. allauth's signals come too late, with the commit."""
    assert actor.user_id  # noqa: S101 - for the type checker
    if not _has_one(actor):
        sessions.mark_weak(request.session)
    elif not _given(request, actor):
        sessions.end_others(request.session)  # begun with the password alone
        sessions.mark_strong(request.session, actor.user_id)
        request.session.cycle_key()


def _standing(actor: Actor) -> str:
    return hashlib.sha256(repr((sorted(actor.roles), sorted(map(str, actor.teams)))).encode()).hexdigest()[:16]


def _given(request: HttpRequest, actor: Actor) -> bool:
    assert actor.user_id  # noqa: S101 - for the type checker
    return sessions.is_strong(request.session, actor.user_id) or second_step.was_elsewhere(request.session, actor.user_id)
