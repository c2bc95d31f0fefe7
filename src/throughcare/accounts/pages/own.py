"""One's own account and access keys."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts import actions, queries
from throughcare.accounts.decorators import ActorRequest, signed_in
from throughcare.accounts.forms import KeyForm
from throughcare.accounts.models import ApiToken
from throughcare.accounts.repeats import once, say

_SHOWN_ONCE = "A key is shown once. If you did not copy it, revoke it below and make it again."


@signed_in
def your_account(request: ActorRequest) -> HttpResponse:
    """Who one is here, and the ways to change how one logs in."""
    return render(request, "accounts/your_account.html", {"account": queries.own_account(request.actor)})


@signed_in
def your_keys(request: ActorRequest) -> HttpResponse:
    """One's access keys; a new one is shown once, on the answer to its making."""
    form, made = KeyForm(request.POST or None, actor=request.actor, initial={"days": 90}), ""
    if request.method == "POST" and form.is_valid() and request.actor.user_id:
        wanted: dict[str, Any] = {"by": request.actor, "user_id": request.actor.user_id, **form.cleaned_data}
        texts: list[str] = []

        def make() -> ApiToken:
            key, text = actions.make_key(**wanted)
            texts.append(text)
            return key

        done = once(request, make, lambda key_id: queries.own_key(request.actor, key_id))
        if done.replayed:
            say(request, done, "", "You made this key", _SHOWN_ONCE)
            return redirect("your-keys")
        made, form = texts[0], KeyForm(actor=request.actor, initial={"days": 90})
    return render(request, "accounts/your_keys.html", {"form": form, "made": made, "keys": queries.own_keys(request.actor)})


@require_POST
@signed_in
def revoke_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """End a key."""
    actions.revoke_key(by=request.actor, key_id=key_id)
    return redirect("your-keys")
