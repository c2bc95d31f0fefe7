"""Deciding who is who, and asking for somebody's record."""

from typing import Any

from django import forms

from throughcare.accounts.models import Team
from throughcare.common.fields import required_message
from throughcare.common.text import clean
from throughcare.people.actions.rows import FileRow
from throughcare.people.models import identifier_value
from throughcare.places.models import Scheme
from throughcare.places.queries import terms

LONGEST = 500


class HeldForm(forms.Form):
    """The same as somebody shown, somebody else, or not clear yet."""

    decision = forms.ChoiceField(label="Who is it?", widget=forms.RadioSelect, error_messages=required_message("Choose who it is"))
    note = forms.CharField(
        label="What you asked and whom, or why",
        required=False,
        max_length=LONGEST,
        help_text="Needed when you ask, and when no record is to be made.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = [(key, f"{name}: change their record") for key, name in people]
        rest = [
            ("different", "Somebody else: make a record" if people else "Somebody new: make a record"),
            ("ask", "Not clear: I have asked"),
            ("drop", "Nobody: make no record"),
        ]
        self.fields["decision"].choices = [*same, *rest]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """What is asked, or not wanted, is said."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("decision") in ("ask", "drop") and not clean(values.get("note") or ""):
            self.add_error("note", "Write a few words")
        return values


class PairForm(forms.Form):
    """Which of two records stays, or that they are two people's."""

    decision = forms.ChoiceField(
        label="Are they one person?",
        widget=forms.RadioSelect,
        choices=[
            ("one", "Yes: the first record stays, the second goes into it"),
            ("other", "Yes: the second record stays, the first goes into it"),
            ("two", "No: they are two people"),
        ],
        error_messages=required_message("Choose whether they are one person"),
    )
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST,
        help_text="The officer who decides reads this.",
        error_messages=required_message("Say why"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(forms.Form):
    """One step of a merge, from the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(required=False, max_length=LONGEST)


class ApartForm(MergeForm):
    """Why two records that were put together should be taken apart."""

    reason = forms.CharField(
        label="Why they should be taken apart",
        max_length=LONGEST,
        help_text="The officer who decides reads this.",
        error_messages=required_message("Say why they should be taken apart"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddPersonForm(forms.Form):
    """Somebody new."""

    team = forms.ChoiceField(label="Office that works with them", error_messages=required_message("Choose an office"))
    preferred_name = forms.CharField(label="What they are called", max_length=200, error_messages=required_message("Enter a name"))
    given_names = forms.CharField(label="Given names", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    birth_date = forms.DateField(
        label="Date of birth", required=False, help_text="For example 27/03/1990.", input_formats=["%d/%m/%Y", "%Y-%m-%d"]
    )
    scheme = forms.ChoiceField(label="Kind of number", required=False)
    number = forms.CharField(label="Number another system knows them by", max_length=100, required=False)

    def __init__(self, *args: Any, offices: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(team.code, team.name) for team in offices]  # type: ignore[attr-defined]  # a choice field
        self.fields["scheme"].choices = [("", "No number"), *((t.code, t.label) for t in terms(Scheme.IDENTIFIER))]  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """A number with its kind, or neither."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("scheme")) != bool(values.get("number")):
            self.add_error("number", "Give a number and its kind, or neither")
        return values

    @property
    def row(self) -> FileRow:
        """As a row of a file says it."""
        said = self.cleaned_data
        numbers = ((said["scheme"], identifier_value(said["number"])),) if said["number"] else ()
        return FileRow(
            row=0,
            team=said["team"],
            identifiers=numbers,
            preferred_name=clean(said["preferred_name"]),
            given_names=clean(said["given_names"]) or None,
            family_name=clean(said["family_name"]) or None,
            birth_date=said["birth_date"],
        )
