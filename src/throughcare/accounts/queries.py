"""Reads about accounts."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission

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
    known = {p.value: p for p in Permission}
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
