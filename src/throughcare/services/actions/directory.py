"""Bringing in a directory of services: one transaction, one visible switch, every input row accounted for."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.imports.actions import wait_for_turn
from throughcare.imports.models import ImportRun
from throughcare.partners.actions.likely import look_soon
from throughcare.partners.states import NO_CIRCLE
from throughcare.services.actions import pillars, staging
from throughcare.services.actions.screening import screened
from throughcare.services.actions.shapes import SHAPES, Shape
from throughcare.services.models import DirectorySource, Taxonomy
from throughcare.services.rows import Directory, Fates, RecordRef, Reject

_CIRCLE = (
    "One organisation would stand above itself: the directory and the register of partners name each other's branches. "
    "Nothing was brought in. Take away its national body on the register, or correct the file."
)
Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class Imported:
    """What an import did, or in a dry run would do: read = created + updated + unchanged + rejected."""

    source: str
    layout: str
    fates: Fates
    rejects: Sequence[Reject]
    notes: Sequence[str]
    dry_run: bool
    run: ImportRun  # in a dry run it is not kept


def import_directory(
    *, by: Actor, directory: Directory, source: str = "", dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Make the database say what the directory says. `source` names the directory, the same on every run.

    A record is found again by source and key; a digest tells whether it changed, so an unchanged one is not written at all.
    Services, organisations and places that a directory no longer has are kept; lines of their entries are taken away.
    A dry run is the same walk, undone at its end. Raises Refused while another import of services runs, and when an organisation would
    stand above itself: the file says no such thing by itself, but may together with what the register of partners says.
    """
    by.check(Permission.SERVICE_IMPORT)
    source = (source or directory.layout)[:200]
    with transaction.atomic():
        wait_for_turn("services")
        directory = screened(directory)
        merge = _Merge(source, directory, progress)
        _run(merge)
        fates = directory.fates(merge.created, merge.updated)
        run = _record(by, source, directory, fates)
        look_soon()
        if dry_run:
            transaction.set_rollback(True)
    return Imported(source, directory.layout, fates, directory.rejected, directory.notes, dry_run, run)


def _run(merge: "_Merge") -> None:
    try:
        merge.run()
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != NO_CIRCLE:
            raise
        raise Refused(_CIRCLE) from None


