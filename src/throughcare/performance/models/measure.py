"""What is measured of one party of an agreement. Read by us and by that party's own staff; other parties of the agreement read nothing of it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.states import AgreementState
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect
from throughcare.partners.models import Organization
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_WITHIN, Better, Cycle, Rba, Source, Unit

MINE = "agreement_id = any((select throughcare.my_agreements())::uuid[]) and organization_id = any((select throughcare.my_organizations())::uuid[])"
SEE = f"{IS_SYSTEM} or {may('agreement.view')} or ({MINE})"
EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
PAST = Rule("partner-confidential", "ours alone", f"{IS_SYSTEM} or {may('agreement.view')}")


@tracked(PAST)
@protect(confidential(SEE, write=EDIT))
class Measure(models.Model):
    """One thing that is measured, in which unit, how often, and what is aimed at. party, organization: whose work it measures.

    target: what is aimed at (none: it is watched); target_to: the upper end, where it lies between two. counts_from: the first day of the first
    period that is reported. report_within: days from a period's end until its report is due. closed_on: from then on it is measured no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    rba = models.CharField("which of the three questions it answers", max_length=10, choices=Rba.choices)
    name = models.CharField(max_length=200)
    includes = models.CharField("what it includes", max_length=LONGEST_WORDS)
    excludes = models.CharField("what it excludes", max_length=LONGEST_WORDS, blank=True)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    better = models.CharField("when the target is met", max_length=7, choices=Better.choices, default=Better.MORE)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_to = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    period = models.CharField(max_length=7, choices=Cycle.choices, default=Cycle.QUARTER)
    source = models.CharField(max_length=11, choices=Source.choices, default=Source.REPORTED)
    counts_from = models.DateField("first day of the first period reported", null=True, blank=True)
    report_within = models.PositiveSmallIntegerField(default=REPORT_WITHIN)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(rba__in=Rba.values), name="performance_measure_rba"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="performance_measure_unit"),
            models.CheckConstraint(condition=Q(better__in=Better.values), name="performance_measure_better"),
            models.CheckConstraint(condition=Q(period__in=Cycle.values), name="performance_measure_period"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="performance_measure_source"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(includes=""), name="performance_measure_words"),
            models.CheckConstraint(
                condition=(Q(better=Better.BETWEEN, target__isnull=False, target_to__gte=F("target")))
                | (~Q(better=Better.BETWEEN) & Q(target_to__isnull=True)),
                name="performance_measure_target",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="") | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="performance_measure_closed",
            ),
            # Two periods of one count laid over each other would tell a small number by their difference.
            models.UniqueConstraint(
                fields=["party", "source"],
                condition=~Q(source=Source.REPORTED) & Q(closed_on__isnull=True),
                name="performance_measure_counted",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_counted(self) -> bool:
        """Whether Throughcare counts it, and nobody types it."""
        return self.source != Source.REPORTED

    @property
    def last_day(self) -> date | None:
        """The last day its agreement counts: its own, or the day it was terminated."""
        ended = self.agreement.state_since if self.agreement.state == AgreementState.TERMINATED else None
        return min((day for day in (self.agreement.ends_on, ended) if day), default=None)
