"""Who looked: for the person, and for the auditor; and what is disposed of, by two people."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.audit import actions, queries, search
from throughcare.audit.forms import FilterForm


@needs(Permission.OWN_RECORD)
def who_looked(request: ActorRequest) -> HttpResponse:
    """Everybody who looked at the reader's own record, in plain words."""
    return render(request, "audit/who_looked.html", {"page": queries.about_me(request.actor, request.GET.get("after", ""))})


@needs(Permission.AUDIT_READ)
def audit(request: ActorRequest) -> HttpResponse:
    """The whole audit, filtered; reading it is recorded."""
    form = FilterForm(request.GET or None)
    form.is_valid()
    page = search.look(by=request.actor, filters=form.filters(), cursor=request.GET.get("after", ""))
    return render(request, "audit/audit.html", {"form": form, "page": page, "query": request.GET})


@needs(Permission.AUDIT_READ)
def verification(request: ActorRequest) -> HttpResponse:
    """What the last verification found."""
    return render(request, "audit/verification.html", {"last": queries.last_verification()})


@needs(Permission.AUDIT_READ)
def retention(request: ActorRequest) -> HttpResponse:
    """How long what is kept, and what two people agreed to dispose of."""
    return render(request, "audit/retention.html", queries.retention(request.actor))


@require_POST
@needs(Permission.AUDIT_READ)
def ask_disposal(request: ActorRequest, code: str) -> HttpResponse:
    """Ask that what is due be disposed of."""
    actions.ask_disposal(by=request.actor, code=code)
    return redirect("retention")


@require_POST
@needs(Permission.AUDIT_READ)
def approve_disposal(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    """Agree to what somebody else asked for."""
    actions.approve_disposal(by=request.actor, disposal_id=disposal_id)
    return redirect("retention")
