"""Documents, and their bytes in a table of their own. A document names what it is about by kind and key, and is seen by nobody who may not see that."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, protect
from throughcare.common.ref import Ref
from throughcare.files.states import DOCUMENT_STATES, FORMATS, LONGEST_TITLE, MOST_BYTES, DocumentSort, DocumentState

_SIDE = "throughcare.document_side(about_kind, about_id)"
_OURS = f"{_SIDE} in ('keeps', 'sees')"
_THEIRS = f"shared and {_SIDE} in ('brings', 'shared')"
# One of the other side brings what both sides read, in their own name, and takes back their own alone.
_WRITES = (
    f"{IS_SYSTEM} or ({_SIDE} = 'keeps' and (shared or theirs is not true)) or (shared and added_by_id = {READER} and {_SIDE} = 'brings')"
)


def _rule(theirs: str) -> Rule:
    """theirs: when somebody of the other side reads a row."""
    return Rule("partner-confidential", "between the sides named", f"{IS_SYSTEM} or {_OURS} or ({theirs})", _WRITES, _WRITES)


# A version from before it was shared stays ours; and those of one that is shared no more go with it.
_LIVE = "exists (select 1 from files_document live where live.id = files_documentevent.pgh_obj_id)"


@tracked(_rule(f"{_THEIRS} and {_LIVE}"))
@protect(_rule(_THEIRS))
class Document(models.Model):
    """One document: what it is called and is, and whether the other side reads it too. What its bytes are never changes: another edition is another document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    title = models.CharField(max_length=LONGEST_TITLE)
    sort = models.CharField("what it is", max_length=12, choices=DocumentSort.choices)
    format = models.CharField("kind of file", max_length=4, choices=[(name, one.words) for name, one in FORMATS.items()])
    size = models.PositiveIntegerField("bytes, as kept")
    digest = models.CharField("SHA-256 of the bytes as they came, in hexadecimal", max_length=64)
    shared = models.BooleanField("the other side reads it too", default=False)
    theirs = models.BooleanField("the other side brought it, so nobody takes it out of its sight", null=True, blank=True, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    added_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.KEPT)
    state_at = models.DateTimeField(default=now)
    reason = models.CharField("why it was withdrawn", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(title="") & ~Q(about_kind=""), name="files_document_said"),
            models.CheckConstraint(condition=Q(sort__in=DocumentSort.values), name="files_document_sort"),
            models.CheckConstraint(condition=Q(format__in=list(FORMATS)), name="files_document_format"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_BYTES), name="files_document_size"),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="files_document_state"),
            models.CheckConstraint(condition=~Q(state=DocumentState.WITHDRAWN) | ~Q(reason=""), name="files_document_reason"),
            # The same file a second time is a slip, of whoever brings it or of a machine that tries again.
            models.UniqueConstraint(
                fields=["about_kind", "about_id", "digest", "shared"],
                condition=Q(state=DocumentState.KEPT),
                name="files_document_once",
            ),
        )
        indexes = (models.Index(fields=["about_kind", "about_id", "-added_at", "-id"], name="files_document_latest"),)
        triggers: ClassVar = [
            pgtrigger.FSM(name="document_states", field="state", transitions=DOCUMENT_STATES.pairs()),
            pgtrigger.ReadOnly(
                name="as_it_came", fields=["about_kind", "about_id", "format", "size", "digest", "theirs", "added_by", "added_at"]
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Ref:
        """What it is about."""
        return Ref(self.about_kind, self.about_id)


_SEEN = "exists (select 1 from files_document d where d.id = document_id)"
_BROUGHT = f"exists (select 1 from files_document d where d.id = document_id and d.state = 'KEPT' and d.added_by_id = {READER})"


@protect(
    Rule(
        "partner-confidential",
        "with its document; nobody changes it, and withdrawing the document deletes it",
        see=f"{IS_SYSTEM} or {_SEEN}",
        add=f"{IS_SYSTEM} or {_BROUGHT}",
    )
)
class Content(models.Model):
    """The bytes of one document, as they are served."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)
