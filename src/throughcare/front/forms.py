"""Filters of pages that gather many domains; they stand in the address."""

from datetime import timedelta
from typing import Any

from django import forms

from throughcare.front.queries import TimelineFilters
from throughcare.people.queries.notes import start_of

GROUPS = [
    ("notes", "Case notes"),
    ("needs", "Needs"),
    ("referrals", "Referrals"),
    ("caseload", "Who works with them"),
    ("record", "Whereabouts and release"),
    ("disagreements", "“I don't agree”"),
]


class TimelineForm(forms.Form):
    """What kinds of entry, and between which days."""

    mark_optional = False
    kind = forms.MultipleChoiceField(label="Show", required=False, choices=GROUPS, widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    @property
    def filters(self) -> TimelineFilters:
        """What was chosen; an odd value in the address counts as not chosen."""
        self.is_valid()
        data: dict[str, Any] = getattr(self, "cleaned_data", {})
        since, until = data.get("since"), data.get("until")
        return TimelineFilters(
            groups=tuple(data.get("kind") or ()),
            since=start_of(since) if since else None,
            until=start_of(until + timedelta(days=1)) if until else None,
        )
