"""`import partners`: a list brought in part by part, each whole or not at all; cut off, it goes on where it stood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.imports.actions import Counts, RowReject, keep_rejects, record_run, wait_for_turn
from throughcare.imports.actions.staging import change, insert
from throughcare.imports.models import ImportRun, RowNote, Said
from throughcare.partners.actions.likely import look_soon
from throughcare.partners.actions.plan import OF_ORGANIZATION, OF_PARTNER, Noted, Plan, plan_for
from throughcare.partners.actions.subjects import Subject, subjects_of
from throughcare.partners.actions.there import There
from throughcare.partners.models import Organization, Partner, PartnerContact, PartnerRows, PartnerSource
from throughcare.partners.rows import PartnerList, Place, Wrong

KIND = "partners"
PART = 500  # organisations of one transaction


@dataclass(frozen=True)
class Note:
    """Something to know of a row that was taken. said: KEPT, LEFT_OUT or ALIKE."""

    file: str
    row: int
    said: str
    field: str
    message: str


@dataclass
class Imported:
    """What became of every row so far. run_id: None after a dry run. look: some of what was made may be there already."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RowReject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    run_id: UUID | None = None

    @property
    def look(self) -> bool:
        """Is it worth while to look for duplicates?"""
        return any(note.said == Said.ALIKE for note in self.notes)

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        counts = {name: getattr(self, name) for name in ("read", "created", "updated", "unchanged")}
        rows = {"rejected": [asdict(row) for row in self.rejected], "notes": [asdict(row) for row in self.notes]}
        return {**counts, **rows, "look_for_duplicates": self.look}

    def add(self, file: PartnerList, plan: Plan) -> None:
        """What one part did."""
        self.read += plan.counted
        self.created += plan.created
        self.updated += plan.updated
        self.unchanged += plan.unchanged
        self.rejected += rejects_of(file, plan.wrong)
        self.notes += [Note(file.called(n.place.sheet), n.place.row, n.said.value, n.field, n.message) for n in plan.notes]


@dataclass(frozen=True)
class Parts:
    """A list put in order: its organisations, and the rows that can't be taken whatever is there."""

    file: PartnerList
    subjects: list[Subject]
    wrong: list[Wrong]

    @classmethod
    def of(cls, file: PartnerList) -> "Parts":
        """The same list gives the same order, so that one that was cut off goes on where it stood."""
        subjects, wrong = subjects_of(file)
        return cls(file, subjects, [*file.wrong, *wrong])


def rejects_of(file: PartnerList, wrong: Iterable[Wrong]) -> list[RowReject]:
    """As they are kept, in the order of the file."""
    rows = (RowReject(file.called(one.place.sheet), one.place.row, one.field, one.message) for one in wrong)
    return sorted(rows, key=lambda one: (one.file, one.row))


def check_can_import(by: Actor) -> None:
    """Whoever keeps the register: a list does nothing they could not do by hand, and writes nothing over what somebody else did."""
    by.check(Permission.PARTNER_VIEW)
    by.check(Permission.PARTNER_EDIT)


def import_partners(*, by: Actor, file: PartnerList) -> Imported:
    """All of it, a transaction for each part. Raises Refused while another import of partners runs; what is in by then stays in."""
    parts, made = Parts.of(file), Imported()
    names: dict[str, UUID] = {}
    for start in range(0, len(parts.subjects) or 1, PART):
        with reading_as(by.reader):
            import_part(by=by, parts=parts, start=start, so_far=made, made=names)
    return made


@transaction.atomic
def import_part(*, by: Actor, parts: Parts, start: int, so_far: Imported, made: dict[str, UUID]) -> None:
    """The organisations from `start` on; with the first, the rows that can't be taken. made: organisations of this run, by name."""
    check_can_import(by)
    wait_for_turn(KIND)
    subjects = parts.subjects[start : start + PART]
    plan = plan_for(subjects, There.of(subjects, parts.file.source, made, lock=True), parts.file.source)
    if start == 0:
        plan.wrong += parts.wrong
    try:
        _write(plan)
    except IntegrityError:
        raise Refused(
            "Somebody changed the same partners while the list was read. Import it again: what is in already stays as it is."
        ) from None
    left = parts.file.read - so_far.read - plan.counted
    so_far.add(parts.file, plan)
    so_far.run_id = _count(by, parts.file, plan, so_far.run_id, left)
    if start + PART >= len(parts.subjects) and so_far.created + so_far.updated:
        look_soon()


