"""Reads about accounts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import ApiToken, Closing, Invitation, Membership, Team, User
from throughcare.accounts.permissions import WITHOUT_PEOPLE, Permission
from throughcare.accounts.policies import Staff
from throughcare.common.clock import now, today
from throughcare.common.refusals import NotFound

KEY_PREFIX = "tc_"  # a key found in a log or a repository is known for what it is

_ACTOR = """
select u.name, coalesce(array_agg(distinct m.role_id) filter (where m.id is not null), '{}'),
       coalesce(array_agg(distinct r.name) filter (where m.id is not null), '{}'),
       coalesce(array_agg(distinct m.team_id) filter (where m.team_id is not null), '{}'),
       coalesce(array_agg(distinct p.permission) filter (where p.permission is not null), '{}')
from accounts_user u
left join accounts_membership m on m.user_id = u.id and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())
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


def teams_kept(by: Actor) -> list[Team]:
    """The teams whose staff the reader invites and whose accounts they close, by name."""
    if by.may(Permission.USER_MANAGE):
        return list(Team.objects.order_by("name"))
    if not by.may(Permission.STAFF_MANAGE):
        return []
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.my_staff_teams()")
        (ids,) = cursor.fetchone() or ([],)
    return list(Team.objects.filter(pk__in=ids).order_by("name"))


def get_team(by: Actor, team_id: UUID) -> Team:
    """One of them. Raises NotFound."""
    found = next((team for team in teams_kept(by) if team.id == team_id), None)
    if found is None:
        raise NotFound
    return found


def team_called(code: str) -> Team:
    """The team with this code, for commands. Raises NotFound."""
    found = Team.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"There is no team {code}: use one of {', '.join(Team.objects.order_by('code').values_list('code', flat=True))}.")
    return found


def staff_of(by: Actor, team_id: UUID) -> list[Staff]:
    """Who works in a team the reader keeps, by name; nobody for any other."""
    sql = (
        "select user_id, name, email, array_agg(role order by role), active, last_login, second_step, closable "
        "from throughcare.staff_of(%s) group by user_id, name, email, active, last_login, second_step, closable order by name, email"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [team_id])
        return [Staff(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in cursor.fetchall()]


def get_staff(by: Actor, user_id: UUID) -> Staff:
    """Somebody of a team the reader keeps; for a command, any account. Raises NotFound."""
    for team_id in Membership.objects.filter(user_id=user_id, team__isnull=False).order_by("team_id").values_list("team_id", flat=True):
        if found := next((staff for staff in staff_of(by, team_id) if staff.user_id == user_id), None):
            return found
    user = User.objects.filter(pk=user_id).first() if by.system else None
    if user is None:
        raise NotFound
    return Staff(user.id, user.name, user.email, (), user.is_active, user.last_login, second_step=False, closable=True)


def get_colleague(by: Actor, team_id: UUID, user_id: UUID) -> Staff:
    """Somebody who works in one team the reader keeps. Raises NotFound."""
    found = next((one for one in staff_of(by, get_team(by, team_id).id) if one.user_id == user_id), None)
    if found is None:
        raise NotFound
    return found


def endable_of(team_id: UUID) -> set[UUID]:
    """Whose work in a team the reader may end."""
    with connection.cursor() as cursor:
        cursor.execute("select * from throughcare.endable_of(%s)", [team_id])
        return {row[0] for row in cursor.fetchall()}


def last_days_in(team_id: UUID) -> dict[UUID, date]:
    """The last day of those whose work in a team comes to an end; nobody else is named."""
    rows = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today()), team_id=team_id).values("user_id")
    ending = rows.annotate(last=Max("ends_on"), without_end=Count("id", filter=Q(ends_on=None))).filter(without_end=0)
    return dict(ending.order_by().values_list("user_id", "last"))


def is_last_keeper(team_id: UUID, user_id: UUID) -> bool:
    """Would nobody with an open account keep the team's staff without this one? Holds the team against others' endings and closings."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.team'), hashtext(%s))", [str(team_id)])
        cursor.execute(
            "select coalesce(bool_or(user_id = %s), false) and not coalesce(bool_or(user_id <> %s), false) "
            "from throughcare.staff_of(%s) where active and keeps_staff",
            [user_id, user_id, team_id],
        )
        (is_last,) = cursor.fetchone() or (False,)
        return bool(is_last)


def teams_left_alone(by: Actor, user_id: UUID) -> list[str]:
    """Names of the teams in which nobody with an open account would keep the staff without this one. Holds them against others' closings."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(throughcare.teams_of(%s)) order by 1", [user_id])
        teams = [row[0] for row in cursor.fetchall()]
        for team in teams:
            cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.team'), hashtext(%s))", [str(team)])
        cursor.execute(
            "select t.name from accounts_team t where t.id = any(%s) and exists (select 1 from throughcare.staff_of(t.id) s where s.user_id = %s "
            "and s.active and s.keeps_staff) and not exists (select 1 from throughcare.staff_of(t.id) s where s.user_id <> %s and s.active "
            "and s.keeps_staff) order by t.name",
            [teams, user_id, user_id],
        )
        return [row[0] for row in cursor.fetchall()]


def roles_to_give(by: Actor, team_id: UUID) -> list[tuple[str, str]]:
    """(code, name) of the roles the reader may give in a team: those of its kind, and none that allows more than their own there."""
    with connection.cursor() as cursor:
        cursor.execute("select code, name from accounts_role where throughcare.may_give(%s, code) order by name", [team_id])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def open_invitations(by: Actor, team_id: UUID) -> list[Invitation]:
    """Invitations to a team that wait for an answer, newest first; those whose time is over too, since they can be sent again."""
    waiting = Invitation.objects.filter(team_id=team_id, used_at=None, withdrawn_at=None)
    return list(waiting.select_related("role").order_by("-made_at", "-id"))


def get_invitation(by: Actor, invitation_id: UUID) -> Invitation:
    """One, to a team the reader keeps. Raises NotFound."""
    found = Invitation.objects.filter(pk=invitation_id).select_related("role", "team").first()
    if found is None:
        raise NotFound
    return found


def get_open_invitation(by: Actor, invitation_id: UUID) -> Invitation:
    """One that waits for an answer. Raises NotFound: whoever was withdrawn, or has joined, may be invited anew."""
    found = get_invitation(by, invitation_id)
    if found.used_at or found.withdrawn_at:
        raise NotFound
    return found


def get_closing(by: Actor, closing_id: UUID) -> Closing:
    """That an account was closed. Raises NotFound."""
    found = Closing.objects.filter(pk=closing_id).first()
    if found is None:
        raise NotFound
    return found


def last_closing(by: Actor, user_id: UUID) -> tuple[Closing, str] | None:
    """Why an account is closed, and the name of whoever closed it."""
    found = Closing.objects.filter(user_id=user_id, opened_at=None).first()
    return (found, names_of([found.closed_by_id]).get(found.closed_by_id, "")) if found else None  # type: ignore[arg-type]  # None is in no dict


@dataclass(frozen=True)
class Link:
    """What a live invitation's link leads to. account: whose address it is, when there is an account already."""

    id: UUID
    email: str
    name: str
    team: str
    role: str
    account: UUID | None


def invitation_of(key: str) -> Link | None:
    """The invitation behind a link's secret, whoever follows it."""
    with connection.cursor() as cursor:
        cursor.execute("select id, email, name, team, role, account from throughcare.invitation_of(%s)", [digest_of(key)])
        row = cursor.fetchone()
    return Link(*row) if row else None
