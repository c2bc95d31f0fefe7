"""Agreements. Seen by staff who may look at agreements and, from the day one is offered, by the staff of its parties: a party's value by that
party's own staff alone.
"""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import Team, User
from throughcare.agreements.states import AGREEMENT_STATES, LONGEST_WORDS, MOST_RENEWALS, AgreementKind, AgreementState, Part
from throughcare.common.clock import now, today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect
from throughcare.partners.models import Organization
from throughcare.services.models import Service

_VIEW = f"{IS_SYSTEM} or {may('agreement.view')}"
_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
_MINE = "any((select throughcare.my_agreements())::uuid[])"
_OWN = "any((select throughcare.my_organizations())::uuid[])"


def _between(agreement: str, *, delete: bool = False, also: str = "") -> Rule:
    """Of the column that says which agreement it is of. also: asked of the parties besides."""
    mine = f"({agreement} = {_MINE} and {also})" if also else f"{agreement} = {_MINE}"
    return confidential(f"{_VIEW} or {mine}", write=_EDIT, delete=_EDIT if delete else None)


_AGREEMENT, _PARTY = _between("id"), _between("agreement_id", delete=True)
_VALUE = _between("agreement_id", delete=True, also=f"organization_id = {_OWN}")
# What it was before it was offered is ours; so is the past of its parts.
_AGREEMENT_PAST = _between("id", also="offered_on is not null")
_OURS = confidential(_VIEW, write=_EDIT)
_APPROVALS = Rule("partner-confidential", "ours alone", _VIEW, _EDIT, f"{IS_SYSTEM} or {may('agreement.approve')}")


@tracked(_AGREEMENT_PAST)
@protect(_AGREEMENT)
class Agreement(models.Model):
    """What was agreed. starts_on and ends_on are the first and the last day it holds; no last day: open-ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("number or reference", max_length=40, unique=True)
    title = models.CharField(max_length=300)
    search_key = models.CharField("number and title, folded for search and sorting", max_length=800)
    kind = models.CharField(max_length=12, choices=AgreementKind.choices)
    purpose = models.CharField("what it is for, in plain words", max_length=LONGEST_WORDS, blank=True)
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    renewals_allowed = models.PositiveSmallIntegerField(default=0)
    renewals_used = models.PositiveSmallIntegerField(default=0)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    sites = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    review_on = models.DateField("day of the next review", null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    offered_on = models.DateField("day its parties could first read it", null=True, blank=True)
    # A grant of the past, brought in from what its funder published: nothing hangs on it, and nothing about it is done here.
    is_history = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=14, choices=AgreementState.choices, default=AgreementState.DRAFT)
    state_since = models.DateField(default=today)
    state_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="agreements_agreement_kind"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreements_agreement_state"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | (Q(starts_on__isnull=False) & Q(starts_on__lte=F("ends_on"))),
                name="agreements_agreement_term",
            ),
            models.CheckConstraint(
                condition=Q(renewals_used__lte=F("renewals_allowed")) & Q(renewals_allowed__lte=MOST_RENEWALS),
                name="agreements_agreement_renewals",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owner_team__isnull=True) | Q(owner__isnull=False, owner_team__isnull=False),
                name="agreements_agreement_owner",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AgreementState.DRAFT, AgreementState.TERMINATED)) | Q(offered_on__isnull=False),
                name="agreements_agreement_offered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AgreementState.DRAFT, AgreementState.IN_NEGOTIATION, AgreementState.TERMINATED))
                | Q(starts_on__isnull=False),
                name="agreements_agreement_begins",
            ),
        )
        indexes = (models.Index(fields=["search_key", "id"], name="agreements_agreement_sorted"),)
        triggers: ClassVar = [pgtrigger.FSM(name="agreement_states", field="state", transitions=AGREEMENT_STATES.pairs())]

    def __str__(self) -> str:
        return self.number


@tracked(_OURS)
@protect(_PARTY)
class Party(models.Model):
    """Who is bound by an agreement: the department, or an organisation. signed_by: the name of whoever signed for it, as it stands on the paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    part = models.CharField(max_length=10, choices=Part.choices)
    does = models.CharField("what it does in this agreement", max_length=500, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(part__in=Part.values), name="agreements_party_part"),
            models.CheckConstraint(
                condition=Q(part=Part.DEPARTMENT, organization__isnull=True) | (~Q(part=Part.DEPARTMENT) & Q(organization__isnull=False)),
                name="agreements_party_who",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by="") | (Q(signed_on__isnull=False) & ~Q(signed_by="")),
                name="agreements_party_signature",
            ),
            models.UniqueConstraint(fields=["agreement", "organization"], name="agreements_party_once"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(part=Part.DEPARTMENT), name="agreements_party_one_department"),
        )

    def __str__(self) -> str:
        return f"{self.organization_id or self.part}"

    @property
    def name(self) -> str:
        """The department, or the organisation."""
        return self.organization.name if self.organization else "The department"


@tracked(_OURS)
@protect(_VALUE)
class PartyValue(models.Model):
    """What one organisation gets by the agreement, in the site's currency: for its own staff and for us. A sub-party's is part of its prime's."""

    party = models.OneToOneField(Party, primary_key=True, on_delete=models.CASCADE, related_name="value")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="agreements_partyvalue_amount"),)

    def __str__(self) -> str:
        return f"{self.party_id}"


@tracked(_OURS)
@protect(_PARTY)
class Covered(models.Model):
    """A service of the directory that the agreement is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="covered")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "service"], name="agreements_covered_once"),)

    def __str__(self) -> str:
        return f"{self.service_id}"


@tracked(_OURS)
@protect(_APPROVALS)
class Approval(models.Model):
    """Somebody asked for a second person's word on a value, and what was said. agreed: None while it waits. amendment: none: the agreement itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="approvals")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    amendment = models.PositiveSmallIntegerField("number of the amendment it is about", null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    asked_note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="agreements_approval_two"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, agreed__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False),
                name="agreements_approval_decided",
            ),
            models.UniqueConstraint(fields=["agreement"], condition=Q(decided_at__isnull=True), name="agreements_approval_one_waits"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}"
