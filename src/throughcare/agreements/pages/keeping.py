"""What pages that change an agreement share: one form, done once, against the version that was seen."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest
from throughcare.agreements import policies, queries
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement, Amendment, Meeting, Obligation, Risk
from throughcare.agreements.queries import shown
from throughcare.common.refusals import Invalid, Refused, Stale

# Of every form whose words the parties read.
READ_BY_THEM = "The staff of its parties can read what you write here."


_One = Amendment | Obligation | Risk | Meeting


class Step(NamedTuple):
    """A page of one form: its title, its button, what was done, and what the step does. more: what a template of its own shows besides."""

    title: str
    button: str = "Save"
    done: str = "Saved."
    means: str = READ_BY_THEM
    template: str = "partners/form.html"
    more: Any = None


def through(
    request: ActorRequest,
    do_once: Callable[..., Any],
    found: Agreement,
    make: Callable[[QueryDict | None], Any],
    act: Callable[[Any], Agreement | _One],
    step: Step,
    *,
    one: _One | None = None,
) -> HttpResponse:
    """Show the form, or do what was sent and go back to the agreement, or to its amendment. When somebody else was faster, what was typed is kept.

    one: an amendment, obligation, risk or meeting of it that is changed, against a version of its own.
    do_once: `accounts.repeats.once`, named by the page itself so that a test sees it there.
    """
    form, theirs, back = make(request.POST if request.method == "POST" else None), "", _page_of(found, one)
    if request.method == "POST" and form.is_valid():
        try:
            do_once(request, lambda: act(form), lambda _: queries.get_agreement(request.actor, found.pk))
        except Stale as stale:
            form, theirs = _kept(request, stale, found, make, one)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, step.done)
            return redirect(back)
    whose = f"{found.number}: {found.title}"
    context = {"form": form, "caption": whose, "theirs": theirs, "back": back}
    return render(request, step.template, {**context, **step._asdict()})


def _page_of(found: Agreement, one: _One | None) -> str:
    if one is None:
        return reverse("agreement", args=[found.pk])
    names = {Amendment: "amendment", Obligation: "obligation", Risk: "agreement-risk", Meeting: "agreement-meeting"}
    return reverse(names[type(one)], args=[found.pk, one.pk])


def _words_of(one: _One) -> tuple[str, ...]:
    if isinstance(one, Amendment):
        return (one.get_state_display(), one.reason, one.old_text, one.new_text, day_words(one.ends_on))
    if isinstance(one, Risk):
        return (
            one.get_state_display(),
            one.what,
            f"{one.likelihood} times {one.consequence}",
            one.doing,
            day_words(one.review_on),
            one.state_reason,
        )
    if isinstance(one, Meeting):
        return (day_words(one.held_on), one.present, one.agreed, day_words(one.next_on))
    return (one.get_state_display(), one.said, one.state_reason, one.disputed)


def put(form: forms.Form, wrong: Refused) -> None:
    """What is wrong, each at its field."""
    errors = wrong.errors if isinstance(wrong, Invalid) else {}
    for name, sentences in errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])
    if not errors:
        form.add_error(None, str(wrong))


def _kept(
    request: ActorRequest, stale: Stale, found: Agreement, make: Callable[[QueryDict | None], Any], one: _One | None
) -> tuple[Any, str]:
    """The form with what was typed, against the version there is, and what the agreement says now. Raises `stale` again when the version
    that was sent is one nobody has seen."""
    seen = request.POST.get("version", "")
    now = one.version if one else found.version
    if not (seen.isascii() and seen.isdecimal() and int(seen) < now):
        raise stale
    sent = request.POST.copy()
    sent["version"] = str(now)
    if one:
        return make(sent), "\n".join(filter(None, _words_of(one)))
    rows = [row for _, part in shown.summary(request.actor, found, shown.words()) for row in part]
    return make(sent), "\n".join(f"{row['key']}: {row['value']}" for row in rows if row.get("value"))


def may_ask(by: Actor, found: Agreement) -> bool:
    """Whether a second person's word on its value, or on its value with the open amendment, is needed and not asked for yet."""
    total, amendment = queries.to_approve(by, found)
    return policies.needs_approval(found, total, amendment) and queries.waits_for(found) is None
