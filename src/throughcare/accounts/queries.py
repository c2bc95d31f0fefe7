"""Reads about accounts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import ApiToken, Membership, Team, User
from throughcare.accounts.permissions import WITHOUT_PEOPLE, Permission
from throughcare.common.clock import now
from throughcare.common.refusals import NotFound

KEY_PREFIX = "tc_"  # a key found in a log or a repository is known for what it is

_ACTOR = """
select u.name, coalesce(array_agg(distinct m.role_id) filter (where m.id is not null), '{}'),
       coalesce(array_agg(distinct r.name) filter (where m.id is not null), '{}'),
       coalesce(array_agg(distinct m.team_id) filter (where m.team_id is not null), '{}'),
       coalesce(array_agg(distinct p.permission) filter (where p.permission is not null), '{}')
from accounts_user u
left join accounts_membership m on m.user_id = u.id and m.starts_on <= current_date and (m.ends_on is null or m.ends_on >= current_date)
left join accounts_role r on r.code = m.role_id
left join accounts_rolepermission p on p.role_id = m.role_id
where u.id = %s and u.is_active group by u.id, u.name"""


def actor_of(user_id: UUID, *, channel: str = "page", request_id: UUID | None = None) -> Actor | None:
    """The user as an Actor, or None when unknown or disabled. The reader must already be this user (or a system actor)."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    known = {p.value: p for p in (WITHOUT_PEOPLE if settings.PARTNERSHIP else Permission)}
    return Actor(
        user_id=user_id,
        name=row[0],
        roles=tuple(row[1]),
        role_names=tuple(row[2]),
        teams=tuple(row[3]),
        permissions=frozenset(known[p] for p in row[4] if p in known),
        channel=channel,
        request_id=request_id,
    )


def user_with_email(email: str) -> UUID | None:
    """The account with this address. The reader must be on the way to logging in with it, or a system actor."""
    with connection.cursor() as cursor:
        cursor.execute("select id from accounts_user where lower(email) = lower(%s)", [email])
        row = cursor.fetchone()
    return row[0] if row else None


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of staff and partners' workers, for showing who did what; ids without a name to show are left out."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, name from throughcare.user_names(%s)", [wanted])
        return dict(cursor.fetchall())


def token_owner(digest: bytes) -> tuple[UUID, UUID, frozenset[str]] | None:
    """(user, token, scopes) of a live token, found by its hash."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id, token_id, scopes from throughcare.token_owner(%s)", [digest])
        row = cursor.fetchone()
    return (row[0], row[1], frozenset(row[2])) if row else None


def digest_of(key: str) -> bytes:
    """What is kept of an access key. Keys hold 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).digest()


def own_keys(by: Actor) -> list[ApiToken]:
    """The reader's access keys that still work, newest first."""
    return (
        list(ApiToken.objects.filter(user=by.user_id, revoked_at__isnull=True, expires_at__gt=now()).order_by("-created_at"))
        if by.user_id
        else []
    )


def own_key(by: Actor, key_id: UUID) -> ApiToken:
    """One of the reader's access keys, while it works. Raises NotFound."""
    found = next((key for key in own_keys(by) if key.id == key_id), None)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Account:
    """One's own account, as its page shows it."""

    email: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]


def own_account(by: Actor) -> Account:
    """The reader's."""
    user = User.objects.get(pk=by.user_id or "")
    return Account(
        user.email, user.name, by.role_names, tuple(Team.objects.filter(pk__in=by.teams).order_by("name").values_list("name", flat=True))
    )


@dataclass(frozen=True)
class Listed:
    """One account in the command line's list."""

    email: str
    name: str
    active: bool
    roles: tuple[str, ...]


def all_users() -> list[Listed]:
    """Every account with its roles as "role@team". The reader must be a system actor."""
    held: dict[UUID, list[str]] = {}
    for one in Membership.objects.select_related("team").order_by("role_id"):
        held.setdefault(one.user_id, []).append(f"{one.role_id}@{one.team.code}" if one.team else one.role_id)
    return [Listed(u.email, u.name, u.is_active, tuple(held.get(u.id, ()))) for u in User.objects.order_by("email")]
