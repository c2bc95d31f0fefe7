"""Partner organisations for machines: the directory's, and the register."""

from throughcare.partners.rest import beside, campaigns, changes, duplicates, interactions, merging, parts, tikanga, whenua
from throughcare.partners.rest.organizations import router

# All add their operations to the register's router.
__all__ = ["beside", "campaigns", "changes", "duplicates", "interactions", "merging", "parts", "router", "tikanga", "whenua"]
