"""Partner organisations for machines."""

from throughcare.partners.rest.organizations import router

__all__ = ["router"]
