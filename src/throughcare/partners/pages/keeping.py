"""What pages that change a partner share."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from throughcare.accounts.decorators import ActorRequest
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners.forms.drafting import PartnerDrafting

# Of every form whose words stand on the partner's page.
READ_BY_THEM = "The partner's own people can read what you write here."
READ_BY_US = "Staff of the department who look at partners can read what you write here."
Form = TypeVar("Form", bound=forms.Form)
_LONGEST = 300


def form_page(
    request: ActorRequest,
    form: forms.Form,
    title: str,
    back: str,
    *,
    caption: str = "",
    button: str = "Save",
    theirs: str = "",
    means: str = "",
    draft: PartnerDrafting | None = None,
) -> HttpResponse:
    """A page of one form. caption: whose it is. theirs: what it says now, after somebody else's change. means: what the step does.

    draft: what keeps it, where one writes at length.
    """
    context: dict[str, object] = {"draft": draft}
    context |= {"form": form, "title": title, "caption": caption, "button": button, "theirs": theirs, "means": means, "back": back}
    return render(request, "partners/form.html", context)


def put(form: forms.Form, wrong: Invalid) -> None:
    """What is wrong, each at its field."""
    for name, sentences in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])


def kept(request: HttpRequest, stale: Stale, now: int, make: Callable[[QueryDict | None], Form]) -> tuple[Form, str]:
    """After somebody else's change: the form with what was typed, made against the version there is, and what it says now.

    make: the form of what was sent, or of nothing. Raises `stale` again when a version was sent that nobody has seen.
    """
    seen = request.POST.get("version", "")
    if not (seen.isascii() and seen.isdecimal() and int(seen) < now):
        raise stale
    sent = request.POST.copy()
    sent["version"] = str(now)
    return make(sent), in_words(make(None))


def in_words(form: forms.Form) -> str:
    """What a form that was not sent says: a line for each field that holds something."""
    lines = []
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if isinstance(field.widget, forms.HiddenInput) or value in (None, "", [], False):
            continue
        choices = cast("Iterable[tuple[Any, Any]]", field.choices) if isinstance(field, forms.ChoiceField) else ()
        labels = {str(code): str(label) for code, label in choices}
        several = value if isinstance(value, list) else [value]
        lines.append(f"{field.label}: {', '.join(labels.get(str(one), str(one)) for one in several)[:_LONGEST]}")
    return "\n".join(lines)
