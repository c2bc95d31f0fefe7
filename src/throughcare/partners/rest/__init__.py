"""Partner organisations for machines: the directory's, and the register."""

from throughcare.partners.rest import beside, duplicates, parts
from throughcare.partners.rest import beside, campaigns, changes, parts, tikanga, whenua
from throughcare.partners.rest.organizations import router

# They add their operations to the register's router.
__all__ = ["beside", "duplicates", "parts", "router"]
from throughcare.partners.rest import changes

# All add their operations to the register's router.
__all__ = ["beside", "campaigns", "changes", "parts", "router", "tikanga", "whenua"]
