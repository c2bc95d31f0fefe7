"""Every read of the service directory. Confidential services are left out by row-level security, here as everywhere."""

from throughcare.services.queries.facts import facts_for

__all__ = ["facts_for"]
