"""Narrow functions of the database about people. Limits first: involvement asks them."""

from throughcare.people.sql import involving as involving
from throughcare.people.sql import limiting, looks, matching, merging, reading

__all__ = ["involving", "limiting", "looks", "matching", "merging", "reading"]
