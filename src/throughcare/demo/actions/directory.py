"""Organisations and their services: those of the partners with staff here, and many others only listed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.db.models import Model

from throughcare.common.text import search_key
from throughcare.demo.actions.world import World, save
from throughcare.demo.cast import PARTNERS, Partner
from throughcare.demo.names import PLACES_EN, InventedService
from throughcare.demo.places_data import REGIONS, SITES
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Organization, OrganizationTeam
from throughcare.services.models import (
    Address,
    Language,
    Location,
    Phone,
    PillarVerdict,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServicePillar,
    Setting,
)
from throughcare.services.pillars import pillars_for

ORGANIZATIONS, SERVICES = 300, 600
_DAYS = ("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR", "MO,WE,FR", "TU,TH", "MO,TU,WE,TH,FR,SA")
_LANGUAGES = (("English", "en"), ("Te reo Māori", "mi"), ("Samoan", "sm"), ("Tongan", "to"))
_FULL = ("south", Pillar.ACCOMMODATION.value)
# How many of a hundred organisations are of which kind.
_KINDS = {
    "NGO": 24,
    "COMMUNITY": 14,
    "IWI": 5,
    "HAPU": 3,
    "MARAE": 3,
    "URBAN_MAORI": 1,
    "HEALTH": 11,
    "TRAINING": 9,
    "FAITH": 8,
    "PUBLIC_AGENCY": 6,
    "PACIFIC": 6,
    "SPORT": 4,
    "EMPLOYER": 4,
    "VOLUNTEER": 2,
}
_PILLARS_OF: dict[str, tuple[Pillar, ...]] = {
    "HEALTH": (Pillar.HEALTH_WELLBEING,),
    "TRAINING": (Pillar.EDUCATION_TRAINING, Pillar.EMPLOYMENT, Pillar.SKILLS_FOR_LIFE),
    "EMPLOYER": (Pillar.EMPLOYMENT,),
    "SPORT": (Pillar.HEALTH_WELLBEING, Pillar.FAMILY_COMMUNITY),
    "FAITH": (Pillar.FAMILY_COMMUNITY, Pillar.ACCOMMODATION, Pillar.SKILLS_FOR_LIFE),
    "VOLUNTEER": (Pillar.FAMILY_COMMUNITY,),
}
# In the order of their foreign keys.
_MODELS: tuple[type[Model], ...] = (
    Organization, OrganizationTeam, Service, Location, ServiceAtLocation, Address, Phone, Schedule, Language, ServiceCapacity, ServicePillar,
)  # fmt: skip


@dataclass
class _Rows:
    """Rows to write, by model."""

    of: dict[type[Model], list[Any]] = field(default_factory=lambda: {model: [] for model in _MODELS})

    def add(self, row: Any) -> Any:
        """Keep it, and hand it back."""
        self.of[type(row)].append(row)
        return row


def make_directory(world: World) -> None:
    """300 organisations with 600 services; those of PARTNERS can be referred to."""
    rows = _Rows()
    for partner in PARTNERS:
        _make_partner(world, rows, partner)
    others = [_make_organization(world, rows, world.chance.weighted(_KINDS)) for _ in range(ORGANIZATIONS - len(PARTNERS))]
    left = SERVICES - len(rows.of[Service])
    for turn in range(left):
        organization = others[turn] if turn < len(others) else world.chance.pick(others)
        pillar = world.chance.pick(_PILLARS_OF.get(organization.kind, tuple(Pillar)))
        _make_service(world, rows, organization, pillar, world.chance.pick(REGIONS).code)
    _fill_up(world, rows)
    for model, made in rows.of.items():
        save(model, made)


def _fill_up(world: World, rows: _Rows) -> None:
    """No place to live is free in one region, and every service there says so: something is missing."""
    region, pillar = _FULL
    there = {row.service.pk: row.service for row in rows.of[ServicePillar] if row.pillar == pillar and region in row.service.regions}
    said = {row.service_id: row for row in rows.of[ServiceCapacity]}
    for key, service in there.items():
        row = said.get(key) or rows.add(ServiceCapacity(id=_id(world), service=service, maximum=6, updated=world.chance.days_ago(9)))
        row.available, row.waiting_days = 0, row.waiting_days or 28


def _make_partner(world: World, rows: _Rows, partner: Partner) -> None:
    organization = _make_organization(world, rows, partner.kind, partner.name)
    world.organizations[partner.code] = organization
    team = world.teams[partner.code]
    world.team_of[organization.id] = team
    rows.add(OrganizationTeam(team=team, organization=organization))
    for pillar in partner.pillars:
        for region in partner.regions:
            service = _make_service(world, rows, organization, pillar, region, open_to_all=True)
            world.offered.setdefault((region, pillar.value), []).append(service)


def _make_organization(world: World, rows: _Rows, kind: str, name: str = "") -> Organization:
    name = name or world.invent.organization(kind)
    return rows.add(Organization(  # type: ignore[no-any-return]  # kept in a list for all models
        id=_id(world), name=name, kind=kind, description=f"{name} works with people and whānau before and after release.",
        email=f"kia.ora@{search_key(name).replace(' ', '-')}.example", search_key=search_key(name),
    ))  # fmt: skip


def _make_service(
    world: World, rows: _Rows, organization: Organization, pillar: Pillar, region: str, *, open_to_all: bool = False
) -> Service:
    chance, made = world.chance, _unlike(world, rows, organization, pillar)
    service = Service(
        id=_id(world), organization=organization, name=made.name, description=made.description, eligibility_description=made.eligibility_description,
        minimum_age=None if open_to_all else made.minimum_age, maximum_age=None if open_to_all else made.maximum_age,
        settings=_settings(world, open_to_all=open_to_all), regions=[region] if open_to_all or chance.yes(0.8) else [],
        application_process="Ask your case manager, or ring us.", fees_description="Free." if chance.yes(0.7) else "",
        assured_date=chance.days_ago(chance.number(5, 400)).date() if chance.yes(0.6) else None,
        # A few are safe houses: only their own staff and the directory's editors see them.
        confidential=not open_to_all and pillar == Pillar.ACCOMMODATION and chance.yes(0.05),
        search_key=search_key(f"{made.name} {made.description}"), name_key=search_key(made.name),
    )  # fmt: skip
    if open_to_all:
        service.eligibility_description = ""  # nothing left to ask, so that matching can say yes
    rows.add(service)
    _put_to_pillars(world, rows, service, pillar)
    _make_place(world, rows, service, region)
    if open_to_all or chance.yes(0.6):
        most = chance.number(4, 30)
        free = chance.number(1, most // 2) if open_to_all else chance.number(0, most // 2)
        waiting = 0 if free else chance.number(2, 10) * 7
        as_at = chance.days_ago(chance.number(0, 12) if open_to_all else chance.number(0, 120))
        rows.add(ServiceCapacity(id=_id(world), service=service, available=free, maximum=most, waiting_days=waiting, updated=as_at))
    return service


def _unlike(world: World, rows: _Rows, organization: Organization, pillar: Pillar) -> InventedService:
    """A service this organisation does not offer yet, while there is one."""
    there = {service.name for service in rows.of[Service] if service.organization_id == organization.id}
    made = world.invent.service(pillar)
    for _ in range(12):
        if made.name not in there:
            break
        made = world.invent.service(pillar)
    return made


def _settings(world: World, *, open_to_all: bool) -> list[str]:
    both = [Setting.CUSTODY.value, Setting.COMMUNITY.value]
    return both if open_to_all else world.chance.pick(([], both, both, [Setting.COMMUNITY.value]))


def _put_to_pillars(world: World, rows: _Rows, service: Service, pillar: Pillar) -> None:
    """As an import does, by the table of rules; where no rule gives the pillar it was made for, a manager has added it."""
    hits = {hit.pillar: hit for hit in pillars_for(service.name, service.description, ())}
    for hit in hits.values():
        rows.add(
            ServicePillar(
                id=_id(world),
                service=service,
                pillar=hit.pillar.value,
                verdict=PillarVerdict.RULE,
                rule=hit.rule_id,
                matched=hit.matched_text[:200],
            )
        )
    if pillar not in hits:
        manager = world.users["kahu"]
        rows.add(ServicePillar(
            id=_id(world), service=service, pillar=pillar.value, verdict=PillarVerdict.ADDED, by=manager, at=world.chance.days_ago(80),
            reason="The description says so in other words.",
        ))  # fmt: skip


def _make_place(world: World, rows: _Rows, service: Service, region: str) -> None:
    chance = world.chance
    site = chance.pick([s for s in SITES if s.region == region])
    town = chance.pick(PLACES_EN)
    location = rows.add(Location(
        id=_id(world), organization_id=service.organization_id, name=f"{service.organization.name}, {town}",
        latitude=chance.near(site.latitude, 0.3), longitude=chance.near(site.longitude, 0.3), confidential=service.confidential,
    ))  # fmt: skip
    rows.add(ServiceAtLocation(id=_id(world), service=service, location=location))
    street = f"{chance.number(1, 180)} {chance.pick(('Kererū', 'Station', 'Mill', 'River', 'Harakeke', 'Church'))} Street"
    rows.add(Address(id=_id(world), location=location, address_1=street, city=town, country="NZ"))
    # Numbers that begin 0000 reach nobody.
    rows.add(Phone(id=_id(world), service=service, number=f"0000 {chance.number(100, 999)} {chance.number(1000, 9999)}", type="voice"))
    opens = time(chance.number(8, 10))
    rows.add(
        Schedule(
            id=_id(world), service=service, freq="WEEKLY", byday=chance.pick(_DAYS), opens_at=opens, closes_at=time(chance.number(15, 18))
        )
    )
    for name, code in _spoken(world):
        rows.add(Language(id=_id(world), service=service, name=name, code=code))


def _spoken(world: World) -> Iterator[tuple[str, str]]:
    yield _LANGUAGES[0]
    if world.chance.yes(0.3):
        yield world.chance.pick(_LANGUAGES[1:])


def _id(world: World) -> Any:
    return world.chance.id(world.chance.now - timedelta(days=120))
