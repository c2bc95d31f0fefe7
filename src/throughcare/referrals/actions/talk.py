"""What passes between the two sides besides the answer: who works on it, a question, a reply."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.common.clock import now
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.text import clean
from throughcare.disclosure.actions import disclose
from throughcare.disclosure.fields import reply_line
from throughcare.disclosure.queries import authority_for
from throughcare.people.actions import involve
from throughcare.people.models import Need
from throughcare.referrals import policies, queries
from throughcare.referrals.actions.steps import audit, change, hold, log, tell_office, tell_partner, user_of
from throughcare.referrals.models import LogKind, Question, Referral

LONGEST_WORDS = 4000


@transaction.atomic
def take_referral(*, by: Actor, referral_id: UUID, seen: int) -> Referral:
    """A worker of the partner takes it on, or over from a colleague."""
    referral = hold(by, referral_id, seen)
    policies.check_can_take(by, referral)
    change(referral, worker_id=by.user_id)
    log(by, referral, LogKind.TAKEN)
    audit(by, "referral.taken", referral)
    return referral


@transaction.atomic
def ask_question(*, by: Actor, referral_id: UUID, text: str) -> Question:
    """The partner asks before answering. No version is needed: a question undoes nothing."""
    referral = queries.locked_referral(by, referral_id)
    policies.check_can_ask(by, referral)
    text = _words(text, "Write your question")
    asked = Question.objects.create(referral=referral, person_id=referral.person_id, text=text, asked_by_id=user_of(by))
    log(by, referral, LogKind.QUESTION)
    audit(by, "referral.question.asked", referral, question=str(asked.pk))
    tell_office(by, "referral.question", referral)
    return asked


@transaction.atomic
def reply_to_question(*, by: Actor, referral_id: UUID, question_id: UUID, text: str) -> Question:
    """The referrer replies, once. Two replies at the same time: one wins, the other is told."""
    referral = queries.locked_referral(by, referral_id)
    policies.check_can_reply(by, referral)
    question = Question.objects.filter(pk=question_id, referral=referral).first()
    if question is None:
        raise NotFound
    text = _words(text, "Write your reply")
    if question.replied_at is not None:
        raise Refused("This question has been answered already. Look at the referral again.")
    question.reply, question.replied_by_id, question.replied_at = text, by.user_id, now()
    question.save(update_fields=["reply", "replied_by", "replied_at"])
    _tell(by, referral, text)
    log(by, referral, LogKind.REPLY)
    audit(by, "referral.question.answered", referral, question=str(question.pk))
    tell_partner(by, "referral.reply", referral)
    return question


def _tell(by: Actor, referral: Referral, text: str) -> None:
    """The reply goes into the account of what was told to whom, on the same ground and under the same limits."""
    open_one = involve(by=by, person_id=referral.person_id, team_id=referral.to_team_id, because=referral.ref)
    pillar = Need.objects.values_list("pillar", flat=True).get(pk=referral.need_id)
    kind, ground = referral.service.organization.kind, authority_for(referral.ref, lock=True)
    disclose(by=by, about=referral.ref, involvement=open_one, kind=kind, authority=ground, lines=[reply_line(text, pillar)])


def _words(text: str, what: str) -> str:
    text = clean(text)
    policies.check_words(text, what)
    if len(text) > LONGEST_WORDS:
        raise Invalid("The text is too long.", {"text": [f"Use {LONGEST_WORDS} characters or fewer; you used {len(text)}"]})
    return text
