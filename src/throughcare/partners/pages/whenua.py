"""Sites and their mana whenua."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import ManaWhenua
from throughcare.partners.pages.keeping import form_page, kept, put
from throughcare.partners.queries.shown import day_words
from throughcare.partners.queries.whenua import SiteLine

_METHODS = ["GET", "HEAD", "POST"]
_HEAD = ("Site", "Region", "Mana whenua", "Said by")


@require_safe
@needs(Permission.PARTNER_VIEW)
def mana_whenua(request: ActorRequest) -> HttpResponse:
    """Every site, and who holds mana whenua there; where nobody said, that."""
    by = request.actor
    lines, may_edit = queries.sites_and_whenua(by), by.may(Permission.PARTNER_EDIT)
    unsaid = sum(1 for line in lines if not line.holders)
    context: dict[str, object] = {
        "head": (*_HEAD, "Change") if may_edit else _HEAD,
        "rows": [_row(line, may_edit=may_edit) for line in lines],
        "unsaid": unsaid,
    }
    context["actions"] = [{"text": "Say who holds mana whenua", "href": reverse("mana-whenua-add")}] if may_edit else []
    return render(request, "partners/whenua.html", context)


def _row(line: SiteLine, *, may_edit: bool) -> list[object]:
    holders: object = {"text": "Nobody said yet", "colour": "yellow"}
    if line.holders:
        named = ((reverse("partner", args=[one.partner_id]), one.partner.organization.name) for one in line.holders)
        holders = format_html_join(", ", '<a class="govuk-link" href="{}">{}</a>', named)
    said = "; ".join(f"{one.said_by}, {day_words(one.said_on)}" for one in line.holders)
    return [line.name, line.region, holders, said, *([_changes(line)] if may_edit else [])]


def _changes(line: SiteLine) -> str:
    """Links to add and to end, each saying of what."""
    add = format_html(
        '<a class="govuk-link" href="{}?site={}">Add<span class="govuk-visually-hidden"> mana whenua of {}</span></a>',
        reverse("mana-whenua-add"),
        line.code,
        line.name,
    )
    link = ' <a class="govuk-link" href="{}">End<span class="govuk-visually-hidden"> {} at {}</span></a>'
    ends = ((reverse("mana-whenua-end", args=[one.pk]), one.partner.organization.name, line.name) for one in line.holders)
    return format_html("{}{}", add, format_html_join("", link, ends))


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def mana_whenua_add(request: ActorRequest) -> HttpResponse:
    """Write down who holds mana whenua where a site stands."""
    by = request.actor
    form = forms.WhenuaForm(by, request.POST or None, request.GET.get("site", ""))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.say_whenua(by=by, new=form.new()), lambda made_id: queries.get_whenua(by, made_id))
        except Invalid as wrong:
            put(form, wrong)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            say(request, made, "Written down.", "You wrote this down")
            return redirect("mana-whenua")
    return form_page(request, form, "Say who holds mana whenua", reverse("mana-whenua"))


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def mana_whenua_end(request: ActorRequest, whenua_id: UUID) -> HttpResponse:
    """It stands so no longer."""
    by, found, theirs = request.actor, queries.get_whenua(request.actor, whenua_id), ""
    form = forms.EndWhenuaForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = {"reason": said["reason"], "ended_on": said["ended_on"], "seen": said["version"]}
        try:
            once(
                request,
                lambda: actions.end_whenua(by=by, whenua_id=whenua_id, **values),
                lambda _: queries.get_whenua(by, whenua_id),
            )
        except Stale as stale:
            form, _ = kept(request, stale, found.version, forms.EndWhenuaForm)
            theirs = _stands(found)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Ended. It stays to be read on the partner's page.")
            return redirect("mana-whenua")
    means = f"{found.partner.organization.name}, {queries.site_names().get(found.site, found.site)}. Said by {found.said_by}."
    return form_page(request, form, "End mana whenua on the register", reverse("mana-whenua"), button="End", theirs=theirs, means=means)


def _stands(found: ManaWhenua) -> str:
    return f"Ended on {day_words(found.ended_on)}: {found.end_reason}" if found.ended_on else f"Said by {found.said_by}"
