"""A report for funders, as people type it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from throughcare.agreements.models import Agreement
from throughcare.common.fields import GovukDateField, required_message
from throughcare.performance.actions import NewFunderReport
from throughcare.performance.states import LONGEST_LINE


class FunderReportForm(forms.Form):
    """Of which days and agreement, in whose words."""

    first_on = GovukDateField(label="From which day?", error_messages=required_message("Enter the first day"))
    last_on = GovukDateField(label="Until which day?", error_messages=required_message("Enter the last day"))
    agreement_id = forms.ChoiceField(label="Of which agreement?", required=False)
    words_1 = forms.CharField(
        label="In your own words: the first line",
        required=False,
        max_length=LONGEST_LINE,
        help_text="Three lines at most, for whoever funds you. Name no person you work with.",
    )
    words_2 = forms.CharField(label="The second line", required=False, max_length=LONGEST_LINE)
    words_3 = forms.CharField(label="The third line", required=False, max_length=LONGEST_LINE)

    def __init__(self, agreements: Sequence[Agreement], data: Any = None) -> None:
        super().__init__(data)
        chosen = self.fields["agreement_id"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = [("", "All of them"), *((str(one.pk), f"{one.number}: {one.title}") for one in agreements)]

    def new(self) -> NewFunderReport:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        key = UUID(said["agreement_id"]) if said["agreement_id"] else None
        lines = [said[name] for name in ("words_1", "words_2", "words_3")]
        return NewFunderReport(first_on=said["first_on"], last_on=said["last_on"], agreement_id=key, words=lines)
