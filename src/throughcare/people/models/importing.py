"""People files on their way in, how files with the same headings were read before, and the rows that were not taken."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, protect
from throughcare.imports.models import ImportRun
from throughcare.people.states import ImportStage

_MAY = may("person.import")
# A file of people says more of them than the records role may look up, so not even a colleague opens it.
_OWN = f"(by_id = {READER} and {_MAY}) or {IS_SYSTEM}"
_RECORDS = f"{_MAY} or {IS_SYSTEM}"


@protect(Rule("personal", "a file of people: whoever sent it, while they may import", see=_OWN, add=_OWN, change=_OWN, delete=_OWN))
class ImportFile(models.Model):
    """The file as it was sent, how its sender wants it read, and how far its import is. Its content goes when it is in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    name = models.CharField("name of the file", max_length=200)
    content = models.BinaryField()
    choices = models.JSONField("what was chosen by hand", default=dict, blank=True)
    stage = models.CharField(max_length=10, choices=ImportStage.choices, default=ImportStage.DRAFT)
    moved_at = models.DateTimeField("when it came to this stage", default=now)
    rows = models.PositiveIntegerField("rows read so far", null=True, blank=True)
    sentence = models.CharField("why it could not be imported", max_length=500, blank=True)
    # By a job: counts, and how alike the rows are that would be held; nobody's name or key. Empty until it has;
    # none in a file sent by the version before.
    compared = models.JSONField("what a comparison with the records found", default=dict, blank=True, null=True)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=ImportStage.values), name="people_importfile_stage"),
            # What is in is kept as records alone.
            models.CheckConstraint(condition=~models.Q(stage=ImportStage.DONE) | models.Q(content=b""), name="people_importfile_emptied"),
        )
        indexes = (models.Index(fields=["by", "-at"], name="people_importfile_by"),)

    def __str__(self) -> str:
        return self.name


@protect(
    Rule(
        "partner-confidential", "how people files are read: who imports them", see=_RECORDS, add=_RECORDS, change=_RECORDS, delete=_RECORDS
    )
)
class ImportMapping(models.Model):
    """How a file with these headings is read: chosen by itself for the next one. Holds headings and no row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    headings = ArrayField(models.CharField(max_length=200))
    fields = ArrayField(models.CharField(max_length=80, blank=True))  # one for each heading; empty: not read
    sheet = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    dates = models.CharField("order of dates", max_length=10, blank=True)
    team = models.CharField("office of every row", max_length=60, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(Lower("name"), name="people_importmapping_name"),)

    def __str__(self) -> str:
        return self.name


@protect(Rule("personal", "rows of people files that were not taken: who may import them", see=_RECORDS, add=_RECORDS, delete=IS_SYSTEM))
class RejectedRows(models.Model):
    """The rows a run did not take, as they stood in the file, to be corrected: row number → cells."""

    run = models.OneToOneField(ImportRun, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    headings = ArrayField(models.TextField(blank=True))
    cells = models.JSONField()

    class Meta:
        verbose_name_plural = "rejected rows"

    def __str__(self) -> str:
        return str(self.run_id)
