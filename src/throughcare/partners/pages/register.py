"""The register: its list, an organisation put on it, and how a partner stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.wayback import opened_from
from throughcare.partners import actions, queries
from throughcare.partners.forms import AddForm, MoveForm, RegisterForm
from throughcare.partners.models import Organization, Partner
from throughcare.partners.pages.keeping import READ_BY_THEM, form_page, kept, put
from throughcare.partners.queries import shown
from throughcare.partners.states import MOVE_WORDS, PARTNER_STATES


@require_safe
@needs(Permission.PARTNER_VIEW)
def partners(request: ActorRequest) -> HttpResponse:
    """Partners by name, with filters kept in the address."""
    by, form = request.actor, RegisterForm(request.GET)
    context: dict[str, object] = {"form": form, "page": None, "count": 0, "rows": [], "selected": [], "head": shown.LIST_HEAD}
    if form.is_valid():
        filters, known = form.filters(), shown.words()
        page = queries.page_of_partners(by, filters, cursor=request.GET.get("after", ""))
        context |= {
            "page": page,
            "count": queries.search_partners(by, filters).count(),
            "rows": [shown.line(row, known, opened_from(request)) for row in page.rows],
            "selected": form.selected(),
        }
    may_add = by.may(Permission.PARTNER_EDIT)
    context["duplicates"] = queries.count_proposed(by)
    keeping = [
        {"text": "Add a partner", "href": reverse("partner-add")},
        {"text": "Import a list", "href": reverse("partner-import"), "secondary": True},
    ]
    context["actions"] = [
        *(keeping if may_add else []),
        {"text": "Campaigns and submissions", "href": reverse("campaigns"), "secondary": True},
        {"text": "Sites and their mana whenua", "href": reverse("mana-whenua"), "secondary": True},
    ]
    return render(request, "partners/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PARTNER_EDIT)
def partner_add(request: ActorRequest) -> HttpResponse:
    """Put an organisation on the register: one of the directory, or a new one."""
    by, chosen = request.actor, _chosen(request)
    initial = {"name": chosen.name, "kind": chosen.kind, "which": str(chosen.pk)} if chosen else {}
    form = AddForm(request.POST or None, initial=initial)
    there = queries.alike(by, request.POST.get("name", "")) if request.method == "POST" else [chosen] if chosen else []
    form.ask_which([(row, _told_apart(row)) for row in there])
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.add_partner(by=by, new=form.new()), lambda partner_id: queries.get_partner(by, partner_id))
        except Invalid as wrong:
            put(form, wrong)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            say(request, made, f"{made.thing.organization.name} is on the register. You look after it.", "You put it on the register")
            return redirect("partner", made.thing.pk)
    return form_page(request, form, "Add a partner", reverse("partners"), button="Put on the register")


def _chosen(request: ActorRequest) -> Organization | None:
    """The organisation of the directory that the address names."""
    try:
        return queries.get_organization(request.actor, UUID(request.GET.get("organization", "")))
    except (ValueError, NotFound):
        return None


def _told_apart(row: Organization) -> str:
    where = f"from the directory {row.source}" if row.source else "written in Throughcare"
    more = ", ".join(filter(None, (row.get_kind_display(), row.website, row.email)))
    return f"{row.name} ({more}; {where})"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PARTNER_EDIT)
def partner_move(request: ActorRequest, partner_id: UUID, verb: str) -> HttpResponse:
    """Pause, go on, end or begin again, with the reason and the day."""
    by, found, theirs = request.actor, queries.get_partner(request.actor, partner_id), ""
    if verb not in MOVE_WORDS:
        raise NotFound
    words = MOVE_WORDS[verb]
    form = MoveForm(request.POST or None, initial={"version": found.version})
    if request.method == "GET":
        PARTNER_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = {"reason": said["reason"], "since": said["since"], "seen": said["version"]}
        try:
            once(
                request,
                lambda: actions.move_partner(by=by, partner_id=partner_id, verb=verb, **values),
                lambda _: queries.get_partner(by, partner_id),
            )
        except Stale as stale:
            form, _ = kept(request, stale, found.version, MoveForm)
            theirs = _stands(found)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, f"{found.organization.name} is {words.is_now}.")
            return redirect("partner", partner_id)
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    means = f"{words.means} {READ_BY_THEM}"
    return form_page(request, form, words.title, back, caption=whose, button=words.button, theirs=theirs, means=means)


def _stands(partner: Partner) -> str:
    """Where it stands now, for somebody who is about to say otherwise."""
    since = f"{partner.get_state_display()} since {shown.day_words(partner.state_since)}"
    return f"{since}: {partner.state_reason}" if partner.state_reason else since
