"""What a partner asks of the department as an advocate: its campaigns and submissions, with our answer."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import READER, protect
from throughcare.partners.models.register import BESIDE, Partner, keeps_own
from throughcare.partners.states import CAMPAIGN_STATES, CampaignKind, CampaignState

_ASKED = replace(
    BESIDE,
    add=f"{BESIDE.add} or ({keeps_own('partner_id')} and state = '{CampaignState.OPEN}' and answer = '' and added_by_id = {READER})",
)


@tracked(BESIDE)
@protect(_ASKED)
class Campaign(models.Model):
    """One campaign or submission. The answer before one that is given anew stays in the history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="campaigns")
    kind = models.CharField(max_length=10, choices=CampaignKind.choices)
    title = models.CharField(max_length=300)
    topic = models.CharField(max_length=200, blank=True)
    asks = models.TextField("what it asks of us")
    said_on = models.DateField("the day it was made or received", default=today)
    document = models.CharField("address of its document", max_length=500, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.OPEN)
    answer = models.TextField("our answer", blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CampaignKind.values), name="partners_campaign_kind"),
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="partners_campaign_state"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(asks=""), name="partners_campaign_said"),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.ANSWERED) | ~Q(answer="") & Q(answered_on__isnull=False), name="partners_campaign_answered"
            ),
        )
        indexes = (models.Index(fields=["state", "said_on", "id"], name="partners_campaign_waiting"),)
        triggers: ClassVar = [pgtrigger.FSM(name="campaign_states", field="state", transitions=CAMPAIGN_STATES.pairs())]

    def __str__(self) -> str:
        return self.title
