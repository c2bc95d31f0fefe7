"""Putting two records together, field by field, and taking them apart."""

from typing import Any
from uuid import UUID

from django import forms

from throughcare.common.fields import required_message
from throughcare.partners.actions.merging import NewMerge
from throughcare.partners.queries.merging import LOSER, WINNER, Beside
from throughcare.partners.states import LONGEST_REASON


class MergeForm(forms.Form):
    """One choice for each field both say something else of, the teams that see the record from now on, and why."""

    teams = forms.MultipleChoiceField(
        label="Which teams see the record that stays?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="All of it, and they answer for all its services. A team you leave out sees nothing of it until somebody lets it in.",
    )
    reason = forms.CharField(
        label="Why are they one?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why they are one: whoever looks next will want to know"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen_of_goes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, found: Beside, data: Any = None) -> None:
        super().__init__(data, initial={"seen": found.stays.version, "seen_of_goes": found.seen_of_goes})
        self.found = found
        for one in found.differs:
            self.fields[one.field.name] = forms.ChoiceField(
                label=one.field.label,
                choices=[(WINNER, one.winner), (LOSER, one.loser)],
                widget=forms.RadioSelect,
                error_messages=required_message(f"Choose which to keep: {one.field.label}"),
            )
        if found.teams:
            self.fields["teams"].choices = [(str(team.id), f"{team.name} (of {whose})") for team, whose in found.teams]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["teams"]
        self.order_fields([*(one.field.name for one in found.differs), "teams", "reason"])

    def new(self) -> NewMerge:
        """What was chosen. Call when the form is valid."""
        said = self.cleaned_data
        return NewMerge(
            winner_id=self.found.stays.pk,
            loser_id=self.found.goes.pk,
            reason=said["reason"],
            chosen={one.field.name: said[one.field.name] for one in self.found.differs},
            teams=[UUID(key) for key in said.get("teams", [])],
            seen=said["seen"],
            seen_of_goes=said["seen_of_goes"],
        )


class WithForm(forms.Form):
    """Which record another is put together with."""

    other = forms.CharField(
        label="Which record is the same organisation?",
        max_length=300,
        help_text="Its name as it stands in the directory, or the id at the end of its page's address.",
        error_messages=required_message("Enter the name of the other record"),
    )


class TakeApartForm(forms.Form):
    """Why two that were put together are two."""

    reason = forms.CharField(
        label="Why are they two after all?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why they are two: whoever looks next will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SeenForm(forms.Form):
    """The version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
