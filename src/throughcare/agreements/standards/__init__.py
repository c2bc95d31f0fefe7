"""Open standards of contracts and grants: how what is published of an agreement is laid out. They know no table."""

from throughcare.agreements.standards.giving import grant_of, grant_package, past_grant
from throughcare.agreements.standards.merging import compiled
from throughcare.agreements.standards.ocds import CHARITIES, NZBN, contract_id, number, record_package, release_package, releases_of
from throughcare.agreements.standards.past import Grant, GrantList, Recipient, WrongGrant
from throughcare.agreements.standards.snapshots import AmendedThen, Body, Package, Publisher, Snapshot

__all__ = [
    "CHARITIES",
    "NZBN",
    "AmendedThen",
    "Body",
    "Grant",
    "GrantList",
    "Package",
    "Publisher",
    "Recipient",
    "Snapshot",
    "WrongGrant",
    "compiled",
    "contract_id",
    "grant_of",
    "grant_package",
    "number",
    "past_grant",
    "record_package",
    "release_package",
    "releases_of",
]
