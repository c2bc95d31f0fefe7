"""Keeping what somebody has begun to write about a partner, and letting it go. Nobody but its author reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.refusals import Invalid, NotFound
from throughcare.partners.models import PartnerDraft
from throughcare.partners.queries import get_partner

LARGEST = 100_000  # characters of all fields together
_MACHINERY = frozenset({"csrfmiddlewaretoken", "draft"})


@dataclass(frozen=True)
class Written:
    """What a form is about: the name of its page, the thing, and the partner whose it is."""

    form: str
    about_id: UUID
    partner_id: UUID


@transaction.atomic
def keep_partner_draft(*, by: Actor, written: Written, values: Mapping[str, Sequence[str]]) -> PartnerDraft:
    """Keep what is typed so far, instead of what was kept before. Raises NotFound for whoever keeps the register no more, and Invalid."""
    if by.user_id is None or not by.may(Permission.PARTNER_EDIT):
        raise NotFound
    kept = {name: [text.replace("\x00", "") for text in texts] for name, texts in values.items() if name not in _MACHINERY}
    if sum(len(name) + sum(map(len, texts)) for name, texts in kept.items()) > LARGEST:
        raise Invalid("This is too long to be kept as a draft. Send it in parts.")
    partner = get_partner(by, written.partner_id)
    key: dict[str, Any] = {"user_id": by.user_id, "form": written.form, "about_id": written.about_id}
    found, _ = PartnerDraft.objects.update_or_create(**key, defaults={"values": kept, "saved_at": now(), "partner": partner})
    return found


@transaction.atomic
def drop_partner_draft(*, by: Actor, written: Written) -> None:
    """It was sent, or is not wanted any more."""
    if by.user_id is not None:
        PartnerDraft.objects.filter(user_id=by.user_id, form=written.form, about_id=written.about_id).delete()
