"""Narrow functions of the database about people. Limits first: involvement asks them."""

from throughcare.people.sql import involving as involving
from throughcare.people.sql import limiting, listing, looks, matching, merging, reading

__all__ = ["involving", "limiting", "listing", "looks", "matching", "merging", "reading"]
