"""What is typed about people, cleaned into plain values; errors in plain words."""

from throughcare.people.forms.caseload import AssignForm, ChooseOffice, CoverForm, EndForm, HandoverForm, TransferForm, WorkForm
from throughcare.people.forms.contacts import ContactForm, EndContactForm
from throughcare.people.forms.limits import DecideForm, LiftForm, LimitForm, OwnDetailsForm
from throughcare.people.forms.notes import CorrectionForm, NoteFilter, NoteForm
from throughcare.people.forms.records import AnswerForm, DisagreeForm, FilterForm, ImportForm, MoveForm, NeedForm, SearchForm

__all__ = [
    "AnswerForm",
    "AssignForm",
    "ChooseOffice",
    "ContactForm",
    "CorrectionForm",
    "CoverForm",
    "DecideForm",
    "DisagreeForm",
    "EndContactForm",
    "EndForm",
    "FilterForm",
    "HandoverForm",
    "ImportForm",
    "LiftForm",
    "LimitForm",
    "MoveForm",
    "NeedForm",
    "NoteFilter",
    "NoteForm",
    "OwnDetailsForm",
    "SearchForm",
    "TransferForm",
    "WorkForm",
]
