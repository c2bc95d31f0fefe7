"""Places free, and a manager's word on pillars."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid, NotFound
from throughcare.matching.pillars import Pillar
from throughcare.partners.queries import my_organizations
from throughcare.services import actions, queries
from throughcare.services.forms import CapacityForm, PillarForm, VersionForm
from throughcare.services.policies import check_can_keep_capacity


@needs(Permission.CAPACITY_EDIT, Permission.SERVICE_EDIT)
def capacity(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Say how many places are free."""
    by, service = request.actor, queries.get_service(request.actor, service_id)
    check_can_keep_capacity(by, service, my_organizations(by))
    there = queries.capacity_of(service.id)
    names = ("available", "maximum", "waiting_days", "description", "version")
    form = CapacityForm(request.POST or None, initial={name: getattr(there, name) for name in names} if there else {"version": 0})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            once(
                request,
                lambda: actions.keep_capacity(by=by, service_id=service.id, new=form.new(), seen=seen),
                lambda _: queries.get_service(by, service.id).id,
            )
        except Invalid as wrong:
            form.add_error("available", wrong.errors["available"])
        else:
            messages.success(request, "Places free saved, as at now.")
            return redirect("service", service.id)
    return render(request, "services/capacity.html", {"form": form, "service": service, "back": reverse("service", args=[service.id])})


@require_POST
@needs(Permission.CAPACITY_EDIT, Permission.SERVICE_EDIT)
def capacity_still_right(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """The places shown are still right: one click."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise NotFound
    once(
        request,
        lambda: actions.confirm_capacity(by=request.actor, service_id=service_id, seen=form.cleaned_data["version"]),
        lambda _: queries.get_service(request.actor, service_id).id,
    )
    messages.success(request, "Thank you: places free are as at now.")
    return redirect("service", service_id)


@needs(Permission.SERVICE_EDIT)
def pillar(request: ActorRequest, service_id: UUID, code: str) -> HttpResponse:
    """Put a service to a pillar, or take it away, with the reason."""
    by, service = request.actor, queries.get_service(request.actor, service_id)
    wanted = next((pillar for pillar in Pillar if pillar.value == code), None)
    if wanted is None:
        raise NotFound
    there = queries.pillar_of(service.id, code)
    stands = there is not None and there.verdict != "REMOVED"
    form = PillarForm(request.POST or None, initial={"seen": there.verdict if there else ""})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.correct_pillar(by=by, service_id=service.id, pillar=wanted, stands=not stands, reason=said["reason"], seen=said["seen"])
        messages.success(request, f"{service.name} {'no longer stands' if stands else 'now stands'} under {wanted.label}.")
        return redirect("service", service.id)
    context = {"form": form, "service": service, "pillar": wanted, "stands": stands, "back": reverse("service", args=[service.id])}
    return render(request, "services/pillar.html", context)
