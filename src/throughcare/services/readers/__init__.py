"""Directories of services in any layout, turned into plain rows. No Django, no database."""

from throughcare.services.readers.layouts import names, read
from throughcare.services.readers.rows import Directory
from throughcare.services.readers.sources import CannotRead

__all__ = ["CannotRead", "Directory", "names", "read"]
