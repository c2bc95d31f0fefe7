"""The form about a look that must be explained."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.people.actions.looks import LONGEST_WHY
from throughcare.people.states import LookVerdict


class LookForm(forms.Form):
    """What a second person found when they asked."""

    verdict = forms.ChoiceField(
        label="Was there a reason to open this record?",
        choices=[(LookVerdict.EXPLAINED.value, "Yes: they explained it"), (LookVerdict.BROWSING.value, "No: they were browsing")],
        widget=forms.RadioSelect,
        error_messages=required_message("Choose whether there was a reason"),
    )
    because = forms.CharField(
        label="What did they say, and what did you check?",
        help_text="It stays as you write it, with your name. The person can read in their own record that somebody was asked.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Write what they said and what you checked"),
    )
