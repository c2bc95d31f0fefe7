"""What a list would change: every organisation of it compared with the register, before anything is written.

A list fills what is empty and changes what it said itself. What somebody typed, or another list said, stays, and that is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from throughcare.common.ids import new_id
from throughcare.common.text import search_key
from throughcare.imports.models import Said
from throughcare.partners.actions.subjects import Subject
from throughcare.partners.actions.there import There
from throughcare.partners.models import Organization, OrganizationKind, Partner, PartnerContact, PartnerSource
from throughcare.partners.rows import LIST_FIELDS, PLAIN_FIELDS, Person, Place, Wrong

OF_ORGANIZATION = ("name", "alternate_name", "kind", "website", "email", "parent_organization_id")
OF_PARTNER = (
    *("purpose", "phone", "address", "nzbn", "charity_number", "roles", "expertise", "expertise_words", "languages", "regions", "sites"),
    *("owner_id", "owner_team_id"),
)
KEPT_BY_HAND = "Somebody changed this here since the list was last brought in. It stays as they wrote it."
KEPT_OTHERS = "The register says something else, and not from this list. It stays; change it by hand if the list is right."
KEPT_OFF = "Somebody took this off here since the list was last brought in. It stays off."
KEPT_EMPLOYER = "What an employer may be told of people hangs on its kind, so a list leaves it an employer."
_UNREACHED = "The contact has neither a phone nor an e-mail address, so they are left out."


class Noted(NamedTuple):
    """Something to know of a row that is taken."""

    place: Place
    said: Said
    field: str
    message: str
    about: UUID | None = None


@dataclass
class Plan:
    """Everything to write of some organisations, and what becomes of each of their rows."""

    organizations: list[Organization] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    changed_organizations: list[Organization] = field(default_factory=list)
    changed_partners: list[Partner] = field(default_factory=list)
    contacts: list[PartnerContact] = field(default_factory=list)
    changed_contacts: list[PartnerContact] = field(default_factory=list)
    sources: list[PartnerSource] = field(default_factory=list)
    changed_sources: list[PartnerSource] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """Rows it accounts for."""
        return self.created + self.updated + self.unchanged + len(self.wrong)


@dataclass
class _Record:
    """One organisation as it is, and as the list would have it. as_it_was: found by the name of a record that went into it: such a row fills what
    is empty and changes nothing, since another row of the list may speak of the record that stays."""

    subject: Subject
    organization: Organization
    partner: Partner
    source: PartnerSource
    is_new: bool  # on the register
    as_it_was: bool = False
    changed: set[str] = field(default_factory=set)
    notes: list[Noted] = field(default_factory=list)
    people: list[PartnerContact] = field(default_factory=list)

    def note(self, said: Said, name: str, message: str, about: UUID | None = None) -> None:
        self.notes.append(Noted(self.subject.places[0], said, name, message, about))


def plan_for(subjects: Sequence[Subject], there: There, source: str) -> Plan:
    """Each organisation either planned whole, or its rows rejected with a sentence."""
    plan = Plan()
    for subject in subjects:
        found = there.find(subject)
        if isinstance(found, Wrong):
            plan.wrong += [Wrong(place, found.field, found.message) for place in subject.places]
            continue
        above = there.above(subject, found)
        if isinstance(above, Wrong):
            plan.wrong += [Wrong(place, above.field, above.message) for place in subject.places]
            continue
        record = _record(subject, there, found, source)
        _compare(record, above)
        _people(plan, record, there)
        _put(plan, record, there, is_in_directory=found is not None)
    return plan


def _record(subject: Subject, there: There, found: UUID | None, source: str) -> _Record:
    organization = there.organizations[found] if found else Organization(id=new_id(), kind=OrganizationKind.OTHER)
    partner = there.partners.get(organization.id)
    known = there.source_of(organization.id, subject.said.source_id)
    as_it_was = there.went.get(subject.key) == organization.id and not (known and subject.said.source_id)
    known = None if as_it_was else known
    kept = known or PartnerSource(partner_id=organization.id, source=source, source_id=subject.said.source_id)
    return _Record(subject, organization, partner or Partner(organization=organization), kept, partner is None, as_it_was)


def _compare(record: _Record, above: UUID | None) -> None:
    """Every field the list speaks of."""
    said, last = record.subject.said, dict(record.source.said)
    for name in PLAIN_FIELDS:
        if value := getattr(said, name):
            target = record.organization if name in OF_ORGANIZATION else record.partner
            _one(record, target, name, name, value, last)
    if above is not None:
        _one(record, record.organization, "national_body", "parent_organization_id", above, last)
    if said.owner is not None:
        _owner(record, said.owner, last)
    for name in LIST_FIELDS:
        if values := getattr(said, name):
            _several(record, name, values, last)
    if last != record.source.said:
        record.source.said = last
        record.changed.add("said")


def _one(record: _Record, target: Organization | Partner, name: str, column: str, value: Any, last: dict[str, Any]) -> None:
    """One word. last: what the list said before; it is told what the list says now."""
    now, before = getattr(target, column), last.get(name)
    plain = str(value) if isinstance(value, UUID) else value
    current = str(now) if isinstance(now, UUID) else (now or "")
    empty = not now or (name == "kind" and now == OrganizationKind.OTHER)
    last[name] = plain
    if not empty and _same(name, current, plain):
        return
    if name == "kind" and now == OrganizationKind.EMPLOYER:
        record.note(Said.KEPT, name, KEPT_EMPLOYER)
    elif empty and not (before and _same(name, before, plain)):
        _set(record, target, column, value)
    elif empty:
        record.note(Said.KEPT, name, KEPT_OFF)
    elif before and _same(name, current, before):
        _set(record, target, column, value)
    else:
        record.note(Said.KEPT, name, KEPT_BY_HAND if before else KEPT_OTHERS)


def _set(record: _Record, target: Organization | Partner, column: str, value: Any) -> None:
    setattr(target, column, value)
    record.changed.add(column)
    if column == "name":
        record.organization.search_key = search_key(value)


def _owner(record: _Record, owner: tuple[UUID, UUID], last: dict[str, Any]) -> None:
    partner, before = record.partner, last.get("owner")
    now, plain = [str(partner.owner_id or ""), str(partner.owner_team_id or "")], [str(part) for part in owner]
    last["owner"] = plain
    if now == plain:
        return
    if (not partner.owner_id and before != plain) or now == before:
        partner.owner_id, partner.owner_team_id = owner
        record.changed.add("owner_id")
    else:
        record.note(Said.KEPT, "owner", KEPT_BY_HAND if before else KEPT_OTHERS)


def _several(record: _Record, name: str, values: Sequence[str], last: dict[str, Any]) -> None:
    """What is missing is added, unless it was there by this list and somebody took it off. Nothing is taken away."""
    now, before = list(getattr(record.partner, name)), list(last.get(name, ()))
    missing = [code for code in values if code not in now]
    off = [code for code in missing if code in before]
    added = [code for code in missing if code not in before]
    last[name] = sorted({*before, *values})
    if added:
        setattr(record.partner, name, [*now, *added])
        record.changed.add(name)
    if off:
        record.note(Said.KEPT, name, KEPT_OFF)


_DIGITS = frozenset("0123456789")
_FOLDS: Mapping[str, Callable[[str], object]] = {
    "name": search_key,
    "alternate_name": search_key,
    "email": str.casefold,
    "website": lambda text: text.casefold().removesuffix("/").replace("http://", "https://").replace("https://www.", "https://"),
    "phone": lambda text: "".join(sign for sign in text if sign in _DIGITS),
}


def _same(name: str, one: str, other: str) -> bool:
    """Do both say the same? A macron, a capital or a space more is no news, and what the register has of these stays."""
    fold = _FOLDS.get(name)
    return one == other or (fold is not None and fold(one) == fold(other))


def _people(plan: Plan, record: _Record, there: There) -> None:
    """Contacts by their name. Who ceased to be one stays so; of one who is there, what is missing is filled in."""
    known = {search_key(row.name): row for row in there.contacts.get(record.organization.id, ())}
    for person in record.subject.people:
        row = known.get(search_key(person.name))
        if row is None and not (person.phone or person.email):
            record.note(Said.LEFT_OUT, "contact_name", _UNREACHED)
        elif row is None:
            made = PartnerContact(partner_id=record.organization.id, **person._asdict())
            known[search_key(person.name)] = made
            record.people.append(made)
        elif row.ended_on is not None:
            record.note(Said.KEPT, "contact_name", "They ceased to be the contact here. It stays so.")
        elif row not in record.people:
            _fill(plan, record, row, person)


def _fill(plan: Plan, record: _Record, row: PartnerContact, person: Person) -> None:
    filled = False
    for name in ("position", "phone", "email"):
        old, new = getattr(row, name), getattr(person, name)
        if new and not old:
            setattr(row, name, new)
            filled = True
        elif new and not _same(name, old, new):
            record.note(Said.KEPT, f"contact_{name}", KEPT_OTHERS)
    if filled and row not in plan.changed_contacts:
        plan.changed_contacts.append(row)
        record.changed.add("contact")


def _put(plan: Plan, record: _Record, there: There, *, is_in_directory: bool) -> None:
    """Among what is written, and what became of its rows."""
    organization, partner = record.organization, record.partner
    if not is_in_directory:
        plan.organizations.append(organization)
    elif record.changed & set(OF_ORGANIZATION) and organization not in plan.changed_organizations:
        plan.changed_organizations.append(organization)
    if record.is_new:
        plan.partners.append(partner)
    elif record.changed & set(OF_PARTNER) and partner not in plan.changed_partners:
        plan.changed_partners.append(partner)
    if record.as_it_was:
        record.changed.discard("said")
    elif there.source_of(organization.id, record.subject.said.source_id) is None:
        plan.sources.append(record.source)
    elif "said" in record.changed:
        plan.changed_sources.append(record.source)
    plan.contacts += record.people
    plan.notes += record.notes
    touched = record.is_new or bool(record.people) or bool(record.changed - {"said"})
    (_, *further) = record.subject.rows
    plan.created += record.is_new
    plan.updated += touched and not record.is_new
    plan.unchanged += not touched
    for _, told in further:
        plan.updated += touched and told
        plan.unchanged += not (touched and told)
    if record.is_new and not is_in_directory and (like := there.like(record.subject)):
        sentence = f"It may be {like.name}: {like.why}. Look for duplicates."
        plan.notes.append(Noted(record.subject.places[0], Said.ALIKE, "name", sentence[:500], like.id))
    there.made[record.subject.key] = organization.id
