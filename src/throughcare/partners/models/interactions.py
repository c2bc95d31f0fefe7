"""When we were in touch with a partner: what was said, who was there, and whether the partner reads it too."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.accounts.models import User
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect
from throughcare.partners.models.register import Partner
from throughcare.partners.states import InteractionKind, Topic

LONGEST_SAID = 5000
_OURS = f"{IS_SYSTEM} or {may('partner.view')}"
_THEIRS = "shared and partner_id = any((select throughcare.my_organizations())::uuid[])"


def _rule(of_partner: str) -> Rule:
    """of_partner: when its own people read a row."""
    return confidential(f"{_OURS} or ({of_partner})", write=f"{IS_SYSTEM} or {may('partner.edit')}")


# A version that was ours alone stays so when a later one is shared; and one that was shared goes with the row when that is shared no more.
_LIVE = "exists (select 1 from partners_interaction live where live.id = partners_interactionevent.pgh_obj_id)"

_OF_THIS_PARTNER = """
    if exists (select 1 from unnest(new.contact_ids) wanted (id)
               where not exists (select 1 from partners_partnercontact c where c.id = wanted.id and c.partner_id = new.partner_id)) then
        raise exception 'who was there is a contact of another partner' using errcode = 'check_violation';
    end if;
    return new;
"""


@tracked(_rule(f"{_THEIRS} and {_LIVE}"))
@protect(_rule(_THEIRS))
class Interaction(models.Model):
    """One time we were in touch. Ours alone unless it is shared; what was wrong is corrected, or withdrawn with a reason, and stays to be read.

    Where several partners were, each has a row of its own of the same event: each reads its own, with its own people, and a merge moves each alone.
    also: other partners that were there, as far as the reader is told; filled by the queries.
    """

    also: Sequence[UUID] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="interactions", db_index=False)
    kind = models.CharField(max_length=10, choices=InteractionKind.choices)
    on = models.DateField("day", db_column="on_day")
    starts_at = models.TimeField("from", null=True, blank=True)
    ends_at = models.TimeField("until", null=True, blank=True)
    site = models.CharField("code of the site it was at", max_length=60, blank=True)
    place = models.CharField("where else, or where there", max_length=200, blank=True)
    contact_ids = ArrayField(models.UUIDField(), verbose_name="their contacts who were there", default=list, blank=True)
    user_ids = ArrayField(models.UUIDField(), verbose_name="those of ours who were there", default=list, blank=True)
    others = models.CharField("who else was there, at work", max_length=500, blank=True)
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    topic_words = models.CharField("what else was spoken of", max_length=200, blank=True)
    said = models.TextField("what was said")
    next_on = models.DateField("when to be in touch again", null=True, blank=True)
    shared = models.BooleanField("the partner's own people read it too", default=False)
    event_id = models.UUIDField("the event, where several partners were there: key of its first row", null=True, blank=True)
    told = models.BooleanField("partners that were there are told of each other", default=False, db_default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=InteractionKind.values), name="partners_interaction_kind"),
            models.CheckConstraint(condition=Q(topics__contained_by=Topic.values), name="partners_interaction_topics"),
            models.CheckConstraint(condition=~Q(said=""), name="partners_interaction_said"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="partners_interaction_times",
            ),
            models.CheckConstraint(condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on")), name="partners_interaction_next"),
            models.CheckConstraint(condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""), name="partners_interaction_withdrawn"),
        )
        indexes = (
            models.Index(fields=["partner", "-on", "-id"], name="partners_interaction_latest"),
            models.Index(fields=["event_id"], condition=Q(event_id__isnull=False), name="partners_interaction_event"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="of_this_partner",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("contact_ids"),  # type: ignore[no-untyped-call]  # pgtrigger's own
                when=pgtrigger.Before,
                func=_OF_THIS_PARTNER,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
