"""What an auditor may ask for."""

from typing import Any

from django import forms
from django.conf import settings

from throughcare.audit import states
from throughcare.audit.actions.disposals import LONGEST_NUMBER
from throughcare.audit.models import Why
from throughcare.audit.queries import Filters
from throughcare.common.fields import GovukDateField, required_message


class FilterForm(forms.Form):
    """Whose record, who looked, what they did, and when. Everything may be left empty."""

    mark_optional = False

    person = forms.UUIDField(label="Person's key", required=False, help_text="The last part of the address of their record")
    actor = forms.UUIDField(label="User's key", required=False, help_text="Choose a name in the list to fill this in")
    verb = forms.ChoiceField(label="What was done", required=False)
    from_on = GovukDateField(label="From", required=False)
    to_on = GovukDateField(label="To", required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Anything"), *states.verb_choices(with_people=not settings.PARTNERSHIP)]

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("from_on"), cleaned.get("to_on")
        if begin and end and begin > end:
            self.add_error("to_on", "Enter a day that is not before the first one")
        return cleaned

    def filters(self) -> Filters:
        """What was asked for; of a form with errors, what could be read."""
        given = {name: self.cleaned_data.get(name) for name in ("person", "actor", "from_on", "to_on")} if self.is_bound else {}
        return Filters(**given, verb=self.cleaned_data.get("verb", "") if self.is_bound else "")


_KEY = "The last part of the address of their record; the audit shows it too"


class ErasureForm(forms.Form):
    """Whose record is to be erased, and why."""

    person = forms.UUIDField(label="Person's key", help_text=_KEY, error_messages=required_message("Enter the person's key"))
    why = forms.ChoiceField(
        label="Why is this record erased?",
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose why the record is erased"),
    )


class HoldForm(forms.Form):
    """Which record a court, a tribunal or an inquiry needs."""

    person = forms.UUIDField(label="Person's key", help_text=_KEY, error_messages=required_message("Enter the person's key"))
    order_number = forms.CharField(
        label="Number of the order",
        max_length=LONGEST_NUMBER,
        help_text="No names: everybody who reads the audit sees it",
        error_messages=required_message("Enter the number of the order"),
    )
