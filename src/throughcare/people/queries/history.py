"""What happened to somebody's record, newest first: from the versions the database keeps of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE
from throughcare.common.ref import Ref
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Person
from throughcare.people.queries.caseload import may_see
from throughcare.people.queries.identity import day_words
from throughcare.people.states import EndReason, NeedStatus, NoteKind
from throughcare.places.models import Scheme
from throughcare.places.queries import labels

# Each part gives: at, kind, about, user, then what the sentence is made of.
_HAPPENED = """
with need as (
  select pgh_created_at as at, pgh_id, pgh_obj_id as about, pgh_context ->> 'user' as who, pgh_label, pillar, status, note,
         lag(status) over w as status_before, lag(note) over w as note_before, lag(pillar) over w as pillar_before
  from people_needevent where person_id = %(person)s window w as (partition by pgh_obj_id order by pgh_id)),
record as (
  select pgh_created_at as at, pgh_id, pgh_obj_id as about, pgh_context ->> 'user' as who, pgh_label, release_date, release_unknown_because,
         lag(release_date) over w as date_before, lag(release_unknown_because) over w as because_before, who_, lag(who_) over w as who_before
  from people_personevent, lateral (select row(preferred_name, given_names, family_name, name_mi, birth_date, age_band, gender, ethnicities, iwi,
    languages, interpreter_needed)::text as who_) as d
  where pgh_obj_id = %(person)s window w as (order by pgh_id)),
stay as (
  select pgh_created_at as at, pgh_id, pgh_obj_id as about, pgh_context ->> 'user' as who, pgh_label, kind, site_id, starts_on,
         lag(site_id) over w as site_before, lag(starts_on) over w as start_before
  from people_whereaboutsevent where person_id = %(person)s window w as (partition by pgh_obj_id order by pgh_id))
select at, kind, about, who, what, day from (
  select at, 'need.' || case when pgh_label = 'insert' then 'added' when status is distinct from status_before then status else 'changed' end as kind,
         about, who, pillar as what, null::date as day
    from need where pgh_label = 'insert' or (status, note, pillar) is distinct from (status_before, note_before, pillar_before)
  union all
  select at, case when pgh_label = 'insert' then 'record.made' when release_date is null then 'release.unknown' else 'release.date' end,
         about, who, release_unknown_because, release_date
    from record where pgh_label = 'insert' or (release_date, release_unknown_because) is distinct from (date_before, because_before)
  union all
  select at, 'record.changed', about, who, null, null from record where pgh_label <> 'insert' and who_ is distinct from who_before
  union all
  select w.at, case when w.pgh_label = 'insert' then 'moved.' else 'corrected.' end || w.kind, w.about, w.who, s.name, w.starts_on
    from stay w join places_site s on s.id = w.site_id
    where w.pgh_label = 'insert' or (w.site_id, w.starts_on) is distinct from (w.site_before, w.start_before)
  union all
  select d.at, 'disagreement', d.id, null, d.about_kind, null from people_disagreement d where d.person_id = %(person)s
  union all
  select d.answered_at, 'answer', d.id, d.answered_by_id::text, d.about_kind, null
    from people_disagreement d where d.person_id = %(person)s and d.answered_at is not null
  union all
  select n.happened_at, 'note.' || n.kind, n.note_id, n.author_id::text, n.kind, null
    from people_casenote n where n.person_id = %(person)s and n.is_current
  union all
  select a.starts_at, 'worker.' || a.kind, a.id, a.by_id::text, a.worker_id::text, null from people_assignment a where a.person_id = %(person)s
  union all
  select h.made_at, 'handover.MADE', h.id, h.by_id::text, t.name, h.last_day
    from people_handover h join accounts_team t on t.id = h.to_team_id where h.person_id = %(person)s
  union all
  select h.closed_at, 'handover.' || h.state, h.id, h.closed_by_id::text, t.name, null
    from people_handover h join accounts_team t on t.id = h.to_team_id where h.person_id = %(person)s and h.closed_at is not null
  union all
  select m.at, 'record.together', m.id, m.by_id::text, null, null from throughcare.put_together(%(person)s) m
  union all
  select e.at, 'ending.' || e.reason, e.id, e.by_id::text, t.name, e.last_day
    from people_ending e join accounts_team t on t.id = e.team_id where e.person_id = %(person)s
) happened
where (%(before)s::timestamptz is null or at < %(before)s::timestamptz)
  and at < now() and (%(since)s::timestamptz is null or at >= %(since)s::timestamptz)
  and (cardinality(%(groups)s::text[]) = 0 or split_part(kind, '.', 1) = any(%(groups)s::text[]))
