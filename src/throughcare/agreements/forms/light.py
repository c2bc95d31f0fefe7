"""The one page of a small grant or MOU, and what the holder of a link types."""

from typing import Any

from django import forms
from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.agreements.actions import NewLight
from throughcare.agreements.forms.agreements import TEXT, OfAgreement
from throughcare.agreements.models import Agreement, LightTerms
from throughcare.agreements.queries import total_of
from throughcare.agreements.states import LIGHT_KINDS, LONGEST_ANSWER, LONGEST_WORDS
from throughcare.common.fields import GovukDateField, Hinted, required_message
from throughcare.partners.models import OrganizationKind

_KINDS = [
    (LIGHT_KINDS[0].value, Hinted("Grant", "Money for something they do.")),
    (LIGHT_KINDS[1].value, Hinted("Memorandum of understanding", "What each side does, with money or without.")),
]
_ORDER = (
    *("kind", "organization", "new_kind", "title", "purpose", "amount", "pays_on"),
    *("starts_on", "ends_on", "report_on", "signer_name", "reach"),
)


class _Page(forms.Form):
    """What is typed, twelve fields at most."""

    kind = forms.ChoiceField(
        label="What is it?", choices=_KINDS, widget=forms.RadioSelect, error_messages=required_message("Choose what it is")
    )
    title = forms.CharField(
        label="What is it for, in a few words?", max_length=300, error_messages=required_message("Say in a few words what it is for")
    )
    purpose = forms.CharField(
        label="What will be done, and for whom?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In plain words: they read this, and sign it. Name nobody.",
        error_messages=required_message("Say what will be done, and for whom"),
    )
    amount = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        help_text="All of it, paid once. Leave it empty for an MOU without money.",
        error_messages={"invalid": "Enter the value as a number, like 2500 or 2500.50"},
    )
    pays_on = GovukDateField(label="When is it paid?", required=False)
    starts_on = GovukDateField(label="First day", error_messages=required_message("Enter the first day"))
    ends_on = GovukDateField(label="Last day", error_messages=required_message("Enter the last day"))
    report_on = GovukDateField(
        label="By when do they tell you how it went?",
        help_text="Three questions, by a link, on paper or by phone. There are no other reports.",
        error_messages=required_message("Enter the day by which they tell you how it went"),
    )
    signer_name = forms.CharField(
        label="Who signs for them?", max_length=200, error_messages=required_message("Enter the name of whoever signs for them")
    )
    reach = forms.CharField(
        label="Their e-mail address, or phone number",
        max_length=254,
        help_text="The link to sign goes there. They need no account.",
        error_messages=required_message("Enter an e-mail address, or a phone number"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = f"Value in {settings.CURRENCY}"

    def light(self, organization: str = "") -> NewLight:
        """What was typed. Call when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return NewLight(**{"organization": organization, **said})


class LightForm(_Page):
    """To write one."""

    organization = forms.CharField(
        label="Which group?",
        max_length=300,
        help_text="Its name as on the register of partners. With or without macrons.",
        error_messages=required_message("Enter the name of the group"),
    )
    new_kind = forms.ChoiceField(
        label="If it is not on the register yet: what kind of group is it?",
        required=False,
        choices=[("", "It is on the register"), *OrganizationKind.choices],
        help_text="It is put on the register, unless one with nearly that name is there.",
    )
    field_order = _ORDER


class LightChangeForm(_Page, OfAgreement):
    """To say it otherwise; who it is with stays."""

    field_order = (*_ORDER, "version")

    def __init__(self, by: Actor, agreement: Agreement, light: LightTerms, data: Any = None) -> None:
        self.terms = light
        OfAgreement.__init__(self, by, agreement, data)
        self.fields["amount"].label = f"Value in {settings.CURRENCY}"

    def said(self, agreement: Agreement) -> dict[str, Any]:
        reach = self.terms.signer_email or self.terms.signer_phone
        names = ("kind", "title", "purpose", "starts_on", "ends_on")
        held = {name: getattr(agreement, name) for name in names}
        held |= {name: getattr(self.terms, name) for name in ("pays_on", "report_on", "signer_name")}
        return {**held, "amount": total_of(agreement), "reach": reach}


class HolderSignForm(forms.Form):
    """What somebody types who signs by a link."""

    name = forms.CharField(
        label="Your full name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=required_message("Type your full name"),
    )
    code = forms.CharField(
        label="The code of six digits",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-5"}),
        error_messages=required_message("Type the code of six digits"),
    )
    may_sign = forms.BooleanField(required=False)

    def __init__(self, partner: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["may_sign"].label = f"I have read this, and I may sign for {partner}"


class HolderWordForm(forms.Form):
    """A question, or why they don't sign."""

    word = forms.ChoiceField(
        label="What do you want to say?",
        choices=[("ASKED", "I have a question before I sign"), ("REFUSED", Hinted("I do not sign this", "The link is over then."))],
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what you want to say"),
    )
    words = forms.CharField(
        label="In your words",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs=TEXT),
        help_text="Whoever sent you the link reads it. Name nobody else.",
        error_messages=required_message("Write it in a few words"),
    )
