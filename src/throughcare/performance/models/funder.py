"""A one-page report for funders: of which partner and days, in whose words. What else stands on it is read each time, as its reader may read it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, may, protect
from throughcare.partners.models import Organization
from throughcare.performance.models.measure import EDIT, PAST
from throughcare.performance.states import LINES, LONGEST_LINE

_OWN = "organization_id = any((select throughcare.my_organizations())::uuid[])"
_FUNDER = Rule(
    "partner-confidential", "the partner's and ours", f"{IS_SYSTEM} or {may('agreement.view')} or ({_OWN})", f"{EDIT} or ({_OWN})", EDIT
)


@tracked(PAST)
@protect(_FUNDER)
class FunderReport(models.Model):
    """agreement: none for all of the partner's. words: up to three lines of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    words = ArrayField(models.CharField(max_length=LONGEST_LINE), default=list, blank=True, size=LINES)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_on = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="performance_funderreport_days"),)
        indexes = (models.Index(fields=["organization", "-last_on", "id"], name="performance_funderreport_of"),)

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"
