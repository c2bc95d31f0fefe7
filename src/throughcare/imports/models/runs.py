"""What was imported, when, by whom, and what became of every row."""

from django.db import models
from django.db.models.functions import Coalesce

from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, may, protect

_SEE = f"{IS_SYSTEM} or case kind when 'people' then {may('person.import')} when 'partners' then {may('partner.edit')} when 'grants' then {may('agreement.edit')} else {may('service.import')} end"


@protect(Rule("partner-confidential", "who imports may see", see=_SEE, add=_SEE, change=_SEE))
class ImportRun(models.Model):
    """One run of an importer. Made in the transaction of its switch: a run that is there is whole.

    One that goes in parts (partners) counts what each part brought, in its transaction; `rows_left` says what it has not come to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    source = models.CharField("name of the source", max_length=200)
    layout = models.CharField(max_length=60)
    at = models.DateTimeField(default=now, editable=False)
    by_name = models.CharField(max_length=200)
    rows_read = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    # Nullable so that the version before this column can write a run while a site is upgraded.
    held = models.PositiveIntegerField("held until somebody has looked at them", null=True, default=0)

    rows_left = models.PositiveIntegerField("rows of the file it has not come to", null=True, default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    rows_read=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("rejected")
                    + Coalesce(models.F("held"), 0)
                ),
                name="imports_importrun_each_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} from {self.source}"


_RUN = f"{IS_SYSTEM} or exists (select 1 from imports_importrun r where r.id = run_id)"  # noqa: S608 - our own names


@protect(Rule("personal", "may quote a rejected row of a people file", see=_RUN, add=_RUN))
class Reject(models.Model):
    """A row that was not taken: where, which field, why, what to do. Holds no value of the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=100, blank=True)
    message = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.file} row {self.row}"


class Said(models.TextChoices):
    """What is to be known of a row that was taken."""

    KEPT = "KEPT", "Left as it stands"
    LEFT_OUT = "LEFT_OUT", "Left out"
    ALIKE = "ALIKE", "May be there already"


_NOTE = Rule("partner-confidential", "who imports may see", see=_RUN, add=_RUN)


@protect(_NOTE)
class RowNote(models.Model):
    """Something to know of a row that was taken: where, which field, and why. Holds no value of the row. about_id: the record it is like."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="notes")
    said = models.CharField(max_length=10, choices=Said.choices)
    file = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=100, blank=True)
    message = models.CharField(max_length=500)
    about_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(said__in=Said.values), name="imports_rownote_said"),)

    def __str__(self) -> str:
        return f"{self.file} row {self.row}"
