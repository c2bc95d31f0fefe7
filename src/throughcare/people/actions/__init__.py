"""Every change of a person's record. One verb, one function, one transaction: check, write, audit."""

from throughcare.people.actions.disagreements import answer_disagreement, disagree
from throughcare.people.actions.importing import Imported, import_people
from throughcare.people.actions.involving import end_involvement, involve
from throughcare.people.actions.needs import add_need, edit_need, move_need
from throughcare.people.actions.records import NewPerson, create_person

__all__ = [
    "Imported",
    "NewPerson",
    "add_need",
    "answer_disagreement",
    "create_person",
    "disagree",
    "edit_need",
    "end_involvement",
    "import_people",
    "involve",
    "move_need",
]
