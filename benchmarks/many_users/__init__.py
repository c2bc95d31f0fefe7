"""Fifty people of a demo site at work at once, for ten minutes."""
