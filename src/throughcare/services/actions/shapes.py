"""How each HSDS record of a directory is stored: its table, the columns it fills, the records it hangs on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model

from throughcare.common.text import search_key
from throughcare.partners.models import Organization
from throughcare.services.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
    TaxonomyTerm,
)

KEY_LENGTH = 700  # of a sort key: an index entry has an upper size


@dataclass(frozen=True)
class Link:
    """A column that holds the id of another record of the same directory, and the field that holds its key."""

    column: str
    field: str
    table: str


@dataclass(frozen=True)
class Shape:
    """One table of the directory.

    derived: columns worked out from the record. fixed: columns a directory never fills, and what they start as.
    on_change: columns of ours, worked out from what is there (t) and what comes (s).
    marks: what hardly any record has; in the digest only when it is there, so that a new one leaves other records' digests alone.
    detail: part of another record's entry, so it is taken away when the directory no longer has it.
    """

    model: type[Model]
    fields: tuple[str, ...]
    links: tuple[Link, ...] = ()
    derived: tuple[tuple[str, Callable[[Any], Any]], ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()  # column, SQL over the columns that come
    on_change: tuple[tuple[str, str], ...] = ()  # column, SQL
    marks: tuple[str, ...] = ()
    detail: bool = False

    @property
    def db_table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> tuple[str, ...]:
        """What a record fills, in the order it is staged."""
        return (*self.fields, *(link.column for link in self.links), *(column for column, _ in self.derived))

    @cached_property
    def values(self) -> Callable[[Any], tuple[Any, ...]]:
        """Takes the fields of a record as a tuple, however many there are."""
        if not self.fields:
            return lambda record: ()
        get = attrgetter(*self.fields)
        return get if len(self.fields) > 1 else lambda record: (get(record),)

    def digests(self, rows: Sequence[Any]) -> list[str]:
        """What tells whether a record changed. To hash anything else would make every record of every site look changed, once."""
        parents = map(list, zip(*(map(attrgetter(link.field), rows) for link in self.links), strict=True))
        said: Iterable[tuple[Any, ...]] = zip(map(self.values, rows), parents, strict=True)
        if self.marks:
            said = ((*both, *(mark for mark in self.marks if getattr(row, mark))) for both, row in zip(said, rows, strict=True))
        return [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() for text in map(repr, said)]

    def filled(self, rows: Sequence[Any], ids: Mapping[str, Mapping[str, UUID]]) -> list[Sequence[Any]]:
        """The columns a record fills, each as long as there are rows. `ids` has the ids of parents, by table and key."""
        fields: list[Sequence[Any]] = [list(map(attrgetter(name), rows)) for name in self.fields]
        for link in self.links:
            of_table = ids[link.table]
            fields.append([None if key is None else of_table[key] for key in map(attrgetter(link.field), rows)])
        return [*fields, *(list(map(work_out, rows)) for _, work_out in self.derived)]

    def limits(self) -> list[tuple[int, str, int]]:
        """(place in `fields`, name, most characters) of every field with a limit."""
        found = []
        for place, name in enumerate(self.fields):
            most = getattr(self.model._meta.get_field(name), "max_length", None)
            if most is not None:
                found.append((place, name, most))
        return found


def _link(table: str, column: str = "", field: str = "") -> Link:
    return Link(column or f"{table}_id", field or f"{table}_source_id", table)


_ORGANIZATION, _SERVICE, _LOCATION = _link("organization"), _link("service"), _link("location")
_AT = _link("service_at_location")


# Parents before children, as readers give them.
SHAPES: dict[str, Shape] = {
    "organization": Shape(
        Organization,
        ("name", "alternate_name", "description", "email", "website", "tax_status", "tax_id", "year_incorporated", "legal_status"),
        (_link("organization", "parent_organization_id", "parent_source_id"),),
        (("search_key", lambda record: search_key(record.name)[:KEY_LENGTH]),),
        (("kind", "'OTHER'"),),
    ),
    "taxonomy_term": Shape(
        TaxonomyTerm,
        ("name", "description"),
        (_link("taxonomy_term", "parent_id", "parent_source_id"), Link("taxonomy_id", "taxonomy", "taxonomy")),
        (("code", lambda record: record.key),),
    ),
    "location": Shape(
        Location,
        ("location_type", "url", "name", "alternate_name", "description", "transportation", "latitude", "longitude"),
        (_ORGANIZATION,),
        fixed=(("confidential", "false"),),
    ),
    "service": Shape(
        Service,
        (
            *("name", "alternate_name", "description", "url", "email", "status", "interpretation_services", "application_process"),
            *("fees_description", "accreditations", "licenses", "wait_time", "eligibility_description", "minimum_age", "maximum_age"),
        ),
        (_ORGANIZATION,),
        (
            ("search_key", lambda record: search_key(f"{record.name} {record.alternate_name} {record.description}")),
            ("name_key", lambda record: search_key(record.name)[:KEY_LENGTH]),
            ("confidential_in_directory", lambda record: record.confidential),
        ),
        (
            *(("genders", "'{}'"), ("settings", "'{}'"), ("regions", "'{}'"), ("order_types", "'{}'")),
            *(("confidential", "confidential_in_directory"), ("version", "1")),
        ),
        # A directory may hide a service, when it newly says so, and never opens one: that is for a person to do, and then lasts.
        (
            ("confidential", "t.confidential or (s.confidential_in_directory and not t.confidential_in_directory)"),
            ("version", "t.version + 1"),
        ),
        ("confidential",),
    ),
    "service_at_location": Shape(ServiceAtLocation, ("description",), (_SERVICE, _LOCATION), detail=True),
    "contact": Shape(Contact, ("name", "title", "department", "email"), (_ORGANIZATION, _SERVICE, _LOCATION, _AT), detail=True),
    "phone": Shape(
        Phone,
        ("number", "extension", "type", "description"),
        (_ORGANIZATION, _SERVICE, _LOCATION, _AT, _link("contact")),
        detail=True,
    ),
    "address": Shape(
        Address,
        ("attention", "address_1", "address_2", "city", "region", "state_province", "postal_code", "country", "address_type"),
        (_LOCATION,),
        detail=True,
    ),
    "schedule": Shape(
        Schedule,
        ("freq", "byday", "opens_at", "closes_at", "description", "notes"),
        (_SERVICE, _LOCATION, _AT),
        detail=True,
    ),
    "language": Shape(Language, ("name", "code", "note"), (_SERVICE, _LOCATION), detail=True),
    "cost_option": Shape(CostOption, ("option", "currency", "amount", "amount_description"), (_SERVICE,), detail=True),
    "service_area": Shape(ServiceArea, ("name", "description"), (_SERVICE,), fixed=(("extent", "''"), ("extent_type", "''")), detail=True),
    "required_document": Shape(RequiredDocument, ("document",), (_SERVICE,), detail=True),
    "accessibility": Shape(Accessibility, ("description", "details"), (_LOCATION,), detail=True),
    "attribute": Shape(ServiceAttribute, (), (_SERVICE, _link("taxonomy_term")), detail=True),
}
