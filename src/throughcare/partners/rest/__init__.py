"""Partner organisations for machines: the directory's, and the register."""

from throughcare.partners.rest import beside, campaigns, changes, duplicates, parts, tikanga, whenua
from throughcare.partners.rest.organizations import router

# They add their operations to the register's router.
__all__ = ["beside", "duplicates", "parts", "router"]

# All add their operations to the register's router.
__all__ = ["beside", "campaigns", "changes", "parts", "router", "tikanga", "whenua"]
