"""Agreements, their parties, each party's value, the services covered, and approvals."""

from throughcare.agreements.models.agreement import Agreement, Approval, Covered, Party, PartyValue

__all__ = ["Agreement", "Approval", "Covered", "Party", "PartyValue"]
