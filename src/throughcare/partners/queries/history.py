"""What happened to a partner's record, newest first: from the versions the database keeps of each row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE
from throughcare.partners.models import Partner
from throughcare.partners.states import InteractionKind, PartnerState

# Each part gives: at, kind, who, the version, the version before.
_PART = """
select pgh_created_at as at, '{kind}' as kind, pgh_context ->> 'user' as who, to_jsonb(e) as now, lag(to_jsonb(e)) over w as before, pgh_id
from partners_{table} e where e.{column} = %(partner)s window w as (partition by pgh_obj_id order by pgh_id)"""
_PARTS = (
    ("partner", "partnerevent", "pgh_obj_id"),
    ("organization", "organizationevent", "pgh_obj_id"),
    ("accreditation", "accreditationevent", "partner_id"),
    ("contact", "partnercontactevent", "partner_id"),
    ("interaction", "interactionevent", "partner_id"),
)
# Records put together with this one, and taken apart: no version of the row says so.
_MERGED = """
select m.{at} as at, '{kind}' as kind, m.{by}::text as who, jsonb_build_object('name', o.name, 'reason', m.{reason}) as now, null::jsonb as before, 0
from partners_partnermerge m join partners_organization o on o.id = m.loser_id where m.winner_id = %(partner)s and m.{at} is not null"""
_MERGES = (
    _MERGED.format(at="at", kind="merged", by="by_id", reason="reason"),
    _MERGED.format(at="parted_at", kind="parted", by="parted_by_id", reason="part_reason"),
)
_HAPPENED = (
    "select at, kind, who, now, before from ("  # noqa: S608 - names of our own
    + " union all ".join([*(_PART.format(kind=kind, table=table, column=column) for kind, table, column in _PARTS), *_MERGES])
    + ") happened where (%(before)s::timestamptz is null or at < %(before)s::timestamptz) order by at desc, kind, pgh_id desc limit %(limit)s"
)
# What a change of a column is called; a column that is not here is not told of.
_CALLED = {
    "purpose": "its purpose",
    "roles": "roles",
    "expertise": "expertise",
    "expertise_words": "expertise",
    "languages": "languages",
    "regions": "regions and sites",
    "sites": "regions and sites",
    "nzbn": "NZBN",
    "charity_number": "charity number",
    "safeguarding": "safeguarding",
    "safeguarding_on": "safeguarding",
    "safeguarding_note": "safeguarding",
    "owner_id": "owner",
    "owner_team_id": "owner",
    "contact_every": "the reminder without contact",
    "name": "name",
    "alternate_name": "other name",
    "kind": "kind",
    "email": "e-mail address",
    "website": "website",
    "address": "address",
    "description": "description in the directory",
    "parent_organization_id": "national body",
    "level": "level",
    "scope": "what it is for",
    "given_by": "who gave it",
    "expires_on": "last day",
    "position": "what they do",
    "phone": "phone",
    "is_lead": "who leads",
}
_STATE = {PartnerState.ACTIVE: "Active", PartnerState.PAUSED: "Paused", PartnerState.ENDED: "Ended"}


@dataclass(frozen=True)
class Happened:
    """One entry of a partner's timeline."""

    at: datetime
    sentence: str
    by_name: str


def history_of(partner: Partner, *, before: datetime | None = None, limit: int = PAGE_SIZE) -> list[Happened]:
    """Newest first. The caller has the partner from an access-checked getter; row security holds the past back from others too."""
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, {"partner": partner.pk, "before": before, "limit": limit})
        rows = [(at, kind, who, _read(now), _read(past)) for at, kind, who, now, past in cursor.fetchall()]
    names = names_of([UUID(who) for _, _, who, _, _ in rows if who])
    found = []
    for at, kind, who, now, past in rows:
        by_name = names.get(UUID(who), "") if who else ""
        found += [Happened(at, sentence, by_name) for sentence in _sentences(kind, now, past)]
    return found


def _read(version: str | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(version) if version else {}
    return found


def _sentences(kind: str, now: Mapping[str, Any], past: Mapping[str, Any]) -> Iterator[str]:
    """What one version says that the one before did not."""
    if kind == "interaction":
        yield _in_touch(now, past)
        return
    if not past:
        yield from _first(kind, now)
        return
    if kind == "partner" and now["state"] != past["state"]:
        yield f"{_STATE[PartnerState(now['state'])]} since {_day(now['state_since'])}: {now['state_reason']}"
    if kind in ("accreditation", "contact") and now["ended_on"] and not past["ended_on"]:
        yield f"{_thing(kind, now)} ended" + (f": {now['end_reason']}" if now.get("end_reason") else "")
        return
    changed = sorted({_CALLED[column] for column in now if column in _CALLED and now[column] != past.get(column)})
    if changed:
        yield f"{_thing(kind, now)} changed: {', '.join(changed)}"


def _first(kind: str, now: Mapping[str, Any]) -> Iterator[str]:
    if kind in ("merged", "parted"):
        did = "Put together with the record" if kind == "merged" else "Taken apart again from the record"
        yield f"{did} of {now['name']}: {now['reason']}"
    elif kind == "partner":
        yield "Put on the register"
    elif kind != "organization":
        yield f"{_thing(kind, now)} added"


def _thing(kind: str, now: Mapping[str, Any]) -> str:
    if kind == "accreditation":
        return f"Accreditation at level {now['level']}"
    return f"Contact {now['name']}" if kind == "contact" else "Record"


def _in_touch(now: Mapping[str, Any], past: Mapping[str, Any]) -> str:
    """Without a word of what was said: that is on its own page."""
    what = f"{InteractionKind(now['kind']).label} of {_day(now['on_day'])}"
    if not past:
        return f"{what} written down"
    if now["withdrawn_on"] and not past["withdrawn_on"]:
        return f"{what} withdrawn: {now['withdrawn_reason']}"
    if now["shared"] != past["shared"]:
        return f"{what} corrected, and {'shared with the partner' if now['shared'] else 'shared no more'}"
    return f"{what} corrected"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
