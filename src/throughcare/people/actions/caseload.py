"""Who has whom on their caseload: given, covered, ended, for one person or many, with a result for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.people import policies
from throughcare.people.actions.conflicts import check_can_be_given, note_conflicts
from throughcare.people.models import Assignment, CaseloadChange, Ending, Involvement, Person
from throughcare.people.queries import because_of, moment
from throughcare.people.queries.involvements import OPEN
from throughcare.people.queries.workers import ASSIGNMENT, NOT_OVER, Case, case_workers, get_cases
from throughcare.people.states import AssignmentKind, EndReason, RowResult

NOBODY_HERE = "There is nobody here that your office works with."
CHANGED = "Somebody changed whose caseload they are on while you were looking. Look again, then choose."


_LISTS, _AT_ONCE = system_actor("lists of people"), 1000


@dataclass(frozen=True)
class CaseRow:
    """Somebody, and the state of the caseload the reader saw: the id of the main worker's assignment, or None."""

    person_id: UUID
    seen: UUID | None


@transaction.atomic
def assign_people(*, by: Actor, rows: Sequence[CaseRow], worker_id: UUID) -> CaseloadChange:
    """Put people on a worker's caseload, each in their own office."""

    def assign(case: Case) -> str:
        workers = case_workers(case.team.id)
        policies.check_is_among(worker_id, workers, case.team.name)
        check_can_be_given(case.person.id, worker_id)
        if case.main and case.main.worker_id == worker_id:
            raise Refused(f"They are on {workers[worker_id]}'s caseload already.")
        _replace_main(by, case, worker_id)
        return f"Now on {workers[worker_id]}'s caseload."

    note_conflicts(by=by, persons=[row.person_id for row in rows], users=[worker_id])
    return each(by, "assign", rows, assign)


@transaction.atomic
def cover_people(*, by: Actor, rows: Sequence[CaseRow], worker_id: UUID, from_on: date, until_on: date) -> CaseloadChange:
    """Somebody else of the office looks after people while their worker is away; it ends by itself after `until_on`."""
    policies.check_days(from_on, until_on, field="until_on")

    def cover(case: Case) -> str:
        workers = case_workers(case.team.id)
        policies.check_is_among(worker_id, workers, case.team.name)
        check_can_be_given(case.person.id, worker_id)
        if case.main is None:
            raise Refused("They are on nobody's caseload, so there is nobody to cover for. Assign them first.")
        if case.main.worker_id == worker_id:
            raise Refused(f"{workers[worker_id]} is their main worker. Choose somebody else to cover.")
        start, end = max(start_of(from_on), moment()), after(until_on)
        for there in case.covers:
            if there.starts_at < end and (there.ends_at is None or there.ends_at > start):
                raise Refused(f"{case.names.get(there.worker_id, 'Somebody')} covers in these days already.")
        made = Assignment(
            person=case.person,
            team=case.team,
            worker_id=worker_id,
            kind=AssignmentKind.COVER,
            starts_at=start,
            ends_at=end,
            by_id=by.user_id,
        )
        made.save(force_insert=True)
        log(by, case, verb="caseload.covered", about=Ref(ASSIGNMENT, made.id))
        return f"{workers[worker_id]} covers until {until_on.day} {until_on:%B %Y}."

    note_conflicts(by=by, persons=[row.person_id for row in rows], users=[worker_id])
    return each(by, "cover", rows, cover)


@transaction.atomic
def end_people(*, by: Actor, rows: Sequence[CaseRow], reason: str, last_day: date) -> CaseloadChange:
    """The office stops working with people after a day: its involvement ends, and nobody there has them any more."""
    policies.check_days(last_day, last_day, field="last_day")
    if reason not in EndReason.values:
        raise Invalid("Choose why.", {"reason": [f"Use one of: {', '.join(EndReason.values)}."]})

    def end(case: Case) -> str:
        if not Involvement.objects.filter(OPEN, person=case.person, team=case.team, because_kind=ASSIGNMENT, ends_at=None).exists():
            raise Refused("Your office stops working with them already, after a day that is set.")
        Ending(person=case.person, team=case.team, reason=reason, last_day=last_day, by_id=by.user_id).save(force_insert=True)
        log(by, case, verb="caseload.ended", about=Ref("people.person", case.person.id), reason=reason)
        leave(case, last_day)
        return f"{case.team.name} works with them until {last_day.day} {last_day:%B %Y}."

    return each(by, "end", rows, end)