order by at desc, kind, about limit %(limit)s"""

_ABOUT = {
    "need": "people.need",
    "disagreement": "people.disagreement",
    "answer": "people.disagreement",
    "note": "people.casenote",
    "handover": "people.handover",
}
# What a timeline can be narrowed to → the kinds of entry it stands for.
GROUPS: dict[str, tuple[str, ...]] = {
    "needs": ("need",),
    "notes": ("note",),
    "caseload": ("worker", "handover", "ending"),
    "record": ("record", "release", "moved", "corrected"),
    "disagreements": ("disagreement", "answer"),
}
_RECORD = {"together": "Put together with another record of theirs", "made": "Record made", "changed": "Who they are was changed"}
_WORKER = {"MAIN": "Now on the caseload of", "COVER": "Covered by"}
_HANDOVER = {"MADE": "Handed over to", "ACKNOWLEDGED": "Handover acknowledged:", "TAKEN_BACK": "Handover taken back:"}
_NEED = {
    "added": "Need recorded",
    "changed": "Need changed",
    NeedStatus.NOT_STARTED: "Need not started",
    NeedStatus.IN_PROGRESS: "Need in progress",
    NeedStatus.MET: "Need met",
    NeedStatus.DECLINED: "Need declined by the person",
}


@dataclass(frozen=True)
class Happened:
    """One entry of a timeline."""

    at: datetime
    kind: str
    sentence: str
    by_name: str
    about: Ref | None = None


def _there(by: Actor, person_id: UUID) -> QuerySet[Person, UUID]:
    return Person.objects.filter(may_see(by), pk=person_id).values_list("pk", flat=True)


_THERE = OfReader(_there)


def history_of(
    by: Actor,
    person_id: UUID,
    *,
    before: datetime | None = None,
    since: datetime | None = None,
    groups: Sequence[str] = (),
    limit: int = PAGE_SIZE,
) -> list[Happened]:
    """Newest first, of these groups (none: all). The caller has fetched the person and named C1, C7, C9 and C10. Empty for a stranger."""
    kinds = [kind for group in groups for kind in GROUPS.get(group, ())]
    if groups and not kinds:
        return []
    if not _THERE(by, person_id):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, {"person": person_id, "before": before, "since": since, "groups": kinds, "limit": limit})
        rows = cursor.fetchall()
    names = names_of([*(UUID(row[3]) for row in rows if row[3]), *(UUID(row[4]) for row in rows if row[1].startswith("worker."))])
    words = labels(Scheme.UNKNOWN_RELEASE) if any(row[1].startswith("release.") for row in rows) else {}
    return [_happened(row, names, words) for row in rows]


def _happened(row: tuple[Any, ...], names: dict[UUID, str], words: dict[tuple[str, str], str]) -> Happened:
    at, kind, about, who, what, day = row
    group, _, step = kind.partition(".")
    if group == "worker":
        what = names.get(UUID(what), "somebody who has left")
    ref = Ref(_ABOUT[group], about) if group in _ABOUT else None
    return Happened(at, kind, _sentence(group, step, what, day, words), names.get(UUID(who), "") if who else "", ref)


def _sentence(group: str, step: str, what: str, day: date | None, words: dict[tuple[str, str], str]) -> str:
    match group:
        case "need":
            return f"{_NEED[step]}: {Pillar(what).label}"
        case "moved" | "corrected":
            since = (
                f"{'In prison' if step == 'CUSTODY' else 'In the community'}: {what}, since {day_words(day) if day else 'an unknown day'}"
            )
            return since if group == "moved" else f"Corrected: {since[0].lower()}{since[1:]}"
        case "release" if step == "date" and day:
            return f"Release date is now {day_words(day)}"
        case "release":
            reason = words.get((Scheme.UNKNOWN_RELEASE, what), what)
            return f"Release date is no longer known{f': {reason}' if reason else ''}"
        case "record":
            return _RECORD[step]
        case "note":
            return f"Case note: {NoteKind(what).label}"
        case "worker":
            return f"{_WORKER[step]} {what}"
        case "handover":
            return f"{_HANDOVER[step]} {what}"
        case "ending":
            return f"{what} stops working with them: {EndReason(step).label.lower()}"
        case "disagreement":
            return "The person said they don't agree"
    return "Disagreement answered"
