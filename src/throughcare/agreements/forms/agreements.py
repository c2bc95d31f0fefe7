"""What people type about agreements, made into what actions and queries take."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict

from throughcare.accounts.actors import Actor
from throughcare.agreements import queries
from throughcare.agreements.actions import Coverage, Details, Keeping, NewAgreement, NewParty, Signature, Term
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.queries import MINE, NOBODY, Filters, When, owners
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import (
    ENDS_SOON_DAYS,
    LONGEST_WORDS,
    MOST_RENEWALS,
    REVIEW_SOON_DAYS,
    RISK_SOON_DAYS,
    AgreementKind,
    AgreementState,
    Part,
)
from throughcare.common.fields import GovukDateField, Hinted, required_message
from throughcare.places.queries import regions, sites

_WHEN = [
    (When.IN_FORCE, "In force today"),
    (When.SOON, f"Ends within {ENDS_SOON_DAYS} days"),
    (When.NOT_BEGUN, "Signed, not begun"),
    (When.ENDED, "Ended"),
    (When.LATE, "Something owed is late"),
    (When.REVIEW, f"Review due within {REVIEW_SOON_DAYS} days"),
    (When.RISK, f"A risk to look at within {RISK_SOON_DAYS} days"),
    (When.APPROVAL, "Waits for my approval"),
]
_PARTS = [
    (Part.PARTNER.value, Hinted("Partner", "An equal party of the agreement: it signs.")),
    (Part.PRIME.value, Hinted("Prime", "It answers to us for the whole, with others under it: it signs.")),
    (
        Part.SUB.value,
        Hinted("Sub-party", "It works for the prime, within the prime's value. It reads the agreement, and its own value alone."),
    ),
]
TEXT = {"rows": 3}


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class FilterForm(forms.Form):
    """Filters of the list, kept in the address."""

    mark_optional = False
    words = forms.CharField(label="Number or title", required=False, max_length=200, help_text="With or without macrons.")
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *AgreementKind.choices])
    when = forms.ChoiceField(label="How it stands by its days", required=False, choices=[("", "Any"), *_WHEN])
    state = forms.ChoiceField(label="What was decided", required=False, choices=[("", "Any"), *AgreementState.choices])
    region = forms.ChoiceField(label="Region", required=False)
    owner = forms.ChoiceField(label="Our owner", required=False)

    def __init__(self, data: QueryDict) -> None:
        self.given = data.copy()
        super().__init__(self.given)
        kept = dict.fromkeys((str(one.user_id), one.name) for one in owners())
        self.shown: dict[str, dict[str, str]] = {"kind": dict(AgreementKind.choices), "state": dict(AgreementState.choices)}
        self.shown |= {"when": {str(code): label for code, label in _WHEN}, "owner": {MINE: "Me", NOBODY: "Nobody", **dict(kept)}}
        self.shown["region"] = {region.code: region.name for region in regions()}
        choose(self, "region", [("", "Any region"), *self.shown["region"].items()])
        choose(self, "owner", [("", "Anybody"), (MINE, "Me"), (NOBODY, "Nobody"), *kept])

    def filters(self) -> Filters:
        """What was asked for. Call when the form is valid."""
        return Filters(**{name: self.cleaned_data[name] for name in self.fields})

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            without = self.given.copy()
            for gone in (name, "after"):
                without.pop(gone, None)
            found.append({"text": f"{field.label}: {self.shown.get(name, {}).get(value, value)}", "href": f"?{without.urlencode()}"})
        return found


class AddForm(forms.Form):
    """An agreement to write."""

    kind = forms.ChoiceField(
        label="What kind of agreement is it?",
        choices=[("", "Choose"), *AgreementKind.choices],
        error_messages=required_message("Choose what kind of agreement it is"),
    )
    title = forms.CharField(label="Title", max_length=300, error_messages=required_message("Enter a title"))
    number = forms.CharField(
        label="Number or reference",
        required=False,
        max_length=40,
        help_text="Of your contract system, if it has one. Left empty, one is made.",
    )

    def new(self) -> NewAgreement:
        """What was typed. Call when the form is valid."""
        return NewAgreement(**self.cleaned_data)


class OfAgreement(forms.Form):
    """What every form about an agreement has: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data, initial={**self.said(agreement), "version": agreement.version})
        self.offer(by, agreement)

    def said(self, agreement: Agreement) -> dict[str, Any]:
        """What it says now, by field."""
        return {name: getattr(agreement, name) for name in self.base_fields if hasattr(agreement, name)}

    def offer(self, by: Actor, agreement: Agreement) -> None:
        """Fill the lists to choose from."""

    def typed(self) -> dict[str, Any]:
        """Without the version. Call when the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DetailsForm(OfAgreement):
    """What it is."""

    title = forms.CharField(label="Title", max_length=300, error_messages=required_message("Enter a title"))
    number = forms.CharField(label="Number or reference", max_length=40, error_messages=required_message("Enter a number or reference"))
    kind = forms.ChoiceField(label="What kind of agreement is it?", choices=AgreementKind.choices)
    purpose = forms.CharField(
        label="What is it for?",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In plain words, so that anybody of any party knows what was agreed.",
    )

    def new(self) -> Details:
        """What was typed. Call when the form is valid."""
        return Details(**self.typed())


class TermForm(OfAgreement):
    """From when, until when."""

    starts_on = GovukDateField(label="First day", required=False)
    ends_on = GovukDateField(label="Last day", required=False, help_text="Leave it empty when it is open-ended.")
    renewals_allowed = forms.IntegerField(
        label="How often may it be renewed?",
        min_value=0,
        max_value=MOST_RENEWALS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        help_text="Without a new agreement. 0 for never.",
        error_messages={"invalid": "Enter how often as a whole number, like 2", "required": "Enter how often, 0 for never"},
    )

    def new(self) -> Term:
        """What was typed. Call when the form is valid."""
        return Term(**self.typed())


class CoverageForm(OfAgreement):
    """Which services, where."""

    services = forms.MultipleChoiceField(
        label="Which services does it cover?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Services of its parties, as the directory lists them.",
    )
    regions = forms.MultipleChoiceField(label="Regions", required=False, widget=forms.CheckboxSelectMultiple)
    sites = forms.MultipleChoiceField(label="Prisons and probation districts", required=False, widget=forms.CheckboxSelectMultiple)

    def said(self, agreement: Agreement) -> dict[str, Any]:
        services = [str(one.service_id) for one in agreement.covered.all()]
        return {"services": services, "regions": agreement.regions, "sites": agreement.sites}

    def offer(self, by: Actor, agreement: Agreement) -> None:
        rows = queries.may_be_covered(by, agreement)
        choose(self, "services", [(str(row.pk), f"{row.name}, {row.organization.name}") for row in rows])
        choose(self, "regions", [(region.code, region.name) for region in regions()])
        choose(self, "sites", [(site.code, site.name) for site in sites()])

    def new(self) -> Coverage:
        """What was chosen. Call when the form is valid."""
        said = self.typed()
        return Coverage(services=[UUID(key) for key in said["services"]], regions=said["regions"], sites=said["sites"])


class KeepingForm(OfAgreement):
    """Who of ours looks after it, and when."""

    owner = forms.ChoiceField(
        label="Who looks after this agreement?", required=False, help_text="They write agreements, in the office named."
    )
    review_on = GovukDateField(label="When is it reviewed next?", required=False)

    def said(self, agreement: Agreement) -> dict[str, Any]:
        owner = f"{agreement.owner_id}.{agreement.owner_team_id}" if agreement.owner_id else ""
        return {"owner": owner, "review_on": agreement.review_on}

    def offer(self, by: Actor, agreement: Agreement) -> None:
        choose(self, "owner", [("", "Nobody"), *((f"{one.user_id}.{one.team_id}", f"{one.name}, {one.team}") for one in owners())])

    def new(self) -> Keeping:
        """What was chosen. Call when the form is valid."""
        said = self.typed()
        who = dict(zip(("user_id", "team_id"), map(UUID, said["owner"].split(".")), strict=True)) if said["owner"] else {}
        return Keeping(**who, review_on=said["review_on"])


class PartyForm(OfAgreement):
    """An organisation that is bound by it. party: the one that is changed; none: a new one."""

    organization = forms.CharField(
        label="Organisation",
        max_length=300,
        help_text="Its name, as it stands in the directory.",
        error_messages=required_message("Enter the organisation's name"),
    )
    part = forms.ChoiceField(
        label="What is it in this agreement?",
        choices=_PARTS,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what it is in this agreement"),
    )
    does = forms.CharField(label="What does it do?", required=False, max_length=500, widget=forms.Textarea(attrs=TEXT))
    amount = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        help_text="What it gets by the agreement in all. A sub-party's is within its prime's. Its own staff and ours read it, and no other party.",
        error_messages={"invalid": "Enter the value as a number, like 12500 or 12500.50"},
    )

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None, party: Party | None = None) -> None:
        self.party = party
        super().__init__(by, agreement, data)
        self.fields["amount"].label = f"Value in {settings.CURRENCY}"

    def said(self, agreement: Agreement) -> dict[str, Any]:
        if self.party is None:
            return {}
        value = value_of(self.party)
        return {"part": self.party.part, "does": self.party.does, "amount": value.amount if value else None}

    def offer(self, by: Actor, agreement: Agreement) -> None:
        if self.party is None:
            return
        gone = ("organization", "part", "amount") if self.party.part == Part.DEPARTMENT else ("organization",)
        for name in gone:
            del self.fields[name]

    def new(self) -> NewParty:
        """What was typed. Call when the form is valid."""
        return NewParty(**{"part": Part.DEPARTMENT.value, **self.typed()})


class SignForm(OfAgreement):
    """Who signed for a party, and when."""

    signed_by = forms.CharField(label="Who signed?", max_length=200, error_messages=required_message("Enter the name of whoever signed"))
    signed_on = GovukDateField(label="When?", required=False, help_text="Leave it empty for today.")

    def new(self) -> Signature:
        """What was typed. Call when the form is valid."""
        return Signature(**self.typed())


class PlainForm(OfAgreement):
    """A step that asks for nothing more."""


class ReasonForm(OfAgreement):
    """Why a step is taken."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say why: whoever looks next will want to know"),
    )


class RenewForm(ReasonForm):
    """Until when it holds then, and why."""

    ends_on = GovukDateField(label="New last day", error_messages=required_message("Enter the new last day"))
    field_order = ("ends_on", "reason", "version")

    def said(self, agreement: Agreement) -> dict[str, Any]:
        return {}


class AskForm(OfAgreement):
    """Asking a second person."""

    note = forms.CharField(label="What should they know?", required=False, max_length=500, widget=forms.Textarea(attrs=TEXT))


class DecideForm(OfAgreement):
    """The second person's word."""

    agreed = forms.TypedChoiceField(
        label="Do you approve this value?",
        coerce=lambda given: given == "yes",
        choices=[("yes", "Yes, I approve it"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages=required_message("Say whether you approve"),
    )
    words = forms.CharField(
        label="Your words",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        help_text="Needed for a no: what would have to change.",
    )
