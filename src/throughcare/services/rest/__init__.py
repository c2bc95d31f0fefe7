"""The directory for connected systems, and what is said of a service by hand."""

from throughcare.services.rest.standing import router

__all__ = ["router"]
