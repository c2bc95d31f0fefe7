"""Staff pages of the light path: the one page written and changed, its links sent and revoked, a code told by phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.agreements import actions, forms, policies, queries
from throughcare.agreements.pages.keeping import Step, put, through
from throughcare.agreements.queries import light as lights
from throughcare.agreements.states import LINK_DAYS, OPEN_STATES, LinkFor
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotFound
from throughcare.partners.queries import get_organization

_METHODS = ["GET", "HEAD", "POST"]
_UNSIGNED = "Signatures given so far fall, and links to sign are over. It is written part by part and signed on paper then. The staff of its parties read why."
_SIGNED = "What was signed stays, with its payment and the three questions. It is changed by an amendment from then on. The staff of its parties read why."
_SENT = "The link is on its way to them. It is good for {days} days."
_SENDING = {
    LinkFor.SIGN: Step(
        "Send a link to sign",
        "Make the link",
        means="They read all of it and sign without an account. They can read it from now on; a link that was sent before is void.",
    ),
    LinkFor.REPORT: Step(
        "Send a link to the three questions",
        "Make the link",
        means="They answer without an account. Links that were sent before stay good until it is answered.",
    ),
}


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def light_add(request: ActorRequest) -> HttpResponse:
    """A small grant or MOU on one page. ?partner=: whose page one came from."""
    by = request.actor
    form = forms.LightForm(request.POST) if request.method == "POST" else forms.LightForm(initial=_came_from(request))
    full = False
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.add_light(by=by, new=form.light()), lambda key: queries.get_agreement(by, key))
        except Invalid as wrong:
            put(form, wrong)
            full = not wrong.errors
        else:
            say(request, made, "The draft is there. Read it, then send the link to sign.", "You wrote this agreement")
            return redirect("agreement", made.thing.pk)
    context = {"form": form, "full": full, "rule": lights.shown_rule(), "back": reverse("agreements")}
    return render(request, "agreements/light.html", context)


def _came_from(request: ActorRequest) -> dict[str, str]:
    try:
        return {"organization": get_organization(request.actor, UUID(request.GET.get("partner", ""))).name}
    except (ValueError, NotFound):
        return {}


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def light_change(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Say it otherwise, before it is signed by all."""
    by = request.actor
    found, light = lights.get_light(by, agreement_id)
    policies.check_can_write(found)
    means = "Signatures given before fall, and a link to sign that was sent is void: send it again. " + lights.shown_rule()
    return through(
        request,
        once,
        found,
        lambda data: forms.LightChangeForm(by, found, light, data),
        lambda form: actions.change_light(
            by=by,
            agreement_id=agreement_id,
            new=form.light(str(lights.party_of_light(found).organization_id)),
            seen=form.cleaned_data["version"],
        ),
        Step("Change a small grant or MOU", means=means),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def light_full(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """From then on it is a full agreement; why is asked."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    light = lights.terms_ever(found)
    if light is None:
        raise NotFound
    if request.method != "POST":
        policies.check_can_be_full(found, light, today())
    return through(
        request,
        once,
        found,
        lambda data: forms.ReasonForm(by, found, data),
        lambda form: actions.light_full(by=by, agreement_id=agreement_id, **form.typed(), seen=form.cleaned_data["version"]),
        Step(
            "Turn it into a full agreement", "Turn it", "It is a full agreement now.", _UNSIGNED if found.state in OPEN_STATES else _SIGNED
        ),
    )


@require_http_methods(_METHODS)
@never_cache
@needs(Permission.AGREEMENT_EDIT)
def light_send(request: ActorRequest, agreement_id: UUID, purpose: str) -> HttpResponse:
    """Make a link. Without an address it is shown here, once."""
    by = request.actor
    found, light = lights.get_light(by, agreement_id)
    if purpose.upper() not in LinkFor.values:
        raise NotFound
    step = _SENDING[LinkFor(purpose.upper())]
    form = forms.PlainForm(by, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = actions.send_light_link(by=by, agreement_id=agreement_id, purpose=purpose.upper(), seen=form.cleaned_data["version"])
        if not sent.secret:
            messages.success(request, _SENT.format(days=LINK_DAYS))
            return redirect("agreement", agreement_id)
        return render(request, "agreements/light_shown.html", {"agreement": found, "secret": sent.secret, "is_link": True, "light": light})
    whom = light.signer_email or f"{light.signer_phone}: the link is shown to you once, to pass on"
    context = {"form": form, "caption": f"{found.number}: {found.title}", "theirs": "", "back": reverse("agreement", args=[found.pk])}
    return render(request, step.template, {**context, **step._asdict(), "means": f"To {light.signer_name}, {whom}. {step.means}"})


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def light_revoke(request: ActorRequest, agreement_id: UUID, link_id: UUID) -> HttpResponse:
    """It opens nothing from then on."""
    by = request.actor
    found, _ = lights.get_light(by, agreement_id)
    link = lights.get_link(by, agreement_id, link_id)
    return through(
        request,
        once,
        found,
        lambda data: forms.PlainForm(by, found, data),
        lambda form: actions.revoke_light_link(by=by, agreement_id=agreement_id, link_id=link_id, seen=form.cleaned_data["version"]),
        Step(f"Revoke a link: {link.to_name}", "Revoke it", "The link is revoked.", "It opens nothing from then on. You can send another."),
    )


@require_http_methods(_METHODS)
@never_cache
@needs(Permission.AGREEMENT_EDIT)
def light_code(request: ActorRequest, agreement_id: UUID, link_id: UUID) -> HttpResponse:
    """A code to tell by phone, shown once; who told it stands with the signature."""
    by = request.actor
    found, light = lights.get_light(by, agreement_id)
    lights.get_link(by, agreement_id, link_id)
    form = forms.PlainForm(by, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = actions.tell_light_code(by=by, agreement_id=agreement_id, link_id=link_id, seen=form.cleaned_data["version"])
        return render(request, "agreements/light_shown.html", {"agreement": found, "secret": told.secret, "is_link": False, "light": light})
    means = f"Ring {light.signer_name} on {light.signer_phone}, be sure that it is them, and tell the code. Your name stands with their signature."
    context = {"form": form, "caption": f"{found.number}: {found.title}", "theirs": "", "back": reverse("agreement", args=[found.pk])}
    return render(request, "partners/form.html", {**context, **Step("Tell a code by phone", "Show a code", means=means)._asdict()})
