"""What is typed about people, cleaned into plain values; errors in plain words."""

from throughcare.imports.forms import MappingForm, SeenForm
from throughcare.people.forms.caseload import AssignForm, ChooseOffice, CoverForm, EndForm, HandoverForm, TransferForm, WorkForm
from throughcare.people.forms.contacts import ContactForm, EndContactForm
from throughcare.people.forms.emergency import EmergencyForm, ReviewForm
from throughcare.people.forms.importing import ChoicesForm, ImportForm, ReadSo, read_so
from throughcare.people.forms.limits import DecideForm, LiftForm, LimitForm, OwnDetailsForm
from throughcare.people.forms.notes import CorrectionForm, NoteFilter, NoteForm
from throughcare.people.forms.records import AnswerForm, DisagreeForm, FilterForm, MoveForm, NeedForm, SearchForm

__all__ = [
    "AnswerForm",
    "AssignForm",
    "ChoicesForm",
    "ChooseOffice",
    "ContactForm",
    "CorrectionForm",
    "CoverForm",
    "DecideForm",
    "DisagreeForm",
    "EmergencyForm",
    "EndContactForm",
    "EndForm",
    "FilterForm",
    "HandoverForm",
    "ImportForm",
    "LiftForm",
    "LimitForm",
    "MappingForm",
    "MoveForm",
    "NeedForm",
    "NoteFilter",
    "NoteForm",
    "OwnDetailsForm",
    "ReadSo",
    "ReviewForm",
    "SearchForm",
    "SeenForm",
    "TransferForm",
    "WorkForm",
    "read_so",
]
