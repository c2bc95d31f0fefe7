"""What is paid to one party of an agreement, and what for. Read by us and by that party's own staff; other parties of the agreement read nothing of it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement, Obligation, Party
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import Rule, may, protect
from throughcare.partners.models import Organization
from throughcare.performance.models.measure import EDIT, MINE, PAST, SEE, Measure
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, PAYMENT_STATES, Condition, PaymentState

S = PaymentState
# A party's staff give evidence, a second person agrees; a trigger lets each write nothing else.
_PAYMENT = Rule("partner-confidential", "between two sides", SEE, EDIT, f"{EDIT} or {may('agreement.approve')} or ({MINE})")


@tracked(PAST)
@protect(_PAYMENT)
class Payment(models.Model):
    """One milestone: an amount, due on a day, for something. condition: what for; measure with first_on, or obligation, where it is one of those.

    evidence: what either side says was done. second_by: whoever agreed to a large amount. released_by: whoever said that it is payable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    due_on = models.DateField()
    condition = models.CharField("what it is paid for", max_length=10, choices=Condition.choices)
    wants = models.CharField("what is to be shown", max_length=LONGEST_REASON, blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    first_on = models.DateField("first day of the period whose report it is paid for", null=True, blank=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    evidence = models.CharField("what was done, and where it is shown", max_length=LONGEST_WORDS, blank=True)
    evidence_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    evidence_on = models.DateField(null=True, blank=True)
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    second_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField("number of the payment in our books", max_length=60, blank=True)
    state = models.CharField(max_length=11, choices=PaymentState.choices, default=PaymentState.PLANNED)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="performance_payment_state"),
            models.CheckConstraint(condition=Q(condition__in=Condition.values), name="performance_payment_condition"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="performance_payment_amount"),
            models.CheckConstraint(
                condition=Q(condition=Condition.REPORT, measure__isnull=False, first_on__isnull=False, obligation__isnull=True)
                | Q(condition=Condition.OBLIGATION, obligation__isnull=False, measure__isnull=True, first_on__isnull=True)
                | (Q(condition=Condition.DOCUMENT, measure__isnull=True, first_on__isnull=True, obligation__isnull=True) & ~Q(wants=""))
                | Q(condition=Condition.DATE, measure__isnull=True, first_on__isnull=True, obligation__isnull=True),
                name="performance_payment_for",
            ),
            # A payable event is always recorded with the reason when it is not payable.
            models.CheckConstraint(condition=~Q(state=S.NOT_PAYABLE) | ~Q(state_reason=""), name="performance_payment_reason"),
            models.CheckConstraint(
                condition=~Q(state=S.PAID) | (Q(paid_on__isnull=False) & ~Q(reference="")), name="performance_payment_paid"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.PAYABLE, S.PAID)) | Q(released_on__isnull=False), name="performance_payment_released"
            ),
            # Whoever planned it or gave the evidence, whoever agreed to the amount, and whoever released it are different people.
            models.CheckConstraint(
                condition=(Q(released_by__isnull=True) | Q(evidence_by__isnull=True) | ~Q(released_by=F("evidence_by")))
                & (Q(released_by__isnull=True) | Q(written_by__isnull=True) | ~Q(released_by=F("written_by")))
                & (Q(released_by__isnull=True) | Q(second_by__isnull=True) | ~Q(released_by=F("second_by")))
                & (Q(second_by__isnull=True) | Q(evidence_by__isnull=True) | ~Q(second_by=F("evidence_by"))),
                name="performance_payment_two",
            ),
        )
        indexes = (models.Index(fields=["agreement", "due_on", "id"], name="performance_payment_due"),)
        triggers: ClassVar = [pgtrigger.FSM(name="payment_states", field="state", transitions=PAYMENT_STATES.pairs())]

    def __str__(self) -> str:
        return self.name
