"""Open standards of contracts and grants: how what is published of an agreement is laid out. They know no table."""

from throughcare.agreements.standards.giving import grant_of, grant_package
from throughcare.agreements.standards.merging import compiled
from throughcare.agreements.standards.ocds import contract_id, record_package, release_package, releases_of
from throughcare.agreements.standards.snapshots import AmendedThen, Body, Package, Publisher, Snapshot

__all__ = [
    "AmendedThen",
    "Body",
    "Package",
    "Publisher",
    "Snapshot",
    "compiled",
    "contract_id",
    "grant_of",
    "grant_package",
    "record_package",
    "release_package",
    "releases_of",
]
