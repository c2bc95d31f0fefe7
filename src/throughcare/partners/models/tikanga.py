"""What to know and keep to when working with an iwi, hapū or marae, or any partner that says so: tikanga notes.

The partner is kaitiaki of its notes. No version of them is kept: what is changed or withdrawn is gone from the site's tables at once.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_TEAMS, confidential, may, protect
from throughcare.partners.models.directory import MY_ORGANIZATIONS
from throughcare.partners.models.register import Partner, keeps_own
from throughcare.partners.states import TikangaAbout

_OWN = f"partner_id = {MY_ORGANIZATIONS}"
_OWNERS_TEAM = (
    f"({may('partner.view')} and exists (select 1 from partners_partner p "  # noqa: S608 - names of our own
    f"where p.organization_id = partner_id and p.owner_team_id = any({MY_TEAMS})))"
)
# No job, command or export reads a note: the system is not among them.
# Since two records were put together: those teams alone that read it of the one it stood with (docs/decisions/0036).
_OPEN = f"(only_teams is null or only_teams && {MY_TEAMS})"
_READ = f"{may('partner.tikanga')} or (({_OWNERS_TEAM} or {_OWN}) and {_OPEN})"
_WRITE = f"({may('partner.tikanga')} and {may('partner.edit')}) or ({keeps_own('partner_id')} and {_OPEN})"


@protect(confidential(_READ, write=f"{IS_SYSTEM} or {_WRITE}"))
class TikangaNote(models.Model):
    """One note. Withdrawn, the row says only that there was one, since when it is gone, and who withdrew it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="tikanga_notes")
    about = models.CharField(max_length=12, choices=TikangaAbout.choices)
    words = models.TextField(blank=True)
    given_by = models.CharField("who gave it", max_length=200, blank=True)
    agreement = models.CharField("under what agreement it may be shared, and with whom", max_length=500, blank=True)
    given_on = models.DateField(default=today, null=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    only_teams = ArrayField(
        models.UUIDField(), verbose_name="teams that alone read it, since two records were put together", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(about__in=TikangaAbout.values), name="partners_tikanga_about"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | ~Q(words="") & ~Q(given_by="") & ~Q(agreement=""), name="partners_tikanga_said"
            ),
            # Gone is gone: nothing of it stays in the row.
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(words="", given_by="", agreement="", given_on__isnull=True),
                name="partners_tikanga_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return f"{self.about} of {self.partner_id}"
