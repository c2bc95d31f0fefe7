"""What only a kiosk has: the way to leave it, and to stay."""

from dataclasses import asdict

from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from throughcare.accounts.decorators import ActorRequest, open_to_all, signed_in
from throughcare.accounts.kiosk import WIPED, is_kiosk, time_left
from throughcare.common.refusals import NotFound


@open_to_all("whoever was at a kiosk leaves it, asked or not: by the button, or by itself after doing nothing")
def finished(request: ActorRequest) -> HttpResponse:
    """Log out, have the browser forget everything, and stand ready for whoever comes next."""
    if not is_kiosk(request):
        raise NotFound
    if request.actor.signed_in:
        logout(request)
        answer: HttpResponse = redirect("finished")
    else:
        answer = render(request, "accounts/finished.html")
    answer["Clear-Site-Data"] = WIPED
    return answer


@signed_in
def stay(request: ActorRequest) -> HttpResponse:
    """Somebody reads a long page and is still there: the clock on it goes on from what this says, for half an hour has no second more."""
    if not is_kiosk(request):
        raise NotFound
    return JsonResponse(asdict(time_left(request)))
