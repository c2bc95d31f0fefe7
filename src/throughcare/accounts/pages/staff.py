"""A team's staff: who works in it, who is invited, closing and opening accounts. And the page an invitation leads to."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.accounts import actions, queries
from throughcare.accounts.actions import Invited
from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.decorators import ActorRequest, needs, open_to_all
from throughcare.accounts.forms import CloseForm, EndForm, InviteForm, JoinForm
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.clock import now
from throughcare.common.refusals import Invalid, NotFound, Refused

_KEEPERS = (Permission.STAFF_MANAGE, Permission.USER_MANAGE)


@needs(*_KEEPERS)
def teams(request: ActorRequest) -> HttpResponse:
    """The teams whose staff the reader keeps; of one alone, its staff at once."""
    kept = queries.teams_kept(request.actor)
    return _team(request, kept[0]) if len(kept) == 1 else render(request, "accounts/teams.html", {"teams": kept})


@needs(*_KEEPERS)
def team(request: ActorRequest, team_id: UUID) -> HttpResponse:
    """Who works in one team, and who is invited to it."""
    return _team(request, queries.get_team(request.actor, team_id))


def _team(request: ActorRequest, kept: Team) -> HttpResponse:
    by, last_days = request.actor, queries.last_days_in(kept.id)
    context = {
        "team": kept,
        "staff": [(one, last_days.get(one.user_id)) for one in queries.staff_of(by, kept.id)],
        "endable": queries.endable_of(kept.id),
        "invitations": [{"row": row, "is_over": row.expires_at <= now()} for row in queries.open_invitations(by, kept.id)],
        "several": len(queries.teams_kept(by)) > 1,
    }
    return render(request, "accounts/team.html", context)


@needs(*_KEEPERS)
def invite(request: ActorRequest, team_id: UUID) -> HttpResponse:
    """Ask somebody to work in the team."""
    by, kept = request.actor, queries.get_team(request.actor, team_id)
    form = InviteForm(request.POST or None, roles=queries.roles_to_give(by, kept.id))
    if request.method == "POST" and form.is_valid():
        who = Invited(form.cleaned_data["email"], form.cleaned_data["name"], form.cleaned_data["role"])
        try:
            made = once(
                request, lambda: actions.invite(by=by, team_id=kept.id, who=who), lambda made_id: queries.get_open_invitation(by, made_id)
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            say(request, made, f"A link is on its way to {who.email}.", "You invited them")
            return redirect("team", kept.id)
    return render(request, "accounts/invite.html", {"form": form, "team": kept})


@require_POST
@needs(*_KEEPERS)
def move_invitation(request: ActorRequest, invitation_id: UUID, verb: str) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    by = request.actor
    acts = {
        "resend": (actions.resend_invitation, "A new link is on its way."),
        "withdraw": (actions.withdraw_invitation, "The invitation is withdrawn."),
    }
    if verb not in acts:
        raise NotFound
    act, done = acts[verb]
    moved = once(
        request, lambda: act(by=by, invitation_id=invitation_id), lambda made_id: queries.get_invitation(by, made_id), within=A_MOMENT
    )
    say(request, moved, done, "You did this")
    return redirect("team", moved.thing.team_id)


@needs(*_KEEPERS)
def close(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Close somebody's account, with the reason."""
    by, staff = request.actor, queries.get_staff(request.actor, user_id)
    left = queries.teams_left_alone(by, user_id) if staff.closable else []
    form = CloseForm(request.POST or None, is_last=bool(left))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        closed = once(
            request,
            lambda: actions.close_account(by=by, user_id=user_id, reason=said["reason"], anyway=said.get("anyway", False)),
            lambda closing_id: queries.get_closing(by, closing_id).id,
            within=A_MOMENT,
        )
        say(request, closed, f"The account of {staff.name} is closed. Nothing they had open works any more.", "You closed it")
        return redirect("teams")
    return render(request, "accounts/close.html", {"form": form, "staff": staff, "left": left})


@needs(*_KEEPERS)
def end(request: ActorRequest, team_id: UUID, user_id: UUID) -> HttpResponse:
    """End somebody's work in one team, with the reason."""
    by, kept = request.actor, queries.get_team(request.actor, team_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ended = once(
                request,
                lambda: actions.end_membership(by=by, team_id=kept.id, user_id=user_id, reason=said["reason"], last_day=said["last_day"]),
                lambda ended_id: ended_id,
                within=A_MOMENT,
            )
        except Invalid as odd:
            form.add_error("last_day", odd.errors.get("last_day", [str(odd)])[0])
        else:
            last = said["last_day"]
            done = f"The last day in {kept.name} is {last.day} {last:%B %Y}." if last else f"They no longer work in {kept.name}."
            say(request, ended, done, "You ended it")
            return redirect("team", kept.id)
    staff = queries.get_colleague(by, kept.id, user_id)
    return render(request, "accounts/end.html", {"form": form, "staff": staff, "team": kept})


@needs(*_KEEPERS)
def reopen(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Open somebody's account again."""
    by, staff = request.actor, queries.get_staff(request.actor, user_id)
    if request.method == "POST":
        opened = once(
            request,
            lambda: actions.open_account(by=by, user_id=user_id),
            lambda _: queries.get_staff(by, user_id).user_id,
            within=A_MOMENT,
        )
        say(request, opened, f"The account of {staff.name} is open again. A link to set a password is on its way to them.", "You opened it")
        return redirect("teams")
    closed = queries.last_closing(by, user_id) if staff.closable else None
    return render(
        request, "accounts/reopen.html", {"staff": staff, "closing": closed[0] if closed else None, "by": closed[1] if closed else ""}
    )


@open_to_all("the way in for whoever holds a mailed link: good once, for three days, and only its hash is kept")
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Make one's account, or join one more team."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    link = queries.invitation_of(key)
    if link is None or (link.account and actor.signed_in and actor.user_id != link.account):
        return render(request, "accounts/join_over.html")
    form = JoinForm(request.POST if request.method == "POST" and link.account is None else None, initial={"name": link.name})
    if request.method == "POST" and (link.account == actor.user_id if link.account else form.is_valid()):
        words = {} if link.account else {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]}
        try:
            actions.accept_invitation(by=actor, key=key, **words)
        except Invalid as odd:
            form.add_error("password1", odd.errors["password1"])
        else:
            messages.success(request, f"You work in {link.team} now." if link.account else "Your account is made. Log in with it.")
            return redirect("home" if link.account else "account_login")
    return render(
        request, "accounts/join.html", {"form": form, "link": link, "is_in": actor.signed_in, "second_step": settings.SECOND_STEP}
    )
