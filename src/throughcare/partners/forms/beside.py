"""Forms about accreditations, and about those we know at a partner."""

from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewAccreditation, NewPartnerContact
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL, Accreditation, PartnerContact

LEVELS = [(level, f"Level {level}") for level in range(HIGHEST_LEVEL, LOWEST_LEVEL + 1)]


class RowForm(forms.Form):
    """What both have: the version that was seen; none for a row that is new."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, row: Accreditation | PartnerContact | None = None) -> None:
        super().__init__(data, initial={name: getattr(row, name) for name in self.base_fields} if row else {})
        self.row = row

    def _typed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AccreditationForm(RowForm):
    """A level, for what, by whom, until when."""

    level = forms.TypedChoiceField(
        label="Level",
        coerce=int,
        choices=LEVELS,
        widget=forms.RadioSelect,
        help_text="Level 1 is the highest, and covers the others.",
        error_messages=required_message("Choose the level"),
    )
    scope = forms.CharField(
        label="What is it for?", required=False, max_length=500, help_text="Such as: residential services for adults, one site."
    )
    given_by = forms.CharField(label="Who gave it?", max_length=200, error_messages=required_message("Enter who gave it"))
    expires_on = GovukDateField(label="Last day", required=False, help_text="Leave it empty when it has no end.")

    def new(self) -> NewAccreditation:
        """What was typed. Call when the form is valid."""
        return NewAccreditation(**self._typed())


class PartnerContactForm(RowForm):
    """Somebody who works there."""

    name = forms.CharField(label="Name", max_length=200, error_messages=required_message("Enter their name"))
    position = forms.CharField(label="What do they do there?", required=False, max_length=200)
    phone = forms.CharField(label="Work phone", required=False, max_length=40)
    email = forms.CharField(label="Work e-mail address", required=False, max_length=254)
    is_lead = forms.BooleanField(
        label="They lead for the partner", required=False, help_text="One person does. Whoever led before stays a contact."
    )

    def without_lead(self) -> None:
        """For a partner's own people, who ask for it elsewhere: whoever leads goes on leading."""
        del self.fields["is_lead"]

    def new(self) -> NewPartnerContact:
        """What was typed. Call when the form is valid."""
        leads = isinstance(self.row, PartnerContact) and self.row.is_lead
        return NewPartnerContact(**{"is_lead": leads, **self._typed()})


class EndAccreditationForm(forms.Form):
    """Why it is taken off the register."""

    reason = forms.CharField(
        label="Why is it taken off?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: withdrawn; a new one took its place.",
        error_messages=required_message("Say why: whoever looks next will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class EndPartnerContactForm(forms.Form):
    """They are the contact no longer."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
