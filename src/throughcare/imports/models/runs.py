"""What was imported, when, by whom, and what became of every row."""

from django.db import models
from django.db.models.functions import Coalesce

from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, may, protect

_SEE = f"{IS_SYSTEM} or case kind when 'people' then {may('person.import')} else {may('service.import')} end"


@protect(Rule("partner-confidential", "who imports may see", see=_SEE, add=_SEE, change=_SEE))
class ImportRun(models.Model):
    """One run of an importer. Made in the transaction of its switch: a run that is there is whole."""

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
