"""Forms begun and not sent: kept, let go, listed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.people.actions.drafts import drop_draft, keep_draft
from throughcare.people.forms.drafting import FIELD, clock_words, read_key, sent_values, way_back
from throughcare.people.queries.drafts import WRITERS, own_drafts


@require_POST
@needs(*WRITERS, Permission.OWN_RECORD)
def draft_keep(request: ActorRequest) -> HttpResponse:
    """Keep what is typed so far: by itself while one types, or by the button."""
    thing = read_key(str(request.POST.get(FIELD) or ""), request.actor.user_id)
    said = f"Draft saved at {clock_words(keep_draft(by=request.actor, thing=thing, values=sent_values(request)))}. Only you see it."
    if request.headers.get("HX-Request"):
        return render(request, "people/_draft_saved.html", {"said": said})
    messages.success(request, said)
    return redirect(way_back(thing))


@require_POST
@needs(*WRITERS, Permission.OWN_RECORD)
def draft_drop(request: ActorRequest) -> HttpResponse:
    """Let it go."""
    thing = read_key(str(request.POST.get(FIELD) or ""), request.actor.user_id)
    drop_draft(by=request.actor, form=thing.form, about_id=thing.about_id)
    messages.success(request, "The draft is gone.")
    return redirect(way_back(thing))


@require_safe
@needs(*WRITERS, Permission.OWN_RECORD)
def drafts(request: ActorRequest) -> HttpResponse:
    """What one has begun and not sent."""
    return render(request, "people/drafts.html", {"found": own_drafts(request.actor)})