@transaction.atomic
def check_partners(*, by: Actor, file: PartnerList, most: int | None = None) -> Imported:
    """What importing it would do, of its first organisations or of all. Changes nothing."""
    check_can_import(by)
    parts, would = Parts.of(file), Imported()
    would.add(file, Plan(wrong=list(parts.wrong)))
    names: dict[str, UUID] = {}
    for subjects in _by_part(parts.subjects[:most]):
        would.add(file, plan_for(subjects, There.of(subjects, file.source, names, lock=False), file.source))
    would.rejected.sort(key=lambda one: (one.file, one.row))
    return would


def _by_part(subjects: Sequence[Subject]) -> Iterator[list[Subject]]:
    rows = iter(subjects)
    while part := list(islice(rows, PART)):
        yield part


def _write(plan: Plan) -> None:
    """By COPY and one statement a table, so that history triggers run once a table."""
    insert(Organization, plan.organizations)
    change(Organization, [*OF_ORGANIZATION, "search_key"], plan.changed_organizations)
    insert(Partner, plan.partners)
    change(Partner, OF_PARTNER, plan.changed_partners, versioned=True)
    insert(PartnerContact, plan.contacts)
    change(PartnerContact, ["position", "phone", "email"], plan.changed_contacts, versioned=True)
    for one in plan.changed_sources:
        one.at = now()
    insert(PartnerSource, plan.sources)
    change(PartnerSource, ["said", "at"], plan.changed_sources)


def _count(by: Actor, file: PartnerList, plan: Plan, run_id: UUID | None, left: int) -> UUID:
    """The run, what it says of each row, and the audit of this part."""
    rejects = rejects_of(file, plan.wrong)
    counts = Counts(plan.counted, plan.created, plan.updated, plan.unchanged, len(rejects))
    if run_id is None:
        run = record_run(by=by, kind=KIND, source=file.name, layout=KIND, counts=counts, rejects=rejects, left=left)
    else:
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        ImportRun.objects.filter(pk=run_id).update(
            rows_read=F("rows_read") + counts.read,
            created=F("created") + counts.created,
            updated=F("updated") + counts.updated,
            unchanged=F("unchanged") + counts.unchanged,
            rejected=F("rejected") + counts.rejected,
            rows_left=left,
        )
        keep_rejects(run, rejects)
    _note(run, file, plan.notes)
    _keep_rows(run, file, {one.place for one in plan.wrong})
    detail = {name: getattr(counts, name) for name in ("created", "updated", "unchanged", "rejected")}
    record(by=by, verb="partners.imported", about=Ref("imports.importrun", run.id), detail=detail)
    return run.id


def _note(run: ImportRun, file: PartnerList, notes: Sequence[Noted]) -> None:
    RowNote.objects.bulk_create(
        [
            RowNote(
                run=run,
                said=n.said,
                file=file.called(n.place.sheet)[:200],
                row=n.place.row,
                field=n.field[:100],
                message=n.message[:500],
                about_id=n.about,
            )
            for n in notes
        ],
        batch_size=2000,
    )


def _keep_rows(run: ImportRun, file: PartnerList, places: set[Place]) -> None:
    """The rows as they stood in the file, so that they can be corrected without looking for them."""
    if not places:
        return
    kept = PartnerRows.objects.filter(run=run).first() or PartnerRows(run=run, headings=list(file.headings), cells={})
    kept.cells |= {f"{file.called(place.sheet)}\n{place.row}": cells for place, cells in file.originals(places).items()}
    kept.save()
