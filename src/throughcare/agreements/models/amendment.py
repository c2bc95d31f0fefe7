"""Amendments: what an agreement says otherwise from now on, signed anew by all who contract. A party reads one from the day it is offered; a value in it
is read by the party whose it is, and by us.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.agreements.models.agreement import Agreement, Party
from throughcare.agreements.states import AMENDMENT_STATES, LONGEST_REASON, LONGEST_WORDS, AmendmentState
from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect
from throughcare.partners.models import Organization
from throughcare.services.models import Service

_VIEW = f"{IS_SYSTEM} or {may('agreement.view')}"
_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
_MINE = "any((select throughcare.my_amendments())::uuid[])"
_OWN = "organization_id = any((select throughcare.my_organizations())::uuid[])"
_OURS = confidential(_VIEW, write=_EDIT)


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or id = {_MINE}", write=_EDIT))
class Amendment(models.Model):
    """One change of an agreement, numbered within it. old_text, new_text: what the paper said, and what it says then. ends_on: the new last day;
    none: it stays. old_ends_on: the one before, kept when it takes effect.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=LONGEST_REASON)
    old_text = models.CharField("what it says until then", max_length=LONGEST_WORDS, blank=True)
    new_text = models.CharField("what it says from then on", max_length=LONGEST_WORDS)
    ends_on = models.DateField("new last day", null=True, blank=True)
    old_ends_on = models.DateField("last day before", null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    offered_on = models.DateField("day its parties could first read it", null=True, blank=True)
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    state_since = models.DateField(default=today)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_amendment_number"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=(AmendmentState.DRAFT, AmendmentState.OFFERED)),
                name="agreements_amendment_one_open",
            ),
            models.CheckConstraint(condition=Q(state__in=AmendmentState.values), name="agreements_amendment_state"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(new_text=""), name="agreements_amendment_words"),
            models.CheckConstraint(
                condition=Q(state__in=(AmendmentState.DRAFT, AmendmentState.WITHDRAWN)) | Q(offered_on__isnull=False),
                name="agreements_amendment_offered",
            ),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="amendment_states", field="state", transitions=AMENDMENT_STATES.pairs())]

    def __str__(self) -> str:
        return f"{self.number}"


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or (amendment_id = {_MINE} and {_OWN})", write=_EDIT, delete=_EDIT))
class AmendedValue(models.Model):
    """What one party gets from then on. old_amount: what it got before, kept when the amendment takes effect."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="values")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    old_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["amendment", "party"], name="agreements_amendedvalue_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="agreements_amendedvalue_amount"),
        )

    def __str__(self) -> str:
        return f"{self.party_id}"


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or amendment_id = {_MINE}", write=_EDIT, delete=_EDIT))
class AmendedService(models.Model):
    """A service that the agreement covers from then on (joins), or covers no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    joins = models.BooleanField("covered from then on")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["amendment", "service"], name="agreements_amendedservice_once"),)

    def __str__(self) -> str:
        return f"{self.service_id}"


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or amendment_id = {_MINE}", write=_EDIT, delete=_EDIT))
class AmendmentSignature(models.Model):
    """Who signed an amendment for a party, as it stands on the paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["amendment", "party"], name="agreements_amendmentsignature_once"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="agreements_amendmentsignature_by"),
        )

    def __str__(self) -> str:
        return f"{self.party_id}"
