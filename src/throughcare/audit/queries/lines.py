"""Reads of the audit: the person's own log, the auditor's list, the last verification. Each through a function of the database."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.audit import mac, states
from throughcare.common.paging import PAGE_SIZE, decode_cursor, encode_cursor
from throughcare.common.refusals import Invalid

log = logging.getLogger(__name__)
VERIFIED = "audit.verified"
_NAMES = (*mac.COLUMNS, "mac")
_COLUMNS = f"{mac.READ}, mac"
_SHOWN = 3  # persons named on an auditor's line
_TRIED = 50  # rows looked at for a verification that can be trusted
_MINE = f"select {_COLUMNS} from throughcare.audit_about_me(%s, %s, %s)"  # noqa: S608 - our own names; values are parameters
_ROWS = f"select {_COLUMNS} from throughcare.audit_rows(%s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608 - as above
Row = dict[str, Any]
# Upper apps know what an involvement is; they say it in words here.
_REASONS: list[Callable[[Actor, list[UUID]], dict[UUID, str]]] = []


@dataclass(frozen=True)
class Line:
    """One audit row as a page shows it."""

    id: UUID
    at: datetime | None
    who: str
    who_id: UUID | None
    offices: tuple[str, ...]
    verb: str
    did: str
    why: tuple[str, ...]
    parts: tuple[str, ...]
    codes: tuple[str, ...]
    channel: str
    person_ids: tuple[UUID, ...] = ()
    is_self: bool = False
    trusted: bool = True
    request_id: UUID | None = None
    visits: tuple["Line", ...] = ()  # what was folded into this line, itself among them; empty when nothing was

    @property
    def told(self) -> str:
        """For the auditor: what was done."""
        return states.told(self.verb) if self.trusted else self.did

    @property
    def part_names(self) -> tuple[str, ...]:
        """For the auditor: which parts of a record were open."""
        return tuple(states.PART_NAMES.get(code, code) for code in self.codes)

    @property
    def by_way_of(self) -> str:
        """For the auditor: a page, a command, another program."""
        return states.CHANNELS.get(self.channel, self.channel)

    @property
    def persons_shown(self) -> tuple[UUID, ...]:
        """Whom the auditor's page names."""
        return self.person_ids[:_SHOWN]

    @property
    def persons_more(self) -> int:
        """How many more there are."""
        return len(self.person_ids) - len(self.persons_shown)

    @property
    def title(self) -> str:
        """For the timeline: what was done."""
        return self.did

    @property
    def by(self) -> str:
        """For the timeline: who did it, and from which office."""
        return "You" if self.is_self else ", ".join((self.who, *self.offices))

    @property
    def text(self) -> str:
        """For the timeline: why, and what was open."""
        if not self.trusted:
            return "Somebody changed it, or put it here. Tell the privacy officer."
        why = f"Because: {'; '.join(self.why)}. " if self.why else ""
        return why + (f"What they could see: {'; '.join(self.parts)}." if self.parts and not self.is_self else "")


@dataclass(frozen=True)
class Lines:
    """One page of lines; shaped like common.paging.Page for the pager."""

    rows: list[Line]
    next: str | None
    is_first: bool


@dataclass(frozen=True)
class Filters:
    """What the auditor asked for."""

    person: UUID | None = None
    actor: UUID | None = None
    verb: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def codes(self) -> dict[str, str]:
        """Which filters were set, for the audit's own row."""
        given = {"person": self.person, "actor": self.actor, "verb": self.verb, "from": self.from_on, "to": self.to_on}
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True)
class Verification:
    """The last run of verify, as the audit tells it."""

    at: datetime
    ok: bool
    detail: dict[str, Any] = field(default_factory=dict)


def register_reasons(words: Callable[[Actor, list[UUID]], dict[UUID, str]]) -> None:
    """Say what involvements are, in words: ids → "Your case manager's team (Awa office)". Called from an upper app's `ready`."""
    if words not in _REASONS:
        _REASONS.append(words)


