"""Choosing how to be told, kind by kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings as site
from django.db import IntegrityError, transaction

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.reader import Reader, become
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.notices.actions.links import is_all_daily, read_link
from throughcare.notices.kinds import kind_of, kinds_for
from throughcare.notices.models import LATEST, NoticeSettings
from throughcare.notices.queries import settings_of
from throughcare.notices.states import Way

_CHANGED = "You changed this elsewhere since you opened it. Look at it again, then choose."
ALL_OF_THEM = "Everything in your daily mail"


@dataclass(frozen=True, kw_only=True)
class NewSettings:
    """ways: kind → how; kinds left out stay as they are. time_zone, language: empty for the site's."""

    ways: Mapping[str, str]
    hour: int
    time_zone: str = ""
    language: str = ""


@transaction.atomic
def choose(*, by: Actor, new: NewSettings, seen: int) -> NoticeSettings:
    """Keep the reader's choice. Raises Invalid naming what can't be chosen, and Stale when it was changed since version `seen`."""
    if by.user_id is None:
        raise NotAllowed("There is nothing at this address that you can see.")
    _check(by, new)
    there = settings_of(by.user_id)
    if there.version != seen:
        raise Stale(_CHANGED)
    daily, off = set(there.daily) - set(new.ways), set(there.off) - set(new.ways)
    daily |= {kind for kind, way in new.ways.items() if way == Way.DAILY}
    off |= {kind for kind, way in new.ways.items() if way == Way.OFF}
    row = NoticeSettings(user_id=by.user_id, daily=sorted(daily), off=sorted(off), hour=new.hour, version=seen + 1)
    row.time_zone, row.language = new.time_zone, new.language
    _keep(row, seen)
    record(by=by, verb="notice.settings.changed", about=events.account(by.user_id), detail={"daily": row.daily, "off": row.off})
    return row


def _check(by: Actor, new: NewSettings) -> None:
    known = dict(kinds_for(by))
    errors: dict[str, list[str]] = {}
    for kind, way in new.ways.items():
        if kind not in known:
            errors["ways"] = [f"There is no kind of notice called {kind}."]
        elif way not in Way.values:
            errors["ways"] = [f"{way} is no way to be told: use one of {', '.join(Way.values)}."]
        elif known[kind].safety and way != Way.AT_ONCE:
            errors["ways"] = [f"“{known[kind].title}” is about somebody's safety, so it is always mailed at once."]
    if not 0 <= new.hour <= LATEST:
        errors["hour"] = [f"Choose an hour from 0 to {LATEST}."]
    if new.time_zone and new.time_zone not in available_timezones():
        errors["time_zone"] = ["Choose a time zone such as Pacific/Auckland."]
    if new.language and new.language not in dict(site.LANGUAGES):
        errors["language"] = [f"Choose one of: {', '.join(dict(site.LANGUAGES))}."]
    if errors:
        raise Invalid(" ".join(sentence for found in errors.values() for sentence in found), errors)


def _keep(row: NoticeSettings, seen: int) -> None:
    values = {name: getattr(row, name) for name in ("daily", "off", "hour", "time_zone", "language", "version")}
    if seen:
        if not NoticeSettings.objects.filter(pk=row.user_id, version=seen).update(**values):
            raise Stale(_CHANGED)
        return
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale(_CHANGED) from None


def what_is_turned_off(token: str) -> tuple[str, bool]:
    """What a link in a mail is about, in words, and whether it can be turned off at all. Raises NotFound."""
    asked = read_link(token)
    if is_all_daily(asked.kind):
        return ALL_OF_THEM, True
    kind = kind_of(asked.kind)
    return kind.title, not kind.safety


@transaction.atomic
def turn_off(*, by: Actor, token: str) -> None:
    """Whoever holds the link turns mails of its kind off, for the user it names and nothing else; twice is once.

    Raises NotFound for a link that is none, Refused for what is about safety.
    """
    asked = read_link(token)
    if kind_of(asked.kind).safety:
        raise Refused("These mails are about somebody's safety, so they can't be turned off.")
    become(Reader(login_user=asked.user_id))  # no more than this one account's choice
    try:
        _turn_off(asked.user_id, asked.kind)
    finally:
        become(by.reader)


def _turn_off(user_id: UUID, kind: str) -> None:
    there = NoticeSettings.objects.select_for_update().filter(pk=user_id).first() or NoticeSettings(user_id=user_id, version=0)
    stopped = set(there.daily) if is_all_daily(kind) else {kind}
    if not stopped - set(there.off):
        return
    there.off, there.daily = sorted({*there.off, *stopped}), sorted(set(there.daily) - stopped)
    there.version += 1
    _keep(there, there.version - 1)
    actor = Actor(name="link in a mail", system="link in a mail")
    record(by=actor, verb="notice.turned_off", about=events.account(user_id), detail={"kinds": sorted(stopped)})
