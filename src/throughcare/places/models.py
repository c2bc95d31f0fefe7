"""Where things are, and the words to choose from. Public, dated data; another jurisdiction loads its own."""

from django.db import models

from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, protect, public

_PUBLIC = public("place names and vocabularies", write=IS_SYSTEM)


@protect(_PUBLIC)
class Region(models.Model):
    """A region the department works in."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=100)
    name_mi = models.CharField("te reo Māori name", max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class SiteKind(models.TextChoices):
    PRISON = "PRISON", "Prison"
    PROBATION = "PROBATION", "Community probation district"


@protect(_PUBLIC)
class Site(models.Model):
    """A prison, or a community probation district."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("code used in files", max_length=60, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=SiteKind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="sites")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=SiteKind.values), name="places_site_kind"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)), name="places_site_latitude"
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)), name="places_site_longitude"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Scheme(models.TextChoices):
    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Ethnicity"
    IWI = "iwi", "Iwi"
    LANGUAGE = "language", "Language"
    IDENTIFIER = "identifier", "Identifier scheme"
    UNKNOWN_RELEASE = "unknown_release", "Why the release date is unknown"
    AUTHORITY = "authority", "Authority to disclose"
    DECLINE = "decline", "Why a referral was declined"
    WITHDRAW = "withdraw", "Why a referral was withdrawn"


@protect(_PUBLIC)
class Term(models.Model):
    """One word to choose from, in force from a date until a date; ended terms stay for history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=150)
    label_mi = models.CharField("te reo Māori label", max_length=150, blank=True)
    side = models.CharField("whose side the reason lies on", max_length=10, blank=True)
    place = models.PositiveSmallIntegerField("order in lists", default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scheme", "code", "starts_on"], name="places_term_once"),)

    def __str__(self) -> str:
        return self.label
