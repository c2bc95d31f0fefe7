"""The organisations some rows of a list may be about, as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from throughcare.common.text import search_key
from throughcare.partners.actions.subjects import Subject
from throughcare.partners.models import Organization, Partner, PartnerContact, PartnerSource
from throughcare.partners.queries.directory import went_elsewhere
from throughcare.partners.rows import PartnerRow, Wrong

# What a name may end in, or not: two names that differ by these alone may be one organisation's.
_ENDINGS = ("trust", "charitable trust", "incorporated", "inc", "limited", "ltd", "society", "trust board")
# The key with nothing put to it is no column: an index of trigrams answers = as well, and for thousands of names it takes minutes (decision 42).
_FOUND = """select organization_id from partners_partner where nzbn = any(%s) and nzbn <> ''
  union select organization_id from partners_partner where charity_number = any(%s) and charity_number <> ''
  union select partner_id from partners_partnersource where source = %s and source_id = any(%s) and source_id <> ''
  union select o.id from partners_organization o join unnest(%s::text[]) asked (name) on o.search_key || '' = asked.name"""
_ABOVE = """with recursive above as (select id, parent_organization_id from partners_organization where id = any(%s)
  union select o.id, o.parent_organization_id from partners_organization o join above a on o.id = a.parent_organization_id)
  select id, parent_organization_id from above where parent_organization_id is not null"""


class Like(NamedTuple):
    """An organisation that may be the same."""

    id: UUID
    name: str
    why: str


@dataclass
class There:
    """Found by number, by what the list said before, by name. made: organisations of this run, by name, that may not be written yet.
    went: names of records that went into others, each with the key of the one that stands for it now.
    """

    source: str
    organizations: dict[UUID, Organization]
    partners: dict[UUID, Partner]
    sources: dict[UUID, list[PartnerSource]]
    contacts: dict[UUID, list[PartnerContact]]
    named: dict[str, list[Organization]]
    reached: dict[str, Organization]
    made: dict[str, UUID]
    above_of: dict[UUID, UUID]
    by_number: dict[tuple[str, str], UUID] = field(default_factory=dict)
    went: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, subjects: Sequence[Subject], source: str, made: dict[str, UUID], *, lock: bool) -> "There":
        """Eleven queries, however many rows. lock: nobody changes them before the transaction ends; an organisation before its partner, as elsewhere."""
        said = [subject.said for subject in subjects]
        names = {key for subject in subjects for key in (*_alike(subject.key), search_key(subject.said.national_body))} - {""}
        ids = _ids(source, said, names)
        went = went_elsewhere(ids)
        ids = (ids - went.keys()) | set(went.values())
        reached = Q(email__in={row.email for row in said} - {""}) | Q(website__in={row.website for row in said} - {""})
        rows = Organization.objects.select_for_update(no_key=True) if lock else Organization.objects.all()
        organizations = {row.pk: row for row in rows.filter(pk__in=_listed(ids)).order_by("pk")}
        held = Partner.objects.select_for_update(no_key=True) if lock else Partner.objects.all()
        partners = {row.pk: row for row in held.filter(pk__in=_listed(ids)).order_by("pk")}
        there = cls(source, organizations, partners, {}, {}, {}, {}, made, _above(ids | {made[key] for key in names & made.keys()}))
        for one in PartnerSource.objects.filter(source=source, partner__in=_listed(partners)).order_by("id"):
            there.sources.setdefault(one.partner_id, []).append(one)
        for person in PartnerContact.objects.filter(partner__in=_listed(partners)).order_by("ended_on", "id"):
            there.contacts.setdefault(person.partner_id, []).append(person)
        for row in organizations.values():
            there.named.setdefault(row.search_key, []).append(row)
        there._found_by_what_went(went)
        for row in Organization.objects.filter(reached, went=None).order_by("id"):
            there.reached |= {word: row for word in (row.email, row.website) if word}
        there._number()
        return there

    def _found_by_what_went(self, went: Mapping[UUID, UUID]) -> None:
        """Under the name of a record that went into another, the list means that one: unless somebody else is called so."""
        gone = Organization.objects.filter(pk__in=list(went)).order_by("pk") if went else ()
        for row in gone:
            if row.search_key not in self.named or row.search_key in self.went:
                self.went[row.search_key] = went[row.pk]
        for key, stands in self.went.items():
            self.named[key] = [self.organizations[stands]]

    def _number(self) -> None:
        for partner in self.partners.values():
            self.by_number |= {(name, value): partner.pk for name in ("nzbn", "charity_number") if (value := getattr(partner, name))}
        self.by_number |= {("source_id", one.source_id): one.partner_id for rows in self.sources.values() for one in rows if one.source_id}

    def source_of(self, partner_id: UUID, source_id: str) -> PartnerSource | None:
        """What the list said of a partner before, under this number."""
        return next((one for one in self.sources.get(partner_id, ()) if one.source_id == source_id), None)

    def find(self, subject: Subject) -> UUID | Wrong | None:
        """Which organisation it is: by a number; else by its name and where it is, when no number contradicts. None: it is not there yet."""
        said, place = subject.said, subject.places[0]
        found = {
            self.by_number[key]
            for name in ("nzbn", "charity_number", "source_id")
            if (key := (name, getattr(said, name))) in self.by_number
        }
        if len(found) > 1:
            return Wrong(place, "nzbn", "Its numbers belong to two different partners. Find out which is right, and correct the row.")
        if found:
            return self._checked(subject, found.pop())
        here = [row.pk for row in self.named.get(subject.key, ()) if self._is_here(row, subject)]
        if len(here) > 1:
            return Wrong(
                place, "name", "Several organisations there are called so. Give a number, so that it is known which of them this is."
            )
        return here[0] if here else None

    def _checked(self, subject: Subject, found: UUID) -> UUID | Wrong:
        """A number that is found, and another that contradicts it."""
        partner = self.partners[found]
        for name, words in (("nzbn", "NZBN"), ("charity_number", "charity number")):
            there, said = getattr(partner, name), getattr(subject.said, name)
            if there and said and there != said:
                return Wrong(
                    subject.places[0],
                    name,
                    f"The partner with its other number has another {words}. Find out which is right, and correct the row.",
                )
        return found

    def _is_here(self, row: Organization, subject: Subject) -> bool:
        said, partner = subject.said, self.partners.get(row.pk)
        if partner is None:  # of the directory alone, where no region is said
            return not said.regions
        if any(getattr(said, name) and getattr(partner, name) not in ("", getattr(said, name)) for name in ("nzbn", "charity_number")):
            return False
        if said.source_id and any(one.source_id not in ("", said.source_id) for one in self.sources.get(row.pk, ())):
            return False
        return bool(set(said.regions) & set(partner.regions)) or not (said.regions or partner.regions)

    def above(self, subject: Subject, found: UUID | None) -> UUID | Wrong | None:
        """The national body the row names. None: it names none."""
        key = search_key(subject.said.national_body)
        if not key:
            return None
        place, rows = subject.places[0], self.named.get(key, [])
        above = self.made.get(key) or (rows[0].pk if len(rows) == 1 else None)
        if above is None:
            message = (
                "Several organisations are called as its national body is" if rows else "No organisation is called as its national body is"
            )
            return Wrong(place, "national_body", f"{message}. Put one on the register first, or give it a row of its own.")
        if found is not None and self._is_below(above, found):
            return Wrong(place, "national_body", "That organisation is a branch of this one, so it can't be its national body.")
        if found is not None:
            self.above_of[found] = above
        return above

    def _is_below(self, one: UUID, other: UUID) -> bool:
        """Is the first one the other, or does it stand below it?"""
        now: UUID | None = one
        seen: set[UUID] = set()
        while now is not None and now not in seen:
            if now == other:
                return True
            seen.add(now)
            now = self.above_of.get(now)
        return False

    def like(self, subject: Subject) -> Like | None:
        """An organisation that a new one may be: a name alike, or reached the same way."""
        for key in _alike(subject.key):
            why = "its name is the same" if key == subject.key else "its name is nearly the same"
            for row in self.named.get(key, ()):
                return Like(row.pk, row.name, why)
            if key in self.made:
                return Like(self.made[key], "another of this list", why)
        for word, why in ((subject.said.website, "it has the same website"), (subject.said.email, "it has the same e-mail address")):
            if word and word in self.reached:
                return Like(self.reached[word].pk, self.reached[word].name, why)
        return None


def _alike(key: str) -> list[str]:
    """The name, and the names it would have with another ending, or none."""
    core = key
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if core.endswith(f" {ending}"):
            core = core.removesuffix(f" {ending}")
            break
    return list(dict.fromkeys((key, core, *(f"{core} {ending}" for ending in _ENDINGS)))) if core else []


def _ids(source: str, said: Sequence[PartnerRow], names: set[str]) -> set[UUID]:
    """Keys of whatever the rows may be about."""
    nzbn, charity, listed = ([value for row in said if (value := getattr(row, name))] for name in ("nzbn", "charity_number", "source_id"))
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [nzbn, charity, source, listed, list(names)])
        return {key for (key,) in cursor.fetchall()}


def _listed(ids: Iterable[UUID]) -> RawSQL:
    """As one array: a parameter each costs more than the query."""
    return RawSQL("select unnest(%s::uuid[])", [list(ids)])


def _above(ids: set[UUID]) -> dict[UUID, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(ids)])
        return dict(cursor.fetchall())
