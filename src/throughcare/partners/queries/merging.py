"""Two records about to be put together: what each says, what is settled by a rule, and what somebody must choose; and merges that were done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound, Refused
from throughcare.partners.models import Organization, OrganizationKind, OrganizationTeam, Partner, PartnerMerge, PartnerPair
from throughcare.partners.queries.register import get_partner, owners
from throughcare.partners.states import PartnerState, Safeguarding

MERGE = "partners.merge"
WINNER, LOSER = "winner", "loser"
# The less sure comes first: of two, it is what is kept.
_STRICTEST = (Safeguarding.GAPS, Safeguarding.NOT_CHECKED, Safeguarding.IN_PLACE, Safeguarding.NOT_NEEDED)


class Field(NamedTuple):
    """One thing that is settled: its columns go together. of: the record they stand in."""

    name: str
    label: str
    of: str  # organization or partner
    columns: tuple[str, ...]


def _field(name: str, label: str, of: str = "organization", *columns: str) -> Field:
    return Field(name, label, of, columns or (name,))


FIELDS = (
    _field("name", "Name", "organization", "name", "search_key"),
    _field("alternate_name", "Other name"),
    _field("kind", "Kind"),
    _field("parent", "National body", "organization", "parent_organization_id"),
    _field("website", "Website"),
    _field("email", "E-mail address"),
    _field("description", "Description in the directory"),
    _field("legal_status", "Legal status"),
    _field("year_incorporated", "Year it was incorporated"),
    _field("tax_status", "Tax status"),
    _field("tax_id", "Tax number"),
    _field("purpose", "Its purpose, in its own words", "partner"),
    _field("phone", "Phone", "partner"),
    _field("address", "Address", "partner"),
    _field("nzbn", "NZBN", "partner"),
    _field("charity_number", "Charity number", "partner"),
    _field("expertise_words", "Other expertise", "partner"),
    _field("owner", "Our owner", "partner", "owner_id", "owner_team_id"),
    _field("contact_every", "Days without contact before its owner is reminded", "partner"),
    _field("state", "Where it stands", "partner", "state", "state_since", "state_reason"),
)
# Said by both: what either has.
TOGETHER = {"roles": "Roles", "expertise": "Expertise", "languages": "Languages", "regions": "Regions", "sites": "Sites"}


@dataclass(frozen=True)
class Differs:
    """A field both say something of, and not the same: as each says it, in words."""

    field: Field
    winner: str
    loser: str


@dataclass(frozen=True)
class Beside:
    """Two records about to be put together. partner: of the one that goes; None when it is in the directory alone. evidence: why they may be one,
    as the pair that was proposed says it; of two that somebody found, none."""

    stays: Partner
    goes: Organization
    partner: Partner | None
    differs: list[Differs]
    rules: list[str]
    teams: list[tuple[Team, str]] = field(default_factory=list)  # with the name of whose it is
    evidence: list[dict[str, Any]] = field(default_factory=list)

    @property
    def seen_of_goes(self) -> int:
        """Version of the one that goes; 0 when it is in the directory alone."""
        return self.partner.version if self.partner else 0


def beside(by: Actor, winner_id: UUID, loser_id: UUID) -> Beside:
    """Raises NotFound, and Refused for one record with itself, or with its own parts gone elsewhere."""
    by.check(Permission.PARTNER_EDIT)
    if winner_id == loser_id:
        raise Refused("This is one record. Choose another to put together with it.")
    stays = get_partner(by, winner_id)
    goes = Organization.objects.select_related("parent_organization").filter(pk=loser_id, went=None).first()
    if goes is None:
        raise NotFound
    partner = Partner.objects.filter(pk=loser_id).first()
    names = {winner_id: stays.organization.name, loser_id: goes.name}
    rows = OrganizationTeam.objects.select_related("team").filter(organization_id__in=names).order_by("team__name", "team_id")
    teams = [(row.team, names[row.organization_id]) for row in rows]
    one, other = sorted(names)
    pair = PartnerPair.objects.filter(one=one, other=other).first()
    return Beside(stays, goes, partner, _differs(stays, goes, partner), _rules(stays, goes, partner), teams, pair.evidence if pair else [])


def _value(one: Field, organization: Organization, partner: Partner | None) -> tuple[Any, ...] | None:
    """What a record says; None when it says nothing."""
    said = organization if one.of == "organization" else partner
    values = tuple(getattr(said, column) for column in one.columns) if said else ()
    blank = not values or values[0] in (None, "") or (one.name == "kind" and values[0] == OrganizationKind.OTHER)
    return None if blank else values


def _differs(stays: Partner, goes: Organization, partner: Partner | None) -> list[Differs]:
    found = []
    for one in FIELDS:
        theirs, other = _value(one, stays.organization, stays), _value(one, goes, partner)
        if by_rule(one, stays, goes) or theirs is None or other is None or theirs == other:
            continue
        found.append(Differs(one, _said(one, stays.organization, stays), _said(one, goes, partner)))
    return found


def by_rule(one: Field, stays: Partner, goes: Organization) -> bool:
    """Whether nobody chooses: an employer stays one, and neither record is the other's national body afterwards."""
    if one.name == "kind":
        return OrganizationKind.EMPLOYER in (stays.organization.kind, goes.kind)
    return one.name == "parent" and (stays.organization.parent_organization_id == goes.pk or goes.parent_organization_id == stays.pk)


