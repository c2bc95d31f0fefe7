"""How somebody wants to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.common.refusals import NotFound
from throughcare.notices.kinds import Kind, kind_of, kinds_for
from throughcare.notices.models import NoticeSettings
from throughcare.notices.states import Way


@dataclass(frozen=True)
class Choice:
    """One kind of notice the reader may get, and how it reaches them."""

    kind: str
    words: Kind
    way: Way


def settings_of(user_id: UUID | None) -> NoticeSettings:
    """The user's settings; version 0 when they never chose: everything at once."""
    if user_id is None:
        raise NotFound
    return NoticeSettings.objects.filter(pk=user_id).first() or NoticeSettings(user_id=user_id, version=0)


def settings_of_many(users: Iterable[UUID]) -> dict[UUID, NoticeSettings]:
    """Of those who ever chose. The reader must be a system actor."""
    return {row.user_id: row for row in NoticeSettings.objects.filter(pk__in=list(users))}


def way_of(chosen: NoticeSettings | None, kind: str) -> Way:
    """How a notice of this kind reaches somebody with these settings. What is about safety is always told at once."""
    if chosen is None or kind_of(kind).safety:
        return Way.AT_ONCE
    return Way.DAILY if kind in chosen.daily else Way.OFF if kind in chosen.off else Way.AT_ONCE


def own_choices(by: Actor, chosen: NoticeSettings) -> list[Choice]:
    """Every kind the reader may get, with its way."""
    return [Choice(name, kind, way_of(chosen, name)) for name, kind in kinds_for(by)]
