"""Records that may be one organisation: their list, and two of them side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid
from throughcare.partners.actions.likely import keep_two
from throughcare.partners.forms import KeepTwoForm
from throughcare.partners.models import Organization, PartnerPair
from throughcare.partners.pages.keeping import put
from throughcare.partners.queries.duplicates import Likely, get_pair, page_of_pairs, percent
from throughcare.partners.states import PAIR_STATES, PartnerPairState

_HEAD = ("Two records", "How likely", "What speaks most for it")


@require_safe
@needs(Permission.PARTNER_EDIT)
def partner_duplicates(request: ActorRequest) -> HttpResponse:
    """Pairs nobody has decided about, the likeliest first."""
    page = page_of_pairs(request.actor, cursor=request.GET.get("after", ""))
    context = {"page": page, "head": _HEAD, "rows": [_line(pair) for pair in page.rows], "back": reverse("partners")}
    return render(request, "partners/duplicates.html", context)


def _line(pair: PartnerPair) -> list[object]:
    names = {"text": f"{pair.one.name} and {pair.other.name}", "href": reverse("partner-duplicate", args=[pair.id])}
    best = max(pair.evidence, key=lambda said: said["weight"])
    return [names, percent(pair.probability), f"{best['field']}: {best['words']}"]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PARTNER_EDIT)
def partner_duplicate(request: ActorRequest, partner_pair_id: UUID) -> HttpResponse:
    """Two records side by side, and why they may be one."""
    by, found = request.actor, get_pair(request.actor, partner_pair_id)
    form = KeepTwoForm(request.POST or None, initial={"version": found.pair.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            once(
                request,
                lambda: keep_two(by=by, pair_id=partner_pair_id, reason=said["reason"], seen=said["version"]),
                lambda _: get_pair(by, partner_pair_id).pair,
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "They stay two. You are asked again only when something about them changes.")
            return redirect("partner-duplicates")
    context = {
        "found": found,
        "percent": percent(found.pair.probability),
        "form": form if found.pair.state == PartnerPairState.PROPOSED else None,
        "stays": _may_stay(found),
        "back": reverse("partner-duplicates"),
    }
    return render(request, "partners/duplicate.html", context)


def _may_stay(found: Likely) -> list[tuple[Organization, Organization]]:
    """Which of the two may stay, with the one that goes then: one that is on the register."""
    if "merge" not in PAIR_STATES.verbs_from(found.pair.state):
        return []
    ways = ((found.one, found.other), (found.other, found.one))
    return [(stays.organization, goes.organization) for stays, goes in ways if stays.partner is not None]
