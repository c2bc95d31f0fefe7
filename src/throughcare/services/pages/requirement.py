"""Which level of accreditation a service asks for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.services import actions, queries
from throughcare.services.forms import LevelForm


@needs(Permission.SERVICE_EDIT)
def level(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Say which level it asks for, and what follows without it."""
    by, service = request.actor, queries.get_service(request.actor, service_id)
    there = queries.requirement_of(service)
    initial = {"version": there.version if there else 0, "level": str(there.level or "") if there else "", "blocks": "no"}
    form = LevelForm(request.POST or None, initial={**initial, **({"blocks": "yes"} if there and there.blocks else {})})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted, blocks = int(said["level"]) if said["level"] else None, said["blocks"] == "yes"
        once(
            request,
            lambda: actions.ask_level(by=by, service_id=service.id, level=wanted, blocks=blocks, seen=said["version"]),
            lambda _: queries.get_service(by, service.id).id,
        )
        messages.success(request, "Saved. It holds for every referral that is not sent yet.")
        return redirect("service", service.id)
    return render(request, "services/level.html", {"form": form, "service": service, "back": reverse("service", args=[service.id])})
