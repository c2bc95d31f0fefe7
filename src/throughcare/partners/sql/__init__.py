"""Narrow functions about partners."""

from throughcare.partners.sql import directory, merging

__all__ = ["directory", "merging"]