def about_me(by: Actor, cursor: str = "") -> Lines:
    """Everybody who looked at or changed the reader's own record, newest first; nothing is left out but what `withheld` counts."""
    found = _fetch(_MINE, [*_before(cursor), PAGE_SIZE + 1])
    page = _page(by, found, cursor)
    return replace(page, rows=_by_day(_by_request(page.rows)))


def withheld(by: Actor) -> list[str]:
    """What is not in the reader's own log, by which rule, in sentences."""
    with connection.cursor() as cursor:
        cursor.execute("select rule, lines from throughcare.audit_withheld_from_me()")
        found = cursor.fetchall()
    return [
        f"{lines} {'line is' if lines == 1 else 'lines are'} not shown, because {states.WITHHELD.get(rule, 'a rule says so')}."
        for rule, lines in found
    ]


def rows(by: Actor, filters: Filters, cursor: str = "") -> Lines:
    """The auditor's list. Called by `search.look`, which records that it was read."""
    begin, end = _start_of(filters.from_on), _start_of(filters.to_on + timedelta(days=1) if filters.to_on else None)
    found = _fetch(_ROWS, [filters.person, filters.actor, filters.verb or None, begin, end, *_before(cursor), PAGE_SIZE + 1])
    return _page(by, found, cursor)


def last_verification() -> Verification | None:
    """The last run of `throughcare audit verify` or of the nightly job."""
    found = _fetch(_ROWS, [None, None, VERIFIED, None, None, None, None, _TRIED])
    last = next(filter(_trusted, found), None)
    return Verification(last["at"], bool(last["detail"].get("ok")), last["detail"]) if last else None


@dataclass(frozen=True)
class Seen:
    """One person and one who opened their record: how often, first and last, what was open, what was done, by way of what."""

    person_id: UUID
    actor_id: UUID | None
    actor: str
    times: int
    first_at: datetime
    last_at: datetime
    compartments: list[str]
    verbs: list[str]
    channels: list[str]


def seen(filters: Filters) -> list[Seen]:
    """Everybody an incident touches, most often first. Called by `search.incident`, which records that it was read."""
    begin, end = _start_of(filters.from_on), _start_of(filters.to_on + timedelta(days=1) if filters.to_on else None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from throughcare.audit_seen(%s, %s, %s, %s) order by times desc, person, actor_name",
            [filters.person, filters.actor, begin, end],
        )
        return [Seen(*row) for row in cursor.fetchall()]


def was_ever_seen(person_id: UUID) -> bool:
    """Whether this is the key of a person's record, there or erased: to be made is to be audited. For those who hold audit.read."""
    return bool(_fetch(_ROWS, [person_id, None, None, None, None, None, None, 1]))


def last_of(verb: str) -> datetime | None:
    """When this was last done, by a row that carries our code. The reader must hold audit.read, or be a system actor."""
    last = next(filter(_trusted, _fetch(_ROWS, [None, None, verb, None, None, None, None, _TRIED])), None)
    return last["at"] if last else None


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _before(cursor: str) -> list[Any]:
    if not cursor:
        return [None, None]
    at, key = decode_cursor(cursor, 2)
    try:
        return [datetime.fromisoformat(at), UUID(key)]
    except (TypeError, ValueError, AttributeError) as odd:
        raise Invalid("The page marker in the address is not one of ours. Start again from the first page.") from odd


