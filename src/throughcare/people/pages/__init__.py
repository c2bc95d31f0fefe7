"""Pages about people."""

from throughcare.people.pages.importing import import_people, import_rejects, import_run
from throughcare.people.pages.records import add_need, disagreement, edit_need, move_need, need, people, search

__all__ = [
    "add_need",
    "disagreement",
    "edit_need",
    "import_people",
    "import_rejects",
    "import_run",
    "move_need",
    "need",
    "people",
    "search",
]
