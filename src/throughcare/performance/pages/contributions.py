"""What each side puts in: written down, read whole, confirmed, disputed, withdrawn; and across the agreements of a partner."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.policies import check_is_ours
from throughcare.agreements.queries import get_agreement, has_any
from throughcare.common.refusals import NotFound
from throughcare.performance import actions, forms, queries
from throughcare.performance.models import Contribution
from throughcare.performance.pages.keeping import Now, Step, back_to, through
from throughcare.performance.queries import contributions_shown as shown
from throughcare.performance.states import CONTRIBUTION_STATES, CONTRIBUTION_WORDS, ContributionShow

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def contribution(request: ActorRequest, agreement_id: UUID, contribution_id: UUID) -> HttpResponse:
    """One: who puts in what, who says so, and what the other side says. For staff who may look at agreements, and for the party it is with."""
    by, found = request.actor, queries.get_contribution(request.actor, agreement_id, contribution_id)
    context = {
        "contribution": found,
        "caption": f"{found.agreement.number}: {found.agreement.title}",
        "stands": shown.stands_of(found),
        "rows": shown.contribution_rows(found),
        "steps": shown.steps(by, found),
        "crumbs": [
            {"text": "Agreements", "href": reverse("agreements")},
            {"text": found.agreement.number, "href": reverse("agreement", args=[agreement_id])},
        ],
    }
    return render(request, "performance/contribution.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def contributions_across(request: ActorRequest) -> HttpResponse:
    """Over all agreements, or those one looks after: what waits for the reader's side, and for the other. A party's staff see their own."""
    by, owner = request.actor, request.GET.get("owner", "")
    has_any(by)
    asked = request.GET.get("show", "")
    show = asked if asked in ContributionShow.values else ContributionShow.ANSWER.value
    page = queries.page_across_agreements(by, show=show, owner=owner, cursor=request.GET.get("after", ""))
    own = f"&owner={queries.MINE}" if owner == queries.MINE else ""
    context = {
        "is_ours": by.may(Permission.AGREEMENT_VIEW),
        "is_mine": owner == queries.MINE,
        "show": show,
        "tabs": [{"text": one.label, "href": f"?show={one.value}{own}", "current": one.value == show} for one in ContributionShow],
        "page": page,
        "head": shown.ACROSS_HEAD,
        "rows": shown.across_lines(page.rows),
    }
    return render(request, "performance/contributions_across.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def contributions(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Across all agreements of one organisation: the sums, and each row. For staff who may look at agreements, and for its own."""
    by, found = request.actor, queries.put_in_organization(request.actor, partner_id)
    page = queries.page_of_organization(by, found, cursor=request.GET.get("after", ""))
    context = {
        "organization": found,
        "crumbs": back_to(by, found),
        "rows": shown.lines(page.rows),
        "head": shown.CONTRIBUTIONS_HEAD,
        "sums": shown.sum_lines(queries.sums_of(by, organization=found.pk), found.name),
        "sums_head": shown.SUMS_HEAD,
        "page": page,
    }
    return render(request, "performance/contributions.html", context)


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def contribution_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One more, by either side."""
    by, found = request.actor, get_agreement(request.actor, agreement_id)
    if not any(one.organization_id and queries.side_of(by, one.organization_id) for one in found.parties.all()):
        raise NotFound
    if request.method != "POST":
        check_is_ours(found)
    return through(
        request,
        once,
        lambda data: forms.AddContributionForm(by, found, data),
        lambda form: actions.add_contribution(by=by, agreement_id=agreement_id, new=form.new()),
        lambda key: queries.get_contribution(by, agreement_id, key),
        Step(
            "Write down what a side puts in",
            "Write it down",
            "It is written down. The other side confirms it, or sees it differently.",
            "Its words stay: one that is wrong is withdrawn, and written anew. The department and the staff of the party read it; other parties do not.",
        ),
        caption=f"{found.number}: {found.title}",
        back=reverse("agreement", args=[agreement_id]),
    )


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def contribution_move(request: ActorRequest, agreement_id: UUID, contribution_id: UUID, verb: str) -> HttpResponse:
    """The other side confirms or disputes it; whoever's side wrote it down withdraws it."""
    by, found = request.actor, queries.get_contribution(request.actor, agreement_id, contribution_id)
    if verb not in CONTRIBUTION_WORDS or not (queries.withdraws(by, found) if verb == "withdraw" else queries.answers(by, found)):
        raise NotFound
    if request.method != "POST":
        CONTRIBUTION_STATES.check(found.state, verb)
    make = forms.ContributionWhyForm if CONTRIBUTION_STATES.move(verb).needs_reason else forms.OfContribution
    key = [agreement_id, contribution_id]

    def act(form: forms.OfContribution) -> Contribution:
        said = form.cleaned_data
        of = {"agreement_id": agreement_id, "contribution_id": contribution_id}
        return actions.move_contribution(by=by, **of, verb=verb, reason=said.get("reason", ""), seen=said["version"])

    return through(
        request,
        once,
        lambda data: make(found, data),
        act,
        lambda _: queries.get_contribution(by, *key),
        Step(*CONTRIBUTION_WORDS[verb]),
        caption=f"{found.what}: {shown.how_much(found)}",
        back=reverse("contribution", args=key),
        now=Now(found.version, (found.get_state_display(), found.state_reason)),
    )
