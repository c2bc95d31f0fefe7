"""Measures and reports for machines: under the agreement each is of. `rest.due` is what is to be done of them."""

from throughcare.performance.rest import contributions, light, payments, reports
from throughcare.performance.rest.measures import router

# These add their operations to the router.
__all__ = ["contributions", "light", "payments", "reports", "router"]
