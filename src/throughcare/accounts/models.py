"""Accounts, teams, dated memberships, roles, API tokens. Sessions are sealed: only database functions reach them."""

from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from throughcare.accounts.permissions import in_words
from throughcare.accounts.states import ClosingReason
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_TEAMS, READER, Rule, identity, may, protect, public, sealed

_MANAGER = may("user.manage")
_LOGGING_IN = "{user} = (select throughcare.login_user())"


def _own(user: str) -> str:
    return f"{user} = {READER} or {_LOGGING_IN.format(user=user)} or {IS_SYSTEM}"


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail address, without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@protect(
    identity(
        _own("id") + " or lower(email) = (select throughcare.login_email())",
        add=f"{IS_SYSTEM} or {may('user.manage')}",
        change=_own("id") + f" or lower(email) = (select throughcare.login_email()) or {may('user.manage')}",
    )
)
class User(AbstractBaseUser):
    """Somebody who can log in: staff, a partner's worker, an employer, whānau, the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("e-mail address")
    name = models.CharField("name shown to others", max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="accounts_user_email"),)
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            # One's own row is open to oneself for the password and the day of the last log-in, and for nothing else.
            pgtrigger.Trigger(
                name="user_stays_itself",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    if throughcare.is_system() or not row_security_active('accounts_user') then
                      return new;
                    end if;
                    if new.id <> old.id or new.created_at <> old.created_at then
                      raise exception 'an account stays the same account';
                    end if;
                    if (new.email, new.name, new.is_active) is distinct from (old.email, old.name, old.is_active)
                       and (not throughcare.may('user.manage') or old.id is not distinct from throughcare.reader()) then
                      raise exception 'an administrator changes the address, the name and whether an account is open, and never their own';
                    end if;
                    return new;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    OFFICE = "OFFICE", "Department office"
    PARTNER = "PARTNER", "Partner's staff"


@protect(
    public(
        "names of offices and partners' teams; no person in it",
        see=f"{READER} is not null or {IS_SYSTEM}",
        write=f"{IS_SYSTEM} or {may('user.manage')}",
    )
)
class Team(models.Model):
    """An office of the department, or the staff of a partner who work together on referrals."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("code used in files", max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=TeamKind.choices)
    region = models.CharField("region code", max_length=40, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=TeamKind.values), name="accounts_team_kind"),)

    def __str__(self) -> str:
        return self.name


@protect(public("names of roles", write=may("user.manage")))
class Role(models.Model):
    """A job somebody does here, as data: an office can add its own."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


@tracked(Rule("identity", "what each role allowed, and since when", see=f"{IS_SYSTEM} or {_MANAGER}"))
@protect(public("what each role allows; changed with the owner's log-in alone"))
class RolePermission(models.Model):
    """One permission a role holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["role", "permission"], name="accounts_rolepermission_once"),)

    def __str__(self) -> str:
        return f"{self.role_id}: {self.permission}"


# Nobody gives themselves a role.
_OTHERS = f"{IS_SYSTEM} or ({_MANAGER} and user_id <> {READER})"


@tracked(
    identity(
        f"user_id = {READER} or {IS_SYSTEM} or {_MANAGER}",
        add=_OTHERS,
    )
)
@protect(
    identity(
        f"{_own('user_id')} or team_id = any({MY_TEAMS}) or {may('user.manage')}",
        add=_OTHERS,
        change=_OTHERS,
    )
)
class Membership(models.Model):
    """A user's role in a team, from a day until a day. Rights come from these rows alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships", null=True, blank=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")), name="accounts_membership_dates"
            ),
            models.UniqueConstraint(fields=["user", "team", "role", "starts_on"], nulls_distinct=False, name="accounts_membership_once"),
        )
        indexes = (models.Index(fields=["team", "user"], name="accounts_membership_team"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"


@protect(sealed("a stolen row would be a stolen log-in; read and written through throughcare.session_* functions"))
class Session(models.Model):
    """A browser's session."""

    session_key = models.CharField(primary_key=True, max_length=40)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    # Whose, so that all of an account can be ended.
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True, db_constraint=False, db_index=False)

    def __str__(self) -> str:
        return "session"


@protect(sealed("who tries passwords how often; counted through throughcare.counter_* functions"))
class Counter(models.Model):
    """How often something about logging in was tried. `key` is a keyed hash."""

    key = models.CharField(primary_key=True, max_length=64)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "counter"


@protect(
    # Also by the account whose forgotten password is set anew: its keys end with the old one.
    identity(_own("user_id"), add=f"user_id = {READER} or {IS_SYSTEM}", change=_own("user_id"))
)
class ApiToken(models.Model):
    """A key a machine uses in a user's name: never more than its scopes, never a session. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField("what it is for", max_length=100)
    digest = models.BinaryField("SHA-256 of the token", max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def rights(self) -> list[str]:
        """What it may do, as its holder reads it."""
        return [in_words(code) for code in self.scopes]


_KEPT = f"{IS_SYSTEM} or {_MANAGER} or team_id = any((select throughcare.my_staff_teams())::uuid[])"
_INVITES = f"(({_KEPT}) and throughcare.may_give(team_id, role_id) and (invited_by_id = {READER} or {IS_SYSTEM}))"


@protect(identity(_KEPT, add=_INVITES, change=_KEPT))
class Invitation(models.Model):
    """Somebody is asked to work in a team. They make their account themselves, by a mailed link good once; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField("e-mail address")
    name = models.CharField("name shown to others", max_length=200)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    digest = models.BinaryField("SHA-256 of the link's secret; none until it is mailed", max_length=32, null=True, unique=True)
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "team",
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_invitation_one_open",
            ),
        )

    def __str__(self) -> str:
        return "invitation"


@protect(
    Rule(
        "identity",
        "accounts closed and opened again, by throughcare.account_* functions",
        see=f"{IS_SYSTEM} or throughcare.may_close(user_id)",
    )
)
class Closing(models.Model):
    """That an account was closed: why and by whom, and by whom it was opened again. Nobody: by a command."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=ClosingReason.choices)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=models.Q(opened_at__isnull=True), name="accounts_closing_one_open"),
            models.CheckConstraint(condition=models.Q(reason__in=ClosingReason.values), name="accounts_closing_reason"),
        )

    def __str__(self) -> str:
        return self.reason


@protect(
    # Nothing in it can be changed; taking a row away only means that the same sent again is done again.
    identity(f"user_id = {READER} or {IS_SYSTEM}", add=f"user_id = {READER}", delete=f"user_id = {READER} or {IS_SYSTEM}")
)
class Submission(models.Model):
    """That somebody's request was done, so that the same one sent again is answered and not done again. Holds keyed hashes and an id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.BinaryField("which request: whose, and its key, or all of it", max_length=32, unique=True)
    request_digest = models.BinaryField("all of the request, so that a key used for another is found", max_length=32)
    made_id = models.UUIDField("what was made or changed")
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return "submission"
