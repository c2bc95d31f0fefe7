"""Grants of the past, brought in from files of the 360Giving standard: what the source said of each, and the files on their way in."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.agreements.models.agreement import Agreement
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, confidential, may, protect
from throughcare.imports.models import ImportRun, SentFile

_MAY = may("agreement.edit")
_OURS = confidential(f"{IS_SYSTEM} or {may('agreement.view')}", write=f"{IS_SYSTEM} or {_MAY}")
_OWN = f"(by_id = {READER} and {_MAY}) or {IS_SYSTEM}"


@tracked(_OURS)
@protect(_OURS)
class PastGrant(models.Model):
    """Beside an agreement that is history: the grant's own identifier, who published it under which licence, what it last said, and who its recipients are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="past")
    grant_id = models.CharField("its identifier in the standard", max_length=200, unique=True)
    source = models.CharField("who published it", max_length=200)
    licence = models.CharField("under which licence", max_length=400)
    said = models.JSONField("what the source last said of it")
    # Identifier of a recipient → the organisation it was when it was brought in. Names change, and records are put together: these stay.
    recipients = models.JSONField("which organisation each recipient is", default=dict)
    at = models.DateTimeField("when it was last brought in", default=now)

    def __str__(self) -> str:
        return self.grant_id


@protect(Rule("partner-confidential", "a file of grants: whoever sent it", see=_OWN, add=_OWN, change=_OWN, delete=_OWN))
class GrantFile(SentFile):
    """A file of grants, kept until its sender has seen what it would do."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
