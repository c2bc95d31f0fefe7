"""Every read of partner organisations."""

from throughcare.partners.queries.directory import get_organization, my_organizations, organization_called, search_organizations

__all__ = ["get_organization", "my_organizations", "organization_called", "search_organizations"]
