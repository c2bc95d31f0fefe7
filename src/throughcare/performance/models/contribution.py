"""What each side of an agreement puts in beside what is paid by it. Read by us and by the party's own staff; other parties of the agreement read nothing of it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.states import Bearer
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import Rule, protect
from throughcare.partners.models import Organization
from throughcare.performance.models.measure import EDIT, MINE, PAST, SEE
from throughcare.performance.states import (
    CONTRIBUTION_STATES,
    LONGEST_REASON,
    Basis,
    ContributionKind,
    ContributionState,
    Measured,
)

# One side writes, the other answers; a trigger says which of the two the writer is.
_BETWEEN = Rule("partner-confidential", "between two sides", SEE, f"{EDIT} or ({MINE})", f"{EDIT} or ({MINE})")


@tracked(PAST)
@protect(_BETWEEN)
class Contribution(models.Model):
    """One thing that one side put in, or agreed to. giver: which of the two; first_on to last_on: when, both days included.

    quantity: how much, in `measured`; in_words: what is counted, of another unit. worth: in the site's currency, where somebody reckoned it, and
    worth_how: in which way; of money it is the amount. writer: the side that wrote it down; answered_by: who of the other side confirmed or disputed it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    giver = models.CharField("who puts it in", max_length=10, choices=Bearer.choices)
    kind = models.CharField(max_length=10, choices=ContributionKind.choices)
    basis = models.CharField("agreed, or given", max_length=6, choices=Basis.choices)
    what = models.CharField(max_length=LONGEST_REASON)
    first_on = models.DateField()
    last_on = models.DateField()
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    measured = models.CharField("in which unit", max_length=6, choices=Measured.choices)
    in_words = models.CharField("what is counted", max_length=40, blank=True)
    worth = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    worth_how = models.CharField("how the worth was reckoned", max_length=LONGEST_REASON, blank=True)
    writer = models.CharField("which side wrote it down", max_length=10, choices=Bearer.choices)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_on = models.DateField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=ContributionState.choices, default=ContributionState.WRITTEN)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(giver__in=Bearer.values) & Q(writer__in=Bearer.values), name="performance_contribution_sides"
            ),
            models.CheckConstraint(condition=Q(kind__in=ContributionKind.values), name="performance_contribution_kind"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="performance_contribution_basis"),
            models.CheckConstraint(condition=Q(measured__in=Measured.values), name="performance_contribution_measured"),
            models.CheckConstraint(condition=Q(state__in=ContributionState.values), name="performance_contribution_state"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="performance_contribution_days"),
            models.CheckConstraint(condition=~Q(what="") & Q(quantity__gt=0), name="performance_contribution_what"),
            models.CheckConstraint(
                condition=(Q(measured=Measured.OTHER) & ~Q(in_words="")) | (~Q(measured=Measured.OTHER) & Q(in_words="")),
                name="performance_contribution_words",
            ),
            # Money is worth what it is; a worth of anything else says how it was reckoned.
            models.CheckConstraint(
                condition=Q(measured=Measured.MONEY, worth=F("quantity"), worth_how="")
                | (~Q(measured=Measured.MONEY) & Q(worth__isnull=True, worth_how=""))
                | (~Q(measured=Measured.MONEY) & Q(worth__gte=0) & ~Q(worth_how="")),
                name="performance_contribution_worth",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ContributionState.DISPUTED, ContributionState.WITHDRAWN)) | ~Q(state_reason=""),
                name="performance_contribution_reason",
            ),
            # Nobody confirms what they wrote down themselves.
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(written_by__isnull=True) | ~Q(answered_by=F("written_by")),
                name="performance_contribution_two",
            ),
        )
        indexes = (
            models.Index(fields=["agreement", "-first_on", "id"], name="performance_contribution_of"),
            models.Index(fields=["organization", "-first_on", "id"], name="performance_contribution_by"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="contribution_states", field="state", transitions=CONTRIBUTION_STATES.pairs())]

    def __str__(self) -> str:
        return self.what
