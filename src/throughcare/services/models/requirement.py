"""The level of accreditation a service asks of whoever delivers it."""

from django.db import models

from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import protect
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL
from throughcare.services.models.access import BY_SERVICE, directory
from throughcare.services.models.listing import Service


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class ServiceRequirement(models.Model):
    """At least this level, 1 being the highest. blocks: without it no referral is sent; else whoever refers is warned."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="requirement")
    level = models.PositiveSmallIntegerField("level; empty: none any more", null=True, blank=True)
    blocks = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(HIGHEST_LEVEL, LOWEST_LEVEL)),
                name="services_requirement_level",
            ),
        )

    def __str__(self) -> str:
        return f"Level {self.level}"
