"""Pages of the service directory."""

from throughcare.services.pages.directory import directory, organization, service
from throughcare.services.pages.importing import choose_file, imported, preview
from throughcare.services.pages.requirement import level
from throughcare.services.pages.standing import capacity, capacity_still_right, pillar
from throughcare.services.pages.visibility import confidential, status

__all__ = [
    "capacity",
    "capacity_still_right",
    "choose_file",
    "confidential",
    "directory",
    "imported",
    "level",
    "organization",
    "pillar",
    "preview",
    "service",
    "status",
]
