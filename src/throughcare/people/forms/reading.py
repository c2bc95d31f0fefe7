"""The form that lets somebody open more records."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.people.actions.reading import LONGEST_WHY


class LiftForm(forms.Form):
    """Why."""

    why = forms.CharField(
        label="Why do they need to open more records today?",
        help_text="Ask them first.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Write why they need to open more"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
