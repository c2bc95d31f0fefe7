"""Who may not see whom, and conflicts that wait for a decision; for those who set and decide them, and the one rule for everybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.db.models import BooleanField, Func, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.paging import PAGE_SIZE, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import Conflict, Limit, Person, identifier_value

LIMIT, CONFLICT = "people.limit", "people.conflict"
UNDECIDED = "people.undecided"  # that nobody can decide one: of no conflict in particular
STANDS = Q(ends_at__isnull=True) | Q(ends_at__gt=TransactionNow())
# What matched, by the first letter of its key.
MATCHED = {"n": "name", "p": "phone number", "e": "e-mail address", "a": "address"}


class MayLimit(Func):
    """Asked of the database, whose policy says the same."""

    function = "throughcare.may_limit"
    output_field = BooleanField()


@dataclass(frozen=True)
class Named:
    """Whose record it is, for who may know no more of it."""

    name: str = "Somebody"
    number: str = ""


@dataclass(frozen=True)
class Limited:
    """A limit, page-ready. verbs: what the reader may do with it now."""

    limit: Limit
    person: Named
    users: list[str]
    names: dict[UUID, str]
    verbs: list[str]

    def name(self, user_id: UUID | None) -> str:
        """Of somebody who did something with it."""
        return self.names.get(user_id, "Somebody who has left") if user_id else "Throughcare"


@dataclass(frozen=True)
class Limits:
    """One page of them."""

    rows: list[Limited]
    next: str | None
    is_first: bool


@dataclass(frozen=True)
class Conflicted:
    """A conflict, page-ready."""

    conflict: Conflict
    person: Named
    user: str
    matched: list[str] = field(default_factory=list)
    decided_by: str = ""

    @property
    def how_many(self) -> dict[str, int]:
        """What matched, and in how many ways."""
        return {MATCHED[kind]: sum(key[0] == kind for key in self.conflict.keys) for kind in self.conflict.kinds}


def check_sets(by: Actor) -> None:
    """Raise NotAllowed unless the reader sets limits."""
    if not by.may(Permission.PRIVACY_MANAGE):
        by.check(Permission.LIMIT_SET)


def limits(by: Actor, *, over: bool = False, cursor: str = "", size: int = PAGE_SIZE) -> Limits:
    """Those that stand or are to come, or those that are over; newest first, audited."""
    check_sets(by)
    rows = Limit.objects.exclude(STANDS) if over else Limit.objects.filter(STANDS)
    page = page_of(_sight(by, rows), order=("-made_at", "-id"), cursor=cursor, size=size)
    record_read(by=by, verb="limits.listed", persons={row.person_id for row in page.rows}, compartments=["C1"])
    return Limits(_limited(by, page.rows), page.next, page.is_first)


def get_limit(by: Actor, limit_id: UUID) -> Limited:
    """One, and an audit row. Raises NotFound for an unknown id and for one about somebody the reader is kept from."""
    check_sets(by)
    found = _sight(by, Limit.objects.all()).filter(pk=limit_id).first()
    if found is None:
        raise NotFound
    record_read(by=by, verb="limit.viewed", persons=[found.person_id], compartments=["C1"], about=Ref(LIMIT, found.id), detail=said(found))
    return _limited(by, [found])[0]


def said(limit: Limit) -> dict[str, str]:
    """What the audit keeps of it: by which rule its person is not told."""
    return {"withheld": limit.withheld} if limit.withheld else {}


def conflicts(by: Actor, *, decided: bool = False, cursor: str = "", size: int = PAGE_SIZE) -> tuple[list[Conflicted], str | None, bool]:
    """Those that wait, or those decided; newest first, audited."""
    by.check(Permission.PRIVACY_MANAGE)
    rows = Conflict.objects.exclude(verdict="") if decided else Conflict.objects.filter(verdict="")
    page = page_of(rows.filter(MayLimit("person_id")), order=("-found_at", "-id"), cursor=cursor, size=size)
    record_read(by=by, verb="conflicts.listed", persons={row.person_id for row in page.rows}, compartments=["C1"])
    return _conflicted(page.rows), page.next, page.is_first


def count_pending(by: Actor) -> int:
    """How many wait for the reader."""
    return Conflict.objects.filter(MayLimit("person_id"), verdict="").count() if by.may(Permission.PRIVACY_MANAGE) else 0


def count_asked(by: Actor) -> int:
    """How many limits somebody else asked to end."""
    return _sight(by, Limit.objects.filter(STANDS, lift_asked_by__isnull=False)).exclude(lift_asked_by=by.user_id).count()


def get_conflict(by: Actor, conflict_id: UUID) -> Conflicted:
    """One, and an audit row. Raises NotFound."""
    by.check(Permission.PRIVACY_MANAGE)
    rows = Conflict.objects.all() if by.system else Conflict.objects.filter(MayLimit("person_id"))
    found = rows.filter(pk=conflict_id).first()
    if found is None:
        raise NotFound
    about = Ref(CONFLICT, found.id)
    record_read(by=by, verb="conflict.viewed", persons=[found.person_id], compartments=["C1"], about=about, detail=WITHHELD_CONFLICT)
    return _conflicted([found])[0]


def undecidable(by: Actor) -> dict[UUID, Conflicted]:
    """Those no privacy officer can decide, since each is kept from the person. For the command: of the person only a key is read."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.undecidable()")
        rows = list(Conflict.objects.filter(pk__in=[row[0] for row in cursor.fetchall()]).order_by("found_at", "id"))
    record_read(by=by, verb="conflicts.listed", persons={row.person_id for row in rows}, compartments=["C1"], detail=WITHHELD_CONFLICT)
    return {one.conflict.id: one for one in _conflicted(rows)}


