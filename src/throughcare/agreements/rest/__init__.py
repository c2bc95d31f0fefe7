"""Agreements for machines."""

from throughcare.agreements.rest import amendments, light, obligations, past, publishing, steps, watching
from throughcare.agreements.rest.agreements import router

# These add their operations to the router.
__all__ = ["amendments", "light", "obligations", "past", "publishing", "router", "steps", "watching"]
