"""People with fixed standing, and one small world they stand in. Every page is walked by all of them.

Whoever reads a test can rely on: Aroha is the office's (Awa) person and went to Mana's service; Tama belongs to another office (Puke).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Membership, Team, TeamKind, User
from throughcare.accounts.queries import actor_of
from throughcare.accounts.sessions import SessionStore, mark_strong
from throughcare.common.clock import today
from throughcare.common.reader import Reader, reading_as
from throughcare.common.text import search_key
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Organization, OrganizationKind, OrganizationTeam
from throughcare.people.models import Identifier, Involvement, Need, OwnAccount, Person, Whereabouts
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS
from throughcare.places.models import Region, Site
from throughcare.services.models import Location, PillarVerdict, Service, ServiceAtLocation, ServiceCapacity, ServicePillar

SYSTEM = Reader(system="test set-up")

# name in tests → (role, team code or None)
MEMBERS: dict[str, tuple[str, str | None]] = {
    "case_manager": ("case_manager", "awa"),
    "officer": ("probation_officer", "awa"),
    "other_officer": ("probation_officer", "puke"),
    "team_manager": ("team_manager", "awa"),
    "recruitment_consultant": ("recruitment_consultant", "awa"),
    "partnership_manager": ("partnership_manager", "head"),
    "contract_manager": ("contract_manager", "head"),
    "analyst": ("analyst", "head"),
    "executive": ("executive", "head"),
    "administrator": ("administrator", "head"),
    "records": ("records", "head"),
    "privacy_officer": ("privacy_officer", "head"),
    "victim_liaison": ("victim_liaison", "head"),
    "auditor": ("auditor", "head"),
    "partner_worker": ("partner_worker", "mana"),
    "partner_worker_2": ("partner_worker", "mana"),
    "partner_manager": ("partner_manager", "mana"),
    "other_partner_worker": ("partner_worker", "kete"),
    "employer": ("employer_contact", "kete"),
    "volunteer": ("volunteer", "head"),
    "volunteer_coordinator": ("volunteer_coordinator", "head"),
    "chaplain": ("chaplain", "head"),
    "advisory_member": ("advisory_member", "head"),
    "whanau_member": ("whanau_member", None),
    "aroha": ("person", None),
    "tama": ("person", None),
}
STRANGER = "stranger"
EVERYBODY = (*MEMBERS, STRANGER)


@dataclass
class Cast:
    """Ids of everybody and everything, and the ways to act as one of them."""

    users: dict[str, UUID]
    teams: dict[str, UUID]
    person: UUID
    other_person: UUID
    need: UUID
    other_need: UUID
    service: UUID
    other_service: UUID
    organization: UUID
    things: dict[str, Any] = field(default_factory=dict)

    def actor(self, name: str, channel: str = "page") -> Actor:
        """The named member as an Actor."""
        with reading_as(Reader(user_id=self.users[name])):
            found = actor_of(self.users[name], channel=channel)
        assert found is not None, f"{name} is disabled"
        return found

    def reading(self, name: str) -> Any:
        """`with cast.reading("case_manager"):` - a transaction with this reader."""
        return reading_as(Reader(user_id=self.users[name]))

    def client(self, name: str | None) -> Client:
        """A browser logged in as the named member (None: nobody)."""
        client = Client(raise_request_exception=True)
        if name is not None:
            store = SessionStore()
            with reading_as(Reader(user_id=self.users[name])):
                user = User.objects.get(pk=self.users[name])
                store[SESSION_KEY] = str(user.pk)
                mark_strong(store, user.pk)
                store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
                store[HASH_SESSION_KEY] = user.get_session_auth_hash()
                store.save(must_create=True) if store.session_key else store.create()
                store.save()
            client.cookies["sessionid"] = str(store.session_key)
        connection.close()
        return client


def make_cast() -> Cast:
    """Fill an empty database."""
    with reading_as(SYSTEM):
        teams = _make_teams()
        users = _make_users(teams)
        awa_region, puke_region = _make_places()
        mana, kete = _make_partners(teams)
        service = _make_service(mana, "Te Whare Tūmanako housing support", awa_region)
        other = _make_service(kete, "Kete Trust bail housing", puke_region)
        person, need = _make_person("Aroha", "Ngātai", teams["awa"], "PRN-7001")
        other_person, other_need = _make_person("Tama", "Wīremu", teams["puke"], "PRN-7002")
        OwnAccount.objects.create(user_id=users["aroha"], person_id=person)
        OwnAccount.objects.create(user_id=users["tama"], person_id=other_person)
    connection.close()
    return Cast(users, teams, person, other_person, need, other_need, service, other, mana.id)


def _make_teams() -> dict[str, UUID]:
    rows = [
        Team(code="awa", name="Awa office", kind=TeamKind.OFFICE, region="awa"),
        Team(code="puke", name="Puke office", kind=TeamKind.OFFICE, region="puke"),
        Team(code="head", name="Head office", kind=TeamKind.OFFICE),
        Team(code="mana", name="Mana Trust", kind=TeamKind.PARTNER, region="awa"),
        Team(code="kete", name="Kete Trust", kind=TeamKind.PARTNER, region="puke"),
    ]
    Team.objects.bulk_create(rows)
    return {team.code: team.id for team in rows}


def _make_users(teams: dict[str, UUID]) -> dict[str, UUID]:
    users = [User(email=f"{name}@example.test", name=name.replace("_", " ").capitalize(), password="!") for name in EVERYBODY]
    User.objects.bulk_create(users)
    ids = {name: user.id for name, user in zip(EVERYBODY, users, strict=True)}
    Membership.objects.bulk_create(
        Membership(user_id=ids[name], team_id=teams[team] if team else None, role_id=role, starts_on=date(2026, 1, 1))
        for name, (role, team) in MEMBERS.items()
    )
    return ids


def _make_places() -> tuple[str, str]:
    for code, name, latitude in (("awa", "Te Awa", -39.9), ("puke", "Te Puke", -41.2)):
        Region.objects.create(code=code, name=name)
        Site.objects.create(code=f"{code}-prison", name=f"{name} Prison", kind="PRISON", region_id=code, latitude=latitude, longitude=175.0)
        Site.objects.create(
            code=f"{code}-probation",
            name=f"{name} Community Probation",
            kind="PROBATION",
            region_id=code,
            latitude=latitude,
            longitude=175.1,
        )
    return "awa", "puke"


def _make_partners(teams: dict[str, UUID]) -> tuple[Organization, Organization]:
    made = []
    for code, name in (("mana", "Mana Trust"), ("kete", "Kete Trust")):
        organization = Organization.objects.create(
            name=name, description=f"{name} helps people home.", kind=OrganizationKind.NGO, search_key=search_key(name)
        )
        OrganizationTeam.objects.create(team_id=teams[code], organization=organization)
        made.append(organization)
    return made[0], made[1]


def _make_service(organization: Organization, name: str, region: str) -> UUID:
    service = Service.objects.create(
        organization=organization,
        name=name,
        description="A place to live and somebody to talk to.",
        minimum_age=18,
        settings=["CUSTODY", "COMMUNITY"],
        regions=[region],
        search_key=search_key(f"{name} a place to live"),
        name_key=search_key(name),
    )
    place = Location.objects.create(organization=organization, name=f"{organization.name} house", latitude=-39.93, longitude=175.05)
    ServiceAtLocation.objects.create(service=service, location=place)
    ServiceCapacity.objects.create(service=service, available=3, maximum=10, waiting_days=0)
    ServicePillar.objects.create(service=service, pillar=Pillar.ACCOMMODATION.value, verdict=PillarVerdict.ADDED)
    return service.id


def _make_person(given: str, family: str, team: UUID, number: str) -> tuple[UUID, UUID]:
    person = Person(
        preferred_name=given,
        given_names=given,
        family_name=family,
        search_key=search_key(f"{given} {family}"),
        birth_date=date(1994, 5, 17),
        gender="woman",
        ethnicities=["maori"],
        languages=["en"],
        release_date=today() + timedelta(days=25),
    )
    Involvement.objects.create(
        person_id=person.id, team_id=team, because_kind="people.assignment", compartments=list(ASSIGNMENT_COMPARTMENTS)
    )
    person.save(force_insert=True)
    Identifier.objects.create(person=person, scheme="prn", value=number)
    region = Team.objects.get(pk=team).region
    Whereabouts.objects.create(person=person, kind="CUSTODY", site=Site.objects.get(code=f"{region}-prison"), starts_on=date(2026, 3, 1))
    need = Need.objects.create(person=person, pillar=Pillar.ACCOMMODATION.value, note="Nowhere to live on release", status="NOT_STARTED")
    return person.id, need.id
