"""The register: what we know of an organisation as a partner, beside what the directory says of it.

Seen by staff who may look at partners, and by the organisation's own people; the directory row itself is everybody's.
"""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import Team, User
from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect
from throughcare.partners.models.directory import MY_ORGANIZATIONS, Organization
from throughcare.partners.states import PARTNER_STATES, Expertise, PartnerRole, PartnerState, Safeguarding

LONGEST_WORDS = 2000
LONGEST_PHONE, LONGEST_ADDRESS = 60, 300
HIGHEST_LEVEL, LOWEST_LEVEL = 1, 4


def _register(organization: str) -> Rule:
    """Of the column that says which organisation it is about."""
    see = f"{IS_SYSTEM} or {may('partner.view')} or {organization} = {MY_ORGANIZATIONS}"
    return confidential(see, write=f"{IS_SYSTEM} or {may('partner.edit')}")


def keeps_own(organization: str) -> str:
    """SQL: is it the reader's own organisation, and may they keep it right? Which columns then are theirs, triggers say (sql.py)."""
    return f"({may('partner.own')} and {organization} = {MY_ORGANIZATIONS})"


_PARTNER, BESIDE = _register("organization_id"), _register("partner_id")
_OWN_PARTNER = replace(_PARTNER, change=f"{_PARTNER.change} or {keeps_own('organization_id')}")
_KEPT_BY_BOTH = f"{BESIDE.change} or {keeps_own('partner_id')}"
_CONTACT = replace(BESIDE, add=_KEPT_BY_BOTH, change=_KEPT_BY_BOTH)


@tracked(_PARTNER)
@protect(_OWN_PARTNER)
class Partner(models.Model):
    """An organisation on our register. Its key is the organisation's; its name, kind and national body stand there."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.PROTECT, related_name="partner")
    purpose = models.TextField("what it is for, in its own words", blank=True)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    expertise = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    expertise_words = models.CharField("what else it knows well", max_length=500, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    sites = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # Of the organisation itself, and here rather than in the directory, which everybody reads: it may be a place that is not told to all.
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True, default="", db_default="")
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="", db_default="")
    nzbn = models.CharField("New Zealand Business Number", max_length=13, blank=True)
    charity_number = models.CharField(max_length=10, blank=True)
    safeguarding = models.CharField(max_length=12, choices=Safeguarding.choices, default=Safeguarding.NOT_CHECKED)
    safeguarding_on = models.DateField("day it was checked", null=True, blank=True)
    safeguarding_note = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    contact_every = models.PositiveSmallIntegerField("days without contact after which its owner is reminded", null=True, blank=True)
    state = models.CharField(max_length=10, choices=PartnerState.choices, default=PartnerState.ACTIVE)
    state_since = models.DateField(default=today)
    state_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PartnerState.values), name="partners_partner_state"),
            models.CheckConstraint(condition=Q(roles__contained_by=PartnerRole.values), name="partners_partner_roles"),
            models.CheckConstraint(condition=Q(expertise__contained_by=Expertise.values), name="partners_partner_expertise"),
            models.CheckConstraint(condition=Q(nzbn="") | Q(nzbn__regex=r"^[0-9]{13}$"), name="partners_partner_nzbn"),
            models.CheckConstraint(
                condition=Q(charity_number="") | Q(charity_number__regex=r"^CC[0-9]{4,6}$"), name="partners_partner_charity"
            ),
            models.CheckConstraint(
                condition=Q(safeguarding__in=Safeguarding.values)
                & (Q(safeguarding=Safeguarding.NOT_CHECKED) | Q(safeguarding_on__isnull=False)),
                name="partners_partner_safeguarding",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owner_team__isnull=True) | Q(owner__isnull=False, owner_team__isnull=False),
                name="partners_partner_owner",
            ),
            models.UniqueConstraint(fields=["nzbn"], condition=~Q(nzbn=""), name="partners_partner_nzbn_once"),
            models.UniqueConstraint(fields=["charity_number"], condition=~Q(charity_number=""), name="partners_partner_charity_once"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="partner_states", field="state", transitions=PARTNER_STATES.pairs())]

    def __str__(self) -> str:
        return f"{self.organization_id}"


@tracked(BESIDE)
@protect(BESIDE)
class Accreditation(models.Model):
    """A level a partner is accredited at, for what, by whom, until when. Level 1 is the highest; ended ones stay to be read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="accreditations")
    level = models.PositiveSmallIntegerField()
    scope = models.CharField("what for", max_length=500, blank=True)
    given_by = models.CharField(max_length=200)
    expires_on = models.DateField("last day", null=True, blank=True)
    ended_on = models.DateField("day it was taken off the register", null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__range=(HIGHEST_LEVEL, LOWEST_LEVEL)), name="partners_accreditation_level"),
            models.CheckConstraint(condition=~Q(given_by=""), name="partners_accreditation_given_by"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name="partners_accreditation_end"),
        )

    def __str__(self) -> str:
        return f"Level {self.level}"


@tracked(BESIDE)
@protect(_CONTACT)
class PartnerContact(models.Model):
    """Somebody who works for a partner, as we reach them at work. One of them leads for the partner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    position = models.CharField("what they do there", max_length=200, blank=True)
    phone = models.CharField("work phone", max_length=40, blank=True)
    email = models.CharField("work e-mail address", max_length=254, blank=True)
    is_lead = models.BooleanField("leads for the partner", default=False)
    ended_on = models.DateField("day they ceased to be the contact", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="partners_partnercontact_name"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(is_lead=False), name="partners_partnercontact_ended"),
            models.UniqueConstraint(fields=["partner"], condition=Q(is_lead=True), name="partners_partnercontact_one_lead"),
        )

    def __str__(self) -> str:
        return self.name
