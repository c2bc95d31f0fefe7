"""Agreements, their parties, each party's value, the services covered, obligations, and approvals."""

from throughcare.agreements.models.agreement import Agreement, Approval, Covered, Party, PartyValue
from throughcare.agreements.models.obligation import Obligation

__all__ = ["Agreement", "Approval", "Covered", "Obligation", "Party", "PartyValue"]
