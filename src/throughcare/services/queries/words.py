"""What a directory entry says, in words a page can show as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils import timezone

from throughcare.common.clock import today
from throughcare.matching.pillars import Pillar
from throughcare.matching.rules import STALE_AFTER_DAYS
from throughcare.places.models import Scheme
from throughcare.places.queries import labels, regions
from throughcare.services.models import PillarVerdict, Schedule, Service, ServiceCapacity, ServicePillar, Setting
from throughcare.services.pillars import rule

_DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
_ORDER = list(_DAYS)


def age_words(service: Service) -> str:
    """Whom it takes by age."""
    low, high = service.minimum_age, service.maximum_age
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} and over"
    return f"{high} and under" if low is None else f"{low} to {high}"


@dataclass(frozen=True)
class Places:
    """Places free, in words: how many, how long the wait, as at when, and whether that is too long ago to rely on."""

    text: str
    as_at: str
    old: bool


def places_words(capacity: ServiceCapacity | None) -> Places | None:
    """None when nobody has said."""
    if capacity is None:
        return None
    free, most, unit = capacity.available, capacity.maximum, capacity.unit
    if free is None:
        text = "Places free not said"
    else:
        text = f"{free or 'No'} {'place' if free == 1 and unit == 'places' else unit} free"
        text = text if most is None else f"{free or 'None'} of {most} {unit} free"
    if capacity.waiting_days is not None:
        days = capacity.waiting_days
        text += "; no wait" if days == 0 else f"; wait about {days} day{'s' if days != 1 else ''}"
    day = timezone.localdate(capacity.updated)
    return Places(text, f"{day.day} {day:%B %Y}", (today() - day).days > STALE_AFTER_DAYS)


def whom_rows(service: Service) -> list[dict[str, Any]]:
    """Whom it is for, line by line, for a summary list."""
    named = labels(Scheme.GENDER)
    region_names = {region.code: region.name for region in regions()}
    return [
        {"key": "Who may come", "value": service.eligibility_description},
        {"key": "Age", "value": age_words(service)},
        {"key": "Gender", "lines": [named.get((Scheme.GENDER.value, code), code) for code in service.genders]},
        {"key": "Where the person is", "lines": [Setting(code).label for code in service.settings]},
        {"key": "Regions", "lines": [region_names.get(code, code) for code in service.regions]},
        {"key": "Areas", "lines": [area.name or area.description for area in service.service_areas.all()]},
    ]


def how_rows(service: Service) -> list[dict[str, Any]]:
    """How it works: applying, cost, languages, what to bring."""
    costs = [str(cost) for cost in service.cost_options.all()]
    return [
        {"key": "How to apply", "value": service.application_process},
        {"key": "Cost", "lines": [text for text in (service.fees_description, *costs) if text]},
        {"key": "Waiting time", "value": service.wait_time},
        {"key": "Languages", "lines": [language.name for language in service.languages.all()]},
        {"key": "Interpreter", "value": service.interpretation_services},
        {"key": "Bring", "lines": [document.document for document in service.required_documents.all()]},
        {"key": "Accreditation", "lines": [text for text in (service.accreditations, service.licenses) if text]},
    ]


def hours_rows(schedules: Iterable[Schedule]) -> list[list[str]]:
    """Days, from, to and what else is said, Monday first; hours told in words only come last."""
    rows: list[tuple[int, str, list[str]]] = []
    for schedule in schedules:
        days = [day for day in _ORDER if day in schedule.byday.split(",")]
        place = _ORDER.index(days[0]) if days else len(_ORDER)
        told = [" – ".join(text for text in (schedule.description, schedule.notes) if text)]
        name = _days(days) or "In words"
        if days and schedule.freq == "MONTHLY":
            name = f"{name}, monthly"
        rows.append((place, _clock(schedule.opens_at), [name, _clock(schedule.opens_at), _clock(schedule.closes_at), *told]))
    kept: dict[tuple[str, ...], list[str]] = {tuple(line): line for _, _, line in sorted(rows)}  # the same hours at two places: once
    return list(kept.values())


def _days(days: list[str]) -> str:
    """Monday to Friday; Monday, Wednesday."""
    first, last = (_ORDER.index(days[0]), _ORDER.index(days[-1])) if days else (0, 0)
    in_a_row = len(days) > 2 and last - first == len(days) - 1
    return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}" if in_a_row else ", ".join(_DAYS[day] for day in days)


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


@dataclass(frozen=True)
class PillarLine:
    """One pillar of a service: whether it stands under it, and why."""

    pillar: Pillar
    stands: bool
    why: str
    verdict: str  # "" when nothing is decided


def pillar_lines(service: Service, names: dict[Any, str]) -> list[PillarLine]:
    """All six pillars, those it stands under with the rule that fired or who decided. `names`: user id → name."""
    decided = {row.pillar: row for row in service.pillars.all()}
    lines = [_pillar_line(pillar, decided.get(pillar.value), names) for pillar in Pillar]
    return sorted(lines, key=lambda line: not line.stands)


def _pillar_line(pillar: Pillar, row: ServicePillar | None, names: dict[Any, str]) -> PillarLine:
    if row is None:
        return PillarLine(pillar, False, "Nothing in its entry says so.", "")
    by_rule = rule(row.rule) if row.rule else None
    fired = f"It offers {by_rule.why}: the directory says “{row.matched}” (rule {row.rule})." if by_rule else ""
    if row.verdict == PillarVerdict.RULE:
        return PillarLine(pillar, True, fired or f"Rule {row.rule}, which is no longer used.", row.verdict)
    who = names.get(row.by_id, "A manager")
    did = "put it here" if row.verdict == PillarVerdict.ADDED else "took it away"
    day = timezone.localdate(row.at)
    why = f"{who} {did} on {day.day} {day:%B %Y}" + (f": {row.reason}" if row.reason else ".")
    return PillarLine(pillar, row.verdict == PillarVerdict.ADDED, why, row.verdict)