def _fetch(query: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [mac.row_of(_NAMES, row) for row in cursor.fetchall()]


def _trusted(row: Row) -> bool:
    """Was the row written by us? Anybody who got at the database's login could have added one, but not its code."""
    if mac.fits(row):
        return True
    log.critical("The audit row %s does not carry our code. Run throughcare audit verify.", row["id"])
    return False


def _page(by: Actor, found: list[Row], cursor: str) -> Lines:
    shown = found[:PAGE_SIZE]
    following = encode_cursor([shown[-1]["at"], shown[-1]["id"]]) if len(found) > PAGE_SIZE else None
    true = [row for row in shown if _trusted(row)]
    teams = {team.id: team.name for team in Team.objects.filter(pk__in=_all(true, "team_ids"))}
    reasons = _reasons(by, _all(true, "because_ids"))
    ours = {row["id"]: _line(by, row, teams, reasons) for row in true}
    return Lines([ours.get(row["id"]) or _not_ours(row) for row in shown], following, not cursor)


def _not_ours(row: Row) -> Line:
    """Nothing of what such a row says is repeated."""
    at = row["at"] if isinstance(row["at"], datetime) else None
    said = "This line can’t be trusted"
    return Line(row["id"], at, "", None, (), said, said, (), (), (), "", trusted=False)


def _by_request(lines: list[Line]) -> list[Line]:
    """One line for all that one page view did: whoever opens a page looks once, whatever the page is put together from."""
    found: list[Line] = []
    for _, together in groupby(lines, key=lambda line: line.request_id or line.id):
        first, *more = together
        every = (first, *more)
        found.append(
            replace(
                first,
                did=_in_one(every),
                why=tuple(sorted({why for line in every for why in line.why})),
                parts=tuple(dict.fromkeys(part for line in every for part in line.parts)),
                codes=tuple(sorted({code for line in every for code in line.codes}, key=_code_order)),
            )
            if more
            else first
        )
    return found


def _in_one(lines: tuple[Line, ...]) -> str:
    """One sentence for one visit: what was changed, or else the closest look. Looking is part of every change."""
    changes = [line.did for line in lines if not states.is_look(line.verb)]
    return "; ".join(dict.fromkeys(changes)) or min(lines, key=lambda line: states.closeness(line.verb)).did


def _by_day(lines: list[Line]) -> list[Line]:
    """One line for the same done by the same one day: at the time of the last, with every visit in it. Nothing is left out."""
    found: dict[object, list[Line]] = {}
    for line in lines:
        day = timezone.localdate(line.at) if line.at and line.trusted else line.id
        found.setdefault((day, line.by, line.did), []).append(line)
    return [_folded(visits) for visits in found.values()]


def _folded(visits: list[Line]) -> Line:
    if len(visits) == 1:
        return visits[0]
    why = tuple(sorted({why for line in visits for why in line.why}))
    codes = tuple(sorted({code for line in visits for code in line.codes}, key=_code_order))
    return replace(visits[0], why=why, codes=codes, parts=tuple(states.part(code) for code in codes), visits=tuple(visits))


def _code_order(code: str) -> tuple[int, str]:
    """C2 before C10."""
    return len(code), code


def _all(rows: Iterable[Row], column: str) -> set[UUID]:
    return {key for row in rows for key in row[column]}


def _reasons(by: Actor, ids: set[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for words in _REASONS:
        found |= words(by, sorted(ids))
    return found


def _line(by: Actor, row: Row, teams: dict[UUID, str], reasons: dict[UUID, str]) -> Line:
    is_self = row["actor_id"] is not None and row["actor_id"] == by.user_id
    who = row["actor_name"] if row["actor_id"] else f"Throughcare itself: {row['actor_name']}"
    codes = tuple(sorted(row["compartments"], key=_code_order))
    why = sorted({reasons[key] for key in row["because_ids"] if key in reasons})
    return Line(
        id=row["id"],
        at=row["at"],
        who=who,
        who_id=row["actor_id"],
        offices=tuple(teams[key] for key in row["team_ids"] if key in teams),
        verb=row["verb"],
        did=states.said(row["verb"]),
        why=tuple(why),
        parts=tuple(states.part(code) for code in codes),
        codes=codes,
        channel=row["channel"],
        person_ids=tuple(row["person_ids"]),
        is_self=is_self,
        request_id=row["request_id"],
    )
