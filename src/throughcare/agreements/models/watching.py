"""What is kept of an agreement while it runs: what may go wrong by it, and the meetings about it.

A risk is ours alone until it is shared with one party or with all; a meeting is with one party or with all. A party's staff read what is theirs of it,
and no other party's; of what is ours alone they are told nothing, not even that there is any.
"""

from typing import ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import Team, User
from throughcare.agreements.models.agreement import Agreement, Party
from throughcare.agreements.states import HIGHEST, LONGEST_REASON, LONGEST_WORDS, RISK_STATES, RiskState, SharedWith
from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect
from throughcare.partners.models import Organization

_VIEW = f"{IS_SYSTEM} or {may('agreement.view')}"
_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
_THEIRS = (
    "agreement_id = any((select throughcare.my_agreements())::uuid[]) and (shared = 'ALL' or (shared = 'PARTY' "
    "and organization_id = any((select throughcare.my_organizations())::uuid[])))"
)
_OURS = confidential(_VIEW, write=_EDIT)
_SCALE = (MinValueValidator(1), MaxValueValidator(HIGHEST))


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or ({_THEIRS})", write=_EDIT))
class Risk(models.Model):
    """Something that may go wrong by an agreement. likelihood, consequence: 1 to 5. doing: what is done about it. party, organization: whom it is shared with
    alone. owner, owner_team: who of ours watches it (both or neither). review_on: when it is looked at next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="risks")
    shared = models.CharField("who reads it beside us", max_length=5, choices=SharedWith.choices, default=SharedWith.OURS)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    what = models.CharField("what may go wrong", max_length=500)
    likelihood = models.PositiveSmallIntegerField(validators=_SCALE)
    consequence = models.PositiveSmallIntegerField(validators=_SCALE)
    doing = models.CharField("what is done about it", max_length=1000, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    review_on = models.DateField("day it is looked at next")
    state = models.CharField(max_length=6, choices=RiskState.choices, default=RiskState.OPEN)
    state_since = models.DateField(default=today)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="agreements_risk_what"),
            models.CheckConstraint(condition=Q(state__in=RiskState.values), name="agreements_risk_state"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=HIGHEST, consequence__gte=1, consequence__lte=HIGHEST),
                name="agreements_risk_scale",
            ),
            models.CheckConstraint(
                condition=Q(shared=SharedWith.PARTY, party__isnull=False, organization__isnull=False)
                | Q(shared__in=(SharedWith.OURS, SharedWith.ALL), party__isnull=True, organization__isnull=True),
                name="agreements_risk_shared",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owner_team__isnull=True) | Q(owner__isnull=False, owner_team__isnull=False),
                name="agreements_risk_owner",
            ),
        )
        indexes = (models.Index(fields=["review_on", "id"], name="agreements_risk_review"),)
        triggers: ClassVar = [pgtrigger.FSM(name="risk_states", field="state", transitions=RISK_STATES.pairs())]

    def __str__(self) -> str:
        return self.what

    @property
    def level(self) -> int:
        """Likelihood times consequence: 1 to 25."""
        return self.likelihood * self.consequence


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or ({_THEIRS})", write=_EDIT, delete=_EDIT))
class Meeting(models.Model):
    """A meeting about an agreement: who was present, what was agreed, and when the next one is. shared: with one party, or with all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="meetings")
    shared = models.CharField("with whom it was", max_length=5, choices=SharedWith.choices, default=SharedWith.ALL)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    held_on = models.DateField()
    present = models.CharField("who was there", max_length=1000)
    agreed = models.CharField("what was agreed", max_length=LONGEST_WORDS)
    next_on = models.DateField("day of the next one", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(present="") & ~Q(agreed=""), name="agreements_meeting_words"),
            models.CheckConstraint(
                condition=Q(shared=SharedWith.PARTY, party__isnull=False, organization__isnull=False)
                | Q(shared=SharedWith.ALL, party__isnull=True, organization__isnull=True),
                name="agreements_meeting_shared",
            ),
        )
        indexes = (models.Index(fields=["agreement", "-held_on", "id"], name="agreements_meeting_held"),)

    def __str__(self) -> str:
        return f"{self.held_on}"
