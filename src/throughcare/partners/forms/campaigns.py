"""Forms about campaigns and submissions."""

from typing import Any

from django import forms
from django.http import QueryDict

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewCampaign
from throughcare.partners.models import LONGEST_WORDS, Campaign
from throughcare.partners.queries import CampaignFilters
from throughcare.partners.states import CampaignKind, CampaignState


class CampaignForm(forms.Form):
    """What a partner asks of the department."""

    kind = forms.ChoiceField(
        label="What is it?", choices=CampaignKind.choices, widget=forms.RadioSelect, error_messages=required_message("Choose what it is")
    )
    title = forms.CharField(label="What is it called?", max_length=300, error_messages=required_message("Enter what it is called"))
    topic = forms.CharField(label="What is it about?", required=False, max_length=200, help_text="In a word or two, such as: bail housing.")
    asks = forms.CharField(
        label="What does it ask of the department?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=required_message("Say what it asks of the department"),
    )
    said_on = GovukDateField(label="When was it made?", required=False, help_text="Leave it empty for today.")
    document = forms.CharField(label="Where can it be read?", required=False, max_length=500, help_text="The address of the document.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, row: Campaign | None = None) -> None:
        super().__init__(data, initial={name: getattr(row, name) for name in self.base_fields} if row else {})

    def new(self) -> NewCampaign:
        """What was typed. Call when the form is valid."""
        return NewCampaign(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class CampaignAnswerForm(forms.Form):
    """Our answer."""

    answer = forms.CharField(
        label="Our answer",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The partner's own people read it.",
        error_messages=required_message("Write our answer: the partner reads it"),
    )
    answered_on = GovukDateField(label="When was it given?", required=False, help_text="Leave it empty for today.")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CampaignReopenForm(forms.Form):
    """Open it again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CampaignsForm(forms.Form):
    """Filters of the list, kept in the address. Without a state in it, only those that wait are shown."""

    mark_optional = False
    words = forms.CharField(label="Words", required=False, max_length=200, help_text="In the title, the topic or what is asked.")
    state = forms.ChoiceField(label="How it stands", required=False, choices=[*CampaignState.choices, ("any", "Any")])

    def __init__(self, data: QueryDict) -> None:
        given = data.copy()
        given.setdefault("state", CampaignState.OPEN.value)
        super().__init__(given)

    def filters(self) -> CampaignFilters:
        """What was asked for. Call when the form is valid."""
        state = self.cleaned_data["state"]
        return CampaignFilters(state="" if state == "any" else state, words=self.cleaned_data["words"])
