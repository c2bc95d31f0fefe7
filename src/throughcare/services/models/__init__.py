"""The service directory, named after Open Referral HSDS 3.1; eligibility that a machine can check is our extension."""

from throughcare.services.models.details import (
    Accessibility,
    Address,
    Attached,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)
from throughcare.services.models.listing import (
    DirectorySource,
    Location,
    LocationType,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Setting,
)
from throughcare.services.models.requirement import ServiceRequirement
from throughcare.services.models.standing import (
    PillarVerdict,
    ServiceAttribute,
    ServiceCapacity,
    ServicePillar,
    Taxonomy,
    TaxonomyTerm,
)
from throughcare.services.models.uploads import Upload

__all__ = [
    "Accessibility",
    "Address",
    "Attached",
    "Contact",
    "CostOption",
    "DirectorySource",
    "Language",
    "Location",
    "LocationType",
    "Phone",
    "PillarVerdict",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceAttribute",
    "ServiceCapacity",
    "ServicePillar",
    "ServiceRequirement",
    "ServiceStatus",
    "Setting",
    "Taxonomy",
    "TaxonomyTerm",
    "Upload",
]
