"""Loads what apps register at start-up: SQL functions in dependency order, and other packages' tables."""

from functools import cache
from importlib import import_module

from throughcare.common.protection import define_stand
from throughcare.config import tables

# Lower apps first: a function may call those above it in this list.
_SQL = (
    "throughcare.accounts.sql",
    "throughcare.accounts.sign_on.sql",
    "throughcare.people.sql",
    "throughcare.partners.sql",
    "throughcare.services.sql",
    "throughcare.agreements.sql",
    "throughcare.audit.sql",
    "throughcare.tasks.sql",
    "throughcare.files.sql",
    "throughcare.notices.sql",
    "throughcare.performance.sql",
    "throughcare.relationships.sql",
)

# Data every site starts with.
_REFERENCE = (
    "throughcare.places.reference",
    "throughcare.accounts.reference",
    "throughcare.disclosure.reference",
    "throughcare.referrals.reference",
)


@cache
def load() -> None:
    """Once per process; Django's models must be loaded."""
    for name in (*_SQL, *_REFERENCE):
        import_module(name)
    define_stand()
    tables.declare()
