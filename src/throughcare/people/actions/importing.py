"""`import people`: a file compared with the records it names, then one visible switch. All of it, or nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.reader import become
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.imports.actions import Counts, RowReject, record_run, wait_for_turn
from throughcare.imports.actions.staging import change, insert
from throughcare.imports.models import ImportRun
from throughcare.people import policies
from throughcare.people.actions.holding import alike_among, keep_held
from throughcare.people.actions.plan import ASSIGNMENT, Plan, There, Words, make_plan
from throughcare.people.actions.records import PURPOSE
from throughcare.people.actions.rows import PeopleFile
from throughcare.people.models import Identifier, Involvement, Person, RejectedRows, Whereabouts
from throughcare.people.queries import moment
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS

CHUNK = 1000  # people named in one audit row
_CHANGED = [
    *("preferred_name", "given_names", "family_name", "name_mi", "search_key", "birth_date", "age_band", "gender", "ethnicities", "iwi"),
    *("languages", "interpreter_needed", "release_date", "release_unknown_because", "home_site_id"),
]


@dataclass(frozen=True)
class Alike:
    """A row that is held, how likely it is about somebody known and why; not who. like_row: an earlier row of the file it is like, or 0."""

    row: int
    probability: float
    words: tuple[str, ...]
    like_row: int


@dataclass(frozen=True)
class Imported:
    """What became of every row. `run_id` is None after a dry run. alike: why rows are held. made: keys of the records created."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: list[RowReject]
    held: int = 0
    run_id: UUID | None = None
    alike: tuple[Alike, ...] = ()
    made: tuple[UUID, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            **{name: getattr(self, name) for name in ("read", "created", "updated", "unchanged", "held")},
            "rejected": [asdict(row) for row in self.rejected],
        }


@transaction.atomic
def import_people(*, by: Actor, file: PeopleFile, dry_run: bool = False, looked_at: bool = False) -> Imported:
    """Make and change the people a file names, for the offices it names; audited with everybody's name on it.

    The actor may not see these people: the rows are read and written for the purpose of the import, which the audit shows.
    looked_at: somebody has compared the rows with who is there, so none is held.
    Raises Refused while another import of people runs, and when somebody else changed the same records at the same moment.
    """
    policies.check_can_import(by)
    become(replace(by.reader, system=PURPOSE))
    if not dry_run:  # who only looks keeps nobody waiting
        wait_for_turn("people")
    there = There.named_in(file, lock=not dry_run)
    plan = make_plan(file, Words.now(), there)
    if not looked_at:
        plan.hold(alike_among(plan.new))
    if not dry_run:
        try:
            _write(by, plan)
        except IntegrityError:
            raise Refused("Somebody changed the same records while the file was read. Nothing was imported: import it again.") from None
    done = _result(by, file, plan, dry_run=dry_run)
    _audit(by, plan, done, dry_run=dry_run)
    become(by.reader)
    return done


def _result(by: Actor, file: PeopleFile, plan: Plan, *, dry_run: bool) -> Imported:
    rejects = [RowReject(file.name, bad.row, bad.field, bad.message) for bad in plan.bad]
    counts = Counts(file.read, len(plan.new), len(plan.touched), len(plan.unchanged), len(rejects), len(plan.held))
    run = None if dry_run else record_run(by=by, kind="people", source=file.name, layout="people-csv", counts=counts, rejects=rejects)
    if run is not None:
        _keep_rejected(run, file, {bad.row for bad in plan.bad})
        keep_held(by=by, run_id=run.id, held=plan.held, found=plan.alike)
    made = tuple(person.id for person in plan.created)
    numbers = (counts.created, counts.updated, counts.unchanged)
    return Imported(counts.read, *numbers, rejects, counts.held, run.id if run else None, _alike(plan), made)


