"""Directories of services in any layout, turned into plain rows. No Django, no database."""

from throughcare.services.readers.layouts import names, read
from throughcare.services.readers.sources import CannotRead
from throughcare.services.rows import Directory

__all__ = ["CannotRead", "Directory", "names", "read"]