@dataclass
class _Merge:
    """One walk through the tables, parents first."""

    source: str
    directory: Directory
    progress: Progress | None
    created: set[RecordRef] = field(default_factory=set)
    updated: set[RecordRef] = field(default_factory=set)
    ids: dict[str, dict[str, UUID]] = field(default_factory=lambda: defaultdict(dict))
    gone: dict[str, dict[str, UUID]] = field(default_factory=dict)

    def run(self) -> None:
        self._taxonomies()
        for done, (table, shape) in enumerate(SHAPES.items()):
            self._say(table.replace("_", " "), done)
            self._merge_table(table, shape)
        self._say("pillars", len(SHAPES))
        self._remove_gone()
        pillars.put_to_pillars(self.directory, self._services_to_judge(), self.ids["service"])
        staging.check_now()
        self._say("done", len(SHAPES) + 1)

    def _say(self, what: str, done: int) -> None:
        if self.progress:
            self.progress(what, done, len(SHAPES) + 1)

    def _taxonomies(self) -> None:
        """The lists of words the terms belong to; a list without a name is the source's own."""
        given = {getattr(row, "taxonomy", "") for row in self.directory.tables["taxonomy_term"]}
        names = {name: (name or f"{self.source}: categories")[:200] for name in given}
        there = dict(Taxonomy.objects.filter(name__in=names.values()).values_list("name", "id"))
        missing = [Taxonomy(name=name) for name in sorted(set(names.values()) - there.keys())]
        Taxonomy.objects.bulk_create(missing)
        there.update((taxonomy.name, taxonomy.id) for taxonomy in missing)
        self.ids["taxonomy"] = {given: there[name] for given, name in names.items()}

    def _merge_table(self, table: str, shape: Shape) -> None:
        rows, known = self.directory.tables[table], staging.known_records(shape, self.source)
        ids = self.ids[table]
        for row in rows:  # all ids first: a record may name a parent further down the same table
            found = known.get(row.key)
            ids[row.key] = found.id if found else new_id()
        self.gone[table] = {key: record.id for key, record in known.items() if key not in ids} if shape.detail and rows else {}
        digests = shape.digests(rows)
        if known:  # what the database has so already is not staged
            news = [(row, digest) for row, digest in zip(rows, digests, strict=True) if staging.is_news(known.get(row.key), digest)]
            rows, digests = [row for row, _ in news], [digest for _, digest in news]
        if rows:
            keys = [row.key for row in rows]
            fresh = [key not in known for key in keys]
            self.created.update(map(RecordRef, repeat(table), (key for key in keys if key not in known)))
            self.updated.update(map(RecordRef, repeat(table), (key for key in keys if key in known)))
            staged: staging.Columns = (fresh, [ids[key] for key in keys], keys, digests, *shape.filled(rows, self.ids))
            staging.merge(shape, self.source, staged, anew=any(fresh), changed=not all(fresh))

    def _remove_gone(self) -> None:
        """Take away lines of entries that the directory no longer has: children before parents.

        Not when a row of the same file was refused: it may be the line that looks gone. Nor when its entry is not in the directory.
        """
        doubtful = {reject.file for reject in self.directory.rejected}
        held: set[str] = set()  # tables whose records may still be hung upon
        for table, shape in reversed(SHAPES.items()):
            files = {row.origin.file for row in self.directory.tables[table]}
            parents = {link.table for link in shape.links}
            if table in held or files & doubtful:
                held |= parents
                continue
            if gone := self.gone[table]:
                self._remove(shape, list(gone.values()))

    def _remove(self, shape: Shape, ids: list[UUID]) -> None:
        keys = {link.table: {id_: key for key, id_ in self.ids[link.table].items()} for link in shape.links}
        leaving = []
        for id_, parents in staging.links_of(shape, ids).items():
            refs = [RecordRef(table, keys[table][parent]) for table, parent in parents.items() if parent in keys[table]]
            if len(refs) == len(parents):
                leaving.append(id_)
                self.updated.update(ref for ref in refs if ref not in self.created)
        staging.remove(shape, leaving)

    def _services_to_judge(self) -> set[str]:
        """Services whose own words or categories changed."""
        changed = self.created | self.updated
        found = {ref.key for ref in changed if ref.table == "service"}
        for row in self.directory.tables["attribute"]:
            service, term = row.service_source_id, row.taxonomy_term_source_id  # type: ignore[attr-defined]  # attributes only
            if row.ref in changed or RecordRef("taxonomy_term", term) in self.updated:
                found.add(service)
        return found


def _record(by: Actor, source: str, directory: Directory, fates: Fates) -> ImportRun:
    """The run, what was refused, whom to thank, and the audit."""
    there = DirectorySource.objects.filter(name=source).first()
    if there is None or (there.layout, there.attribution) != (directory.layout, directory.attribution):
        DirectorySource(name=source, layout=directory.layout[:60], attribution=directory.attribution).save(force_insert=there is None)
    run = ImportRun.objects.create(
        kind="services",
        source=source,
        layout=directory.layout[:60],
        by_name=(by.name or by.system)[:200],
        rows_read=fates.read,
        created=fates.created,
        updated=fates.updated,
        unchanged=fates.unchanged,
        rejected=fates.rejected,
    )
    _keep_rejects(run.id, directory.rejected)
    counts = {"read": fates.read, "created": fates.created, "updated": fates.updated, "unchanged": fates.unchanged}
    record(by=by, verb="services.imported", about=Ref("imports.importrun", run.id), detail={**counts, "rejected": fates.rejected})
    return run


def _keep_rejects(run_id: UUID, rejects: Sequence[Reject]) -> None:
    if not rejects:
        return
    columns: list[list[Any]] = [
        [new_id() for _ in rejects],
        [reject.file[:200] for reject in rejects],
        [reject.row for reject in rejects],
        [reject.field[:100] for reject in rejects],
        [reject.message[:500] for reject in rejects],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into imports_reject (id, run_id, file, row, field, message) select r.id, %s, r.file, r.row, r.field, r.message "
            "from unnest(%s::uuid[], %s::text[], %s::int[], %s::text[], %s::text[]) as r (id, file, row, field, message)",
            [run_id, *columns],
        )
