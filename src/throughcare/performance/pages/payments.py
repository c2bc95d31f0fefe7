"""What is paid: planned, read whole, shown, agreed, released or refused, paid."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.numbers import money
from throughcare.agreements.queries import get_agreement, has_any
from throughcare.common.refusals import NotFound
from throughcare.performance import actions, forms, policies, queries
from throughcare.performance.models import Payment
from throughcare.performance.pages.keeping import Now, Step, through
from throughcare.performance.queries import payments_shown as shown
from throughcare.performance.states import PAYMENT_STATES, PAYMENT_WORDS, PaymentShow

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def payments(request: ActorRequest) -> HttpResponse:
    """Over all agreements, or those one looks after: what is to be decided, what is payable, what is not and why; a party's staff see their own."""
    by, owner = request.actor, request.GET.get("owner", "")
    has_any(by)
    asked = request.GET.get("show", "")
    show = asked if asked in PaymentShow.values else PaymentShow.DECIDE.value
    page = queries.page_of_all_payments(by, show=show, owner=owner, cursor=request.GET.get("after", ""))
    own = f"&owner={queries.MINE}" if owner == queries.MINE else ""
    context = {
        "is_ours": by.may(Permission.AGREEMENT_VIEW),
        "is_mine": owner == queries.MINE,
        "show": show,
        "tabs": [{"text": one.label, "href": f"?show={one.value}{own}", "current": one.value == show} for one in PaymentShow],
        "page": page,
        "head": shown.ALL_HEAD,
        "rows": shown.all_lines(page.rows),
    }
    return render(request, "performance/payments.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def payment(request: ActorRequest, agreement_id: UUID, payment_id: UUID) -> HttpResponse:
    """One: how much, for what, whether that is there, and what became of it. For staff who may look at agreements, and for the party it is for."""
    by, found = request.actor, queries.get_payment(request.actor, agreement_id, payment_id)
    stands = shown.stands_of(found)
    context = {
        "payment": found,
        "caption": f"{found.agreement.number}: {found.agreement.title}",
        "stands": stands,
        "rows": shown.payment_rows(found),
        "steps": shown.steps(by, found),
        "crumbs": [
            {"text": "Agreements", "href": reverse("agreements")},
            {"text": found.agreement.number, "href": reverse("agreement", args=[agreement_id])},
        ],
    }
    return render(request, "performance/payment.html", context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def payment_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Plan one more."""
    by, found = request.actor, get_agreement(request.actor, agreement_id)
    if request.method != "POST":
        policies.check_can_measure(found)
    return through(
        request,
        once,
        lambda data: forms.AddPaymentForm(by, found, data),
        lambda form: actions.add_payment(by=by, agreement_id=agreement_id, new=form.new()),
        lambda key: queries.get_payment(by, agreement_id, key),
        Step(
            "Plan a payment", "Plan it", "The payment is planned.", "Its words stay. The staff of the party read it; other parties do not."
        ),
        caption=f"{found.number}: {found.title}",
        back=reverse("agreement", args=[agreement_id]),
    )


def _step(
    request: ActorRequest, do_once: Callable[..., Any], found: Payment, make: Any, act: Callable[[Any], Any], step: Step
) -> HttpResponse:
    key = [found.agreement_id, found.pk]
    words = (found.get_state_display(), found.evidence, found.state_reason, found.reference)
    return through(
        request,
        do_once,
        lambda data: make(found, data),
        act,
        lambda _: queries.get_payment(request.actor, *key),
        step,
        caption=f"{found.name}, {found.party.name}: {money(found.amount)}",
        back=reverse("payment", args=key),
        now=Now(found.version, words),
    )


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def payment_evidence(request: ActorRequest, agreement_id: UUID, payment_id: UUID) -> HttpResponse:
    """Either side says what was done."""
    by, found = request.actor, queries.get_payment(request.actor, agreement_id, payment_id)
    may = (
        queries.is_of_either_side if request.method == "POST" else queries.may_give_evidence
    )  # sent again after it was taken, it is told so
    if not may(by, found):
        raise NotFound

    def act(form: Any) -> Payment:
        said = form.cleaned_data
        return actions.give_evidence(
            by=by, agreement_id=agreement_id, payment_id=payment_id, evidence=said["evidence"], seen=said["version"]
        )

    step = Step(
        "Say what was done for it",
        "Save",
        "What you said is kept. The department looks at it.",
        f"{shown.for_what(found)}. Both sides read it.",
    )
    return _step(request, once, found, forms.EvidenceForm, act, step)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_APPROVE)
def payment_agree(request: ActorRequest, agreement_id: UUID, payment_id: UUID) -> HttpResponse:
    """A second person's word on a large amount."""
    by, found = request.actor, queries.get_payment(request.actor, agreement_id, payment_id)
    if request.method != "POST":
        policies.check_can_agree(queries.may_agree(by, found))
    step = Step("Agree to the amount", "I agree", "You agreed to the amount. Somebody else releases it.", f"{shown.for_what(found)}.")

    def act(form: Any) -> Payment:
        return actions.agree_payment(by=by, agreement_id=agreement_id, payment_id=payment_id, seen=form.cleaned_data["version"])

    return _step(request, once, found, forms.OfPayment, act, step)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def payment_move(request: ActorRequest, agreement_id: UUID, payment_id: UUID, verb: str) -> HttpResponse:
    """Release it, or say why it is not payable."""
    by, found = request.actor, queries.get_payment(request.actor, agreement_id, payment_id)
    if verb not in PAYMENT_WORDS:
        raise NotFound
    if request.method != "POST":
        PAYMENT_STATES.check(found.state, verb)
        if verb == "release":
            policies.check_can_release(by, found, queries.why_not_met(found), needs_second=queries.needs_second(found))
    make = forms.PaymentWhyForm if PAYMENT_STATES.move(verb).needs_reason else forms.OfPayment

    def act(form: Any) -> Payment:
        said = form.cleaned_data
        key = {"agreement_id": agreement_id, "payment_id": payment_id}
        return actions.move_payment(by=by, **key, verb=verb, reason=said.get("reason", ""), seen=said["version"])

    return _step(request, once, found, make, act, Step(*PAYMENT_WORDS[verb]))


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def payment_pay(request: ActorRequest, agreement_id: UUID, payment_id: UUID) -> HttpResponse:
    """It was paid."""
    by, found = request.actor, queries.get_payment(request.actor, agreement_id, payment_id)
    if request.method != "POST":
        PAYMENT_STATES.check(found.state, "pay")
        policies.check_in_force(found)

    def act(form: Any) -> Payment:
        said = form.cleaned_data
        key = {"agreement_id": agreement_id, "payment_id": payment_id}
        return actions.pay(by=by, **key, reference=said["reference"], paid_on=said["paid_on"], seen=said["version"])

    step = Step("Write down that it was paid", "It was paid", "Kept as paid.", "Both sides read when, and under which number.")
    return _step(request, once, found, forms.PaidForm, act, step)
