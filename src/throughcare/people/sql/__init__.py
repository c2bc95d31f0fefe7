"""Narrow functions of the database about people. Limits first: involvement asks them."""

from throughcare.people.sql import counting, drafts, limiting, listing, looks, matching, merging, reading
from throughcare.people.sql import involving as involving

__all__ = ["counting", "drafts", "involving", "limiting", "listing", "looks", "matching", "merging", "reading"]
