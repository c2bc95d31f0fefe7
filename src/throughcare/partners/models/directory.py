"""Partner organisations. Field names follow Open Referral HSDS 3.1, so that the directory issue renames nothing."""

from dataclasses import replace

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.accounts.models import Team
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, may, protect, public

_EDIT = f"{IS_SYSTEM} or {may('service.edit')} or {may('service.import')} or {may('partner.edit')}"
MY_ORGANIZATIONS = "any((select throughcare.my_organizations())::uuid[])"
_DIRECTORY = public("the directory of organisations: no person in it", write=_EDIT)
# Its own people change how it is reached, and no other column: a trigger says so (sql.py).
_ALSO_OWN = replace(_DIRECTORY, change=f"{_EDIT} or ({may('partner.own')} and id = {MY_ORGANIZATIONS})")


class OrganizationKind(models.TextChoices):
    PUBLIC_AGENCY = "PUBLIC_AGENCY", "Public agency"
    NGO = "NGO", "Non-government organisation"
    IWI = "IWI", "Iwi"
    HAPU = "HAPU", "Hapū"
    MARAE = "MARAE", "Marae"
    URBAN_MAORI = "URBAN_MAORI", "Urban Māori authority"
    PACIFIC = "PACIFIC", "Pacific provider"
    TRAINING = "TRAINING", "Training body"
    COMMUNITY = "COMMUNITY", "Community group"
    FAITH = "FAITH", "Faith group"
    HEALTH = "HEALTH", "Health service"
    SPORT = "SPORT", "Sports group"
    EMPLOYER = "EMPLOYER", "Employer"
    VOLUNTEER = "VOLUNTEER", "Volunteer body"
    OTHER = "OTHER", "Not said"


class Sourced(models.Model):
    """Came from a directory: which one, its key there, and a digest that tells whether it changed."""

    source = models.CharField("directory it came from", max_length=200, blank=True)
    source_id = models.CharField("its key in that directory", max_length=200, blank=True)
    source_digest = models.CharField("digest of the imported fields", max_length=64, blank=True)

    class Meta:
        abstract = True


@tracked(_DIRECTORY)
@protect(_ALSO_OWN)
class Organization(Sourced):
    """An organisation that offers services or works with the department."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    legal_status = models.CharField(max_length=100, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    tax_status = models.CharField(max_length=100, blank=True)
    tax_id = models.CharField(max_length=100, blank=True)
    parent_organization = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches")
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices, default=OrganizationKind.OTHER)
    search_key = models.CharField("name, folded for search and sorting", max_length=700)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=OrganizationKind.values), name="partners_organization_of_a_kind"),
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="partners_organization_source"),
        )
        indexes = (
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="partners_organization_search"),
            models.Index(fields=["search_key", "id"], name="partners_organization_sorted"),
        )

    def __str__(self) -> str:
        return self.name


@protect(
    public(
        "which team answers for which organisation",
        see=f"{READER} is not null or {IS_SYSTEM}",
        write=f"{IS_SYSTEM} or {may('user.manage')}",
    )
)
class OrganizationTeam(models.Model):
    """A team of an organisation's staff: referrals to the organisation reach it."""

    team = models.OneToOneField(Team, primary_key=True, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="teams")

    def __str__(self) -> str:
        return f"{self.team_id}"
