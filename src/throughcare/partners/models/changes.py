"""What a partner's own people ask the department to change of what the register says of them."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, confidential, may, protect
from throughcare.partners.models.directory import MY_ORGANIZATIONS
from throughcare.partners.models.register import Partner, keeps_own
from throughcare.partners.states import CHANGE_STATES, ChangePart, ChangeState

_OWN = keeps_own("partner_id")
_KEEPERS = f"{IS_SYSTEM} or {may('partner.edit')}"
_RULE = replace(
    confidential(
        f"{_KEEPERS} or partner_id = {MY_ORGANIZATIONS}",
        write=f"{_KEEPERS} or ({_OWN} and state in ('{ChangeState.PROPOSED}', '{ChangeState.WITHDRAWN}'))",
    ),
    add=f"{IS_SYSTEM} or ({_OWN} and proposed_by_id = {READER} and state = '{ChangeState.PROPOSED}')",
)
_ASKED_ONCE = ["partner", "part", "row_id", "said", "was", "proposed_by", "proposed_at"]
_ONE_BY_ONE = Q(state=ChangeState.PROPOSED) & ~Q(part=ChangePart.ACCREDITATION, row_id__isnull=True)


@protect(_RULE)
class ProposedChange(models.Model):
    """One part as its own people would have it, and as it was when they asked. What was asked stays as it was asked.

    said, was: by field, as the part's form has them (actions/changes.py). row_id: of the accreditation that changes; none: a new one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="changes")
    part = models.CharField(max_length=20, choices=ChangePart.choices)
    row_id = models.UUIDField(null=True, blank=True)
    said = models.JSONField()
    was = models.JSONField(default=dict, blank=True)
    why = models.CharField("what they say about it", max_length=500, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was refused", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(part__in=ChangePart.values), name="partners_change_part"),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="partners_change_state"),
            models.CheckConstraint(condition=Q(state=ChangeState.PROPOSED) | Q(answered_at__isnull=False), name="partners_change_answered"),
            models.CheckConstraint(condition=~Q(state=ChangeState.REFUSED) | ~Q(reason=""), name="partners_change_reason"),
            # Nobody confirms their own, whatever rights they have beside.
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONFIRMED) | Q(answered_by__isnull=True) | ~Q(answered_by=models.F("proposed_by")),
                name="partners_change_by_another",
            ),
            models.UniqueConstraint(
                fields=["partner", "part", "row_id"], condition=_ONE_BY_ONE, nulls_distinct=False, name="partners_change_one_by_one"
            ),
        )
        indexes = (models.Index(fields=["state", "proposed_at", "id"], name="partners_change_waiting"),)
        triggers: ClassVar = [
            pgtrigger.FSM(name="change_states", field="state", transitions=CHANGE_STATES.pairs()),
            pgtrigger.ReadOnly(name="asked_once", fields=_ASKED_ONCE),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.partner_id}"
