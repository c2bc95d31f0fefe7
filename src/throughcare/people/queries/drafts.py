"""Forms the reader has begun and not sent. Row-level security shows them while the reader may still see the person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.accounts.actors import Actor
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
    "referral-part": "reason for a referral",
    "referral-reply": "reply to a service",
    "referral-ask": "question about a referral",
    "referral-acknowledge": "confirmation that a referral came",
    "referral-accept": "acceptance of a referral",
    "referral-decline": "refusal of a referral",
    "referral-waitlist": "place on a waiting list",
    "referral-withdraw": "withdrawal of a referral",
}
MOST_SHOWN = 100


@dataclass(frozen=True)
class Unfinished:
    """One line of the list. name: empty when the reader may not see whose record it is, as a service's worker may not."""

    words: str
    name: str
    path: str
    saved_at: datetime


def own_draft(by: Actor, form: str, about_id: UUID) -> FormDraft | None:
    """What the reader has kept of this form. The caller has fetched the person, and named the compartment in its audit row."""
    return FormDraft.objects.filter(user_id=by.user_id, form=form, about_id=about_id).first() if by.user_id else None


def count_own(by: Actor) -> int:
    """How many there are. A number only."""
    return FormDraft.objects.filter(user_id=by.user_id).count() if by.user_id else 0


def own_drafts(by: Actor) -> list[Unfinished]:
    """All of them with the person's name, the newest first; audited, since they name people."""
    if by.user_id is None:
        return []
    rows = list(FormDraft.objects.filter(user_id=by.user_id).order_by("-saved_at", "id")[:MOST_SHOWN])
    persons = {row.person_id for row in rows}
    record_read(
        by=by,
        verb="drafts.listed",
        persons=persons,
        compartments=sorted({"C1", *(row.compartment for row in rows)}),
        because=because_of_many(by, persons),
    )
    names = {one.id: one.full_name for one in Person.objects.filter(pk__in=persons).order_by("id")}
    return [Unfinished(WORDS.get(row.form, "form"), names.get(row.person_id, ""), row.path, row.saved_at) for row in rows]
