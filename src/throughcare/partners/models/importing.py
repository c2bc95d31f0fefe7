"""Lists of partners on their way in, how lists with the same headings were read before, and what each list last said of a partner."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, confidential, may, protect
from throughcare.imports.models import ImportRun, KeptRows, SavedMapping, SentFile
from throughcare.partners.models.register import Partner

_MAY = may("partner.edit")
_OWN = f"(by_id = {READER} and {_MAY}) or {IS_SYSTEM}"
_KEEPERS = f"{_MAY} or {IS_SYSTEM}"


@protect(Rule("partner-confidential", "a list of partners: whoever sent it", see=_OWN, add=_OWN, change=_OWN, delete=_OWN))
class PartnerFile(SentFile):
    """A list as it was sent, and how far its import is. done: organisations of it that are in; it goes on from there when it was cut off."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done = models.PositiveIntegerField(default=0)


@protect(confidential(_KEEPERS, write=_KEEPERS, delete=_KEEPERS))
class PartnerMapping(SavedMapping):
    """How a list with these headings is read, and what is said for rows that do not: from which list they are, what kind, where."""

    source = models.CharField("what the list is called", max_length=200, blank=True)
    kind = models.CharField("kind of every row that says none", max_length=20, blank=True)
    region = models.CharField("region of every row that says none", max_length=40, blank=True)


@protect(
    Rule(
        "partner-confidential",
        "rows of lists of partners that were not taken",
        see=_KEEPERS,
        add=_KEEPERS,
        change=_KEEPERS,
        delete=IS_SYSTEM,
    )
)
class PartnerRows(KeptRows):
    """The rows of a list that were not taken, as they stood there."""

    run = models.OneToOneField(ImportRun, primary_key=True, on_delete=models.CASCADE, related_name="+")

    class Meta(KeptRows.Meta):
        verbose_name_plural = "rows of partners"


@protect(confidential(_KEEPERS, write=_KEEPERS))
class PartnerSource(models.Model):
    """A list a partner stands on, its number there, and what that list last said: so that what somebody typed since is not written over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="sources")
    source = models.CharField("what the list is called", max_length=200)
    source_id = models.CharField("its number on that list", max_length=200, blank=True)
    said = models.JSONField("what the list last said of it", default=dict)
    at = models.DateTimeField("when it was last brought in", default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source_id=""), name="partners_partnersource_number"
            ),
            models.UniqueConstraint(fields=["partner", "source", "source_id"], name="partners_partnersource_once"),
        )

    def __str__(self) -> str:
        return self.source
