"""What every import of a table keeps: files on their way in, how files with the same headings were read, and the rows that were not taken.

Each app has tables of its own made of these, since each holds rows of another class: a file of people is seen by nobody who may bring in partners.
"""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.imports.states import ImportStage


class SentFile(models.Model):
    """The file as it was sent, how its sender wants it read, and how far its import is. Its content goes when it is in.

    A table of it has two columns more: `by`, whoever sent it, and `run`, its import.
    """

    by_id: Any
    run_id: Any

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    name = models.CharField("name of the file", max_length=200)
    content = models.BinaryField()
    choices = models.JSONField("what was chosen by hand", default=dict, blank=True)
    stage = models.CharField(max_length=10, choices=ImportStage.choices, default=ImportStage.DRAFT)
    moved_at = models.DateTimeField("when it came to this stage", default=now)
    rows = models.PositiveIntegerField("rows read so far", null=True, blank=True)
    sentence = models.CharField("why it could not be imported", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=ImportStage.values), name="%(app_label)s_%(class)s_stage"),
            # What is in is kept as records alone.
            models.CheckConstraint(
                condition=~models.Q(stage=ImportStage.DONE) | models.Q(content=b""), name="%(app_label)s_%(class)s_emptied"
            ),
        )
        indexes = (models.Index(fields=["by", "-at"], name="%(app_label)s_%(class)s_by"),)

    def __str__(self) -> str:
        return self.name


class SavedMapping(models.Model):
    """How a file with these headings is read: chosen by itself for the next one. Holds headings and no row."""

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    headings = ArrayField(models.CharField(max_length=200))
    fields = ArrayField(models.CharField(max_length=80, blank=True))  # one for each heading; empty: not read
    sheet = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = (models.UniqueConstraint(Lower("name"), name="%(app_label)s_%(class)s_name"),)

    def __str__(self) -> str:
        return self.name


class KeptRows(models.Model):
    """The rows a run did not take, as they stood in the file, to be corrected: row number → cells. A table of it has `run` as its key."""

    run_id: Any

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    at = models.DateTimeField(default=now, editable=False)
    headings = ArrayField(models.TextField(blank=True))
    cells = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.run_id)
