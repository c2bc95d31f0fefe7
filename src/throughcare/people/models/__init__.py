"""People, the one reason a team may see them (Involvement), what they need, and the day-to-day of those who work with them."""

from throughcare.people.models.caseload import Assignment, CaseloadChange, Ending, Handover
from throughcare.people.models.contacts import ContactAddress, PersonContact
from throughcare.people.models.drafts import FormDraft
from throughcare.people.models.duplicates import HeldCandidate, HeldRow, LikelyPair, Merge, MergeKept
from throughcare.people.models.emergency import EmergencyOpening
from throughcare.people.models.importing import ImportFile, ImportMapping, RejectedRows
from throughcare.people.models.involvement import Involvement
from throughcare.people.models.limits import Conflict, Limit, MatchKey, OwnDetails
from throughcare.people.models.listing import CaseloadEntry
from throughcare.people.models.looks import Look
from throughcare.people.models.needs import Disagreement, Need
from throughcare.people.models.notes import CaseNote
from throughcare.people.models.reading import Reading, ReadLift, ReadStop
from throughcare.people.models.record import Identifier, OwnAccount, Person, Whereabouts, identifier_value

__all__ = [
    "Assignment",
    "CaseNote",
    "CaseloadChange",
    "CaseloadEntry",
    "Conflict",
    "ContactAddress",
    "Disagreement",
    "EmergencyOpening",
    "Ending",
    "FormDraft",
    "Handover",
    "HeldCandidate",
    "HeldRow",
    "Identifier",
    "ImportFile",
    "ImportMapping",
    "Involvement",
    "LikelyPair",
    "Limit",
    "Look",
    "MatchKey",
    "Merge",
    "MergeKept",
    "Need",
    "OwnAccount",
    "OwnDetails",
    "Person",
    "PersonContact",
    "ReadLift",
    "ReadStop",
    "Reading",
    "RejectedRows",
    "Whereabouts",
    "identifier_value",
]