def _alike(plan: Plan) -> tuple[Alike, ...]:
    """The likeliest reason of each row that is held, in the order of the file."""
    rows = {str(new.person.id): new.row.row for new in (*plan.new, *plan.held)}
    firsts = [(new.row.row, plan.alike[str(new.person.id)][0]) for new in plan.held]
    return tuple(
        Alike(row, pair.probability, tuple(one.words for one in pair.evidence if one.weight > 0), rows.get(pair.right, 0))
        for row, pair in sorted(firsts, key=lambda first: first[0])
    )


def _keep_rejected(run: ImportRun, file: PeopleFile, numbers: set[int]) -> None:
    """The rows as they stood in the file, so that they can be corrected without looking for them."""
    if numbers:
        cells = {str(number): row for number, row in file.originals(numbers).items()}
        RejectedRows(run=run, headings=list(file.headings), cells=cells).save(force_insert=True)


def _audit(by: Actor, plan: Plan, done: Imported, *, dry_run: bool) -> None:
    about = Ref("imports.importrun", done.run_id) if done.run_id else None
    # A rejected row was compared with the record too, and what is said of it may tell that there is one.
    groups = {
        "created": sorted(p.id for p in plan.created),
        "updated": sorted(plan.touched),
        "unchanged": sorted(plan.unchanged),
        "rejected": sorted(plan.rejected),
    }
    if dry_run:  # when it is no dry run, keeping the rows names them
        groups["held"] = sorted({UUID(pair.right) for pairs in plan.alike.values() for pair in pairs} - plan.unwritten)
    for what, persons in groups.items():
        for start in range(0, len(persons), CHUNK):
            chunk = persons[start : start + CHUNK]
            verb = "people.import.checked" if dry_run else f"people.import.{what}"
            # Whom a check would create does not exist, so there is nobody to name.
            named = [] if dry_run and what == "created" else chunk
            record(by=by, verb=verb, persons=named, compartments=["C1"], about=about, detail={what: len(chunk), "purpose": PURPOSE})
    record(by=by, verb="people.import", about=about, detail={"read": done.read, "rejected": len(done.rejected), "dry_run": dry_run})


def _write(by: Actor, plan: Plan) -> None:
    """Rows are staged by COPY and merged in a statement a table, so that history triggers run once a table."""
    at = moment()
    assigned = [
        Involvement(
            person_id=person,
            team_id=team,
            because_kind=ASSIGNMENT,
            compartments=list(ASSIGNMENT_COMPARTMENTS),
            starts_at=at,
            by_id=by.user_id,
        )
        for person, team in plan.assign
    ]
    insert(Person, plan.created)
    insert(Involvement, assigned)
    insert(Identifier, plan.identifiers)
    with connection.cursor() as cursor:
        cursor.execute("update people_involvement set ends_at = greatest(starts_at, now()) where id = any(%s)", [plan.unassign])
    change(Person, _CHANGED, plan.changed, versioned=True)
    _renumber(sorted({stay.person_id for stay in plan.arrivals} - {person.id for person in (*plan.changed, *plan.created)}))
    _leave(plan)
    _depart(plan)
    insert(Whereabouts, plan.arrivals)


def _renumber(persons: Sequence[UUID]) -> None:
    """Whose facts are the same and who came to another place: who has the record open saw another one."""
    with connection.cursor() as cursor:
        cursor.execute("update people_person set version = version + 1 where id = any(%s)", [list(persons)])


def _leave(plan: Plan) -> None:
    """Who comes to another office is on nobody's caseload in the old one any more."""
    if not plan.left:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_assignment a set ends_at = greatest(a.starts_at, now()) from unnest(%s::uuid[], %s::uuid[]) as l (person, team) "
            "where a.person_id = l.person and a.team_id = l.team and (a.ends_at is null or a.ends_at > now())",
            [[person for person, _ in plan.left], [team for _, team in plan.left]],
        )


def _depart(plan: Plan) -> None:
    if not plan.departures:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_whereabouts w set ends_on = d.day from unnest(%s::uuid[], %s::date[]) as d (id, day) where w.id = d.id",
            [list(plan.departures), list(plan.departures.values())],
        )
