"""Two records that may be one organisation: proposed by the linkage, decided by whoever keeps the register."""

from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect
from throughcare.partners.models.directory import Organization
from throughcare.partners.states import PAIR_STATES, PartnerPairState

_KEEPS = f"{IS_SYSTEM} or {may(Permission.PARTNER_EDIT)}"


@protect(confidential(_KEEPS, write=_KEEPS))
class PartnerPair(models.Model):
    """Two organisations, one of them on the register at least, and why they may be one. Decided once, until something about them changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    evidence = models.JSONField("field, words and weight, the strongest first")
    digest = models.CharField("of all that was compared", max_length=64)
    at = models.DateTimeField("found", default=now, editable=False)
    state = models.CharField(max_length=10, choices=PartnerPairState.choices, default=PartnerPairState.PROPOSED)
    note = models.CharField("why they are two", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=PartnerPairState.values), name="partners_partnerpair_state"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="partners_partnerpair_order"),
            models.UniqueConstraint(fields=["one", "other"], name="partners_partnerpair_once"),
        )
        indexes = (models.Index(fields=["-probability", "id"], condition=models.Q(state="PROPOSED"), name="partners_partnerpair_open"),)
        triggers: ClassVar = [pgtrigger.FSM(name="pair_states", field="state", transitions=PAIR_STATES.pairs())]

    def __str__(self) -> str:
        return self.state