@dataclass(frozen=True)
class Undecided:
    """What an administrator is told of conflicts nobody can decide: how many, and how many privacy officers there are."""

    waiting: int
    officers: int


def count_undecidable(by: Actor) -> int:
    """Conflicts no privacy officer can decide, for whoever can make somebody one; 0 for anybody else."""
    if not by.may(Permission.USER_MANAGE):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.count_undecidable()")
        found: int = cursor.fetchone()[0]
    return found


def undecided(by: Actor) -> Undecided:
    """Numbers alone: whose conflicts they are is not an administrator's to know."""
    by.check(Permission.USER_MANAGE)
    return Undecided(count_undecidable(by), len(users_with(Permission.PRIVACY_MANAGE)))


def how_many_keys(kind: str, text: str) -> int:
    """How many phones, emails or addresses are found in a text, as they are compared."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY[kind], [text])
        found: int = cursor.fetchone()[0]
    return found


_HOW_MANY = {kind: f"select cardinality(throughcare.match_{kind}(%s))" for kind in ("phones", "emails", "addresses")}


# A conflict is about who somebody of the staff is whānau of.
WITHHELD_CONFLICT = {"withheld": "privacy-53-b"}


def person_with(number: str, born: date) -> UUID | None:
    """Whose record has this number and day of birth, both exact. None: nobody, or not the reader's to limit."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.person_with(%s, %s)", [identifier_value(number), born])
        found: UUID | None = cursor.fetchone()[0]
    return found


def users_named(by: Actor, person_id: UUID, emails: Sequence[str]) -> dict[str, UUID]:
    """Whom the reader may name, by their addresses; the others are left out, whether or not they have an account.

    A privacy officer: staff and partners' workers. A team's manager: those of their own teams, and of teams that work with the person.
    """
    wanted = [email.lower() for email in emails]
    with connection.cursor() as cursor:
        if by.may(Permission.PRIVACY_MANAGE):
            cursor.execute("select email, id from throughcare.users_named(%s)", [wanted])
        else:
            cursor.execute("select email, id from throughcare.users_near(%s, %s)", [person_id, wanted])
        return dict(cursor.fetchall())


def users_with(permission: Permission) -> list[UUID]:
    """Whoever holds it today."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.users_with(%s)", [permission.value])
        return sorted(row[0] for row in cursor.fetchall())


def users_kept_from(person_id: UUID, users: Sequence[UUID]) -> set[UUID]:
    """Of these, who can't be given this person."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.users_kept_from(%s, %s)", [person_id, list(users)])
        return {row[0] for row in cursor.fetchall()}


def _sight(by: Actor, rows: QuerySet[Limit]) -> QuerySet[Limit]:
    return rows if by.system else rows.filter(MayLimit("person_id"))


def named(by: Actor, persons: Iterable[UUID]) -> dict[UUID, Named]:
    """Names of those a limit or a conflict is about: all for the privacy officer, of the team's people for a manager."""
    wanted = sorted(set(persons))
    with connection.cursor() as cursor:
        cursor.execute("select id, name, number from throughcare.people_limited(%s)", [wanted])
        found = {key: Named(name, number) for key, name, number in cursor.fetchall()}
    rest = [key for key in wanted if key not in found]
    if rest and by.may(Permission.PERSON_VIEW):
        found |= {person.id: Named(person.full_name) for person in Person.objects.filter(pk__in=rest)}
    return found


def _limited(by: Actor, rows: Sequence[Limit]) -> list[Limited]:
    people = named(by, [row.person_id for row in rows])
    ids = {key for row in rows for key in (*row.users, row.by_id, row.lift_asked_by_id, row.lifted_by_id)}
    names = names_of(ids)
    return [
        Limited(
            row, people.get(row.person_id, Named()), [names.get(key, "Somebody who has left") for key in row.users], names, verbs(by, row)
        )
        for row in rows
    ]


def verbs(by: Actor, limit: Limit) -> list[str]:
    """What the reader may do with a limit now: ask that it ends; agree to what another asked, or turn it down; take back what they asked."""
    if limit.lifted_at or limit.is_over:
        return []
    if limit.lift_asked_by_id is None:
        return ["ask"]
    return ["keep"] if limit.lift_asked_by_id == by.user_id else ["lift", "keep"]


def _conflicted(rows: Sequence[Conflict]) -> list[Conflicted]:
    with connection.cursor() as cursor:
        cursor.execute("select id, name, number from throughcare.people_limited(%s)", [[row.person_id for row in rows]])
        people = {key: Named(name, number) for key, name, number in cursor.fetchall()}
    names = names_of([row.user_id for row in rows] + [row.decided_by_id for row in rows])
    return [
        Conflicted(
            row,
            people.get(row.person_id, Named()),
            names.get(row.user_id, "Somebody who has left"),
            [MATCHED[kind] for kind in row.kinds],
            names.get(row.decided_by_id, "") if row.decided_by_id else "",
        )
        for row in rows
    ]
