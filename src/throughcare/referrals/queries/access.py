"""Which referrals somebody may see, by our own filter; row-level security stands behind it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.people.models import Involvement
from throughcare.people.queries.caseload import Opened
from throughcare.people.queries.involvements import open_involvements
from throughcare.people.queries.kept import not_kept
from throughcare.referrals.models import REFERRAL, Referral
from throughcare.referrals.states import ReferralState


def visible_to(by: Actor) -> QuerySet[Referral]:
    """Referrals the reader may see: about people their team works with, or sent to their team. A draft is never the partner's."""
    if by.system:
        return Referral.objects.all()
    seen = Q(pk__in=[])
    if by.may(Permission.PERSON_VIEW) or by.may(Permission.REFERRAL_SEND):
        seen |= Q(Opened("person_id", by.teams, by.user_id, "C7"))
    if by.may(Permission.REFERRAL_ANSWER):
        seen |= Q(IsAnyOf(F("to_team_id"), these(by.teams)), sent_at__isnull=False) & ~Q(state=ReferralState.DRAFT)
    return Referral.objects.filter(seen, not_kept("person_id"))


def _because(persons: list[UUID], teams: list[UUID], user_id: UUID | None = None) -> QuerySet[Involvement, tuple[UUID, str, UUID | None]]:
    return open_involvements(persons, teams, user_id).values_list("id", "because_kind", "because_id")


_BECAUSE = Compiled(_because)


def because_of(by: Actor, persons: Iterable[UUID], referrals: Iterable[UUID] = ()) -> list[UUID]:
    """The involvements relied on for these people: the office's own, and the partner's for these referrals."""
    persons = list(persons)
    if not persons or not by.teams:
        return []
    rows = _BECAUSE(persons, list(by.teams), *([by.user_id] if by.user_id else []))
    wanted = set(referrals)
    return sorted(pk for pk, kind, about in rows if kind != REFERRAL or about in wanted)
