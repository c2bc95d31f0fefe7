"""Pages that put two records of one organisation together, show what was done, and take them apart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid
from throughcare.partners import queries
from throughcare.partners.actions.merging import let_team_in, merge_partners, part_partners
from throughcare.partners.forms import MergeForm, SeenForm, TakeApartForm, WithForm
from throughcare.partners.models import PartnerMerge
from throughcare.partners.pages.keeping import form_page, put
from throughcare.partners.queries.merging import Merged, beside, get_merge, page_of_merges
from throughcare.partners.queries.shown import day_words

_METHODS = ["GET", "HEAD", "POST"]
_HEAD = ("Put together", "When", "How it stands")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def partner_merge_with(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Name the record that is the same organisation."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    form = WithForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = queries.organization_called(by, form.cleaned_data["other"])
        except Invalid as wrong:
            form.add_error("other", str(wrong))
        else:
            return redirect("partner-merge", partner_id, other.pk)
    means = "You see both side by side next, and choose what to keep. Nothing changes before that."
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    return form_page(request, form, "Put together with another record", back, caption=whose, button="Continue", means=means)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def partner_merge(request: ActorRequest, partner_id: UUID, loser_id: UUID) -> HttpResponse:
    """Both side by side: what is kept is chosen field by field."""
    by, found = request.actor, beside(request.actor, partner_id, loser_id)
    form = MergeForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: merge_partners(by=by, new=form.new()), lambda merge_id: get_merge(by, merge_id).merge)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "The two records are one now. You, or another who keeps the register, can take them apart again.")
            return redirect("partner-merged", made.thing.id)
    context = {"found": found, "form": form, "back": reverse("partner", args=[partner_id]), "may_turn": found.partner is not None}
    return render(request, "partners/merge.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def partner_merges(request: ActorRequest) -> HttpResponse:
    """What was put together, the latest first."""
    page = page_of_merges(request.actor, cursor=request.GET.get("after", ""))
    context = {"page": page, "head": _HEAD, "rows": [_line(row) for row in page.rows], "back": reverse("partners")}
    return render(request, "partners/merges.html", context)


def _line(row: PartnerMerge) -> list[object]:
    names = {"text": f"{row.loser.name} into {row.winner.name}", "href": reverse("partner-merged", args=[row.id])}
    return [
        names,
        day_words(row.at.date()),
        {"text": "Taken apart", "colour": "grey"} if row.parted_at else {"text": "One record", "colour": "green"},
    ]


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_VIEW)
def partner_merged(request: ActorRequest, partner_merge_id: UUID) -> HttpResponse:
    """Two records that were put together: who, why, who sees it; and the way to take them apart."""
    by, found = request.actor, get_merge(request.actor, partner_merge_id)
    form = TakeApartForm(request.POST or None, initial={"version": found.merge.version})
    if request.method == "POST" and form.is_valid():
        by.check(Permission.PARTNER_EDIT)
        said = form.cleaned_data
        once(
            request,
            lambda: part_partners(by=by, merge_id=partner_merge_id, reason=said["reason"], seen=said["version"]),
            lambda _: get_merge(by, partner_merge_id).merge,
        )
        messages.success(request, "The two records are apart again, as they were.")
        return redirect("partner-merged", partner_merge_id)
    context = {
        "found": found,
        "rows": _story(found),
        "form": form if found.can else None,
        "may_let_in": by.may(Permission.PARTNER_EDIT) and by.may(Permission.SERVICE_EDIT) and found.merge.parted_at is None,
        "back": reverse("partner-merges"),
    }
    return render(request, "partners/merged.html", context)


def _story(found: Merged) -> list[dict[str, object]]:
    """Who did what, when and why."""
    row = found.merge
    stays: dict[str, object] = {"key": "Record that stays", "value": row.winner.name}
    said: list[dict[str, object]] = [stays, {"key": "Record that went into it", "value": row.loser.name}]
    said.append({"key": "Put together by", "value": f"{found.name(row.by_id)}, {day_words(row.at.date())}"})
    said.append({"key": "Why", "value": row.reason})
    if row.parted_at:
        said.append({"key": "Taken apart by", "value": f"{found.name(row.parted_by_id)}, {day_words(row.parted_at.date())}"})
        said.append({"key": "Why apart", "value": row.part_reason})
    return said


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_merge_team(request: ActorRequest, partner_merge_id: UUID, team_id: UUID) -> HttpResponse:
    """Let a team that was left out see the record."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Invalid("The form came without the version it showed. Open the page again.")
    seen = form.cleaned_data["version"]
    once(
        request,
        lambda: let_team_in(by=request.actor, merge_id=partner_merge_id, team_id=team_id, seen=seen),
        lambda _: get_merge(request.actor, partner_merge_id).merge,
    )
    messages.success(request, "The team sees the record now.")
    return redirect("partner-merged", partner_merge_id)
