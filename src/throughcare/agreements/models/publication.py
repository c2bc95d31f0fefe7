"""Which agreements are published by open standards: off until somebody says so of the one agreement, and ours alone to see."""

from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.agreements.models.agreement import Agreement
from throughcare.agreements.states import LONGEST_REASON
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect

_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
_OURS = confidential(f"{IS_SYSTEM} or {may('agreement.view')}", write=_EDIT)


@tracked(_OURS)
@protect(_OURS)
class Publication(models.Model):
    """One agreement may be published: who said so, and when. withdrawn_at: since when it is not any more. Published anew it is the same row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField(default=now)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="agreements_publication_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}"
