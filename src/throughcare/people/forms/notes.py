"""Forms about case notes."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from throughcare.common.clock import now, today
from throughcare.common.fields import GovukDateField, required_message
from throughcare.people.actions.notes import LONGEST_WHY, NewNote
from throughcare.people.models import CaseNote
from throughcare.people.policies import LONGEST_CASE_NOTE
from throughcare.people.queries.notes import NoteFilters
from throughcare.people.states import NoteKind

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NOON = time(12)


class NoteForm(forms.Form):
    """A note as it is written first."""

    kind = forms.ChoiceField(
        label="What kind of note is it?",
        choices=NoteKind.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what kind of note it is"),
    )
    happened_on = GovukDateField(label="When did it happen?", error_messages=required_message("Enter when it happened"))
    at_time = forms.CharField(
        label="Time",
        required=False,
        max_length=5,
        help_text="For example 14:30.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label="What happened?",
        max_length=LONGEST_CASE_NOTE,
        help_text="Facts first, then what you make of them. It stays as you write it; a mistake is corrected by a second writing.",
        error_messages=required_message("Write what happened"),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    sensitive = forms.BooleanField(
        label="This note is sensitive", required=False, help_text="Only those who may read sensitive notes see it. It can't be undone."
    )

    def clean_at_time(self) -> time | None:
        """Hours and minutes, or nothing."""
        said = self.cleaned_data["at_time"].strip()
        if not said:
            return None
        found = _TIME.fullmatch(said)
        if found is None:
            raise forms.ValidationError("Write the time as hours and minutes, such as 14:30.")
        return time(int(found[1]), int(found[2]))

    @property
    def new(self) -> NewNote:
        """What was typed. Without a time: now when it was today, else noon."""
        data = self.cleaned_data
        day, clock = data["happened_on"], data["at_time"]
        happened = now() if clock is None and day == today() else timezone.make_aware(datetime.combine(day, clock or _NOON))
        return NewNote(kind=data["kind"], text=data["text"], happened_at=happened, sensitive=data["sensitive"])


class CorrectionForm(NoteForm):
    """A further writing, and why."""

    why = forms.CharField(label="Why is it corrected?", max_length=LONGEST_WHY, error_messages=required_message("Say why it is corrected"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def of(cls, note: CaseNote) -> "CorrectionForm":
        """As it opens for the writing that is there."""
        local = timezone.localtime(note.happened_at)
        values = {name: getattr(note, name) for name in ("kind", "text", "sensitive")}
        return cls(initial={**values, "happened_on": local.date(), "at_time": f"{local:%H:%M}", "version": note.number})


class NoteFilter(forms.Form):
    """Kinds and days, kept in the address."""

    mark_optional = False
    kind = forms.MultipleChoiceField(label="Kind", required=False, choices=NoteKind.choices, widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    @property
    def filters(self) -> NoteFilters:
        """What was chosen; an odd value in the address counts as not chosen."""
        self.is_valid()
        data: dict[str, Any] = getattr(self, "cleaned_data", {})
        return NoteFilters(kinds=tuple(data.get("kind") or ()), from_on=data.get("since"), to_on=data.get("until"))
