"""What is said of partners across their agreements, for machines: the ledger, reciprocity, and reports for funders."""

from throughcare.performance.rest import funder
from throughcare.performance.rest.partners import router

# It adds its operations to the router.
__all__ = ["funder", "router"]
