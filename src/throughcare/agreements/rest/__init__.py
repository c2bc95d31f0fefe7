"""Agreements for machines."""

from throughcare.agreements.rest import amendments, obligations, publishing, steps
from throughcare.agreements.rest.agreements import router

# These add their operations to the router.
__all__ = ["amendments", "obligations", "publishing", "router", "steps"]
