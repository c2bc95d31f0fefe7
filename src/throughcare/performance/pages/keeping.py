"""What pages of one form share: done once, against the version that was seen."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners.models import Organization
from throughcare.partners.queries import on_register

READ_BY_THEM = "The staff of the party can read what you write here."


class Step(NamedTuple):
    """A page of one form: its title, its button, what was done, and what the step does."""

    title: str
    button: str = "Save"
    done: str = "Saved."
    means: str = READ_BY_THEM


class Now(NamedTuple):
    """What a thing is at this moment: its version, and its words for whoever was slower."""

    version: int
    words: Sequence[str]


NEW = Now(0, ())


def back_to(by: Actor, organization: Organization) -> list[dict[str, str]]:
    """The way back to an organisation's page, where the register has it and the reader may open it."""
    there = on_register(by, [organization.pk])
    return [{"text": organization.name, "href": reverse("partner", args=[organization.pk])}] if there else []


def through(
    request: ActorRequest,
    do_once: Callable[..., Any],
    make: Callable[[QueryDict | None], Any],
    act: Callable[[Any], Any],
    again: Callable[[UUID], Any],
    step: Step,
    *,
    caption: str,
    back: str,
    now: Now = NEW,
) -> HttpResponse:
    """Show the form, or do what was sent and go back. When somebody else was faster, what was typed is kept.

    do_once: `accounts.repeats.once`, named by the page itself so that a test sees it there. again: the audited getter of what was made.
    """
    form, theirs = make(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            do_once(request, lambda: act(form), again)
        except Stale as stale:
            form, theirs = _kept(request, stale, make, now)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, step.done)
            return redirect(back)
    context = {"form": form, "caption": caption, "theirs": theirs, "back": back}
    return render(request, "partners/form.html", {**context, **step._asdict()})


def _kept(request: ActorRequest, stale: Stale, make: Callable[[QueryDict | None], Any], now: Now) -> tuple[Any, str]:
    """The form with what was typed, against the version there is. Raises `stale` again when the version that was sent is one nobody has seen."""
    seen = request.POST.get("version", "")
    if not (seen.isascii() and seen.isdecimal() and int(seen) < now.version):
        raise stale
    sent = request.POST.copy()
    sent["version"] = str(now.version)
    return make(sent), "\n".join(filter(None, now.words))


def put(form: forms.Form, wrong: Invalid) -> None:
    """What is wrong, each at its field."""
    for name, sentences in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])
    if not wrong.errors:
        form.add_error(None, str(wrong))
