"""The page of the cast, and its one-click log-in. Both exist in demo mode only: see urls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from throughcare.accounts.decorators import open_to_all
from throughcare.demo.actions import log_in_as
from throughcare.demo.cast import cast


@open_to_all("demo mode: shows whom to log in as, and all of them are invented")
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """Whom to log in as, those with something to try first."""
    first = [member for member in cast() if member.trying]
    return render(request, "demo/cast.html", {"first": first, "others": [member for member in cast() if not member.trying]})


@open_to_all("demo mode: one-click log-in as somebody invented")
@require_POST
def demo_log_in(request: HttpRequest) -> HttpResponse:
    """Log in as one of the cast, then home."""
    log_in_as(request, request.POST.get("as", ""))
    return redirect("home")
