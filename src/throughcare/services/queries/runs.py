"""What was sent and what was brought in."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.imports.models import ImportRun, Reject
from throughcare.services.models import Upload


def get_upload(by: Actor, upload_id: UUID) -> Upload:
    """A file the reader sent. Raises NotFound."""
    by.check(Permission.SERVICE_IMPORT)
    found = Upload.objects.filter(pk=upload_id).first()
    if found is None:
        raise NotFound
    return found


def get_run(by: Actor, run_id: UUID, *, most: int) -> tuple[ImportRun, list[Reject]]:
    """An import of services, and its first refused rows. Raises NotFound."""
    by.check(Permission.SERVICE_IMPORT)
    found = ImportRun.objects.filter(pk=run_id, kind="services").first()
    if found is None:
        raise NotFound
    return found, list(Reject.objects.filter(run=found).order_by("id")[:most])


def rejects_page(by: Actor, run_id: UUID, *, cursor: str, size: int) -> Page[Reject]:
    """The refused rows of one import, in the order they were read. Raises NotFound."""
    run, _ = get_run(by, run_id, most=0)
    return page_of(Reject.objects.filter(run=run), order=("id",), cursor=cursor, size=size)
