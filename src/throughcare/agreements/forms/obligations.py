"""What people type about what each side owes the other."""

from typing import Any
from uuid import UUID

from django import forms

from throughcare.agreements.actions import NewObligation
from throughcare.agreements.forms.agreements import TEXT, choose
from throughcare.agreements.models import Agreement, Obligation
from throughcare.agreements.states import Bearer, Repeats
from throughcare.common.fields import GovukDateField, required_message


class ObligationForm(forms.Form):
    """What the department does for a party, or a party for the department, by when."""

    who = forms.ChoiceField(label="Who does it?", widget=forms.RadioSelect, error_messages=required_message("Choose who does it"))
    what = forms.CharField(
        label="What is to be done?",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say what is to be done"),
    )
    due_on = GovukDateField(label="By when?", error_messages=required_message("Enter the day it is due"))
    repeats = forms.ChoiceField(label="How often?", choices=Repeats.choices, initial=Repeats.ONCE.value)

    def __init__(self, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data)
        others = [one for one in agreement.parties.all() if one.organization_id]
        theirs = [(f"{one.pk} {Bearer.PARTY}", one.name) for one in others]
        choose(self, "who", [*theirs, *((f"{one.pk} {Bearer.DEPARTMENT}", f"The department, for {one.name}") for one in others)])

    def new(self) -> NewObligation:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        party, _, bearer = said["who"].partition(" ")
        return NewObligation(party_id=UUID(party), bearer=bearer, what=said["what"], due_on=said["due_on"], repeats=said["repeats"])


class OfObligation(forms.Form):
    """What every form about one has: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, one: Obligation, data: Any = None) -> None:
        known = {"said": one.said, "link": one.link, "words": one.disputed, "version": one.version}
        super().__init__(data, initial={name: value for name, value in known.items() if name in self.base_fields})


class SayForm(OfObligation):
    """What was done."""

    said = forms.CharField(
        label="What was done?", max_length=1000, widget=forms.Textarea(attrs=TEXT), error_messages=required_message("Say what was done")
    )
    link = forms.CharField(label="Where is the evidence?", required=False, max_length=500, help_text="The address of a page or a document.")


class DisputeForm(OfObligation):
    """How the other side sees it."""

    words = forms.CharField(
        label="How do you see it?",
        max_length=1000,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say how you see it"),
    )


class JudgeForm(OfObligation):
    """A step without a reason."""


class JudgeWhyForm(OfObligation):
    """A step with one."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say why: the other side reads it"),
    )
