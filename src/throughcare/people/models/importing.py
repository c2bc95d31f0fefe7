"""People files on their way in, how files with the same headings were read before, and the rows that were not taken."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, protect
from throughcare.imports.models import ImportRun, KeptRows, SavedMapping, SentFile

_MAY = may("person.import")
# A file of people says more of them than the records role may look up, so not even a colleague opens it.
_OWN = f"(by_id = {READER} and {_MAY}) or {IS_SYSTEM}"
_RECORDS = f"{_MAY} or {IS_SYSTEM}"


@protect(Rule("personal", "a file of people: whoever sent it, while they may import", see=_OWN, add=_OWN, change=_OWN, delete=_OWN))
class ImportFile(SentFile):
    """The file as it was sent, how its sender wants it read, and how far its import is. Its content goes when it is in."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # By a job: counts, and how alike the rows are that would be held; nobody's name or key. Empty until it has;
    # none in a file sent by the version before.
    compared = models.JSONField("what a comparison with the records found", default=dict, blank=True, null=True)


@protect(
    Rule(
        "partner-confidential", "how people files are read: who imports them", see=_RECORDS, add=_RECORDS, change=_RECORDS, delete=_RECORDS
    )
)
class ImportMapping(SavedMapping):
    """How a file with these headings is read: chosen by itself for the next one. Holds headings and no row."""

    dates = models.CharField("order of dates", max_length=10, blank=True)
    team = models.CharField("office of every row", max_length=60, blank=True)


@protect(Rule("personal", "rows of people files that were not taken: who may import them", see=_RECORDS, add=_RECORDS, delete=IS_SYSTEM))
class RejectedRows(KeptRows):
    """The rows a run did not take, as they stood in the file, to be corrected: row number → cells."""

    run = models.OneToOneField(ImportRun, primary_key=True, on_delete=models.CASCADE, related_name="+")

    class Meta(KeptRows.Meta):
        verbose_name_plural = "rejected rows"
