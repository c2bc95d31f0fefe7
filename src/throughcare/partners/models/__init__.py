"""Partner organisations: as the directory of services names them, and which team answers for which."""

from throughcare.partners.models.directory import Organization, OrganizationKind, OrganizationTeam, Sourced

__all__ = ["Organization", "OrganizationKind", "OrganizationTeam", "Sourced"]
