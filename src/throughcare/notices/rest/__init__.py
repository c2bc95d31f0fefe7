"""Notices, and work that failed, for connected systems."""
