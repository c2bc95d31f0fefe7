"""What somebody began to write about a partner and has not sent. Drafts about people are another app's (people/models/drafts.py)."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import READER, Rule, may, protect
from throughcare.partners.models.register import Partner

_AUTHOR = f"user_id = {READER} and {may('partner.edit')}"


@protect(Rule("personal", "its author's alone, while they keep the register", _AUTHOR, _AUTHOR, _AUTHOR, _AUTHOR))
class PartnerDraft(models.Model):
    """A form half filled in. `values` holds the fields as the browser sent them: field → texts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    form = models.CharField("which form: the name of its page", max_length=40)
    about_id = models.UUIDField("which thing it is about: the partner, or one of its rows")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "form", "about_id"], name="partners_partnerdraft_once"),)

    def __str__(self) -> str:
        return f"{self.form} of {self.user_id}"
