"""What pages of stock-takes share: a form with its version, saved once, with what is wrong at its field."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from throughcare.accounts.decorators import ActorRequest
from throughcare.common.refusals import Invalid, Refused, Stale

METHODS = ["GET", "HEAD", "POST"]


def put(form: Form, wrong: Refused) -> None:
    """What is wrong, each at its field."""
    errors = wrong.errors if isinstance(wrong, Invalid) and wrong.errors else {"": [str(wrong)]}
    for name, sentences in errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])


def form_page(request: ActorRequest, form: Form, title: str, back: str, **more: Any) -> HttpResponse:
    """A page of one form. more: caption, button, means, theirs, warning."""
    told = {"caption": "", "button": "Save", "means": "", "theirs": "", "warning": False, "line": None, **more}
    return render(request, "relationships/form.html", {"form": form, "title": title, "back": back, **told})


def again(request: ActorRequest, stale: Stale, form: Form, now: int, make: Callable[[QueryDict], Form]) -> tuple[Form, str]:
    """After somebody else's change: what was typed, made against the version there is. Raises `stale` for a version nobody has seen."""
    if not 0 < (form.cleaned_data.get("version") or 0) < now:
        raise stale
    sent = request.POST.copy()
    sent["version"] = str(now)
    return make(sent), str(stale)
