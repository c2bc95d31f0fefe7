"""Making a person's record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.reader import become
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid
from throughcare.common.text import clean, search_key
from throughcare.people import policies
from throughcare.people.models import Identifier, Involvement, Person, Whereabouts, identifier_value
from throughcare.people.queries import moment
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS

# Nobody's team can see somebody who is not there yet, so the row is written for a stated purpose, not in the reader's own right.
PURPOSE = "people import"
NAMES = ("preferred_name", "given_names", "family_name", "name_mi")


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who somebody is. Codes are those of the vocabularies. age_band: kept while the date of birth is unknown, and dropped with it."""

    preferred_name: str
    given_names: str = ""
    family_name: str = ""
    name_mi: str = ""
    birth_date: date | None = None
    age_band: str = ""
    gender: str = ""
    ethnicities: tuple[str, ...] = ()
    iwi: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class NewPerson(Details):
    """What a record starts with; `identifiers` are (scheme, value)."""

    release_date: date | None = None
    release_unknown_because: str = ""
    home_site_id: UUID | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    whereabouts_kind: str = ""
    whereabouts_site_id: UUID | None = None
    whereabouts_since: date | None = None


def key_of(*names: str) -> str:
    """What a person is searched and sorted by: all their names, family name first, folded."""
    return search_key(" ".join(name for name in names if name))[:800]


def key_after(person: Person, names: Mapping[str, str]) -> str:
    """The key once `names` are the person's: as it is when none differs, and with what a merge added to it, so that old names still find them."""
    before = {name: getattr(person, name) for name in NAMES}
    if before == dict(names):
        return person.search_key
    own = set(_key_of_names(before).split())
    added = " ".join(word for word in person.search_key.split() if word not in own)
    return f"{_key_of_names(names)} {added}"[:800].strip()


def _key_of_names(names: Mapping[str, str]) -> str:
    return key_of(names["family_name"], names["preferred_name"], names["given_names"], names["name_mi"])


@transaction.atomic
def create_person(*, by: Actor, new: NewPerson, team_id: UUID) -> Person:
    """Make a record that `team_id`, an office, works with from now on."""
    policies.check_can_import(by)
    if not clean(new.preferred_name):
        raise Invalid("Enter what the person is called.", {"preferred_name": ["Enter what the person is called."]})
    person = Person(
        preferred_name=clean(new.preferred_name),
        given_names=clean(new.given_names),
        family_name=clean(new.family_name),
        name_mi=clean(new.name_mi),
        search_key=key_of(new.family_name, new.preferred_name, new.given_names, new.name_mi),
        birth_date=new.birth_date,
        age_band=new.age_band,
        gender=new.gender,
        ethnicities=list(new.ethnicities),
        iwi=list(new.iwi),
        languages=list(new.languages),
        interpreter_needed=new.interpreter_needed,
        release_date=new.release_date,
        release_unknown_because=new.release_unknown_because,
        home_site_id=new.home_site_id,
    )
    become(replace(by.reader, system=PURPOSE))
    person.save(force_insert=True)
    assigned = _assign(by, person, team_id)
    _add_details(person, new)
    record(
        by=by, verb="person.created", persons=[person.id], compartments=["C1"], because=[assigned.id], about=Ref("people.person", person.id)
    )
    become(by.reader)
    return person


def _assign(by: Actor, person: Person, team_id: UUID) -> Involvement:
    assigned = Involvement(
        person=person,
        team_id=team_id,
        because_kind="people.assignment",
        compartments=list(ASSIGNMENT_COMPARTMENTS),
        starts_at=moment(),
        by_id=by.user_id,
    )
    assigned.save(force_insert=True)
    return assigned


def _add_details(person: Person, new: NewPerson) -> None:
    Identifier.objects.bulk_create(
        Identifier(person=person, scheme=scheme, value=identifier_value(value)) for scheme, value in new.identifiers
    )
    if new.whereabouts_kind and new.whereabouts_site_id and new.whereabouts_since:
        Whereabouts(person=person, kind=new.whereabouts_kind, site_id=new.whereabouts_site_id, starts_on=new.whereabouts_since).save(
            force_insert=True
        )
