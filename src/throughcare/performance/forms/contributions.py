"""What a side puts in, as people type it."""

from typing import Any
from uuid import UUID

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.agreements.models import Agreement
from throughcare.agreements.states import Bearer
from throughcare.common.fields import GovukDateField, required_message
from throughcare.performance.actions import NewContribution
from throughcare.performance.models import Contribution
from throughcare.performance.queries import side_of
from throughcare.performance.states import LONGEST_REASON, Basis, ContributionKind, Measured

_TEXT = {"rows": 3}
_NUMBER: dict[str, Any] = {"min_value": 0, "max_digits": 14, "decimal_places": 2}


class AddContributionForm(forms.Form):
    """One row: who puts in what, when, how much, and what it is worth where somebody reckoned that."""

    party = forms.ChoiceField(label="Which party is it with?", error_messages=required_message("Choose the party"))
    giver = forms.ChoiceField(label="Who puts it in?", choices=Bearer.choices, error_messages=required_message("Choose who puts it in"))
    kind = forms.ChoiceField(label="What kind is it?", choices=ContributionKind.choices, error_messages=required_message("Choose its kind"))
    basis = forms.ChoiceField(
        label="Was it agreed, or given?",
        choices=Basis.choices,
        help_text="What was agreed and what was given are two rows, and are not added to each other.",
        error_messages=required_message("Choose whether it was agreed or given"),
    )
    what = forms.CharField(
        label="What is it?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="Name no person on a sentence.",
        error_messages=required_message("Say what it is"),
    )
    first_on = GovukDateField(label="From which day?", error_messages=required_message("Enter the day, or the first of several"))
    last_on = GovukDateField(label="Until which day?", help_text="Leave it out for one day.", required=False)
    quantity = forms.DecimalField(label="How much?", error_messages=required_message("Enter how much"), **_NUMBER)
    measured = forms.ChoiceField(label="In which unit?", choices=Measured.choices, error_messages=required_message("Choose the unit"))
    in_words = forms.CharField(
        label="Which other unit?", max_length=40, required=False, help_text="For “another unit” alone: rooms, say, or places."
    )
    worth = forms.DecimalField(
        label="What is it worth?",
        required=False,
        help_text="Leave it out where nobody reckoned it, and for money.",
        **_NUMBER,
    )
    worth_how = forms.CharField(
        label="How was that reckoned?", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data)
        party = self.fields["party"]
        assert isinstance(party, forms.ChoiceField)  # noqa: S101 - declared above
        others = [one for one in agreement.parties.all() if one.organization_id and side_of(by, one.organization_id)]
        party.choices = [(str(one.pk), one.name) for one in others]

    def new(self) -> NewContribution:
        """What was typed. Call when the form is valid."""
        said = dict(self.cleaned_data)
        return NewContribution(party_id=UUID(said.pop("party")), **said)


class OfContribution(forms.Form):
    """What every form about one has: the version that was seen. Alone, a step without words."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, contribution: Contribution, data: Any = None) -> None:
        super().__init__(data, initial={"version": contribution.version})


class ContributionWhyForm(OfContribution):
    """A step with its reason."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        error_messages=required_message("Say why: the other side reads it"),
    )
