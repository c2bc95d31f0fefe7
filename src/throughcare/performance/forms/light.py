"""The three questions, as they are asked on every page."""

from typing import Any

from django import forms
from django.conf import settings

from throughcare.agreements.queries.terms import NOBODY_NAMED, QUESTIONS, SPENT
from throughcare.agreements.states import LONGEST_ANSWER
from throughcare.common.fields import GovukDateField, required_message
from throughcare.performance.actions import Told

_AREA = {"rows": 4}


def _question(number: int) -> forms.CharField:
    asked = QUESTIONS[number]
    return forms.CharField(
        label=asked,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs=_AREA),
        help_text=NOBODY_NAMED,
        error_messages=required_message(f"Answer in a few words: {asked}"),
    )


class LightReportForm(forms.Form):
    """is_grant: money was given. ours: one of us types what they were told."""

    did = _question(0)
    changed = _question(1)
    otherwise = _question(2)
    spent = forms.DecimalField(
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={
            **required_message("Enter how much was spent; 0 if nothing was"),
            "invalid": "Enter a number, like 2500 or 2500.50",
        },
    )
    told_by = forms.CharField(label="Who told you?", max_length=200, error_messages=required_message("Say who told you"))
    told_on = GovukDateField(label="When?", required=False, help_text="Leave it empty for today.")

    def __init__(self, data: Any = None, *, is_grant: bool, ours: bool) -> None:
        super().__init__(data)
        self.fields["spent"].label = f"{SPENT} In {settings.CURRENCY}"
        gone = [] if is_grant else ["spent"]
        for name in gone if ours else [*gone, "told_by", "told_on"]:
            del self.fields[name]

    def told(self) -> Told:
        """What was typed. Call when the form is valid."""
        return Told(**self.cleaned_data)
