"""What is published of agreements, taken out as a file; and one agreement published, or not any more."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, forms, policies, queries
from throughcare.agreements.pages.keeping import Step, through
from throughcare.agreements.queries import published_shown
from throughcare.agreements.queries.published import publisher
from throughcare.agreements.standards import Package
from throughcare.common.refusals import NotFound
from throughcare.common.wayback import way_back

_METHODS = ["GET", "HEAD", "POST"]
_MEANS = "It goes out with every package from now on, and so does each later change of it, with the reasons of its amendments. You can take it back again; what somebody took out by then they keep."


@require_safe
@needs(Permission.AGREEMENT_VIEW)
def published_agreements(request: ActorRequest) -> HttpResponse:
    """What is published, and the ways to take it out."""
    by = request.actor
    page = queries.page_of_published(by, cursor=request.GET.get("after", ""))
    context = {
        "page": page,
        "count": queries.published(by).count(),
        "head": published_shown.HEAD,
        "rows": published_shown.lines(page.rows),
        "publisher": publisher(),
        "files": [(reverse("published-file", args=[what]), text) for what, text in published_shown.FILES],
        "crumbs": [{"text": "Agreements", "href": way_back(request, "agreements")}],
    }
    return render(request, "agreements/published.html", context)


@require_safe
@needs(Permission.AGREEMENT_VIEW)
def published_file(request: ActorRequest, what: str) -> HttpResponse:
    """All of it in one package, as a file."""
    if what not in actions.FILES:
        raise NotFound
    address = request.build_absolute_uri(reverse("published-file", args=[what]))
    file = actions.take_all(by=request.actor, kind=what, about=Package(uri=address))
    return HttpResponse(
        file.content, content_type=actions.MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{file.name}"'}
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_publish(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """What would be published, and the word that it may be."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    policies.check_can_publish(found)
    seen = published_shown.preview(found, queries.releases_of_one(by, agreement_id))
    return through(
        request,
        once,
        found,
        lambda data: forms.PlainForm(by, found, data),
        lambda form: actions.publish_agreement(by=by, agreement_id=agreement_id, seen=form.cleaned_data["version"]),
        Step("Publish this agreement", "Publish it", "The agreement is published.", _MEANS, "agreements/publish.html", seen),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_unpublish(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """It is in no package any more."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    if request.method != "POST":
        policies.check_is_published(found, queries.publication_of(by, found))
    return through(
        request,
        once,
        found,
        lambda data: forms.ReasonForm(by, found, data),
        lambda form: actions.unpublish_agreement(
            by=by, agreement_id=agreement_id, why=form.cleaned_data["reason"], seen=form.cleaned_data["version"]
        ),
        Step(
            "Publish this agreement no more",
            "Take it out",
            "The agreement is not published any more.",
            "It is in no package from now on. What somebody took out before they keep.",
        ),
    )
