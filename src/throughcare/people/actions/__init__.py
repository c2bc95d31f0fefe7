"""Every change of a person's record. One verb, one function, one transaction: check, write, audit."""

from throughcare.people.actions.caseload import assign_people, cover_people, end_people
from throughcare.people.actions.conflicts import decide_conflict, keep_own_details, note_conflicts
from throughcare.people.actions.contacts import NewContact, add_contact, change_contact, end_contact
from throughcare.people.actions.details import Where, change_details, change_whereabouts
from throughcare.people.actions.disagreements import answer_disagreement, disagree
from throughcare.people.actions.emergency import open_in_emergency, review_opening
from throughcare.people.actions.handovers import move_handover, transfer_people
from throughcare.people.actions.importing import Imported, import_people
from throughcare.people.actions.involving import end_involvement, involve
from throughcare.people.actions.limits import NewLimit, move_limit, set_limit
from throughcare.people.actions.needs import add_need, edit_need, move_need
from throughcare.people.actions.notes import NewNote, correct_note, write_note
from throughcare.people.actions.records import Details, NewPerson, create_person

__all__ = [
    "Details",
    "Imported",
    "NewContact",
    "NewLimit",
    "NewNote",
    "NewPerson",
    "Where",
    "add_contact",
    "add_need",
    "answer_disagreement",
    "assign_people",
    "change_contact",
    "change_details",
    "change_whereabouts",
    "correct_note",
    "cover_people",
    "create_person",
    "decide_conflict",
    "disagree",
    "edit_need",
    "end_contact",
    "end_involvement",
    "end_people",
    "import_people",
    "involve",
    "keep_own_details",
    "move_handover",
    "move_limit",
    "move_need",
    "note_conflicts",
    "open_in_emergency",
    "review_opening",
    "set_limit",
    "transfer_people",
    "write_note",
]
