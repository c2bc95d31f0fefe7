"""One referral as its reader may see it: the office sees its own record, the partner what it was told and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.refusals import NotFound
from throughcare.common.states import Side
from throughcare.disclosure.queries import Told, lines_told
from throughcare.people.models import Person
from throughcare.places.models import Scheme
from throughcare.places.queries import labels
from throughcare.referrals.models import LogEntry, Question, Referral
from throughcare.referrals.policies import side_of
from throughcare.referrals.queries.access import because_of, visible_to
from throughcare.referrals.queries.conditions import nobody_has_it
from throughcare.referrals.queries.words import log_sentence, reason_words
from throughcare.referrals.states import REFERRAL_STATES


@dataclass(frozen=True)
class Entry:
    """One line of the change log both sides see."""

    at: datetime
    kind: str
    verb: str
    sentence: str
    note: str
    by_name: str


@dataclass(frozen=True)
class Asked:
    """A question and its reply."""

    id: UUID
    text: str
    asked_by: str
    asked_at: datetime
    reply: str
    replied_by: str
    replied_at: datetime | None


@dataclass(frozen=True)
class Detail:
    """A referral, page-ready. `name` is empty when the partner's involvement has ended: nothing about the person is shown then."""

    referral: Referral
    side: Side
    name: str
    told: list[Told]
    log: list[Entry]
    questions: list[Asked]
    verbs: list[str]
    reason: str
    referrer: str
    worker: str
    left: bool = False  # for the partner: who took it has left, and it is open

    @property
    def over(self) -> bool:
        """The partner no longer sees anything about the person."""
        return self.side is Side.PARTNER and not self.told


def get_referral(by: Actor, referral_id: UUID) -> Detail:
    """One referral, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    referral = visible_to(by).select_related("service__organization", "from_team", "to_team").filter(pk=referral_id).first()
    if referral is None:
        raise NotFound
    side = side_of(by, referral)
    told, words = lines_told(referral.ref), labels(*Scheme)
    log = list(LogEntry.objects.filter(referral=referral).order_by("at", "id"))
    questions = list(Question.objects.filter(referral=referral).order_by("asked_at", "id"))
    names = names_of(
        [
            referral.referrer_id,
            referral.worker_id,
            *(e.by_id for e in log),
            *(q.asked_by_id for q in questions),
            *(q.replied_by_id for q in questions),
        ]
    )
    record_read(
        by=by,
        verb="referral.viewed",
        persons=[referral.person_id],
        compartments=sorted({"C7", *(line.compartment for line in told)}),
        because=because_of(by, [referral.person_id], [referral.pk]),
        about=referral.ref,
    )
    return Detail(
        referral=referral,
        side=side,
        name=_name(side, referral, told),
        told=told,
        log=[Entry(e.at, e.kind, e.verb, log_sentence(e, words), e.note, _who(names, e.by_id)) for e in log],
        questions=[_asked(q, names) for q in questions],
        verbs=REFERRAL_STATES.verbs_from(referral.state, by=side) if side is not Side.NOBODY else [],
        reason=reason_words(referral, words),
        referrer=_who(names, referral.referrer_id),
        worker=_who(names, referral.worker_id) if referral.worker_id else "",
        left=side is Side.PARTNER and Referral.objects.filter(nobody_has_it(), pk=referral.pk).exists(),
    )


def question_in(detail: Detail, question_id: UUID) -> Asked:
    """One of the questions of a referral. Raises NotFound."""
    found = next((asked for asked in detail.questions if asked.id == question_id), None)
    if found is None:
        raise NotFound
    return found


def _name(side: Side, referral: Referral, told: list[Told]) -> str:
    """From the record for the office, from what was told for the partner."""
    if side is Side.PARTNER:
        return next((line.value for line in told if line.code == "name"), "")
    person = Person.objects.filter(pk=referral.person_id).first()
    return person.full_name if person else ""


def _who(names: dict[UUID, str], user_id: UUID | None) -> str:
    return names.get(user_id, "Throughcare") if user_id else "Throughcare"


def _asked(question: Question, names: dict[UUID, str]) -> Asked:
    return Asked(
        question.id,
        question.text,
        _who(names, question.asked_by_id),
        question.asked_at,
        question.reply,
        _who(names, question.replied_by_id) if question.replied_by_id else "",
        question.replied_at,
    )
