"""The level a service asks for, and whether its partner holds it today."""

from dataclasses import dataclass

from django.db import connection

from throughcare.services.models import Service, ServiceRequirement


@dataclass(frozen=True)
class LevelAsked:
    """level: 1 is the highest. met: its partner holds it, or a higher one, in force today."""

    level: int
    blocks: bool
    met: bool

    def sentence(self, service: Service) -> str:
        """What whoever refers is told when it is not met; nothing when it is."""
        if self.met:
            return ""
        asked = f"level {self.level}" + (" or higher" if self.level > 1 else "")
        return f"{service.name} asks for accreditation at {asked}, and {service.organization.name} holds none in force."


def requirement_of(service: Service) -> ServiceRequirement | None:
    """As it was said; None when nobody ever said. For a service from an access-checked getter."""
    return ServiceRequirement.objects.filter(service=service).first()


def level_asked(service: Service) -> LevelAsked | None:
    """As it stands today; None when it asks for none. Who may look at no partner is told no more than this yes or no."""
    said = requirement_of(service)
    if said is None or said.level is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.meets_level(%s)", [service.pk])
        (met,) = cursor.fetchone()
    return LevelAsked(said.level, said.blocks, bool(met))
