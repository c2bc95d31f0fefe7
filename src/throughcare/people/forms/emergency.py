"""Forms about records opened in an emergency."""

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.people.actions.emergency import LONGEST_WHY, NewOpening
from throughcare.people.states import EmergencyReason, EmergencyVerdict


class EmergencyForm(forms.Form):
    """Whose record, and why."""

    number = forms.CharField(
        label="The person's number",
        max_length=100,
        help_text="All of it, such as PRN-1234.",
        error_messages=required_message("Enter their number"),
    )
    born = GovukDateField(label="Date of birth", error_messages=required_message("Enter their date of birth"))
    reason = forms.ChoiceField(
        label="What has happened?",
        choices=EmergencyReason.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what has happened"),
    )
    words = forms.CharField(
        label="Why do you need to see the record now?",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Write why you need to see it now"),
    )

    @property
    def new(self) -> NewOpening:
        """What was typed."""
        return NewOpening(**self.cleaned_data)


class ReviewForm(forms.Form):
    """What a second person thinks of it."""

    verdict = forms.ChoiceField(
        label="Was it right to open this record?",
        choices=EmergencyVerdict.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose whether it was right"),
    )
    because = forms.CharField(
        label="Because", max_length=LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 3}), error_messages=required_message("Write why")
    )
