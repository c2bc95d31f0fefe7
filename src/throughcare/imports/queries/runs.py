"""Reads of what was imported; row-level security shows each kind to those who may import it."""

from uuid import UUID

from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.imports.models import ImportRun, Reject


def runs(kind: str, *, limit: int = 20) -> list[ImportRun]:
    """The latest runs of one kind, newest first."""
    return list(ImportRun.objects.filter(kind=kind).order_by("-at", "-id")[:limit])


def run_page(kind: str, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[ImportRun]:
    """One page of all of them."""
    return page_of(ImportRun.objects.filter(kind=kind), order=("-at", "-id"), cursor=cursor, size=size)


def get_run(kind: str, run_id: UUID) -> ImportRun:
    """One run. Raises NotFound."""
    run = ImportRun.objects.filter(kind=kind, pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def rejects_of(run: ImportRun, *, limit: int | None = None) -> list[Reject]:
    """Its rejected rows, in the order of the file."""
    return list(Reject.objects.filter(run=run).order_by("file", "row", "field", "id")[:limit])
