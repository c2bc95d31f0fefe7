"""Somebody is invited to a team, by a mailed link that is good once. Whether they have an account already is nobody's to learn."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from throughcare.accounts import events, policies, queries
from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.models import Invitation, User
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.mail import call_server, send_plain, site_address
from throughcare.common.refusals import Invalid, NotFound, Refused

LINK_LASTS = timedelta(days=3)
_SUBJECT = "You are invited to Throughcare"
_TEXT = (
    "Somebody you work with invites you to Throughcare. Follow this link within three days:\n\n{link}\n\n"
    "If you don't know why you are invited, do nothing: the link ends by itself.\n"
)


@dataclass(frozen=True)
class Invited:
    """Who shall work in a team, and as what. role: a code."""

    email: str
    name: str
    role: str


@transaction.atomic
def invite(*, by: Actor, team_id: UUID, who: Invited) -> Invitation:
    """Ask somebody to work in this team. The answer is the same whether or not there is an account with this address.

    Raises NotFound for a team that is not the reader's to keep, Invalid for a role or an address that can't be used.
    """
    team = queries.get_team(by, team_id)
    errors: dict[str, list[str]] = {}
    try:
        validate_email(who.email)
    except ValidationError:
        errors["email"] = ["Enter an e-mail address, like name@example.org"]
    if not who.name.strip():
        errors["name"] = ["Enter the name shown to others"]
    if who.role not in dict(queries.roles_to_give(by, team.id)):
        errors["role"] = [f"Choose a role you can give in {team.name}"]
    if errors:
        raise Invalid(". ".join(sentence for found in errors.values() for sentence in found) + ".", errors)
    if any(staff.email.lower() == who.email.lower() for staff in queries.staff_of(by, team.id)):
        raise Refused(f"{who.email} works in {team.name} already.")
    Invitation.objects.filter(team=team, email__iexact=who.email, used_at=None, withdrawn_at=None, expires_at__lte=now()).update(
        withdrawn_at=now()
    )
    policies.check_open_invitations(Invitation.objects.filter(team=team, used_at=None, withdrawn_at=None).count())
    made = Invitation(
        team=team, role_id=who.role, email=who.email.lower(), name=who.name.strip(), invited_by_id=by.user_id, expires_at=now() + LINK_LASTS
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"{who.email} is invited to {team.name} already. To send the link again, use Send again beside it.") from None
    _mail(made)
    _tell(by, "user.invited", made, {"team": team.code, "role": who.role})
    return made


@transaction.atomic
def resend_invitation(*, by: Actor, invitation_id: UUID) -> Invitation:
    """Mail a new link, good for three days from now; the old one is worthless from now on."""
    made = queries.get_invitation(by, invitation_id)
    policies.check_is_open(made)
    Invitation.objects.filter(pk=made.pk).update(digest=None, sent_at=None, expires_at=now() + LINK_LASTS)
    _mail(made)
    _tell(by, "user.invited_again", made)
    return made


@transaction.atomic
def withdraw_invitation(*, by: Actor, invitation_id: UUID) -> Invitation:
    """The link is worthless from now on, and is not mailed if it was not yet."""
    made = queries.get_invitation(by, invitation_id)
    if not Invitation.objects.filter(pk=made.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=now(), digest=None):
        raise Refused("This invitation was used or withdrawn already.")
    _tell(by, "user.invitation_withdrawn", made)
    return made


def send_invitation(*, by: Actor, invitation_id: UUID, address: str) -> None:
    """Make the link, keep its hash, mail it. Nothing is sent for one that is used, withdrawn or over, nor to a closed account.

    Of a closed account all looks as if it had been sent, at once and whenever it is sent again, and waits while the mail server is away:
    whoever keeps another team's staff learns nothing of it. Its link is known to nobody. Raises MailNotSent, so that the job tries again.
    """
    made = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk=invitation_id, used_at=None, withdrawn_at=None, expires_at__gt=now())
        .first()
    )
    if made is None:
        return
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=made.pk).update(digest=digest_of(secret), sent_at=now())
    if User.objects.filter(email__iexact=made.email, is_active=False).exists():
        call_server()
        return
    link = address.rstrip("/") + reverse("join", kwargs={"key": secret})
    send_plain(_SUBJECT, _TEXT.format(link=link), to=made.email)


@transaction.atomic
def accept_invitation(*, by: Actor, key: str, name: str = "", password: str = "") -> UUID:
    """Make the account the link is for, or, logged in under its address, join the team. Returns the account's id.

    Raises Invalid for a password that can't be used, NotFound when the link is over or somebody else's.
    """
    there = queries.invitation_of(key)
    if there is None:
        raise NotFound
    hashed = ""
    if there.account is None:
        try:
            validate_password(password, User(email=there.email, name=name or there.name))
        except ValidationError as odd:
            raise Invalid(" ".join(odd.messages), {"password1": list(odd.messages)}) from None
        hashed = make_password(password)
    with connection.cursor() as cursor:
        cursor.execute(
            "select throughcare.invitation_accept(%s, %s, %s, %s, %s)",
            [digest_of(key), new_id(), new_id(), name.strip() or there.name, hashed],
        )
        (joined,) = cursor.fetchone() or (None,)
    if joined is None:
        raise NotFound
    events.tell(Happening(by if by.signed_in else ANONYMOUS, "user.joined", events.account(joined), {"invitation": str(there.id)}))
    found: UUID = joined
    return found


def _mail(made: Invitation) -> None:
    enqueue("accounts.invite", invitation_id=str(made.pk), address=site_address())


def _tell(by: Actor, verb: str, made: Invitation, detail: Mapping[str, str] | None = None) -> None:
    events.tell(Happening(by, verb, events.invitation(made.pk), dict(detail or {})))
