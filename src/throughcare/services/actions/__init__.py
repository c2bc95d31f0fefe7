"""Every write to the service directory."""

from throughcare.services.actions.directory import Imported, import_directory

__all__ = ["Imported", "import_directory"]
