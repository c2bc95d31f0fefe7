"""Narrow functions and triggers about agreements."""

from throughcare.agreements.sql import agreements, light

__all__ = ["agreements", "light"]
