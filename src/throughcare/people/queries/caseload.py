"""Whose records a reader may open. Lists start from the caseload; the policies of the database are the net under it."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.ref import Ref
from throughcare.common.refusals import Moved, NotFound
from throughcare.people.models import Involvement, OwnAccount, Person
from throughcare.people.queries.involvements import OPEN, for_user, open_involvements
from throughcare.people.queries.kept import not_kept
from throughcare.people.queries.merges import where_to

NO_SUCH_PERSON = "There is nobody at this address that you can see."


# Of the column that says whom a row is about: the involvements of these teams, or for this user alone, that open the record now. The same
# question as `_cases`, put together by hand because every section of a record asks it. Keys are parameters: the text is the same for every
# reader, so that PostgreSQL plans it once.
_OPEN_TO = (
    "from people_involvement o where o.person_id = {person} and o.team_id = any({teams}) and (o.only_id is null or o.only_id = %s::uuid) "
    "and o.starts_at <= now() and (o.ends_at is null or o.ends_at > now())"
)


class _OfTeams(Func):
    """SQL about the involvements of these teams, or for this user alone, with a row's person; `text` holds _OPEN_TO's."""

    text: str

    def __init__(self, person: str, teams: Sequence[UUID], user_id: UUID | None) -> None:
        super().__init__(F(person), these(teams))
        self.user_id = user_id

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # fewer ways
        """Of a column, which has no parameters of its own."""
        (person, none), (teams, keys) = map(compiler.compile, self.get_source_expressions())
        return self.text.format(there=_OPEN_TO.format(person=person, teams=teams)), [*none, *keys, self.user_id]


class Opened(_OfTeams):
    """True of rows whose person's record one of these teams, or this user alone, may open now."""

    output_field = BooleanField()

    def __init__(self, person: str, teams: Sequence[UUID], user_id: UUID | None, compartment: Literal["C1", "C7"] = "C1") -> None:
        super().__init__(person, teams, user_id)
        # offset 0: it is asked of each row by key. Without it PostgreSQL may first make the whole list of the team, a second for a large office.
        self.text = f"exists (select 1 {{there}} and '{compartment}' = any(o.compartments) offset 0)"


class Because(_OfTeams):
    """The ids of all involvements of these teams, or for this user alone, with a row's person."""

    output_field = ArrayField(UUIDField())
    text = "array(select o.id {there} order by 1)"


def visible_to(by: Actor) -> QuerySet[Person]:
    """Everybody whose record the actor may open, to be narrowed and sorted further. What is then shown must be audited by the caller."""
    if by.system:
        return Person.objects.all()
    wanted = Q(pk__in=[])
    if by.may(Permission.PERSON_VIEW) and by.teams:
        wanted |= Q(IsAnyOf(F("id"), ArraySubquery(_cases(by).order_by().values("person_id"))))
    if by.may(Permission.OWN_RECORD):
        wanted |= Q(pk=own_person_id(by))
    return Person.objects.filter(wanted, not_kept("pk"))


def may_see(by: Actor, person: str = "pk") -> Q:
    """The same for rows found by a key: asked of each row, where `visible_to` makes the whole caseload first.

    person: the column that says whom the row is about.
    """
    if by.system:
        return Q()
    wanted = Q(pk__in=[])
    if by.may(Permission.PERSON_VIEW) and by.teams:
        wanted |= Q(Opened(person, by.teams, by.user_id))
    if by.may(Permission.OWN_RECORD):
        wanted |= Q(**{person: own_person_id(by)})
    return wanted & Q(not_kept(person))


def _cases(by: Actor) -> QuerySet[Involvement]:
    return Involvement.objects.filter(OPEN, for_user(by.user_id), IsAnyOf(F("team_id"), these(by.teams)), compartments__contains=["C1"])


def _person(by: Actor, person_id: UUID) -> QuerySet[Any, Any]:
    found = Person.objects.select_related("home_site").filter(may_see(by), pk=person_id)
    return found.annotate(because=Because("pk", by.teams, by.user_id))


_PERSON: OfReader[Any] = OfReader(_person)  # a person, and because of what they may be seen


def get_person(
    by: Actor, person_id: UUID, *, verb: str = "person.viewed", compartments: Sequence[str] = ("C1",), about: Ref | None = None
) -> Person:
    """One person, and an audit row saying who looked. Raises NotFound for an unknown id and for a stranger alike.

    compartments: what the page shows of the record, for the audit row.
    """
    found = _PERSON(by, person_id)
    if not found:
        _lead_on(by, person_id)
        raise NotFound(NO_SUCH_PERSON)
    person: Person = found[0]
    record_read(by=by, verb=verb, persons=[person.id], compartments=compartments, because=found[0].because, about=about)
    return person


def _lead_on(by: Actor, person_id: UUID) -> None:
    """A record that went into another is there, for whoever may see that one: an old address leads on, and the look is kept."""
    to = where_to(person_id)
    if to is not None and Person.objects.filter(may_see(by), pk=to).exists():
        record_read(by=by, verb="person.viewed", persons=[to], compartments=["C1"], because=because_of(by, to))
        raise Moved(person_id, to)


def own_person(by: Actor, *, verb: str = "own.viewed", compartments: Sequence[str] = ("C1",)) -> Person:
    """The reader's own record. Raises NotFound when no record is theirs."""
    person_id = own_person_id(by)
    if person_id is None:
        raise NotFound("Your account isn't joined to a record yet. Ask your case manager.")
    return get_person(by, person_id, verb=verb, compartments=compartments)


def own_person_id(by: Actor) -> UUID | None:
    """Whose record the reader's account is."""
    if by.user_id is None or not by.may(Permission.OWN_RECORD):
        return None
    return OwnAccount.objects.filter(user_id=by.user_id).values_list("person_id", flat=True).first()


def because_of(by: Actor, person_id: UUID) -> list[UUID]:
    """Ids of the involvements a look at this person rests on; none for the person themselves and for a system actor."""
    return because_of_many(by, [person_id])


@dataclass(frozen=True)
class Reasons:
    """Why the reader may see the people of a list.

    because: ids of the involvements, for the audit row. together: those a team of theirs works with, not whom they see alone in an emergency.
    """

    because: Sequence[UUID] = ()
    together: AbstractSet[UUID] = frozenset()


def _because(persons: list[UUID], teams: list[UUID], user_id: UUID | None = None) -> QuerySet[Involvement, tuple[UUID, UUID, UUID | None]]:
    return open_involvements(persons, teams, user_id).values_list("id", "person_id", "only_id")


_BECAUSE = Compiled(_because)


def reasons_for(by: Actor, persons: Iterable[UUID]) -> Reasons:
    """Of everybody on a list, in one query."""
    persons = list(persons)
    if not persons or not by.teams:
        return Reasons()
    found = _BECAUSE(persons, list(by.teams), *([by.user_id] if by.user_id else []))
    return Reasons(sorted(key for key, _, _ in found), {person for _, person, only in found if only is None})


def because_of_many(by: Actor, persons: Iterable[UUID]) -> list[UUID]:
    """As `because_of`, for everybody on a list."""
    return list(reasons_for(by, persons).because)
