"""Changes that partners' own people ask for, put together as pages, REST and the command line show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from throughcare.accounts.queries import names_of
from throughcare.partners.models import Organization, Partner, ProposedChange
from throughcare.partners.numbers import show_nzbn
from throughcare.partners.queries.changes import Compared, Said
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import ChangePart, ChangeState, PartnerRole
from throughcare.places.queries import regions, sites

LIST_HEAD = ("Partner", "What", "Asked by", "Asked on", "How it stands")
STATE_COLOURS = {ChangeState.PROPOSED: "yellow", ChangeState.CONFIRMED: "green", ChangeState.REFUSED: "red", ChangeState.WITHDRAWN: "grey"}
_LABELS: dict[str, dict[str, str]] = {
    ChangePart.NAME: {"name": "Name", "alternate_name": "Other name", "national_body": "National body"},
    ChangePart.NUMBERS: {"nzbn": "NZBN", "charity_number": "Charity number"},
    ChangePart.ROLES: {"roles": "Roles it plays"},
    ChangePart.REACH: {"regions": "Regions", "sites": "Sites"},
    ChangePart.ACCREDITATION: {
        "level": "Level",
        "scope": "What for",
        "given_by": "Given by",
        "expires_on": "Last day",
        "ended_on": "Taken off on",
    },
    ChangePart.LEAD: {"lead": "Who leads"},
}


class Line(NamedTuple):
    """One field in words: as it was when they asked, as it is, as they ask."""

    label: str
    was: str
    now: str
    asked: str


def lines(change: ProposedChange, beside: Compared) -> list[Line]:
    """The fields of the change in words; those that stay empty throughout are left out."""
    words = _Words(beside.partner, (change.was, beside.now, change.said))
    found = []
    for name, label in _LABELS[change.part].items():
        said = [words.of(name, values.get(name)) for values in (change.was, beside.now, change.said)]
        if any(said):
            found.append(Line(label, *said))
    return found


class _Words:
    """Names behind the codes and keys of these values."""

    def __init__(self, partner: Partner, values: Iterable[Said]) -> None:
        self._contacts = {str(one.pk): one.name for one in partner.contacts.all()}
        above = [UUID(found) for one in values if (found := one.get("national_body"))]
        self._above = {str(row.pk): row.name for row in Organization.objects.filter(pk__in=above).order_by("id")} if above else {}

    def of(self, name: str, value: Any) -> str:
        """One value in words; nothing for none."""
        if value in (None, "", []):
            return ""
        if name in ("expires_on", "ended_on"):
            return day_words(date.fromisoformat(value))
        if name in ("regions", "sites"):
            known = {one.code: one.name for one in (regions() if name == "regions" else sites())}
            return ", ".join(known.get(code, code) for code in value)
        if name == "roles":
            return ", ".join(str(PartnerRole(code).label) for code in value)
        if name == "lead":
            return self._contacts.get(value, "Somebody who is no contact any more")
        if name == "national_body":
            return self._above.get(value, str(value))
        return show_nzbn(value) if name == "nzbn" else str(value)


def rows(found: Iterable[ProposedChange]) -> list[list[object]]:
    """Lines of the list."""
    all_of = list(found)
    names = names_of([one.proposed_by_id for one in all_of])
    return [
        [
            {"text": one.partner.organization.name, "href": reverse("partner-change", args=[one.pk])},
            one.get_part_display(),
            names.get(one.proposed_by_id, ""),
            day_words(one.proposed_at.date()),
            {"text": one.get_state_display(), "colour": STATE_COLOURS[ChangeState(one.state)]},
        ]
        for one in all_of
    ]


def facts(change: ProposedChange) -> list[dict[str, Any]]:
    """Who asked and answered, when, and why."""
    names = names_of([change.proposed_by_id, change.answered_by_id])
    told = [
        {"key": "Asked by", "value": names.get(change.proposed_by_id, "")},
        {"key": "Asked on", "value": day_words(change.proposed_at.date())},
        {"key": "What they say about it", "value": change.why},
    ]
    if change.answered_at:
        who = names.get(change.answered_by_id, "") if change.answered_by_id else "The site itself"
        told += [{"key": "Answered by", "value": who}, {"key": "Answered on", "value": day_words(change.answered_at.date())}]
    if change.reason:
        told.append({"key": "Why it was refused", "value": change.reason})
    return told


def as_dict(change: ProposedChange, beside: Compared) -> dict[str, Any]:
    """For the command line."""
    return {
        "id": str(change.pk),
        "partner": change.partner.organization.name,
        "what": change.get_part_display(),
        "stands": change.get_state_display(),
        "asked_on": change.proposed_at.date(),
        "why": change.why,
        "lines": [{"field": one.label, "was": one.was, "now": one.now, "asked": one.asked} for one in lines(change, beside)],
        "tag": beside.tag,
    }
