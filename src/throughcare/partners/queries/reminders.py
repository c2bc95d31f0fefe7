"""What to remind of today: partners nobody was in touch with, agreed days of contact that have come, accreditations about to end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from throughcare.accounts.models import Team
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.partners.models import Accreditation, Interaction, Partner
from throughcare.partners.queries.quiet import quiet
from throughcare.partners.queries.register import Owner, owners
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import ACCREDITATION_RULE, DAYS_TO_ACT, NEXT_RULE, QUIET_RULE, PartnerState


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something to remind of: by which rule, of what occasion, about which partner, and what is to be done."""

    rule: str
    occasion: str
    partner: Partner
    what: str
    due_on: date

    @property
    def about(self) -> Ref:
        """The partner."""
        return Ref("partners.partner", self.partner.pk)


def due_reminders(partner_id: UUID | None = None) -> list[Due]:
    """Of every active partner, or of one of them. For whoever may look at partners, and for jobs."""
    active = Partner.objects.select_related("organization").filter(state=PartnerState.ACTIVE)
    if partner_id is not None:
        active = active.filter(pk=partner_id)
    return [*_quiet(active), *_next(active), *_ending(active)]


def _quiet(active: QuerySet[Partner]) -> Iterator[Due]:
    for row in quiet(active).order_by("pk"):
        last: date = row.last  # type: ignore[attr-defined]  # annotated
        what = f"Get in touch with {row.organization.name}: no contact since {day_words(last)}"
        yield Due(rule=QUIET_RULE, occasion=f"since {last}", partner=row, what=what, due_on=today() + timedelta(days=DAYS_TO_ACT))


def _next(active: QuerySet[Partner]) -> Iterator[Due]:
    """Of the latest contact alone: whoever was in touch since has agreed anew."""
    latest = Interaction.objects.filter(partner__in=active, withdrawn_on__isnull=True).order_by("partner", "-on", "-id").distinct("partner")
    there = {one.partner_id: one for one in latest if one.next_on and one.next_on <= today()}
    for row in active.filter(pk__in=list(there)).order_by("pk"):
        one = there[row.pk]
        what = f"Be in touch with {row.organization.name}, as agreed on {day_words(one.on)}"
        yield Due(rule=NEXT_RULE, occasion=f"{one.pk} {one.next_on}", partner=row, what=what, due_on=one.next_on or today())


def _ending(active: QuerySet[Partner]) -> Iterator[Due]:
    if not settings.ACCREDITATION_DAYS:
        return
    soon = today() + timedelta(days=settings.ACCREDITATION_DAYS)
    rows = Accreditation.objects.filter(partner__in=active, ended_on__isnull=True, expires_on__lte=soon)
    for one in rows.select_related("partner__organization").order_by("pk"):
        ends = one.expires_on or soon
        what = f"Ask {one.partner.organization.name} for its new accreditation: level {one.level} {'ended' if ends < today() else 'ends'} {day_words(ends)}"
        yield Due(rule=ACCREDITATION_RULE, occasion=f"{one.pk} {ends}", partner=one.partner, what=what, due_on=max(ends, today()))


class Doers:
    """Who is reminded of a partner: its owner; without one, an office that keeps the register: the owner's, one of its regions, any."""

    def __init__(self) -> None:
        self._known: Sequence[Owner] = owners()
        offices = {one.team_id: one.team for one in self._known}
        self._region = dict(Team.objects.filter(pk__in=list(offices)).values_list("id", "region"))
        self._offices = sorted(offices, key=lambda key: (offices[key], key))

    def of(self, partner: Partner) -> dict[str, Any]:
        """user_id or team_id; nothing when nobody keeps the register."""
        if any((one.user_id, one.team_id) == (partner.owner_id, partner.owner_team_id) for one in self._known):
            return {"user_id": partner.owner_id}
        if not self._offices:
            return {}
        near = [key for key in self._offices if self._region.get(key) in partner.regions]
        own = [key for key in self._offices if key == partner.owner_team_id]
        return {"team_id": [*own, *near, *self._offices][0]}
