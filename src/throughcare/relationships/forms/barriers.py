"""Forms about what stands in the way."""

from typing import Any

from django import forms

from throughcare.common.fields import required_message
from throughcare.relationships.actions import NewBarrier
from throughcare.relationships.forms.keeping import VersionForm
from throughcare.relationships.models import Barrier
from throughcare.relationships.states import LONGEST_BARRIER, BarrierKind


class BarrierForm(VersionForm):
    """What stands in the way, and of what kind it is."""

    words = forms.CharField(
        label="What stands in the way?",
        max_length=LONGEST_BARRIER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: Their volunteers wait three months for a check.",
        error_messages=required_message("Say what stands in the way"),
    )
    kind = forms.ChoiceField(
        label="What kind is it?", widget=forms.RadioSelect, choices=BarrierKind.choices, error_messages=required_message("Choose the kind")
    )

    def __init__(self, data: Any = None, barrier: Barrier | None = None) -> None:
        told = {name: getattr(barrier, name) for name in ("words", "kind", "version")} if barrier else {"version": 1}
        super().__init__(data, initial=told)

    def new(self) -> NewBarrier:
        """What was typed. Call when the form is valid."""
        return NewBarrier(kind=self.cleaned_data["kind"], words=self.cleaned_data["words"])
