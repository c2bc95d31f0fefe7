"""Accounts made by those who keep them, access keys, and mail about one's own account."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from allauth.account.forms import default_token_generator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse

from throughcare.accounts import events, policies
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.models import ApiToken, Membership, Role, Team, User
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX, digest_of
from throughcare.common.clock import now, today
from throughcare.common.mail import send_plain
from throughcare.common.reader import Reader, become, hold
from throughcare.common.refusals import Invalid, NotFound, Refused

_CHANGED = "The way you log in to Throughcare was changed.\n\nIf this was not you, tell your administrator at once.\n\n{address}\n"
_RESET = (
    "Somebody asked to set a new password for your Throughcare account. If it was you, follow this link within three days:\n\n"
    "{link}\n\nIf it was not you, do nothing: your password stays as it is.\n"
)
_OPENED = (
    "Your Throughcare account is open again. Set a new password by this link within three days, then log in and set up a second step:\n\n"
    "{link}\n"
)
# What is mailed about an account: subject and text. The link of a reset is made when the mail is, and kept nowhere.
MAILS = {
    "reset": (
        "Set your Throughcare password",
        _RESET,
    ),
    "opened": ("Your Throughcare account is open again", _OPENED),
    "changed": ("Your Throughcare log-in was changed", _CHANGED),
}
_WITH_LINK = ("reset", "opened")


@dataclass(frozen=True)
class NewUser:
    """Somebody who shall be able to log in. team: a team's code, empty for a person or whānau member."""

    email: str
    name: str
    role: str
    team: str = ""
    password: str = ""  # empty: they set it by a link


@transaction.atomic
def add_user(*, by: Actor, new: NewUser) -> User:
    """Make an account with one role in one team. Raises Invalid naming what can't be used, Refused when the address is taken."""
    by.check(Permission.USER_MANAGE)
    role, team = Role.objects.filter(pk=new.role).first(), Team.objects.filter(code=new.team).first()
    errors: dict[str, list[str]] = {}
    try:
        validate_email(new.email)
    except ValidationError:
        errors["email"] = [f"{new.email} is not an e-mail address."]
    if not new.name.strip():
        errors["name"] = ["Give the name shown to others."]
    if role is None:
        errors["role"] = [f"There is no role {new.role}: use one of {', '.join(Role.objects.order_by('pk').values_list('pk', flat=True))}."]
    if new.team and team is None:
        errors["team"] = [
            f"There is no team {new.team}: use one of {', '.join(Team.objects.order_by('code').values_list('code', flat=True))}."
        ]
    user = User(email=new.email.lower(), name=new.name.strip(), password=make_password(new.password or None))
    if new.password:
        try:
            validate_password(new.password, user)
        except ValidationError as odd:
            errors["password"] = list(odd.messages)
    if errors:
        raise Invalid(" ".join(sentence for found in errors.values() for sentence in found), errors)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"There is an account for {new.email} already.") from None
    Membership(user=user, team=team, role=role, starts_on=today()).save(force_insert=True)
    events.tell(Happening(by, "user.added", events.account(user.pk), {"role": new.role, "team": new.team}))
    return user


@transaction.atomic
def make_key(*, by: Actor, user_id: UUID, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """A new access key and its text, which is shown once and kept nowhere. Raises Invalid, or NotAllowed for somebody else's."""
    policies.check_may_hold_keys_of(by, user_id)
    wanted = sorted(set(scopes))
    policies.check_scopes(wanted, days)
    text = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiToken(
        user_id=user_id, name=name.strip() or "key", digest=digest_of(text), scopes=wanted, expires_at=now() + timedelta(days=days)
    )
    key.save(force_insert=True)
    events.tell(Happening(by, "key.made", events.access_key(key.pk), {"user": str(user_id), "scopes": wanted, "days": days}))
    return key, text


@transaction.atomic
def revoke_key(*, by: Actor, key_id: UUID) -> None:
    """Worthless from the next request on. Raises NotFound for another's."""
    if not ApiToken.objects.filter(pk=key_id, user=by.user_id).exists():
        raise NotFound
    if ApiToken.objects.filter(pk=key_id, revoked_at__isnull=True).update(revoked_at=now()):
        events.tell(Happening(by, "key.revoked", events.access_key(key_id)))


@transaction.atomic
def end_keys_with_password(*, by: Actor) -> None:
    """Somebody set a new password: whoever had the old one may have made keys with it, so all of the account's end."""
    assert by.user_id  # noqa: S101 - for the type checker: passwords belong to accounts
    ended = ApiToken.objects.filter(user=by.user_id, revoked_at__isnull=True).update(revoked_at=now())
    events.tell(Happening(by, "user.password_set", events.account(by.user_id), {"keys": ended}))


def password_path(*, by: Actor, user: User) -> str:
    """The address, without the host, under which this user sets a password: good once, for three days.

    Uses up the transaction: from here on its reader is on the way to logging in as this user.
    """
    become(Reader(system=by.system, login_user=user.pk))
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user.pk.hex, "key": default_token_generator.make_token(user)})


def send_account_mail(*, by: Actor, user_id: UUID, kind: str, address: str) -> None:
    """Mail one user about their own account. Nothing is sent to a closed one, and none is closed while its mail is handed over."""
    hold(user_id)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    subject, text = MAILS[kind]
    link = address.rstrip("/") + password_path(by=by, user=user) if kind in _WITH_LINK else ""
    send_plain(subject, text.format(link=link, address=address), to=user.email)


def user_of(email: str) -> User:
    """The account with this address, for commands. Raises NotFound."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NotFound(f"There is no account for {email}.")
    return user
