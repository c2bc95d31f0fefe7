"""A referral: from a person's need to a partner's service, and the answer back."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import MY_PERSON, MY_TEAMS, Personal, protect, seen_too
from throughcare.common.ref import Ref
from throughcare.people.models import Need, Person
from throughcare.referrals import sql
from throughcare.referrals.states import OPEN_STATES, REFERRAL_STATES, ReferralState, Urgency
from throughcare.services.models import Service

# What lower apps call a referral: the kind of its Ref.
REFERRAL = "referrals.referral"

# The partner's team sees a referral sent to it, never a draft, and stays able to see its own past answers (no word about the person is in them).
_TO_US = f"(to_team_id = any({MY_TEAMS}) and state <> 'DRAFT' and sent_at is not null)"
_RULE = Personal(
    "person_id", "C7", person_sees=False, also_see=f"{_TO_US} or (person_id = {MY_PERSON} and state <> 'DRAFT')", also_change=_TO_US
)
_OF_REFERRAL = "throughcare.sees_referral(referral_id)"


def _open_to_us(table: str) -> str:
    """Words about the person pass between the sides only while the partner's involvement for this referral is open."""
    return f"throughcare.open_for(referral_id, {table}.person_id)"


def _before(name: str, operation: pgtrigger.Operation, func: str, declare: list[tuple[str, str]] | None = None) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, operation=operation, when=pgtrigger.Before, func=func, declare=declare)


_LOG_OPEN, _QUESTION_OPEN = _open_to_us("referrals_logentry"), _open_to_us("referrals_question")


# Made confidential after a referral was made, a service keeps its name for those the referral is about and who deal with it.
seen_too("services_service", "id in (select throughcare.referred_services())")


# A partner's answer writes a version of the row, and may add nothing else to its history.
@tracked(replace(_RULE, also_add=_TO_US))
@protect(_RULE)
class Referral(models.Model):
    """One request to one service for one person. What the partner may read of the person is in `disclosure`, not here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField("what people say on the phone", max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="referrals")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    referrer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="partner's worker")
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.DRAFT)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    answer_by = models.DateField(null=True, blank=True)
    # Codes of the lines to be disclosed (disclosure.fields); free text the partner gets is one of them, never here.
    to_disclose = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField("why declined or withdrawn", max_length=60, blank=True)
    expected_on = models.DateField("when a place is expected", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=ReferralState.values), name="referrals_referral_state"),
            models.CheckConstraint(condition=models.Q(urgency__in=Urgency.values), name="referrals_referral_urgency"),
            models.CheckConstraint(
                condition=models.Q(state__in=["DRAFT", "WITHDRAWN"]) | models.Q(sent_at__isnull=False), name="referrals_referral_sent"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["DECLINED", "WITHDRAWN"]) | ~models.Q(reason_code=""), name="referrals_referral_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="WAITLISTED") | models.Q(expected_on__isnull=False), name="referrals_referral_waiting"
            ),
            # A double click, a retry or two tabs make one draft and one open referral, not two.
            models.UniqueConstraint(
                fields=["need", "service"],
                condition=models.Q(state__in=["DRAFT", *[str(s) for s in OPEN_STATES]]),
                name="referrals_referral_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["to_team", "state", "-sent_at"], name="referrals_referral_inbox"),
            models.Index(fields=["person", "-created_at"], name="referrals_referral_person"),
            models.Index(fields=["referrer", "state"], name="referrals_referral_referrer"),
        )
        triggers: ClassVar = [
            pgtrigger.FSM(name="referral_states", field="state", transitions=REFERRAL_STATES.pairs()),
            _before("referral_begins", pgtrigger.Insert, sql.REFERRAL_BEGINS),
            _before("referral_stays_itself", pgtrigger.Update, sql.REFERRAL_STAYS, sql.THEIRS),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> Ref:
        """How lower apps name this referral."""
        return Ref(REFERRAL, self.id)


@protect(Personal("person_id", "C7", person_sees=False, append_only=False))
class ReferralNote(models.Model):
    """The referrer's own words on a draft: why, and anything else to tell. Told to the partner only through a disclosure."""

    referral = models.OneToOneField(Referral, primary_key=True, on_delete=models.CASCADE, related_name="note")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField("why this referral")
    more = models.TextField("anything else the service needs to know", blank=True)

    class Meta:
        triggers: ClassVar = [
            _before("note_is_the_referrers", pgtrigger.Insert | pgtrigger.Update, sql.NOTE_IS_THE_REFERRERS, sql.OF_REFERRAL)
        ]

    def __str__(self) -> str:
        return "note"


class LogKind(models.TextChoices):
    MADE = "MADE", "Draft made"
    MOVED = "MOVED", "Moved"
    TAKEN = "TAKEN", "Taken by a worker"
    QUESTION = "QUESTION", "Question asked"
    REPLY = "REPLY", "Question answered"
    NOTE = "NOTE", "Words to the other side"


@protect(
    Personal(
        "person_id",
        "C7",
        person_sees=False,
        append_only=True,
        also_see=f"(kind <> 'MADE' and {_OF_REFERRAL} and (note = '' or {_LOG_OPEN}))",
        # An answer that ends the involvement is logged before it.
        also_add=_LOG_OPEN,
    )
)
class LogEntry(models.Model):
    """The change log both sides see: what happened, by whom, when; codes, not words about the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="log")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=LogKind.choices)
    verb = models.CharField(max_length=20, blank=True)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    reason_code = models.CharField(max_length=60, blank=True)
    note = models.TextField("words to the other side", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=LogKind.values), name="referrals_logentry_kind"),
            # Words stand in a row of their own, so that what happened stays in the partner's log when the words go.
            models.CheckConstraint(condition=models.Q(note="") | models.Q(kind="NOTE"), name="referrals_logentry_note"),
        )
        indexes = (models.Index(fields=["referral", "at", "id"], name="referrals_logentry_order"),)
        triggers: ClassVar = [_before("log_is_true", pgtrigger.Insert, sql.LOG_IS_TRUE, sql.OF_REFERRAL)]

    def __str__(self) -> str:
        return self.kind


_QUESTION = Personal("person_id", "C7", person_sees=False, also_see=_QUESTION_OPEN, also_add=_QUESTION_OPEN)


@protect(_QUESTION)
class Question(models.Model):
    """The partner asks before answering; the referrer replies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now, editable=False)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["referral", "asked_at"], name="referrals_question_order"),)
        triggers: ClassVar = [
            _before("question_is_asked", pgtrigger.Insert, sql.QUESTION_IS_ASKED, sql.OF_REFERRAL),
            _before("question_is_answered", pgtrigger.Update, sql.QUESTION_IS_ANSWERED, sql.OF_REFERRAL),
        ]

    def __str__(self) -> str:
        return "question"
