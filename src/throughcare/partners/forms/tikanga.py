"""The form of a tikanga note."""

from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewTikanga
from throughcare.partners.models import LONGEST_WORDS, TikangaNote
from throughcare.partners.states import TikangaAbout


class TikangaForm(forms.Form):
    """A note, who gave it, and under what agreement."""

    about = forms.ChoiceField(
        label="What is it about?",
        choices=TikangaAbout.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what it is about"),
    )
    words = forms.CharField(
        label="What should people know and keep to?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Write nothing here that is not to be written down.",
        error_messages=required_message("Write the note"),
    )
    given_by = forms.CharField(label="Who gave it?", max_length=200, error_messages=required_message("Say who gave it"))
    agreement = forms.CharField(
        label="Under what agreement may it be shared, and with whom?",
        max_length=500,
        help_text="Such as: at the hui of 3 May, for those who come to our marae.",
        error_messages=required_message("Say under what agreement it may be shared"),
    )
    given_on = GovukDateField(label="When was it given?", required=False, help_text="Leave it empty for today.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, note: TikangaNote | None = None) -> None:
        super().__init__(data, initial={name: getattr(note, name) for name in self.base_fields} if note else {})

    def new(self) -> NewTikanga:
        """What was typed. Call when the form is valid."""
        return NewTikanga(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class WithdrawForm(forms.Form):
    """Take a note back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
