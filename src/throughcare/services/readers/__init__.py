"""Directories of services in any layout, turned into plain rows. No Django, no database."""
