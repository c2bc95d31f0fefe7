"""A payment as people type it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import page_of_obligations
from throughcare.common.fields import GovukDateField, required_message
from throughcare.performance.actions import NewPayment
from throughcare.performance.models import Payment
from throughcare.performance.queries import measures_of
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, Condition

_TEXT = {"rows": 3}
_MOST = 200


class AddPaymentForm(forms.Form):
    """A milestone: to whom, how much, when, and what for."""

    party = forms.ChoiceField(label="Who is paid?", error_messages=required_message("Choose who is paid"))
    name = forms.CharField(label="What is paid?", max_length=200, error_messages=required_message("Say what is paid"))
    amount = forms.DecimalField(
        label="Amount", min_value=0, max_digits=14, decimal_places=2, error_messages=required_message("Enter the amount")
    )
    due_on = GovukDateField(label="When is it due?", error_messages=required_message("Enter the day it is due"))
    what_for = forms.ChoiceField(
        label="What is it paid for?",
        help_text="It is payable when this is there.",
        error_messages=required_message("Choose what it is for"),
    )
    first_on = GovukDateField(label="First day of the period, for a report", required=False)
    wants = forms.CharField(
        label="What is to be shown?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="For “something is shown” alone.",
    )

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data)
        party, what_for = self.fields["party"], self.fields["what_for"]
        assert isinstance(party, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(what_for, forms.ChoiceField)  # noqa: S101 - declared above
        party.choices = [(str(one.pk), one.name) for one in agreement.parties.all() if one.organization_id]
        owed = page_of_obligations(by, agreement, size=_MOST).rows
        what_for.choices = [
            (f"{Condition.DATE}", Condition.DATE.label),
            (f"{Condition.DOCUMENT}", Condition.DOCUMENT.label),
            *((f"{Condition.REPORT} {one.pk}", f"A report of “{one.name}” is accepted") for one in measures_of(by, agreement)),
            *((f"{Condition.OBLIGATION} {one.pk}", f"Met: {one.what}") for one in owed),
        ]

    def new(self) -> NewPayment:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        condition, _, key = said["what_for"].partition(" ")
        first: date | None = said["first_on"] if condition == Condition.REPORT else None
        return NewPayment(
            party_id=UUID(said["party"]),
            name=said["name"],
            amount=said["amount"],
            due_on=said["due_on"],
            condition=condition,
            wants=said["wants"],
            measure_id=UUID(key) if condition == Condition.REPORT else None,
            first_on=first,
            obligation_id=UUID(key) if condition == Condition.OBLIGATION else None,
        )


class OfPayment(forms.Form):
    """What every form about one has: the version that was seen. Alone, a step without words."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, payment: Payment, data: Any = None) -> None:
        super().__init__(data, initial={"version": payment.version})


class EvidenceForm(OfPayment):
    """What was done."""

    evidence = forms.CharField(
        label="What was done, and where is it shown?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="Documents stand on the agreement's page.",
        error_messages=required_message("Say what was done, and where it is shown"),
    )


class PaymentWhyForm(OfPayment):
    """A step with its reason."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        error_messages=required_message("Say why: the other side reads it"),
    )


class PaidForm(OfPayment):
    """When, and under which number."""

    paid_on = GovukDateField(label="When was it paid?", error_messages=required_message("Enter the day it was paid"))
    reference = forms.CharField(
        label="Number of the payment in our books", max_length=60, error_messages=required_message("Enter the number of the payment")
    )
