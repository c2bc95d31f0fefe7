"""Agreements for machines."""

from throughcare.agreements.rest import steps
from throughcare.agreements.rest.agreements import router

# The second adds its operations to the first's router.
__all__ = ["router", "steps"]
