"""Partner organisations for machines: the directory's, and the register."""

from throughcare.partners.rest import beside, parts
from throughcare.partners.rest.organizations import router

# Both add their operations to the register's router.
__all__ = ["beside", "parts", "router"]
