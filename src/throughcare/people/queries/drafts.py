"""Forms the reader has begun and not sent. Row-level security shows them while the reader may still see whom they are about, or decide what they
are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.people.models import FormDraft, Person
from throughcare.people.queries.caseload import because_of_many

# What a form is called in a sentence: "You have an unfinished …".
WORDS = {
    "note-add": "case note",
    "note-correct": "correction of a case note",
    "contact-add": "contact",
    "contact-change": "change of a contact",
    "person-details": "change of who they are",
    "person-whereabouts": "change of where they are",
    "need-add": "need",
    "need-edit": "change of a need",
    "caseload-do": "handover",
    "disagreement": "answer to “I don't agree”",
    "disagree": "message to us",
    "limit-new": "limit of access",
    "limit-of-record": "limit of access",
    "limit-move": "request to end a limit of access",
    "conflict": "decision about a conflict",
    "look": "answer about a look at a record",
    "emergency-opening": "second look at an emergency",
    "reading-stop": "reason to let somebody open more records",
    "duplicate": "decision about two records",
    "held": "decision about somebody new",
    "merge-move": "request to take two records apart",
    "own-details": "list of people you know",
    "referral-part": "reason for a referral",
    "referral-agreement": "account of how somebody agreed",
    "referral-reply": "reply to a service",
    "referral-ask": "question about a referral",
    "referral-acknowledge": "confirmation that a referral came",
    "referral-accept": "acceptance of a referral",
    "referral-decline": "refusal of a referral",
    "referral-waitlist": "place on a waiting list",
    "referral-withdraw": "withdrawal of a referral",
}
# Whoever may write about people, and whoever decides about them without seeing their records.
WRITERS = (
    *(Permission.PERSON_VIEW, Permission.REFERRAL_ANSWER, Permission.PERSON_IMPORT, Permission.STAFF_MANAGE),
    *(Permission.LIMIT_SET, Permission.PRIVACY_MANAGE, Permission.AUDIT_READ, Permission.EMERGENCY_REVIEW),
)
MOST_SHOWN = 100
_TOGETHER = UUID("0190a7c2-6d1e-7c55-9f3a-2b8e4d70c611")  # what the keys of several people are named in


@dataclass(frozen=True)
class Unfinished:
    """One line of the list. name: empty when the reader may not see whose record it is, as a service's worker or a records officer may not; with
    how many others, when it is about several."""

    words: str
    name: str
    path: str
    saved_at: datetime


def own_draft(by: Actor, form: str, about_id: UUID) -> FormDraft | None:
    """What the reader has kept of this form. The caller has fetched the person, and named the compartment in its audit row."""
    return FormDraft.objects.filter(user_id=by.user_id, form=form, about_id=about_id).first() if by.user_id else None


def about_several(by: Actor, form: str, persons: Sequence[UUID]) -> UUID:
    """What a draft about these people together is known by: the one the reader has begun, though one of them had another record then."""
    wanted = set(persons)
    mine = FormDraft.objects.filter(user_id=by.user_id or "", form=form).defer("values").order_by("-saved_at", "id")
    begun = next((row.about_id for row in mine if set(row.persons) == wanted), None)
    alone = next(iter(wanted)) if len(wanted) == 1 else None
    return begun or alone or uuid5(_TOGETHER, " ".join(map(str, sorted(wanted))))


def count_own(by: Actor) -> int:
    """How many there are. A number only."""
    return FormDraft.objects.filter(user_id=by.user_id).count() if by.user_id else 0


def own_drafts(by: Actor) -> list[Unfinished]:
    """All of them, the newest first, with the names of those the reader sees; audited, naming these."""
    if by.user_id is None:
        return []
    rows = list(FormDraft.objects.filter(user_id=by.user_id).order_by("-saved_at", "id")[:MOST_SHOWN])
    people = Person.objects.filter(pk__in={key for row in rows for key in row.persons})
    names = {one.id: one.full_name for one in people.order_by("id")}
    shown = [(row, _names(row, names)) for row in rows]
    persons = {key for row, name in shown if name for key in row.persons}  # whom the list does not name, the reader was not shown
    compartments = sorted({"C1", *(row.compartment for row in rows)})
    record_read(by=by, verb="drafts.listed", persons=persons, compartments=compartments, because=because_of_many(by, persons))
    return [Unfinished(WORDS.get(row.form, "form"), name, row.address, row.saved_at) for row, name in shown]


def _names(row: FormDraft, names: Mapping[UUID, str]) -> str:
    """One name and how many others; nothing when one of them is not the reader's to see."""
    found = sorted(names.get(key, "") for key in row.persons)
    if not all(found) or not found:
        return ""
    others = len(found) - 1
    return f"{found[0]} and {others} other{'s' if others > 1 else ''}" if others else found[0]
