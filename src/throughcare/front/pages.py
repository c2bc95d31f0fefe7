"""Home by role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.accounts.decorators import open_to_all


@open_to_all("the front door: says what this is and where to log in")
def home(request: HttpRequest) -> HttpResponse:
    """Home."""
    return render(request, "front/home.html")
