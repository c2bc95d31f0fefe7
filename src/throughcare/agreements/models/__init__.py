"""Agreements, their parties, each party's value, the services covered, and approvals; what each side owes; amendments; the light path; risks and meetings."""

from throughcare.agreements.models.agreement import Agreement, Approval, Covered, Party, PartyValue
from throughcare.agreements.models.amendment import AmendedService, AmendedValue, Amendment, AmendmentSignature
from throughcare.agreements.models.light import LightLink, LightSignature, LightTerms
from throughcare.agreements.models.obligation import Obligation
from throughcare.agreements.models.past import GrantFile, PastGrant
from throughcare.agreements.models.publication import Publication
from throughcare.agreements.models.watching import Meeting, Risk

__all__ = [
    "Agreement",
    "AmendedService",
    "AmendedValue",
    "Amendment",
    "AmendmentSignature",
    "Approval",
    "Covered",
    "GrantFile",
    "LightLink",
    "LightSignature",
    "LightTerms",
    "Meeting",
    "Obligation",
    "Party",
    "PartyValue",
    "PastGrant",
    "Publication",
    "Risk",
]
