"""Parties and their signatures, how an agreement stands, and a second person's word."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, forms, policies, queries
from throughcare.agreements.numbers import money
from throughcare.agreements.pages.keeping import READ_BY_THEM, Step, through
from throughcare.agreements.states import AGREEMENT_STATES, MOVE_WORDS
from throughcare.common.refusals import NotFound

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_party_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One more organisation."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    policies.check_can_write(found)
    return through(
        request,
        once,
        found,
        lambda data: forms.PartyForm(by, found, data),
        lambda form: actions.add_party(by=by, agreement_id=agreement_id, new=form.new(), seen=form.cleaned_data["version"]),
        Step("Add a party", "Add", "Party added."),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_party(request: ActorRequest, agreement_id: UUID, agreement_party_id: UUID) -> HttpResponse:
    """What a party is, does and gets."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    party, values = queries.party_of(found, agreement_party_id), {"agreement_id": agreement_id, "party_id": agreement_party_id}
    policies.check_can_write(found)
    return through(
        request,
        once,
        found,
        lambda data: forms.PartyForm(by, found, data, party),
        lambda form: actions.change_party(by=by, **values, new=form.new(), seen=form.cleaned_data["version"]),
        Step(f"Change a party: {party.name}"),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_party_remove(request: ActorRequest, agreement_id: UUID, agreement_party_id: UUID) -> HttpResponse:
    """Take an organisation off, before it is signed."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    party, values = queries.party_of(found, agreement_party_id), {"agreement_id": agreement_id, "party_id": agreement_party_id}
    policies.check_can_write(found)
    policies.check_can_change_party(party.part)
    means = f"{party.name} can't read this agreement any more, and its services are not covered."
    return through(
        request,
        once,
        found,
        lambda data: forms.PlainForm(by, found, data),
        lambda form: actions.remove_party(by=by, **values, seen=form.cleaned_data["version"]),
        Step(f"Take off a party: {party.name}", "Take off", "Taken off.", means),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_party_sign(request: ActorRequest, agreement_id: UUID, agreement_party_id: UUID) -> HttpResponse:
    """Write down a signature, as the paper has it."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    party, values = queries.party_of(found, agreement_party_id), {"agreement_id": agreement_id, "party_id": agreement_party_id}
    policies.check_signs(found)
    return through(
        request,
        once,
        found,
        lambda data: forms.SignForm(by, found, data),
        lambda form: actions.sign_party(by=by, **values, new=form.new(), seen=form.cleaned_data["version"]),
        Step(f"Write down a signature: {party.name}", "Signed", "The signature is written down."),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_move(request: ActorRequest, agreement_id: UUID, verb: str) -> HttpResponse:
    """Offer, sign, suspend, go on, terminate."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    if verb not in MOVE_WORDS:
        raise NotFound
    if request.method != "POST":
        AGREEMENT_STATES.check(found.state, verb)
    make = forms.ReasonForm if AGREEMENT_STATES.move(verb).needs_reason else forms.PlainForm
    return through(
        request,
        once,
        found,
        lambda data: make(by, found, data),
        lambda form: actions.move_agreement(
            by=by, agreement_id=agreement_id, verb=verb, reason=form.typed().get("reason", ""), seen=form.cleaned_data["version"]
        ),
        Step(*MOVE_WORDS[verb]),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_renew(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Use a renewal that stands in it."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    left = found.renewals_allowed - found.renewals_used
    return through(
        request,
        once,
        found,
        lambda data: forms.RenewForm(by, found, data),
        lambda form: actions.renew_agreement(by=by, agreement_id=agreement_id, **form.typed(), seen=form.cleaned_data["version"]),
        Step("Renew this agreement", "Renew", "The agreement is renewed.", f"Renewals left: {left}. {READ_BY_THEM}"),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_ask(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Ask for a second person's word on its value."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    total, number = queries.to_approve(by, found)
    policies.check_can_ask(found, total, None if request.method == "POST" else queries.waits_for(found), number)
    worth = f"With amendment {number} it is worth" if number else "It is worth"
    means = (
        f"{worth} {money(total)}. Anybody who approves agreements, and has not written, asked about or looks after this one, can answer."
    )
    return through(
        request,
        once,
        found,
        lambda data: forms.AskForm(by, found, data),
        lambda form: actions.ask_approval(by=by, agreement_id=agreement_id, **form.typed(), seen=form.cleaned_data["version"]),
        Step("Ask for approval", "Ask", "You asked for approval.", means),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_APPROVE)
def agreement_decide(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Give that word, about somebody else's agreement."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    waits = queries.waits_for(found)
    if request.method != "POST":
        policies.check_can_decide(by, found, waits)
    means = f"Somebody asks you to agree to {money(waits.amount)}. {waits.asked_note}".strip() if waits else ""
    return through(
        request,
        once,
        found,
        lambda data: forms.DecideForm(by, found, data),
        lambda form: actions.decide_approval(by=by, agreement_id=agreement_id, **form.typed(), seen=form.cleaned_data["version"]),
        Step("Approve a value", "Answer", "Your answer is kept.", means),
    )
