"""Every write to the service directory."""

from throughcare.services.actions.directory import Imported, import_directory
from throughcare.services.actions.requirement import ask_level
from throughcare.services.actions.standing import NewCapacity, confirm_capacity, correct_pillar, keep_capacity
from throughcare.services.actions.uploads import bring_in, keep_upload
from throughcare.services.actions.visibility import mark_confidential, set_status

__all__ = [
    "Imported",
    "NewCapacity",
    "ask_level",
    "bring_in",
    "confirm_capacity",
    "correct_pillar",
    "import_directory",
    "keep_capacity",
    "keep_upload",
    "mark_confidential",
    "set_status",
]
