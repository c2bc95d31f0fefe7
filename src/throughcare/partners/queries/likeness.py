"""What of each organisation is compared by the linkage, read as the system and shown to nobody; and those a new name looks like."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import NamedTuple
from uuid import UUID

from throughcare.common.text import search_key
from throughcare.matching.linkage_organizations import Organization as Record
from throughcare.matching.linkage_organizations import same_name
from throughcare.partners.models import Organization, Partner, PartnerContact

_NEAR = 40  # organisations whose names are spelt like a new one's, before they are compared
_SHOWN = 5


class Reached(NamedTuple):
    """How an organisation is reached, as an upper app has it: phone numbers, and addresses in a line. Nothing of what is confidential."""

    phones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


Reach = Callable[[], Mapping[UUID, Reached]]
_REACHES: list[Reach] = []


def register_reach(reach: Reach) -> None:
    """An upper app that knows how organisations are reached says so at start-up."""
    _REACHES.append(reach)


@dataclass(frozen=True)
class Everybody:
    """Every organisation as it is compared; which are on the register, and the national body of each branch."""

    records: list[Record]
    partners: frozenset[UUID]
    above: Mapping[UUID, UUID]


def everybody() -> Everybody:
    """All that the directory and the register know. As the system."""
    numbers = {key: (nzbn, charity) for key, nzbn, charity in Partner.objects.order_by("pk").values_list("pk", "nzbn", "charity_number")}
    contacts: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = PartnerContact.objects.filter(ended_on__isnull=True).order_by("id")
    for key, phone, email in rows.values_list("partner_id", "phone", "email"):
        contacts[key].append((phone, email))
    records, above = {}, {}
    for found in Organization.objects.filter(went=None).order_by("pk"):
        records[found.pk] = _record(found, numbers.get(found.pk, ("", "")), contacts[found.pk])
        if found.parent_organization_id:
            above[found.pk] = found.parent_organization_id
    for reach in _REACHES:
        for key, reached in reach().items():
            if (there := records.get(key)) is None:
                continue
            records[key] = replace(there, phones=_said(*there.phones, *reached.phones), places=_said(*there.places, *reached.places))
    return Everybody(list(records.values()), frozenset(numbers), above)


def _record(found: Organization, numbers: tuple[str, str], contacts: Iterable[tuple[str, str]]) -> Record:
    contacts = list(contacts)
    return Record(
        key=str(found.pk),
        names=_said(found.name, found.alternate_name),
        numbers=tuple(f"{scheme}:{number}" for scheme, number in zip(("nzbn", "charity"), numbers, strict=True) if number),
        phones=_said(*(phone for phone, _ in contacts)),
        websites=_said(found.website),
        emails=_said(found.email, *(email for _, email in contacts)),
    )


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def digest_of(*records: Record) -> str:
    """Of all that is compared of these: another one says that something changed."""
    return hashlib.sha256(repr([astuple(record) for record in records]).encode()).hexdigest()


def like_name(name: str) -> list[Organization]:
    """Organisations that a new one of this name may be: called so, but for what they are by law, the order of words, macrons and a slip or two.

    Without the linkage, which no process that serves pages loads: it looks later, at all that is known.
    """
    key = search_key(name)
    if not key:
        return []
    called = Organization.objects.filter(search_key=key, went=None).order_by("id")[:_SHOWN]
    near = (
        Organization.objects.filter(search_key__trigram_similar=key, went=None).exclude(search_key=key).order_by("search_key", "id")[:_NEAR]
    )
    return [*called, *(row for row in near if same_name(name, row.name) or same_name(name, row.alternate_name))][:_SHOWN]
