"""Who looked: for the person, and for the auditor; and what is disposed of, by two people."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.audit import actions, queries, search
from throughcare.audit.forms import ErasureForm, FilterForm, HoldForm
from throughcare.common.refusals import Invalid


@needs(Permission.OWN_RECORD)
def who_looked(request: ActorRequest) -> HttpResponse:
    """Everybody who looked at the reader's own record, in plain words."""
    context = {"page": queries.about_me(request.actor, request.GET.get("after", "")), "withheld": queries.withheld(request.actor)}
    return render(request, "audit/who_looked.html", context)


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
    return render(request, "audit/retention.html", queries.retention(request.actor) | {"partnership": settings.PARTNERSHIP})


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
    return _answered(request, disposal_id, agree=True)


@require_POST
@needs(Permission.AUDIT_READ)
def refuse_disposal(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    """Refuse what somebody asked for, or take back what one asked for oneself."""
    return _answered(request, disposal_id, agree=False)


def _answered(request: ActorRequest, disposal_id: UUID, *, agree: bool) -> HttpResponse:
    if settings.PARTNERSHIP:
        queries.get_disposal(disposal_id)  # of what passes alone: whose record is erased is not said here
    disposal = actions.answer_disposal(by=request.actor, disposal_id=disposal_id, agree=agree)
    return redirect("records" if disposal.person_id else "retention")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AUDIT_READ)
def records(request: ActorRequest) -> HttpResponse:
    """Whose record is erased, by two people; and which records a court holds."""
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_erasure(by=request.actor, person_id=form.cleaned_data["person"], why=form.cleaned_data["why"])
        except Invalid as wrong:
            _put_errors(form, wrong)
        else:
            messages.success(request, "Asked for. Somebody else who reads the audit must approve it.")
            return redirect("records")
    return _records(request, form, HoldForm(prefix="hold"))


@require_POST
@needs(Permission.AUDIT_READ)
def place_hold(request: ActorRequest) -> HttpResponse:
    """Keep a record that a court needs."""
    form = HoldForm(request.POST, prefix="hold")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.place_hold(by=request.actor, person_id=given["person"], order_number=given["order_number"])
        except Invalid as wrong:
            _put_errors(form, wrong)
        else:
            messages.success(request, "The record is held: it can't be erased until the hold is lifted.")
            return redirect("records")
    return _records(request, ErasureForm(), form)


@require_POST
@needs(Permission.AUDIT_READ)
def lift_hold(request: ActorRequest, hold_id: UUID) -> HttpResponse:
    """The court needs it no longer."""
    actions.lift_hold(by=request.actor, hold_id=hold_id)
    return redirect("records")


def _records(request: ActorRequest, erasure: ErasureForm, hold: HoldForm) -> HttpResponse:
    lines, _ = search.erasures(by=request.actor)
    holds, _ = search.holds(by=request.actor)
    held = queries.held_among(line.item.person_id for line in lines if line.item.person_id)
    return render(request, "audit/records.html", {"lines": lines, "held": held, "holds": holds, "erasure": erasure, "hold": hold})


def _put_errors(form: Form, wrong: Invalid) -> None:
    for field, sentences in wrong.errors.items():
        form.add_error(field, sentences)
