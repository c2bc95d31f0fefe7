"""A measure as people type it."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from throughcare.agreements.models import Agreement
from throughcare.common.fields import Hinted, required_message
from throughcare.performance.actions import MeasureWords, NewMeasure
from throughcare.performance.models import Measure
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_WITHIN, Better, Cycle, Rba, Source, Unit

_TEXT = {"rows": 3}
_RBA = [
    (Rba.HOW_MUCH.value, Hinted(Rba.HOW_MUCH.label, "People, sessions, homes: what was done.")),
    (Rba.HOW_WELL.value, Hinted(Rba.HOW_WELL.label, "In time, to the end, as people wished it.")),
    (Rba.BETTER_OFF.value, Hinted(Rba.BETTER_OFF.label, "What became of people: a home kept, work kept.")),
]


def _number(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=14, decimal_places=2, help_text=hint)


class _Words(forms.Form):
    """What a measure says, in the order of the page."""

    rba = forms.ChoiceField(
        label="Which question does it answer?",
        choices=_RBA,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose which question it answers"),
    )
    name = forms.CharField(label="What is measured?", max_length=200, error_messages=required_message("Enter what is measured"))
    includes = forms.CharField(
        label="What does it include?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="Who or what is counted, and when. Both sides hold to it.",
        error_messages=required_message("Say what it includes"),
    )
    excludes = forms.CharField(label="What does it exclude?", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs=_TEXT))
    unit = forms.ChoiceField(label="In which unit?", choices=Unit.choices, initial=Unit.COUNT.value)
    better = forms.ChoiceField(label="When is the target met?", choices=Better.choices, initial=Better.MORE.value)
    target = _number("Target", "Leave it empty for what is only watched.")
    target_to = _number("Upper target", "For “between two targets” alone.")
    report_within = forms.IntegerField(
        label="How many days after a period is its report due?",
        min_value=0,
        max_value=90,
        initial=REPORT_WITHIN,
        error_messages=required_message("Enter a number of days"),
    )

    def words(self) -> dict[str, Any]:
        """What was typed, as actions take it. Call when the form is valid."""
        return {name: self.cleaned_data[name] for name in _Words.base_fields}


class AddMeasureForm(_Words):
    """A new one: of which party, how often, and where its number comes from, too."""

    party = forms.ChoiceField(label="Whose work does it measure?", error_messages=required_message("Choose whose work it measures"))
    source = forms.ChoiceField(label="Where does the number come from?", choices=Source.choices, initial=Source.REPORTED.value)
    period = forms.ChoiceField(
        label="How often?", choices=Cycle.choices, initial=Cycle.QUARTER.value, help_text="Periods begin with the agreement's first day."
    )
    from_start = forms.BooleanField(
        label="Ask for all periods since the agreement began", required=False, help_text="Otherwise the first is the one that runs now."
    )
    field_order = (
        "party",
        "rba",
        "name",
        "includes",
        "excludes",
        "source",
        "unit",
        "better",
        "target",
        "target_to",
        "period",
        "report_within",
    )

    def __init__(self, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data)
        parties = [(str(one.pk), one.name) for one in agreement.parties.all() if one.organization_id]
        party, source = self.fields["party"], self.fields["source"]
        assert isinstance(party, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 - declared above
        party.choices = parties
        if settings.PARTNERSHIP:  # no referrals to count
            source.choices = [(Source.REPORTED.value, Source.REPORTED.label)]

    def new(self) -> NewMeasure:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        more = {name: said[name] for name in ("period", "source", "from_start")}
        return NewMeasure(party_id=UUID(said["party"]), **self.words(), **more)


class MeasureForm(_Words):
    """One that nothing was reported of yet, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, measure: Measure, data: Any = None) -> None:
        known = {name: getattr(measure, name) for name in (*_Words.base_fields, "version")}
        super().__init__(data, initial=known)

    def new(self) -> MeasureWords:
        """What was typed. Call when the form is valid."""
        return MeasureWords(**self.words())


class CloseForm(forms.Form):
    """Why it is measured no more."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        error_messages=required_message("Say why: the other side reads it"),
    )

    def __init__(self, measure: Measure, data: Any = None) -> None:
        super().__init__(data, initial={"version": measure.version})
