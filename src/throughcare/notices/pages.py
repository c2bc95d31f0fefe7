"""The inbox."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, signed_in
from throughcare.notices import actions, queries
from throughcare.notices.kinds import kind_of


@signed_in
def inbox(request: ActorRequest) -> HttpResponse:
    """What the reader should know, newest first."""
    only_unread = request.GET.get("show") == "unread"
    page, lines = queries.inbox(request.actor, cursor=request.GET.get("after", ""), only_unread=only_unread)
    return render(request, "notices/inbox.html", {"page": page, "lines": lines, "only_unread": only_unread})


@signed_in
def open_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Mark it read, and go to what it is about."""
    notice = queries.get_notice(request.actor, notice_id)
    actions.mark_read(by=request.actor, notice=notice)
    return redirect(kind_of(notice.kind).href(notice.about))


@require_POST
@signed_in
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark everything read."""
    actions.mark_all_read(by=request.actor)
    return redirect("notices")
