"""What people type about amendments."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.agreements.actions import NewAmendment, Signature
from throughcare.agreements.forms.agreements import TEXT, choose
from throughcare.agreements.models import Agreement, Amendment
from throughcare.agreements.numbers import money
from throughcare.agreements.queries import amended_values, may_be_covered
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import LONGEST_REASON, LONGEST_WORDS
from throughcare.common.fields import GovukDateField, required_message

_VALUE = "value_"
_LONG = forms.Textarea(attrs={"rows": 5})


def _covered_with(agreement: Agreement, row: Amendment | None) -> set[UUID]:
    """What is covered now; with the amendment, where there is one."""
    there = {one.service_id for one in agreement.covered.all()}
    for one in row.services.all() if row else ():
        there = there | {one.service_id} if one.joins else there - {one.service_id}
    return there


class AmendmentForm(forms.Form):
    """What an amendment says. row: the one that is changed; none: a new one. A party's new value has a field for each party."""

    reason = forms.CharField(
        label="Why does it change?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=TEXT),
        help_text="This goes out word for word when the agreement is published, so name nobody, and say nothing that is private.",
        error_messages=required_message("Say why the agreement changes"),
    )
    old_text = forms.CharField(
        label="What does it say until then?",
        required=False,
        max_length=LONGEST_WORDS,
        widget=_LONG,
        help_text="The words that are replaced. Leave it empty when something is added.",
    )
    new_text = forms.CharField(
        label="What does it say from then on?",
        max_length=LONGEST_WORDS,
        widget=_LONG,
        error_messages=required_message("Say what the agreement says from then on"),
    )
    ends_on = GovukDateField(label="New last day", required=False)
    services = forms.MultipleChoiceField(
        label="Services it covers then",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="As they are covered now. Take off, or add, what changes: referrals follow from the day it takes effect.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None, row: Amendment | None = None) -> None:
        known = {name: getattr(row, name) for name in self.base_fields if name != "services"} if row else {}
        known["services"] = sorted(str(key) for key in _covered_with(agreement, row))
        self.others = [one for one in agreement.parties.all() if one.organization_id]
        amended = amended_values(row) if row else {}
        known |= {f"{_VALUE}{key}": amount for key, amount in amended.items()}
        super().__init__(data, initial=known)
        offered = may_be_covered(by, agreement)
        if offered:
            choose(self, "services", [(str(one.pk), f"{one.name}, {one.organization.name}") for one in offered])
        else:
            del self.fields["services"]
        self.fields["ends_on"].help_text = "Leave it empty when it stays."
        for one in self.others:
            value = value_of(one)
            self.fields[f"{_VALUE}{one.pk}"] = forms.DecimalField(
                label=f"New value for {one.name}, in {settings.CURRENCY}",
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
                help_text=f"{f'Now {money(value.amount)}' if value else 'It has none now'}. Leave it empty when it stays.",
                error_messages={"invalid": "Enter the value as a number, like 12500 or 12500.50"},
            )

    def new(self) -> NewAmendment:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        values: dict[UUID, Decimal] = {one.pk: said[f"{_VALUE}{one.pk}"] for one in self.others if said[f"{_VALUE}{one.pk}"] is not None}
        words = {name: said[name] for name in ("reason", "old_text", "new_text", "ends_on")}
        services = [UUID(key) for key in said["services"]] if "services" in said else None
        return NewAmendment(**words, values=values, services=services)


class OfAmendment(forms.Form):
    """What every step of one has: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, row: Amendment, data: Any = None) -> None:
        super().__init__(data, initial={"version": row.version})


class AmendmentSignForm(OfAmendment):
    """Who signed it for a party, and when."""

    signed_by = forms.CharField(label="Who signed?", max_length=200, error_messages=required_message("Enter the name of whoever signed"))
    signed_on = GovukDateField(label="When?", required=False, help_text="Leave it empty for today.")

    def new(self) -> Signature:
        """What was typed. Call when the form is valid."""
        return Signature(signed_by=self.cleaned_data["signed_by"], signed_on=self.cleaned_data["signed_on"])


class AmendmentReasonForm(OfAmendment):
    """A step with a reason."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say why: whoever could read it will want to know"),
    )