def _said(one: Field, organization: Organization, partner: Partner | None) -> str:
    if one.name == "kind":
        return str(organization.get_kind_display())
    if one.name == "parent":
        return organization.parent_organization.name if organization.parent_organization else ""
    if one.name == "state" and partner:
        since = f"{PartnerState(partner.state).label} since {partner.state_since.day} {partner.state_since:%B %Y}"
        return f"{since}: {partner.state_reason}" if partner.state_reason else since
    if one.name == "owner" and partner:
        return next(
            (f"{row.name}, {row.team}" for row in owners() if row.user_id == partner.owner_id), "Somebody who keeps partners no longer"
        )
    values = _value(one, organization, partner)
    return str(values[0]) if values else ""


def settle(found: Beside, chosen: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Values of the record that stays, by table and column. chosen: field → WINNER or LOSER, for each that differs."""
    settled: dict[str, dict[str, Any]] = {"organization": {}, "partner": {}}
    stays, goes, partner = found.stays, found.goes, found.partner
    for one in FIELDS:
        theirs, other = _value(one, stays.organization, stays), _value(one, goes, partner)
        kept = other if theirs is None or chosen.get(one.name) == LOSER else theirs
        if kept is not None:
            settled[one.of] |= dict(zip(one.columns, kept, strict=True))
    organization, register = settled["organization"], settled["partner"]
    if OrganizationKind.EMPLOYER in (stays.organization.kind, goes.kind):
        organization["kind"] = OrganizationKind.EMPLOYER.value
    if organization.get("parent_organization_id") in (stays.pk, goes.pk):
        organization["parent_organization_id"] = None
    # The name that is not kept is still a name it is known by.
    if not organization.get("alternate_name") and stays.organization.search_key != goes.search_key:
        organization["alternate_name"] = goes.name if organization["name"] == stays.organization.name else stays.organization.name
    if partner is not None:
        for name in TOGETHER:
            mine = list(getattr(stays, name))
            register[name] = [*mine, *(code for code in getattr(partner, name) if code not in mine)]
        register |= _safe(stays, partner)
    return settled


def _safe(stays: Partner, partner: Partner) -> dict[str, Any]:
    """The stricter of two checks."""
    kept = min((stays, partner), key=lambda one: _STRICTEST.index(Safeguarding(one.safeguarding)))
    return {name: getattr(kept, name) for name in ("safeguarding", "safeguarding_on", "safeguarding_note")}


def _rules(stays: Partner, goes: Organization, partner: Partner | None) -> list[str]:
    """What nobody chooses, in sentences."""
    said = [
        "Services, places, contacts, branches, times we were in touch, tasks, campaigns, mana whenua and assessments of both stand with the record that stays; so do accreditations, which count for all its services.",
        "Tikanga notes are moved unread. Each is read by those alone who read it now: a team you let in reads none of the other record's.",
    ]
    if OrganizationKind.EMPLOYER in (stays.organization.kind, goes.kind) and stays.organization.kind != goes.kind:
        said.append("One of the two is an employer, so the record that stays is one: it is told least about a person.")
    if partner is not None:
        said.append("Roles, expertise, languages, regions and sites of both are kept.")
        if stays.safeguarding != partner.safeguarding:
            said.append(f"Of two checks of safeguarding the stricter is kept: {Safeguarding(_safe(stays, partner)['safeguarding']).label}.")
    return said


@dataclass(frozen=True)
class Merged:
    """A merge with names, the teams that were left out, and whether it can be taken apart now."""

    merge: PartnerMerge
    names: dict[UUID, str]
    left_out: list[Team]
    can: list[str]

    def name(self, user_id: UUID | None) -> str:
        """Of whoever did it."""
        return self.names.get(user_id, "Somebody who has left") if user_id else "Whoever runs this site, by a command"


def get_merge(by: Actor, merge_id: UUID) -> Merged:
    """One. Raises NotFound for an unknown id and for whoever may not look at partners alike."""
    rows = PartnerMerge.objects.select_related("winner", "loser").filter(pk=merge_id)
    found = rows.first() if by.may(Permission.PARTNER_VIEW) else None
    if found is None:
        raise NotFound
    return _merged(by, [found])[0]


def page_of_merges(by: Actor, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[PartnerMerge]:
    """The latest first."""
    by.check(Permission.PARTNER_VIEW)
    return page_of(PartnerMerge.objects.select_related("winner", "loser"), order=("-at", "id"), cursor=cursor, size=size)


def is_last(found: PartnerMerge) -> bool:
    """Apart in the order they were put together, the last first."""
    later = PartnerMerge.objects.filter(parted_at=None, at__gt=found.at)
    return not (later.filter(winner_id=found.winner_id) | later.filter(loser_id=found.winner_id)).exists()


def _merged(by: Actor, rows: Iterable[PartnerMerge]) -> list[Merged]:
    rows = list(rows)
    names = names_of(key for row in rows for key in (row.by_id, row.parted_by_id) if key)
    teams = list(Team.objects.filter(pk__in=[key for row in rows for key in row.left_out]).order_by("name", "id"))
    may = by.may(Permission.PARTNER_EDIT)
    return [
        Merged(
            row,
            names,
            [team for team in teams if team.id in row.left_out],
            ["part"] if may and row.parted_at is None and is_last(row) else [],
        )
        for row in rows
    ]


def moment() -> Any:
    """Of this transaction, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]
