"""What stands in the way between us and a partner, as a site said it in a stock-take, until it is removed or accepted."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import protect
from throughcare.relationships.models.stocktakes import KEEPS, OURS_ALONE, ReturnLine, team_writes
from throughcare.relationships.states import BARRIER_STATES, LONGEST_BARRIER, LONGEST_REASON, BarrierKind, BarrierState

# A team says what stands in the way while its return waits; what becomes of it, whoever keeps the register says (sql.py).
_TEAM = team_writes("(select l.site_return_id from public.relationships_returnline l where l.id = line_id)")


@tracked(OURS_ALONE)
@protect(replace(OURS_ALONE, add=f"{KEEPS} or {_TEAM}", change=f"{KEEPS} or {_TEAM}"))
class Barrier(models.Model):
    """One thing that stands in the way, of one kind. reason: what was done, or why it stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(ReturnLine, on_delete=models.PROTECT, related_name="barriers")
    kind = models.CharField(max_length=15, choices=BarrierKind.choices)
    words = models.CharField("what stands in the way", max_length=LONGEST_BARRIER)
    said_on = models.DateField(default=today)
    state = models.CharField(max_length=10, choices=BarrierState.choices, default=BarrierState.OPEN)
    state_on = models.DateField("since when it stands so", default=today)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=BarrierKind.values), name="relationships_barrier_kind"),
            models.CheckConstraint(condition=Q(state__in=BarrierState.values), name="relationships_barrier_state"),
            models.CheckConstraint(condition=~Q(words=""), name="relationships_barrier_said"),
            models.CheckConstraint(condition=Q(state=BarrierState.OPEN) | ~Q(reason=""), name="relationships_barrier_reason"),
        )
        indexes = (models.Index(fields=["state", "kind"], name="relationships_barrier_by"),)
        triggers: ClassVar = [pgtrigger.FSM(name="barrier_states", field="state", transitions=BARRIER_STATES.pairs())]

    def __str__(self) -> str:
        return self.words
