"""One's own inbox, and who is to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.models import Membership, User
from throughcare.common.clock import today
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.notices.kinds import kind_of, not_for
from throughcare.notices.models import Notice, NoticeRead

MOST_SHOWN = 99  # the header shows "99" for more; counting further helps nobody
# For whatever the reader can't open any more: one sentence, whether it is over, gone or was never there.
CLOSED = "You no longer work with this person."


@dataclass(frozen=True)
class InboxLine:
    """One notice as the inbox shows it."""

    id: UUID
    kind: str
    title: str
    sentence: str
    at: datetime
    is_read: bool
    safety: bool
    closed: bool


def mine(by: Actor) -> QuerySet[Notice]:
    """Notices to the reader and to their teams, each marked read or not."""
    own = Notice.objects.filter(Q(user=by.user_id) | Q(IsAnyOf(F("team_id"), these(by.teams)))) if by.signed_in else Notice.objects.none()
    return own.exclude(kind__in=not_for(by)).annotate(is_read=_read_by(by))


def unread(by: Actor) -> QuerySet[Notice]:
    """Those not yet opened."""
    return mine(by).filter(~_read_by(by))


def _read_by(by: Actor) -> Exists:
    return Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), user=by.user_id))


_UNREAD: OfReader[tuple[UUID]] = OfReader(lambda by: unread(by).values_list("id")[:MOST_SHOWN])


def unread_count(by: Actor) -> int:
    """How many, up to MOST_SHOWN."""
    return len(_UNREAD(by)) if by.signed_in else 0


def inbox(
    by: Actor, *, cursor: str = "", only_unread: bool = False, kind: str = "", size: int = PAGE_SIZE
) -> tuple[Page[Notice], list[InboxLine]]:
    """One page of the inbox, newest first; of one kind, or of every."""
    rows = unread(by) if only_unread else mine(by)
    page = page_of(rows.filter(kind=kind) if kind else rows, order=("-created_at", "-id"), cursor=cursor, size=size)
    return page, _lines(page.rows)


def get_notice(by: Actor, notice_id: UUID) -> Notice:
    """One notice to the reader. Raises NotFound."""
    notice = mine(by).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def get_line(by: Actor, notice_id: UUID) -> InboxLine:
    """One notice as the inbox shows it. Raises NotFound."""
    return _lines([get_notice(by, notice_id)])[0]


def told_today(kind: str, about: Ref, *, user_id: UUID | None = None, team_id: UUID | None = None) -> bool:
    """Whether this reader was told the same of the same thing today: for jobs that would tell of twenty rows twenty times. For a system actor."""
    there = Notice.objects.filter(kind=kind, about_kind=about.kind, about_id=about.id, user=user_id, team=team_id)
    return there.filter(created_at__date=today()).exists()


def readers_of(notice: Notice, *, only: UUID | None = None) -> list[UUID]:
    """Every active user the notice is for, as teams stand today; asked of one user, them or nobody. The reader must be a system actor."""
    if notice.user_id:
        own = set(User.objects.filter(pk=notice.user_id, is_active=True).values_list("id", flat=True))
        return sorted(own - kept_away(notice, own))
    in_team = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today()), team=notice.team_id, starts_on__lte=today(), user__is_active=True
    )
    if only is not None:
        in_team = in_team.filter(user=only)
    needs = kind_of(notice.kind).needs
    if needs:
        in_team = in_team.filter(role__permissions__permission__in=needs)
    members = set(in_team.values_list("user_id", flat=True))
    return sorted(members - kept_away(notice, members))


def is_still_for(notice: Notice, user_id: UUID) -> bool:
    """Would it be told to this user now? Their account is open, they belong to the team it is to, and are not kept from whom it is about."""
    return user_id in readers_of(notice, only=user_id)


def kept_away(notice: Notice, users: Iterable[UUID]) -> set[UUID]:
    """Of these readers, those limited access keeps from whom the notice is about, now. For a system actor."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.kept_from_thing(%s, %s, %s)", [notice.about_kind, notice.about_id, list(users)])
        return {row[0] for row in cursor.fetchall()}


def is_closed(notice: Notice) -> bool:
    """Could the reader, whose transaction this is, open no longer what it is about?"""
    return not _open([notice])


def _open(notices: Sequence[Notice]) -> set[UUID]:
    """The things of these that the reader could open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select throughcare.open_things(%s::text[], %s::uuid[])", [[n.about_kind for n in notices], [n.about_id for n in notices]]
        )
        return {row[0] for row in cursor.fetchall()}


def _lines(notices: Sequence[Any]) -> list[InboxLine]:
    there = _open(notices) if notices else set()
    return [_line(notice, closed=notice.about_id not in there) for notice in notices]


def _line(notice: Any, *, closed: bool) -> InboxLine:
    kind = kind_of(notice.kind)
    said = CLOSED if closed else kind.sentence
    return InboxLine(notice.id, notice.kind, kind.title, said, notice.created_at, notice.is_read, kind.safety, closed)
