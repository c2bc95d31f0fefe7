"""Which iwi and hapū hold mana whenua where a site stands: said by whom, since when, until when."""

from django.db import models
from django.db.models import F, Q

from throughcare.common.clock import today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import protect
from throughcare.partners.models.register import BESIDE, Partner


@tracked(BESIDE)
@protect(BESIDE)
class ManaWhenua(models.Model):
    """One iwi or hapū of one site. A site may have several, and nobody here weighs one against another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.CharField("code of the site", max_length=60)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="whenua")
    starts_on = models.DateField("since when, where that is a day", null=True, blank=True)
    said_by = models.CharField("who said so", max_length=300)
    said_on = models.DateField("the day they said so", default=today)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(site="") & ~Q(said_by=""), name="partners_whenua_said"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name="partners_whenua_end"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="partners_whenua_days",
            ),
            models.UniqueConstraint(fields=["site", "partner"], condition=Q(ended_on__isnull=True), name="partners_whenua_once"),
        )

    def __str__(self) -> str:
        return f"{self.partner_id} at {self.site}"