def each(by: Actor, name: str, rows: Sequence[CaseRow], work: Callable[[Case], str]) -> CaseloadChange:
    """Do the work for every row in a savepoint of its own: one row's refusal undoes no other's. Keeps what became of each."""
    if not by.may(Permission.CASELOAD_MANAGE):
        by.check(Permission.CASELOAD_OWN)
    persons = [row.person_id for row in rows]
    if not rows or len(rows) > policies.MOST_ROWS or len(set(persons)) != len(persons):
        ask = f"Choose at least one person and at most {policies.MOST_ROWS}, each once."
        raise Invalid(ask, {"rows": [ask]})
    cases = get_cases(by, persons)
    # In one order, whatever the reader's: two who change the same people at once wait for each other, and not in a circle.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=cases).order_by("pk").values_list("pk"))
    made = CaseloadChange(by_id=by.user_id, verb=name, results=[_one(by, row, cases.get(row.person_id), work) for row in rows])
    made.save(force_insert=True)
    return made


def _one(by: Actor, row: CaseRow, case: Case | None, work: Callable[[Case], str]) -> dict[str, str]:
    if case is None:
        return _done(row, RowResult.NOT_FOUND, NOBODY_HERE)
    try:
        if row.seen != case.seen:
            raise Stale(CHANGED)
        policies.check_can_hand_on(by, case.has, nobody=case.main is None)
        with transaction.atomic():
            return _done(row, RowResult.SUCCESS, work(case))
    except (Stale, IntegrityError):  # the exclusion constraint: somebody was faster by a moment
        return _done(row, RowResult.VERSION_CONFLICT, CHANGED)
    except Invalid as wrong:
        return _done(row, RowResult.VALIDATION_ERROR, next(iter(wrong.errors.values()), [str(wrong)])[0])
    except Refused as refused:
        return _done(row, RowResult.VALIDATION_ERROR, str(refused))


def _done(row: CaseRow, result: RowResult, sentence: str) -> dict[str, str]:
    return {"person_id": str(row.person_id), "result": result.value, "sentence": sentence}


def _replace_main(by: Actor, case: Case, worker_id: UUID) -> Assignment:
    if case.main:
        # Cover was for that worker's absence.
        ending = [case.main.id, *(row.id for row in case.covers)]
        ended = Assignment.objects.filter(NOT_OVER, pk__in=ending).update(ends_at=Greatest(F("starts_at"), moment()))
        if ended != len(ending):
            raise Stale(CHANGED)
    made = Assignment(person=case.person, team=case.team, worker_id=worker_id, starts_at=moment(), by_id=by.user_id)
    made.save(force_insert=True)
    log(by, case, verb="caseload.assigned", about=Ref(ASSIGNMENT, made.id))
    return made


def leave(case: Case, last_day: date) -> None:
    """The office's involvement and assignments end after the day, or when they would have ended anyway. Audit before: then nothing is open."""
    end = after(last_day)
    mine = {"person_id": case.person.id, "team_id": case.team.id}
    Assignment.objects.filter(NOT_OVER, **mine).update(ends_at=Greatest(F("starts_at"), Least(F("ends_at"), end)))
    Involvement.objects.filter(OPEN, because_kind=ASSIGNMENT, **mine).update(ends_at=Least(F("ends_at"), end))


def log(by: Actor, case: Case, *, verb: str, about: Ref, **detail: str) -> None:
    """One audit row about somebody's caseload."""
    because = because_of(by, case.person.id)
    record(by=by, verb=verb, persons=[case.person.id], compartments=["C1"], because=because, about=about, detail=dict(detail))


def after(day: date) -> datetime:
    """The first moment of the next day, in the site's own time."""
    return start_of(day + timedelta(days=1))


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def list_everybody() -> int:
    """Mend entries of caseloads that are not what they should be, a thousand people at a time, each time in a transaction of its own.

    Every night, and once `migrate` has made them: an involvement may have ended by the clock. Returns how many people were looked at.
    """
    looked, last = 0, UUID(int=0)
    while True:
        with reading_as(_LISTS.reader), connection.cursor() as cursor:
            cursor.execute("select throughcare.list_again(%s, %s)", [last, _AT_ONCE])
            (found,) = cursor.fetchone()
        if found is None:
            return looked
        looked, last = looked + _AT_ONCE, found
