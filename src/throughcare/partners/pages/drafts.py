"""Forms about partners, begun and not sent: kept, let go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.partners.actions.drafts import drop_partner_draft, keep_partner_draft
from throughcare.partners.forms.drafting import FIELD, clock_words, form_address, read_key, sent_values


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_draft_keep(request: ActorRequest) -> HttpResponse:
    """Keep what is typed so far: by itself while one types, or by the button."""
    written = read_key(str(request.POST.get(FIELD) or ""), request.actor.user_id)
    kept = keep_partner_draft(by=request.actor, written=written, values=sent_values(request))
    said = f"Draft saved at {clock_words(kept)}. Only you see it."
    if request.headers.get("HX-Request"):
        return render(request, "partners/_draft_saved.html", {"said": said})
    messages.success(request, said)
    return redirect(form_address(written))


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_draft_drop(request: ActorRequest) -> HttpResponse:
    """Let it go."""
    written = read_key(str(request.POST.get(FIELD) or ""), request.actor.user_id)
    drop_partner_draft(by=request.actor, written=written)
    messages.success(request, "The draft is gone.")
    return redirect(form_address(written))
