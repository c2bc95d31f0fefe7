"""One's own account and access keys."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts import actions, queries
from throughcare.accounts.decorators import ActorRequest, signed_in
from throughcare.accounts.forms import KeyForm


@signed_in
def your_account(request: ActorRequest) -> HttpResponse:
    """Who one is here, and the ways to change how one logs in."""
    return render(request, "accounts/your_account.html", {"account": queries.own_account(request.actor)})


@signed_in
def your_keys(request: ActorRequest) -> HttpResponse:
    """One's access keys; a new one is shown once, on the answer to its making."""
    form, made = KeyForm(request.POST or None, actor=request.actor, initial={"days": 90}), ""
    if request.method == "POST" and form.is_valid() and request.actor.user_id:
        _, made = actions.make_key(by=request.actor, user_id=request.actor.user_id, **form.cleaned_data)
        form = KeyForm(actor=request.actor, initial={"days": 90})
    return render(request, "accounts/your_keys.html", {"form": form, "made": made, "keys": queries.own_keys(request.actor)})


@require_POST
@signed_in
def revoke_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """End a key."""
    actions.revoke_key(by=request.actor, key_id=key_id)
    return redirect("your-keys")
