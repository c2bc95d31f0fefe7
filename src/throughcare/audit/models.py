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
_MAY_ASK = f"{may('audit.read')} and asked_by_id = {READER} and approved_by_id is null and approved_at is null and {_OPEN}"
_MAY_APPROVE = f"{may('audit.read')} and asked_by_id <> {READER} and (approved_by_id is null or approved_by_id = {READER}) and {_OPEN}"
_ONLY_APPROVED = """
    if throughcare.reader() is not null and (old.approved_by_id is not null
      or (new.id, new.rule, new.before, new.asked_by_id, new.asked_at) is distinct from (old.id, old.rule, old.before, old.asked_by_id, old.asked_at))
    then raise exception 'what was asked for is approved as it is'; end if;
    return new;
"""


@protect(Rule("audit", "who agreed to dispose of what", see=f"{may('audit.read')} or {IS_SYSTEM}", add=_MAY_ASK, change=_MAY_APPROVE))
class Disposal(models.Model):
    """Rows of one kind (`common.retention`) whose time was over at `before`: one person asks, another approves, the owner's log-in disposes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=40)
    before = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField("how many were disposed of", null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(asked_by=models.F("approved_by")), name="audit_disposal_two_people"),
            models.CheckConstraint(condition=models.Q(done_at=None) | ~models.Q(approved_at=None), name="audit_disposal_approved_first"),
            # Nobody's approval is none, and the check of two people passes while approved_by is null.
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None) | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="audit_disposal_approved_by_somebody",
            ),
            models.UniqueConstraint(fields=["rule"], condition=models.Q(done_at=None), name="audit_disposal_one_open"),
        )
        triggers: ClassVar = [pgtrigger.Trigger(name="as_asked", operation=pgtrigger.Update, when=pgtrigger.Before, func=_ONLY_APPROVED)]

    def __str__(self) -> str:
        return f"{self.rule} before {self.before:%Y-%m-%d}"
