"""Places free, and a manager's word on pillars."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.services.actions import NewCapacity
from throughcare.services.models import ServiceStatus


class CapacityForm(forms.Form):
    """Places free, as the partner says now."""

    _number = {"inputmode": "numeric", "class": "govuk-input--width-4"}
    available = forms.IntegerField(
        label="Places free now", required=False, min_value=0, max_value=100_000, widget=forms.TextInput(attrs=_number),
        error_messages={"invalid": "Enter places free as a whole number, like 3"},
    )  # fmt: skip
    maximum = forms.IntegerField(
        label="All places", required=False, min_value=0, max_value=100_000, widget=forms.TextInput(attrs=_number),
        error_messages={"invalid": "Enter all places as a whole number, like 10"},
    )  # fmt: skip
    waiting_days = forms.IntegerField(
        label="Wait, in days", required=False, min_value=0, max_value=3650, widget=forms.TextInput(attrs=_number),
        help_text="How long somebody referred today would wait. 0 for no wait.",
        error_messages={"invalid": "Enter the wait in whole days, like 14"},
    )  # fmt: skip
    description = forms.CharField(label="Anything else", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def new(self) -> NewCapacity:
        """What was said. Call when the form is valid."""
        said = self.cleaned_data
        return NewCapacity(said["available"], said["maximum"], said["waiting_days"], said["description"])


class VersionForm(forms.Form):
    """A change made by one click."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ConfidentialForm(VersionForm):
    """Who may see a service; said outright, so that a form cut short opens nothing."""

    confidential = forms.ChoiceField(choices=[("yes", "Confidential"), ("no", "Open to everybody")], widget=forms.HiddenInput)


class StatusForm(VersionForm):
    """Whether a service takes people."""

    status = forms.ChoiceField(
        label="Does it take people?",
        choices=[
            (ServiceStatus.ACTIVE.value, "Yes"),
            (ServiceStatus.TEMPORARILY_CLOSED.value, "No: it is closed for now, and will open again"),
            (ServiceStatus.INACTIVE.value, "No: it is not running, and nobody knows whether it will again"),
            (ServiceStatus.DEFUNCT.value, "No: it has closed for good"),
        ],
        widget=forms.RadioSelect,
    )


class PillarForm(forms.Form):
    """Why a service is put to a pillar or taken away from it."""

    reason = forms.CharField(
        label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Enter why, in a few words: whoever looks next will want to know"),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
