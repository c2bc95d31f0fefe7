"""Pages about people."""

from throughcare.people.pages.caseload import caseload_do, caseload_done, handover, handover_move, handovers
from throughcare.people.pages.contacts import contact_add, contact_address, contact_change, contact_end, contacts
from throughcare.people.pages.details import person_details, person_whereabouts
from throughcare.people.pages.drafts import draft_drop, draft_keep, drafts
from throughcare.people.pages.duplicates import duplicate, duplicates, held, merge, merge_account, merge_move, merge_open, person_add
from throughcare.people.pages.emergency import emergencies, emergency, emergency_opening
from throughcare.people.pages.importing import (
    import_drop,
    import_file,
    import_mapping,
    import_mapping_delete,
    import_mappings,
    import_people,
    import_rejects,
    import_run,
    import_save,
    import_start,
)
from throughcare.people.pages.limits import (
    conflict,
    conflict_list,
    conflicts_undecided,
    limit,
    limit_list,
    limit_move,
    limit_new,
    limit_of_record,
    own_details,
)
from throughcare.people.pages.looks import look_asked, looks
from throughcare.people.pages.notes import note, note_add, note_correct, notes
from throughcare.people.pages.reading import reading_stop, reading_stops
from throughcare.people.pages.records import add_need, disagreement, edit_need, move_need, need, people, search

__all__ = [
    "add_need",
    "caseload_do",
    "caseload_done",
    "conflict",
    "conflict_list",
    "conflicts_undecided",
    "contact_add",
    "contact_address",
    "contact_change",
    "contact_end",
    "contacts",
    "disagreement",
    "draft_drop",
    "draft_keep",
    "drafts",
    "duplicate",
    "duplicates",
    "edit_need",
    "emergencies",
    "emergency",
    "emergency_opening",
    "handover",
    "handover_move",
    "handovers",
    "held",
    "import_drop",
    "import_file",
    "import_mapping",
    "import_mapping_delete",
    "import_mappings",
    "import_people",
    "import_rejects",
    "import_run",
    "import_save",
    "import_start",
    "limit",
    "limit_list",
    "limit_move",
    "limit_new",
    "limit_of_record",
    "look_asked",
    "looks",
    "merge",
    "merge_account",
    "merge_move",
    "merge_open",
    "move_need",
    "need",
    "note",
    "note_add",
    "note_correct",
    "notes",
    "own_details",
    "people",
    "person_add",
    "person_details",
    "person_whereabouts",
    "reading_stop",
    "reading_stops",
    "search",
]
