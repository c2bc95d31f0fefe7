"""Which referrals somebody may see, by our own filter; row-level security stands behind it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.people.models import Involvement
from throughcare.people.queries.caseload import Opened
from throughcare.people.queries.involvements import OfficePeople, open_involvements
from throughcare.people.queries.kept import not_kept
from throughcare.people.queries.workers import mine_now
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


def whose_is(by: Actor, whose: str) -> Q:
    """Of those the reader may see. mine: what they made, and what is about somebody on their caseload or whom they cover, whoever made it. office:
    what is about somebody an office of theirs works with now, whoever made it. Anything else: all.

    Who has the person now acts on the referral; who made it may be gone. So both begin with people, and a handover takes its referrals along.
    """
    if whose == "mine":
        return Q(referrer_id=by.user_id) | Q(IsAnyOf(F("person_id"), ArraySubquery(mine_now(by))))
    if whose == "office":
        return Q(IsAnyOf(F("person_id"), OfficePeople()))
    return Q()


def who_answers(referrals: Iterable[UUID]) -> list[tuple[UUID, UUID | None, UUID | None]]:
    """(referral, user, office) of whom a word from the service is for now: one of the two of each row. For the partner it is with, and for jobs."""
    with connection.cursor() as cursor:
        sql = "select r, w.worker, w.office from unnest(%s::uuid[]) r, throughcare.who_answers(r) w order by 1, 2, 3"
        cursor.execute(sql, [list(referrals)])
        found: list[tuple[UUID, UUID | None, UUID | None]] = cursor.fetchall()
    return found


def still_with(referral_id: UUID) -> UUID | None:
    """The partner's worker who took it, while they work there and their account is open. For the office that works with the person."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.still_with(%s)", [referral_id])
        found: UUID | None = cursor.fetchone()[0]
    return found


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
