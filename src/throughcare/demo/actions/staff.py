"""Regions, sites, offices and the people who work in them."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from throughcare.accounts.models import Membership, Team, TeamKind, User
from throughcare.common.text import search_key
from throughcare.demo.actions.world import HISTORY_DAYS, World, save
from throughcare.demo.cast import CAST, TEAMS, cast
from throughcare.demo.places_data import REGIONS, SITES
from throughcare.places.models import Region, Site, SiteKind

# Besides the cast: who does the work of an office, and how many; each has been there longer than the history.
_OFFICE_STAFF = 4
_PARTNER_STAFF = 2
_ROLES_THAT_REFER = {"case_manager", "probation_officer"}
_ROLES_THAT_ANSWER = {"partner_worker", "partner_manager"}


def make_places(world: World) -> None:
    """Two regions with eight sites. A place that is there already stays as it is."""
    there = set(Region.objects.values_list("code", flat=True))
    save(Region, [Region(code=r.code, name=r.name, name_mi=r.name_mi) for r in REGIONS if r.code not in there])
    known = set(Site.objects.values_list("code", flat=True))
    save(Site, [
        Site(id=world.chance.id(world.chance.now), code=s.code, name=s.name, kind=s.kind, region_id=s.region, latitude=s.latitude, longitude=s.longitude)
        for s in SITES if s.code not in known
    ])  # fmt: skip
    world.sites = {site.code: site for site in Site.objects.order_by("code")}


def make_staff(world: World) -> None:
    """Teams, the cast, and everybody else who works in them."""
    began = world.chance.today - timedelta(days=HISTORY_DAYS + 320)
    at = world.chance.days_ago(HISTORY_DAYS + 320)
    world.teams = {t.code: Team(id=world.chance.id(at), code=t.code, name=t.name, kind=t.kind, region=t.region) for t in TEAMS.values()}
    users, memberships = [], []
    for name, role, team, key in [*_cast(), *_others(world)]:
        user = User(id=world.chance.id(at), email=_address(name, key), name=name, password=make_password(None), created_at=at)
        users.append(user)
        memberships.append(Membership(id=world.chance.id(at), user=user, team=world.teams.get(team), role_id=role, starts_on=began))
        world.members.setdefault(team, []).append(user)
        if key:
            world.users[key] = user
        if role in _ROLES_THAT_REFER | _ROLES_THAT_ANSWER:
            world.staff.setdefault(team, []).append(user)
    save(Team, list(world.teams.values()))
    save(User, users)
    save(Membership, memberships)


def _cast() -> Iterator[tuple[str, str, str, str]]:
    for member in cast():
        yield member.name, member.role, member.team, member.key


def _others(world: World) -> Iterator[tuple[str, str, str, str]]:
    """Name, role, team, no key. No two share a name, and none is called as one of the cast."""
    taken = {member.name for member in CAST}
    roles = {site.code: "case_manager" if site.kind == SiteKind.PRISON else "probation_officer" for site in SITES}
    for team in TEAMS.values():
        partner = team.kind == TeamKind.PARTNER
        if not partner and team.code not in roles:
            continue
        for _ in range(_PARTNER_STAFF if partner else _OFFICE_STAFF):
            name = _new_name(world, taken)
            yield name, "partner_worker" if partner else roles[team.code], team.code, ""


def _new_name(world: World, taken: set[str]) -> str:
    while True:
        made = world.invent.person_name()
        name = f"{made.given} {made.family}"
        if name not in taken:
            taken.add(name)
            return name


def _address(name: str, key: str) -> str:
    """The cast's addresses are theirs alone: another worker's carries a mark."""
    return f"{search_key(name).replace(' ', '.')}{'' if key else '.staff'}@demo.example"
