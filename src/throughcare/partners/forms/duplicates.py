"""Deciding whether two records are one organisation."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.partners.states import LONGEST_REASON


class KeepTwoForm(forms.Form):
    """Why two records are two organisations."""

    reason = forms.CharField(
        label="Why are they two?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: a branch and its national body; two trusts in one house.",
        error_messages=required_message("Say why they are two: whoever looks next will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
