"""The inbox, how one is told, and work that failed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.actors import ANONYMOUS
from throughcare.accounts.decorators import ActorRequest, needs, open_to_all, signed_in
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.notices import actions, queries
from throughcare.notices.forms import InboxFilter, SettingsForm, job_ids
from throughcare.notices.kinds import kind_of
from throughcare.notices.queries import failed

_VERBS = {"retry": actions.retry_jobs, "drop": actions.drop_jobs}


@require_safe
@signed_in
def inbox(request: ActorRequest) -> HttpResponse:
    """What the reader should know, newest first."""
    choices = queries.own_choices(request.actor, queries.settings_of(request.actor.user_id))
    form = InboxFilter(request.GET, choices=choices)
    page, lines = queries.inbox(request.actor, cursor=request.GET.get("after", ""), **form.chosen)
    context = {"page": page, "lines": lines, "form": form, "filtered": any(form.chosen.values())}
    return render(request, "notices/inbox.html", context)


@signed_in
def open_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Mark it read, and go to what it is about, or back to the list when that is closed to the reader."""
    notice = queries.get_notice(request.actor, notice_id)
    actions.mark_read(by=request.actor, notice=notice)
    if queries.is_closed(notice):
        messages.info(request, queries.CLOSED)
        return redirect("notices")
    return redirect(kind_of(notice.kind).href(notice.about))


@require_POST
@signed_in
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark everything read."""
    actions.mark_all_read(by=request.actor)
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def your_notices(request: ActorRequest) -> HttpResponse:
    """How one is told of what, kind by kind."""
    by = request.actor
    chosen = queries.settings_of(by.user_id)
    choices = queries.own_choices(by, chosen)
    form, changed = SettingsForm(request.POST or None, choices=choices, chosen=chosen), False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            made = once(request, lambda: actions.choose(by=by, new=form.new, seen=seen).pk, lambda user_id: user_id)
        except Stale:
            form, changed = SettingsForm(choices=choices, chosen=chosen), True
        except Invalid as wrong:
            for name, sentences in wrong.errors.items():
                form.add_error(name if name in form.fields else None, sentences[0])
        else:
            say(request, made, "Saved. What you are told stays in your inbox, whatever you chose.", "You chose this")
            return redirect("your-notices")
    safety = [choice for choice in choices if choice.words.safety]
    return render(request, "notices/your_notices.html", {"form": form, "safety": safety, "changed": changed})


# The link itself is what allows it: a mail programme follows it without a cookie, and so without a token against forged forms.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("a signed link in a mail, which turns off mails of one kind for the user it was sent to, and does nothing else")
def turn_off(request: HttpRequest, token: str) -> HttpResponse:
    """Mails of a kind are turned off by one click; looking at the page changes nothing, since programmes that check links do so."""
    title, possible = actions.what_is_turned_off(token)
    done = request.method == "POST" and possible
    if done:
        actions.turn_off(by=getattr(request, "actor", ANONYMOUS), token=token)
    return render(request, "notices/turn_off.html", {"title": title, "possible": possible, "done": done})


@require_safe
@needs(Permission.USER_MANAGE)
def failed_jobs(request: ActorRequest) -> HttpResponse:
    """Mail and other work that failed for good."""
    before = failed.marker(request.GET.get("before", ""))
    jobs, more = failed.failed_jobs(request.actor, before=before)
    return render(request, "notices/failed.html", {"jobs": jobs, "more": more, "is_first": before is None})


@require_POST
@needs(Permission.USER_MANAGE)
def failed_jobs_do(request: ActorRequest, verb: str) -> HttpResponse:
    """Try those chosen again, or drop them; a result for each."""
    if verb not in _VERBS:
        raise NotFound
    ids = job_ids(request.POST.getlist("job"))
    results = _VERBS[verb](by=request.actor, ids=ids) if ids else []
    return render(request, "notices/failed_done.html", {"results": results, "head": ["Job", "What it does", "Result"]})
