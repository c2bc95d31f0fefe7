"""Pages that change a part of what the register says of a partner."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import Partner
from throughcare.partners.pages.keeping import READ_BY_THEM, form_page, kept, put


class _Part(NamedTuple):
    title: str
    form: Callable[..., Any]
    change: Callable[..., Partner]


_PARTS = {
    "details": _Part("Change details", forms.DetailsForm, actions.change_details),
    "roles": _Part("Change roles and expertise", forms.RolesForm, actions.change_roles),
    "reach": _Part("Change regions and sites", forms.ReachForm, actions.change_reach),
    "numbers": _Part("Change numbers", forms.NumbersForm, actions.change_numbers),
    "safeguarding": _Part("Change safeguarding", forms.SafeguardingForm, actions.change_safeguarding),
    "in-touch": _Part("Change the reminder without contact", forms.InTouchForm, actions.change_in_touch),
    "owner": _Part("Change who looks after it", forms.OwnerForm, actions.change_owner),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PARTNER_EDIT)
def partner_part(request: ActorRequest, partner_id: UUID, part: str) -> HttpResponse:
    """One part. When somebody else changed the partner meanwhile, what it says now is shown and what was typed is kept."""
    by, found, theirs = request.actor, queries.get_partner(request.actor, partner_id), ""
    if part not in _PARTS:
        raise NotFound
    title, make, change = _PARTS[part]
    form = make(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: change(by=by, partner_id=partner_id, new=form.new(), seen=seen),
                lambda _: queries.get_partner(by, partner_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: make(found, data))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("partner", partner_id)
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    return form_page(request, form, title, back, caption=whose, theirs=theirs, means=READ_BY_THEM)
