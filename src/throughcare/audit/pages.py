"""Who looked: for the person, and for the auditor."""

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.audit import queries, search
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
