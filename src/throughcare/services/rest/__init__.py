"""The directory for connected systems, and what is said of a service by hand."""

from throughcare.services.rest import requirement
from throughcare.services.rest.standing import router

# It adds its operations to the same router.
__all__ = ["requirement", "router"]
