"""An amendment written, read whole, changed, signed, put into effect or withdrawn."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, forms, policies, queries
from throughcare.agreements.models import Amendment
from throughcare.agreements.pages.keeping import READ_BY_THEM, Step, may_ask, through
from throughcare.agreements.queries import amending
from throughcare.agreements.states import AMENDMENT_STATES, AMENDMENT_WORDS, OPEN_AMENDMENT
from throughcare.common.refusals import NotFound

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def amendment(request: ActorRequest, agreement_id: UUID, amendment_id: UUID) -> HttpResponse:
    """One whole: why, what it says until then and from then on, and who has signed. The staff of the parties read it once it was offered."""
    by, found = request.actor, queries.get_amendment(request.actor, agreement_id, amendment_id)
    may_edit = by.may(Permission.AGREEMENT_EDIT)
    whole, is_ours = found.agreement, by.may(Permission.AGREEMENT_VIEW)
    context = {
        "amendment": found,
        "title": f"Amendment {found.number}",
        "agreement": whole,
        "stands": amending.stands_of(found),
        "rows": amending.summary(found, may_change=may_edit and found.state in OPEN_AMENDMENT),
        "values": amending.values(found),
        "signatures": amending.signatures(found, may_sign=may_edit),
        "is_ours": is_ours,
        "total": amending.total(found) if is_ours else "",
        "may_ask": may_edit and found.state in OPEN_AMENDMENT and may_ask(by, whole),
        "may_decide": queries.can_approve(by, whole),
        "steps": amending.steps(found) if may_edit else [],
        "crumbs": [
            {"text": "Agreements", "href": reverse("agreements")},
            {"text": whole.number, "href": reverse("agreement", args=[whole.pk])},
        ],
    }
    return render(request, "agreements/amendment.html", context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def amendment_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """A draft."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    if request.method != "POST":
        policies.check_can_amend(found, queries.amendments_of(by, found))
    return through(
        request,
        once,
        found,
        lambda data: forms.AmendmentForm(by, found, data),
        lambda form: actions.add_amendment(by=by, agreement_id=agreement_id, new=form.new()),
        Step("Write an amendment", "Write the draft", "The draft is there.", "Nobody but us reads it until you offer it to the parties."),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def amendment_change(request: ActorRequest, agreement_id: UUID, amendment_id: UUID) -> HttpResponse:
    """What it says, until it is in effect. Signatures given before fall."""
    by, found = request.actor, queries.get_amendment(request.actor, agreement_id, amendment_id)
    policies.check_amendment_open(found)
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.AmendmentForm(by, found.agreement, data, found),
        lambda form: actions.change_amendment(by=by, **_key(found), new=form.new(), seen=form.cleaned_data["version"] or 0),
        Step(f"Change amendment {found.number}", means=f"Signatures given before fall. {READ_BY_THEM}"),
        one=found,
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def amendment_sign(request: ActorRequest, agreement_id: UUID, amendment_id: UUID, agreement_party_id: UUID) -> HttpResponse:
    """Write down a signature, as the paper has it."""
    by, found = request.actor, queries.get_amendment(request.actor, agreement_id, amendment_id)
    party = queries.party_of(found.agreement, agreement_party_id)
    if request.method != "POST":
        policies.check_signs_amendment(found)
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.AmendmentSignForm(found, data),
        lambda form: actions.sign_amendment(by=by, **_key(found), party_id=party.pk, new=form.new(), seen=form.cleaned_data["version"]),
        Step(f"Write down a signature: {party.name}", "Signed", "The signature is written down."),
        one=found,
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def amendment_move(request: ActorRequest, agreement_id: UUID, amendment_id: UUID, verb: str) -> HttpResponse:
    """Offer it, put it into effect, withdraw it."""
    by, found = request.actor, queries.get_amendment(request.actor, agreement_id, amendment_id)
    if verb not in AMENDMENT_WORDS:
        raise NotFound
    if request.method != "POST":
        AMENDMENT_STATES.check(found.state, verb)
    make = forms.AmendmentReasonForm if AMENDMENT_STATES.move(verb).needs_reason else forms.OfAmendment
    return through(
        request,
        once,
        found.agreement,
        lambda data: make(found, data),
        lambda form: actions.move_amendment(
            by=by, **_key(found), verb=verb, reason=form.cleaned_data.get("reason", ""), seen=form.cleaned_data["version"]
        ),
        Step(*AMENDMENT_WORDS[verb]),
        one=found,
    )


def _key(found: Amendment) -> dict[str, UUID]:
    return {"agreement_id": found.agreement_id, "amendment_id": found.pk}
