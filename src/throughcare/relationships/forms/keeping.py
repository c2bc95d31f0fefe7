"""Forms of those who keep assessments."""

from datetime import date
from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.relationships.actions import NewAgreed, NewRater, NewWave
from throughcare.relationships.bank import MOST_OWN
from throughcare.relationships.models import Wave
from throughcare.relationships.states import LONGEST_PURPOSE, RatingSide, WaveState


class VersionForm(forms.Form):
    """A button: nothing but the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MoveForm(VersionForm):
    """Open, close or give up."""


class WaveForm(forms.Form):
    """What is asked, and until when. Once it is open, the last day alone."""

    deadline = GovukDateField(
        label="Last day for answers",
        help_text="Two to four weeks from now is usual.",
        error_messages=required_message("Enter the last day for answers"),
    )
    purpose = forms.CharField(
        label="What is this partnership for, as the two of you say it?",
        required=False,
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever is asked reads it first.",
    )
    own_items = forms.CharField(
        label="What do the two of you want to ask beside our questions?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Up to {MOST_OWN} sentences, each on a line of its own, such as: The garden is used all year. Raters say how true each is.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, wave: Wave | None = None) -> None:
        initial = (
            {"deadline": wave.deadline, "purpose": wave.purpose, "own_items": "\n".join(wave.own_items), "version": wave.version}
            if wave
            else {}
        )
        super().__init__(data, initial=initial)
        self.asked = wave if wave and wave.state != WaveState.DRAFT else None
        if self.asked:
            del self.fields["purpose"], self.fields["own_items"]

    def new(self) -> NewWave:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        deadline: date = said["deadline"]
        if self.asked:
            return NewWave(deadline=deadline, purpose=self.asked.purpose, own_items=self.asked.own_items)
        return NewWave(deadline=deadline, purpose=said["purpose"], own_items=said["own_items"].splitlines())


class _WithSide(forms.Form):
    side = forms.ChoiceField(widget=forms.RadioSelect, choices=RatingSide.choices, error_messages=required_message("Choose the side"))

    def name_sides(self, partner: str, label: str) -> None:
        """Ask of which side, the partner by its name."""
        field = self.fields.get("side")
        if field is None:
            return
        field.label = label
        if isinstance(field, forms.ChoiceField):
            field.choices = [(RatingSide.OURS.value, RatingSide.OURS.label), (RatingSide.THEIRS.value, partner)]


class RaterForm(_WithSide):
    """Somebody to be asked."""

    name = forms.CharField(label="Name", max_length=200, error_messages=required_message("Enter their name"))
    email = forms.CharField(
        label="E-mail address at work",
        max_length=254,
        help_text="They get a link, and need no account. Whoever logs in under this address finds the questions at home too.",
        error_messages=required_message("Enter their e-mail address at work"),
    )
    field_order = ("name", "email", "side")

    def __init__(self, data: Any = None, *, is_own: bool = False) -> None:
        super().__init__(data)
        if is_own:  # a partner's own people, who name nobody else's
            del self.fields["side"]

    def new(self) -> NewRater:
        """What was typed. Call when the form is valid."""
        return NewRater(**{"side": RatingSide.THEIRS.value, **self.cleaned_data})


class AgreedForm(_WithSide):
    """What is to be done, by whom, by when."""

    words = forms.CharField(
        label="What is to be done?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say what is to be done"),
    )
    owner = forms.CharField(label="Who does it?", max_length=200, error_messages=required_message("Say who does it"))
    due = GovukDateField(label="By when?", error_messages=required_message("Enter the day by which it is done"))
    field_order = ("words", "side", "owner", "due")

    def new(self) -> NewAgreed:
        """What was typed. Call when the form is valid."""
        return NewAgreed(**self.cleaned_data)
