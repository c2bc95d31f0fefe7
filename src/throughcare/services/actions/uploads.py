"""Directories on their way in through the browser."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.imports.models import ImportRun
from throughcare.services.actions.directory import import_directory
from throughcare.services.models import Upload
from throughcare.services.rows import Directory


@transaction.atomic
def keep_upload(*, by: Actor, name: str, content: bytes, source: str, layout: str) -> UUID:
    """Keep a file until its sender has seen what it would do; what they sent before goes away."""
    by.check(Permission.SERVICE_IMPORT)
    if by.user_id is None:
        raise ValueError("A file is sent by somebody; a command reads it where it lies.")
    Upload.objects.filter(by=by.user_id).delete()
    upload = Upload(by_id=by.user_id, name=name[:200], source=source[:200], layout=layout[:60], content=content)
    upload.save(force_insert=True)
    return upload.id


@transaction.atomic
def bring_in(*, by: Actor, upload: Upload, directory: Directory) -> ImportRun:
    """Do what the file says, and let go of it. directory: as the file was read. Raises as `import_directory`."""
    done = import_directory(by=by, directory=directory, source=upload.source)
    Upload.objects.filter(pk=upload.id).delete()
    return done.run
