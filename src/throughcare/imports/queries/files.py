"""Files on their way in, and saved mappings, of whichever table: the apps above say who may see them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.common.clock import now
from throughcare.common.refusals import NotFound
from throughcare.common.text import search_key
from throughcare.imports.models import ImportRun, KeptRows, SavedMapping, SentFile
from throughcare.imports.states import AT_WORK, ImportStage

File = TypeVar("File", bound=SentFile)
Mapping = TypeVar("Mapping", bound=SavedMapping)
PATIENCE = timedelta(minutes=2)


def files_of(model: type[File], by: Actor) -> list[File]:
    """The reader's files that are not in yet, newest first, without their content."""
    mine = model.objects.filter(by=by.user_id).exclude(stage=ImportStage.DONE)
    return list(mine.defer("content").order_by("-at", "-id")[:20])


def file_of(model: type[File], by: Actor, file_id: UUID) -> File:
    """One of the reader's. Raises NotFound."""
    found = model.objects.filter(pk=file_id, by=by.user_id).first()
    if found is None:
        raise NotFound
    return found


def is_stuck(file: SentFile) -> bool:
    """Was it being brought in, and has not moved for longer than it should take to say so?"""
    return file.stage in AT_WORK and now() - file.moved_at > PATIENCE


def may_start(file: SentFile) -> bool:
    """Not while it is at work, and not again when it is in."""
    return file.stage in (ImportStage.DRAFT, ImportStage.FAILED) or is_stuck(file)


def rows_kept(model: type[KeptRows], run: ImportRun) -> tuple[list[str], dict[int, list[str]]]:
    """(headings, row number → cells) of the rows a run did not take; nothing when they are past their time."""
    kept = model.objects.filter(pk=run.pk).first()
    return (list(kept.headings), {int(number): cells for number, cells in kept.cells.items()}) if kept else ([], {})


def keys_of(headings: Sequence[str]) -> list[str]:
    """Headings as they are compared: case, macrons and punctuation don't count."""
    return [search_key(heading.replace("_", " "))[:200] for heading in headings]


def mappings_of(model: type[Mapping]) -> list[Mapping]:
    """All of them, by name."""
    return list(model.objects.order_by("name"))


def mapping_of(model: type[Mapping], mapping_id: UUID) -> Mapping:
    """One. Raises NotFound."""
    found = model.objects.filter(pk=mapping_id).first()
    if found is None:
        raise NotFound
    return found


def mapping_called(model: type[Mapping], name: str, page: str) -> Mapping:
    """One, by its name without regard to case. Raises NotFound with what to do. page: where they are listed."""
    found = model.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        raise NotFound(f"There is no saved mapping of that name. The page {page} lists them.")
    return found


def latest_mapping(model: type[Mapping], headings: Sequence[str]) -> Mapping | None:
    """The latest saved for exactly these headings."""
    return model.objects.filter(headings=keys_of(headings)).order_by("-at", "-id").first()
