"""What is reported of a measure for one period: by the party's staff, looked at by us."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import Rule, protect
from throughcare.partners.models import Organization
from throughcare.performance.models.measure import EDIT, MINE, PAST, SEE, Measure
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_STATES, ReportState

# Either side may send one in; a trigger says who may do what, and that nobody accepts their own.
_REPORT = Rule("partner-confidential", "between two sides", SEE, f"{EDIT} or ({MINE})", f"{EDIT} or ({MINE})")


@tracked(PAST)
@protect(_REPORT)
class Report(models.Model):
    """One period of a measure. value: none where there was nothing to measure, or it is too small to tell (suppressed).

    numerator, denominator: behind a value in per cent. note: why the target was missed, or what else is to be said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reports")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    suppressed = models.BooleanField("too few people to tell it", default=False)
    note = models.CharField(max_length=LONGEST_WORDS, blank=True)
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.SUBMITTED)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_on = models.DateField()
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["measure", "first_on"], name="performance_report_once"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="performance_report_state"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="performance_report_days"),
            models.CheckConstraint(
                condition=Q(suppressed=False) | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="performance_report_suppressed",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="performance_report_value"),
            models.CheckConstraint(condition=~Q(state=ReportState.RETURNED) | ~Q(state_reason=""), name="performance_report_returned"),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("sent_by")) | ~Q(state=ReportState.ACCEPTED),
                name="performance_report_two",
            ),
        )
        indexes = (models.Index(fields=["state", "sent_on", "id"], name="performance_report_look"),)
        triggers: ClassVar = [pgtrigger.FSM(name="report_states", field="state", transitions=REPORT_STATES.pairs())]

    def __str__(self) -> str:
        return f"{self.first_on}"
