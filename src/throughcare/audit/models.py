"""The audit: rows the application may add and never change, and the chain that seals them."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

from throughcare.accounts.models import User
from throughcare.audit.mac import COLUMNS
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, protect, sealed

_CODES = "{" + ",".join(f"C{number}" for number in range(1, 11)) + "}"
# What a row can never be, whoever adds it: such a row would stop those who read it.
_WHOLE = (
    ("code", "octet_length(mac) = 32"),
    ("time", "isfinite(at)"),
    ("compartments", f"compartments <@ '{_CODES}'::varchar[] and array_position(compartments, null) is null"),
    ("keys", "array_position(team_ids || because_ids || person_ids, null) is null"),
    ("detail", "jsonb_typeof(detail) = 'object'"),
)


@protect(Rule("audit", "insert only; read through throughcare.audit_* functions", see=None, add="true", add_columns=(*COLUMNS, "mac")))
class AuditEvent(models.Model):
    """One read, change or refusal: who, for which teams, because of which involvements, whom, which compartments.

    Rows are made by `audit.actions.record` alone. `mac` covers every column but `tx`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField("name at the time, or the system actor's purpose", max_length=200)
    team_ids = ArrayField(models.UUIDField(), default=list)
    because_ids = ArrayField(models.UUIDField(), default=list)
    verb = models.CharField(max_length=60)
    person_ids = ArrayField(models.UUIDField(), default=list)
    compartments = ArrayField(models.CharField(max_length=3), default=list)
    channel = models.CharField(max_length=10)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True)
    detail = models.JSONField("counts and codes; never a word about a person", default=dict)
    request_id = models.UUIDField(null=True)
    key_id = models.CharField("which key made the MAC", max_length=20)
    mac = models.BinaryField("HMAC-SHA256", max_length=32)
    # Set by the database: the sealer waits until no older transaction is open.
    tx = models.BigIntegerField(db_default=RawSQL("(pg_current_xact_id()::text)::bigint", ()), editable=False)

    class Meta:
        indexes = (
            GinIndex(fields=["person_ids"], name="audit_event_person"),
            models.Index(fields=["tx", "id"], name="audit_event_tx"),
            models.Index(fields=["at", "id"], name="audit_event_at"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
        )
        constraints = tuple(
            models.CheckConstraint(
                condition=RawSQL(sql, (), output_field=models.BooleanField()),  # noqa: S611 - our own words
                name=f"audit_event_{name}",
            )
            for name, sql in _WHOLE
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


@protect(sealed("added by throughcare.audit_add_seals alone"))
class AuditSeal(models.Model):
    """Link `number` of the chain: an HMAC over the link before, the number, the row's id, MAC and transaction."""

    number = models.BigIntegerField(primary_key=True)
    # No foreign key: a seal must outlive the row it proves was removed.
    event_id = models.UUIDField(unique=True)
    tx = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    key_id = models.CharField("which key made the hash", max_length=20)

    def __str__(self) -> str:
        return f"seal {self.number}"


_OPEN = "done_at is null and rows is null"
_UNANSWERED = "approved_by_id is null and approved_at is null and refused_by_id is null and refused_at is null"
_MAY_ASK = f"{may('audit.read')} and asked_by_id = {READER} and {_UNANSWERED} and {_OPEN}"
# Somebody else agrees or refuses; whoever asked may take it back.
_AGREES = f"asked_by_id <> {READER} and (approved_by_id is null or approved_by_id = {READER})"
_MAY_ANSWER = (
    f"{may('audit.read')} and ({_AGREES} or asked_by_id = {READER} and approved_by_id is null) "
    f"and (refused_by_id is null or refused_by_id = {READER}) and {_OPEN}"
)
_AS_ASKED = """
    if throughcare.reader() is not null and (old.approved_by_id is not null or old.refused_by_id is not null
      or (new.id, new.rule, new.before, new.person_id, new.why, new.asked_by_id, new.asked_at)
        is distinct from (old.id, old.rule, old.before, old.person_id, old.why, old.asked_by_id, old.asked_at))
    then raise exception 'what was asked for is approved as it is'; end if;
    return new;
"""
RECORD = "record"  # the rule of a disposal that erases one person's record


class Why(models.TextChoices):
    """Why one person's record is erased before its class of retention would end."""

    AUTHORITY = "AUTHORITY", "The archives gave their authority"
    ORDERED = "ORDERED", "A court or tribunal ordered it"
    MISTAKE = "MISTAKE", "The record was made by mistake"
    ASKED = "ASKED", "The person asked, and the law allows it"


def _both(who: str, when: str) -> models.Q:
    return models.Q(**{who: None, when: None}) | models.Q(**{f"{who}__isnull": False, f"{when}__isnull": False})


@protect(Rule("audit", "who agreed to dispose of what", see=f"{may('audit.read')} or {IS_SYSTEM}", add=_MAY_ASK, change=_MAY_ANSWER))
class Disposal(models.Model):
    """Rows of one kind (`common.retention`) whose time was over at `before`, or one person's record.

    One person asks, another approves or refuses, the owner's log-in disposes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=40)
    before = models.DateTimeField()
    # No foreign key: it says whose record is gone.
    person_id = models.UUIDField(null=True)
    # Null in place of "": a release that does not know it yet must still be able to ask.
    why = models.CharField(max_length=20, choices=Why.choices, blank=True, null=True)  # noqa: DJ001
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    refused_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField("how many were disposed of", null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(asked_by=models.F("approved_by")), name="audit_disposal_two_people"),
            models.CheckConstraint(condition=models.Q(done_at=None) | ~models.Q(approved_at=None), name="audit_disposal_approved_first"),
            # Nobody's approval is none, and the check of two people passes while approved_by is null.
            models.CheckConstraint(condition=_both("approved_by", "approved_at"), name="audit_disposal_approved_by_somebody"),
            models.CheckConstraint(condition=_both("refused_by", "refused_at"), name="audit_disposal_refused_by_somebody"),
            models.CheckConstraint(condition=models.Q(refused_at=None) | models.Q(approved_at=None), name="audit_disposal_one_answer"),
            models.CheckConstraint(
                condition=models.Q(rule=RECORD, person_id__isnull=False, why__in=Why.values)
                | (~models.Q(rule=RECORD) & models.Q(person_id=None, why=None)),
                name="audit_disposal_record_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(done_at=None, refused_at=None, person_id=None), name="audit_disposal_one_open"
            ),
            models.UniqueConstraint(
                fields=["person_id"], condition=models.Q(done_at=None, refused_at=None), name="audit_disposal_one_open_a_person"
            ),
        )
        triggers: ClassVar = [pgtrigger.Trigger(name="as_asked", operation=pgtrigger.Update, when=pgtrigger.Before, func=_AS_ASKED)]

    def __str__(self) -> str:
        return f"{self.rule} before {self.before:%Y-%m-%d}"


_ONLY_LIFTED = """
    if throughcare.reader() is not null and (old.lifted_by_id is not null or new.lifted_by_id is null
      or (new.id, new.person_id, new.order_number, new.placed_by_id, new.placed_at)
        is distinct from (old.id, old.person_id, old.order_number, old.placed_by_id, old.placed_at))
    then raise exception 'a hold is lifted, and nothing else of it changes'; end if;
    return new;
"""
_PLACES = f"{may('audit.read')} and placed_by_id = {READER} and lifted_by_id is null and lifted_at is null"
_LIFTS = f"{may('audit.read')} and (lifted_by_id is null or lifted_by_id = {READER})"


@protect(Rule("audit", "whose record a court holds", see=f"{may('audit.read')} or {IS_SYSTEM}", add=_PLACES, change=_LIFTS))
class Hold(models.Model):
    """A court, a tribunal or an inquiry needs this record: it is not erased while the hold lasts, whoever agreed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # as in Disposal
    order_number = models.CharField("number of the order; never a name", max_length=60)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=_both("lifted_by", "lifted_at"), name="audit_hold_lifted_by_somebody"),
            models.UniqueConstraint(
                fields=["person_id", "order_number"], condition=models.Q(lifted_at=None), name="audit_hold_once_an_order"
            ),
        )
        triggers: ClassVar = [pgtrigger.Trigger(name="only_lifted", operation=pgtrigger.Update, when=pgtrigger.Before, func=_ONLY_LIFTED)]

    def __str__(self) -> str:
        return f"hold {self.order_number}"
