"""Giving an organisation a team of its own, so that referrals to it reach somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Membership, Role, Team, TeamKind, User
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid
from throughcare.common.text import clean, search_key
from throughcare.partners.models import Organization, OrganizationTeam

_LONGEST_CODE = 60


@dataclass(frozen=True, kw_only=True)
class NewTeam:
    """A partner's staff when `organization_id` is given, else an office of the department. code: made from the name when empty."""

    name: str
    code: str = ""
    region: str = ""
    organization_id: UUID | None = None


@transaction.atomic
def add_team(*, by: Actor, new: NewTeam) -> Team:
    """Make a team. Raises Invalid when its name or code can't be used."""
    by.check(Permission.USER_MANAGE)
    name, code = clean(new.name), new.code or search_key(new.name).replace(" ", "-")[:_LONGEST_CODE].strip("-")
    if not name:
        raise Invalid("Enter a name for the team.", {"name": ["Enter a name for the team"]})
    if not code or len(code) > _LONGEST_CODE or code != search_key(code.replace("-", " ")).replace(" ", "-"):
        message = f"Use small letters without macrons, digits and hyphens for the code of the team, {_LONGEST_CODE} at most."
        raise Invalid(message, {"code": [message]})
    if Team.objects.filter(code=code).exists():
        message = f"There is a team with the code {code} already: give another one."
        raise Invalid(message, {"code": [message]})
    team = Team(code=code, name=name, region=new.region, kind=TeamKind.PARTNER if new.organization_id else TeamKind.OFFICE)
    team.save(force_insert=True)
    if new.organization_id:
        organization = Organization.objects.get(pk=new.organization_id)
        OrganizationTeam(team=team, organization=organization).save(force_insert=True)
    record(by=by, verb="team.added", about=Ref("accounts.team", team.id), detail={"organization": str(new.organization_id or "")})
    return team


@transaction.atomic
def add_members(*, by: Actor, team: Team, emails: Sequence[str], role: str) -> list[User]:
    """Let people who have an account work in a team too, from today. Raises Invalid naming an address nobody has."""
    by.check(Permission.USER_MANAGE)
    if not Role.objects.filter(code=role).exists():
        codes = ", ".join(Role.objects.order_by("code").values_list("code", flat=True))
        raise Invalid(f"There is no role {role}. Use one of: {codes}.", {"role": ["Use a role there is"]})
    added = []
    for email in emails:
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise Invalid(f"Nobody has an account with the address {email}: add one with throughcare user add.", {"member": ["Unknown"]})
        Membership.objects.bulk_create([Membership(user=user, team=team, role_id=role, starts_on=today())], ignore_conflicts=True)
        record(by=by, verb="membership.added", about=Ref("accounts.user", user.id), detail={"team": str(team.id), "role": role})
        added.append(user)
    return added
