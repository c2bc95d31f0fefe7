"""How a small grant or MOU went: three answers and, of a grant, what was spent. Read by us and by the party's own staff."""

from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.states import LONGEST_ANSWER
from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, protect
from throughcare.partners.models import Organization
from throughcare.performance.models.measure import EDIT, MINE, PAST, SEE
from throughcare.performance.states import ToldBy

# By a link it is written by a function, for a holder who reads no table; by nobody else so.
_LIGHT = Rule("partner-confidential", "between two sides", SEE, f"{IS_SYSTEM} or ((({EDIT}) or ({MINE})) and how <> 'LINK')")


@tracked(PAST)
@protect(_LIGHT)
class LightReport(models.Model):
    """The three answers, given once. spent: of a grant. how: by a link, by the party's staff, or told to us by phone or on paper (told_by, told_on).

    sent_by: whoever typed it, where they have an account.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    did = models.CharField("what they did", max_length=LONGEST_ANSWER)
    changed = models.CharField("what changed for people", max_length=LONGEST_ANSWER)
    otherwise = models.CharField("what they would do otherwise, or what got in the way", max_length=LONGEST_ANSWER)
    spent = models.DecimalField("how much was spent", max_digits=14, decimal_places=2, null=True, blank=True)
    how = models.CharField(max_length=7, choices=ToldBy.choices)
    told_by = models.CharField("who told us", max_length=200, blank=True)
    told_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_on = models.DateField(default=today)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(how__in=ToldBy.values), name="performance_lightreport_how"),
            models.CheckConstraint(condition=~Q(did="") & ~Q(changed="") & ~Q(otherwise=""), name="performance_lightreport_words"),
            models.CheckConstraint(condition=Q(spent__isnull=True) | Q(spent__gte=0), name="performance_lightreport_spent"),
            models.CheckConstraint(
                condition=(Q(how=ToldBy.TOLD, told_on__isnull=False) & ~Q(told_by="")) | (~Q(how=ToldBy.TOLD) & Q(told_on__isnull=True)),
                name="performance_lightreport_told",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}"
