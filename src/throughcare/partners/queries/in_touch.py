"""Times we were in touch, put together as pages, REST and the command line show them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from throughcare.accounts.queries import names_of
from throughcare.partners.models import Interaction
from throughcare.partners.queries.interactions import names_of_others, who_was_there
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import Topic
from throughcare.places.queries import sites_by_code

_SHORT = 280  # characters of what was said in a list


def title(one: Interaction) -> str:
    """Hui, 3 November 2026."""
    return f"{one.get_kind_display()}, {day_words(one.on)}"


def topics(one: Interaction) -> list[str]:
    """What it was about, in words."""
    return [str(Topic(code).label) for code in one.topics] + ([one.topic_words] if one.topic_words else [])


def tags(one: Interaction) -> list[dict[str, str]]:
    """What to know first."""
    found = [{"text": "Withdrawn", "colour": "red"}] if one.withdrawn_on else []
    if one.also:
        found.append({"text": "Several partners there", "colour": "blue"})
    return [*found, {"text": "Shared with the partner", "colour": "green"} if one.shared else {"text": "Ours alone", "colour": "grey"}]


def events(found: Sequence[Interaction]) -> list[dict[str, object]]:
    """Entries of a timeline, with as many reads for one as for all."""
    there, names = who_was_there(found), names_of_others(found)
    writers = names_of({one.written_by_id for one in found})
    return [
        {
            "title": one.get_kind_display() + (f": {', '.join(topics(one))}" if topics(one) else ""),
            "at": one.on,
            "by": writers.get(one.written_by_id, "") if one.written_by_id else "",
            "text": "\n".join(filter(None, (_shortly(one), _with(one, *there[one.pk]), _also(one, names), _stands(one)))),
            "href": reverse("interaction", args=[one.pk]),
        }
        for one in found
    ]


def _shortly(one: Interaction) -> str:
    return one.said if len(one.said) <= _SHORT else f"{one.said[:_SHORT].rsplit(' ', 1)[0]} …"


def _with(one: Interaction, theirs: list[str], ours: list[str]) -> str:
    there = [*theirs, *ours, *([one.others] if one.others else [])]
    return f"There: {', '.join(there)}" if there else ""


def _also(one: Interaction, names: Mapping[UUID, str]) -> str:
    there = [name for key, name in names.items() if key in one.also]
    return f"Other partners there: {', '.join(there)}" if there else ""


def _stands(one: Interaction) -> str:
    if one.withdrawn_on:
        return f"Withdrawn {day_words(one.withdrawn_on)}: {one.withdrawn_reason}"
    again = f"In touch again on {day_words(one.next_on)}" if one.next_on else ""
    return ". ".join(filter(None, (again, "Shared with the partner" if one.shared else "")))


def rows(one: Interaction) -> list[dict[str, Any]]:
    """All of one, for a summary list."""
    theirs, ours = who_was_there([one])[one.pk]
    at = sites_by_code([one.site]) if one.site else {}
    where = [at[one.site].name if one.site in at else one.site, one.place]
    clock = " to ".join(f"{moment:%H:%M}" for moment in (one.starts_at, one.ends_at) if moment)
    found: list[dict[str, Any]] = [
        {"key": "When", "value": f"{day_words(one.on)}, {clock}" if clock else day_words(one.on)},
        {"key": "Where", "value": ", ".join(filter(None, where))},
        {"key": "What was said", "value": one.said},
        {"key": "What it was about", "lines": topics(one)},
        {"key": "Who of theirs was there", "value": ", ".join(theirs)},
        {"key": "Who of ours was there", "value": ", ".join(ours)},
        {"key": "Who else was there", "value": one.others},
        {"key": "Other partners there", "lines": list(names_of_others([one]).values())},
        {"key": "In touch again on", "value": day_words(one.next_on)},
        {"key": "Written by", "value": names_of([one.written_by_id]).get(one.written_by_id, "") if one.written_by_id else "Throughcare"},
    ]
    if one.withdrawn_on:
        found.append({"key": "Withdrawn", "value": f"{day_words(one.withdrawn_on)}: {one.withdrawn_reason}"})
    return found


def as_dict(one: Interaction, theirs: list[str], ours: list[str]) -> dict[str, Any]:
    """One, in words and days, for the command line."""
    plain = (
        "on",
        "starts_at",
        "ends_at",
        "site",
        "place",
        "said",
        "next_on",
        "shared",
        "told",
        "others",
        "withdrawn_on",
        "withdrawn_reason",
        "version",
    )
    own = {name: getattr(one, name) for name in plain}
    also = list(names_of_others([one]).values())
    return {"id": str(one.pk), "kind": one.get_kind_display(), **own, "topics": topics(one), "theirs": theirs, "ours": ours, "also": also}
