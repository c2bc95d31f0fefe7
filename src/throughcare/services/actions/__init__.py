"""Every write to the service directory."""

from throughcare.services.actions.directory import Imported, import_directory
from throughcare.services.actions.standing import NewCapacity, confirm_capacity, correct_pillar, keep_capacity

__all__ = ["Imported", "NewCapacity", "confirm_capacity", "correct_pillar", "import_directory", "keep_capacity"]
