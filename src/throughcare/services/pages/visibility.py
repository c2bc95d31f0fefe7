"""Who may see a service."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Refused
from throughcare.services import actions, queries
from throughcare.services.forms import ConfidentialForm, StatusForm


@needs(Permission.SERVICE_EDIT)
def confidential(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Hide a service and its places, or open it again: what that does is said first."""
    by, service = request.actor, queries.get_service(request.actor, service_id)
    turned = "no" if service.confidential else "yes"
    form = ConfidentialForm(request.POST or None, initial={"version": service.version, "confidential": turned})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["confidential"] == "yes"
        service = actions.mark_confidential(by=by, service_id=service.id, confidential=wanted, seen=form.cleaned_data["version"])
        messages.success(request, f"{service.name} is now {'confidential' if service.confidential else 'open to everybody'}.")
        return redirect("service", service.id)
    alone, shared = queries.places_of_service(by, service.id)
    context = {"form": form, "service": service, "alone": alone, "shared": shared, "back": reverse("service", args=[service.id])}
    return render(request, "services/confidential.html", context)


@needs(Permission.SERVICE_EDIT)
def status(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Close a service, or open it again: who is told is said first."""
    by, service = request.actor, queries.get_service(request.actor, service_id)
    form = StatusForm(request.POST or None, initial={"version": service.version, "status": service.status})
    if request.method == "POST" and form.is_valid():
        wanted, seen = form.cleaned_data["status"], form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.set_status(by=by, service_id=service.id, status=wanted, seen=seen),
                lambda _: queries.get_service(by, service.id),
            )
        except Refused as refused:
            form.add_error("status", str(refused))
        else:
            now = queries.get_service(by, service.id)
            messages.success(request, f"{now.name}: {now.get_status_display().lower()}. Everybody with an open referral there is told.")
            return redirect("service", service.id)
    context = {"form": form, "service": service, "back": reverse("service", args=[service.id])}
    return render(request, "services/status.html", context)
