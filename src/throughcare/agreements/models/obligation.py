"""What the department and a party of an agreement owe each other. Other parties of it read nothing of that."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.agreements.models.agreement import Agreement, Party
from throughcare.agreements.states import OBLIGATION_STATES, Bearer, ObligationState, Repeats
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, may, protect
from throughcare.partners.models import Organization

_MINE = "agreement_id = any((select throughcare.my_agreements())::uuid[]) and organization_id = any((select throughcare.my_organizations())::uuid[])"
_SEE = f"{IS_SYSTEM} or {may('agreement.view')} or ({_MINE})"
_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
# A party's staff say what they did, and how they see it; a trigger lets them write nothing else.
_OBLIGATION = Rule("partner-confidential", "between two sides", _SEE, _EDIT, f"{_EDIT} or ({_MINE})", _EDIT)
_PAST = Rule("partner-confidential", "ours alone", f"{IS_SYSTEM} or {may('agreement.view')}")


@tracked(_PAST)
@protect(_OBLIGATION)
class Obligation(models.Model):
    """One thing the department does for a party, or a party for the department, by a day. party, organization: which party it is with.

    bearer: who of the two does it. said: what whoever bears it says was done. disputed: how the party sees what is said of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="obligations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    bearer = models.CharField(max_length=10, choices=Bearer.choices)
    what = models.CharField(max_length=500)
    due_on = models.DateField()
    repeats = models.CharField(max_length=9, choices=Repeats.choices, default=Repeats.ONCE)
    said = models.CharField("what was done, as whoever bears it says", max_length=1000, blank=True)
    said_on = models.DateField(null=True, blank=True)
    link = models.CharField("where the evidence is", max_length=500, blank=True)
    disputed = models.CharField("how the party sees it", max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=ObligationState.choices, default=ObligationState.OPEN)
    state_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ObligationState.values), name="agreements_obligation_state"),
            models.CheckConstraint(condition=Q(repeats__in=Repeats.values), name="agreements_obligation_repeats"),
            models.CheckConstraint(condition=~Q(what=""), name="agreements_obligation_what"),
            models.CheckConstraint(condition=Q(bearer__in=Bearer.values), name="agreements_obligation_bearer"),
        )
        indexes = (models.Index(fields=["due_on", "id"], name="agreements_obligation_due"),)
        triggers: ClassVar = [pgtrigger.FSM(name="obligation_states", field="state", transitions=OBLIGATION_STATES.pairs())]

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        """Whoever does it, by name."""
        return self.party.name if self.bearer == Bearer.PARTY else "The department"

    @property
    def whom(self) -> str:
        """Whoever it is done for, by name."""
        return "the department" if self.bearer == Bearer.PARTY else self.party.name
