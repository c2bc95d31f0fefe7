"""Throughcare: one open system in which a department and its partners run reintegration together."""

__version__ = "0.1.0"
