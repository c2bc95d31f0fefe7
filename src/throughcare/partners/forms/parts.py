"""Forms that change what the register says of a partner, a part at a time."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from throughcare.common.fields import GovukDateField, Hinted, required_message
from throughcare.partners.actions import Details, InTouch, NewOwner, Numbers, Reach, Roles, Safe
from throughcare.partners.actions.checks import LONGEST_NAME
from throughcare.partners.models import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_WORDS, OrganizationKind, Partner
from throughcare.partners.numbers import show_nzbn
from throughcare.partners.queries import owners
from throughcare.partners.states import MOST_QUIET_DAYS, Expertise, PartnerRole, Safeguarding
from throughcare.places.models import Scheme
from throughcare.places.queries import choices, regions, sites

_HINTS = {
    PartnerRole.DELIVERS: "It gives services to people.",
    PartnerRole.ADVOCATES: "It speaks up for a cause or a community.",
    PartnerRole.VOICE: "It says what people who use services think.",
    PartnerRole.COHESION: "It brings people together around those who come home.",
    PartnerRole.DESIGN: "It helps to decide how services and policies are made.",
    PartnerRole.ACCOUNT: "It watches how we do, and says so.",
}


class PartForm(forms.Form):
    """What every part has: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, partner: Partner, data: Any = None) -> None:
        super().__init__(data, initial={**self.said(partner), "version": partner.version})
        self.offer(partner)

    def said(self, partner: Partner) -> dict[str, Any]:
        """What it says now, by field."""
        return {name: getattr(partner, name) for name in self.base_fields if hasattr(partner, name)}

    def offer(self, partner: Partner) -> None:
        """Fill the lists to choose from."""

    def _choose(self, name: str, found: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = found


class DetailsForm(PartForm):
    """Who it is."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages=required_message("Enter the name of the organisation"))
    alternate_name = forms.CharField(
        label="Other name", required=False, max_length=LONGEST_NAME, help_text="Such as its name in another language, or a short one."
    )
    kind = forms.ChoiceField(
        label="What kind of partner is it?",
        choices=OrganizationKind.choices,
        help_text="It decides what a referral may tell it about a person: an employer is told least.",
    )
    purpose = forms.CharField(
        label="Its purpose, in its own words",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="As the partner says it, not as we would.",
    )
    national_body = forms.CharField(
        label="National body it is a branch of",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its name, as it stands in the directory.",
    )
    website = forms.CharField(label="Website", required=False, max_length=500)
    email = forms.CharField(label="E-mail address of the organisation", required=False, max_length=254)
    phone = forms.CharField(label="Phone of the organisation", required=False, max_length=LONGEST_PHONE)
    address = forms.CharField(
        label="Address",
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text="Where it is written to. Leave it empty when the place must not be known: whoever may look at partners reads it.",
    )

    def said(self, partner: Partner) -> dict[str, Any]:
        organization, above = partner.organization, partner.organization.parent_organization
        told = {name: getattr(organization, name) for name in ("name", "alternate_name", "kind", "website", "email")}
        return {
            **told,
            "purpose": partner.purpose,
            "phone": partner.phone,
            "address": partner.address,
            "national_body": above.name if above else "",
        }

    def new(self) -> Details:
        """What was typed. Call when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        above = self.initial["national_body"]
        # Left as it was it means the very one it was, whoever else is called so.
        if said["national_body"] == above and self.above:
            said["national_body"] = self.above
        return Details(**said)

    def offer(self, partner: Partner) -> None:
        self.above = str(partner.organization.parent_organization_id or "")


class RolesForm(PartForm):
    """What it is to the work."""

    roles = forms.MultipleChoiceField(
        label="Which roles does it play?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply.",
        choices=[(role.value, Hinted(role.label, hint)) for role, hint in _HINTS.items()],
    )
    expertise = forms.MultipleChoiceField(
        label="What does it know well?", required=False, widget=forms.CheckboxSelectMultiple, choices=Expertise.choices
    )
    expertise_words = forms.CharField(label="What else does it know well?", required=False, max_length=500)
    languages = forms.MultipleChoiceField(label="Languages its people speak at work", required=False, widget=forms.CheckboxSelectMultiple)

    def offer(self, partner: Partner) -> None:
        there = choices(Scheme.LANGUAGE)
        gone = [(code, code) for code in partner.languages if code not in dict(there)]
        self._choose("languages", [*there, *gone])

    def new(self) -> Roles:
        """What was chosen. Call when the form is valid."""
        return Roles(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ReachForm(PartForm):
    """Where it works."""

    regions = forms.MultipleChoiceField(label="Regions it works in", required=False, widget=forms.CheckboxSelectMultiple)
    sites = forms.MultipleChoiceField(
        label="Prisons and probation districts it works in", required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, partner: Partner) -> None:
        self._choose("regions", [(region.code, region.name) for region in regions()])
        self._choose("sites", [(site.code, site.name) for site in sites()])

    def new(self) -> Reach:
        """What was chosen. Call when the form is valid."""
        return Reach(regions=self.cleaned_data["regions"], sites=self.cleaned_data["sites"])


class NumbersForm(PartForm):
    """What it is known by elsewhere."""

    nzbn = forms.CharField(
        label="NZBN",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
        help_text="New Zealand Business Number: 13 digits. Spaces do no harm.",
    )
    charity_number = forms.CharField(
        label="Charity number",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        help_text="From the charities register, like CC10123.",
    )

    def said(self, partner: Partner) -> dict[str, Any]:
        return {"nzbn": show_nzbn(partner.nzbn), "charity_number": partner.charity_number}

    def new(self) -> Numbers:
        """What was typed. Call when the form is valid."""
        return Numbers(nzbn=self.cleaned_data["nzbn"], charity_number=self.cleaned_data["charity_number"])


class SafeguardingForm(PartForm):
    """Does it keep children and adults at risk safe?"""

    safeguarding = forms.ChoiceField(
        label="Does it keep children and adults at risk safe?",
        choices=Safeguarding.choices,
        widget=forms.RadioSelect,
        help_text="A policy, checks on its people, and somebody to tell.",
    )
    checked_on = GovukDateField(label="When was it checked?", required=False)
    note = forms.CharField(label="What was seen, or is missing", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def said(self, partner: Partner) -> dict[str, Any]:
        return {"safeguarding": partner.safeguarding, "checked_on": partner.safeguarding_on, "note": partner.safeguarding_note}

    def new(self) -> Safe:
        """What was said. Call when the form is valid."""
        said = self.cleaned_data
        return Safe(safeguarding=said["safeguarding"], checked_on=said["checked_on"], note=said["note"])


class InTouchForm(PartForm):
    """How long there may be no contact before its owner is reminded."""

    contact_every = forms.IntegerField(
        label="After how many days without contact is its owner reminded?",
        required=False,
        min_value=0,
        max_value=MOST_QUIET_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={"invalid": "Enter a number of days, like 90"},
    )

    def offer(self, partner: Partner) -> None:
        usual = settings.PARTNER_QUIET_DAYS
        every = f"after {usual} days, as for every partner" if usual else "never, as for every partner"
        self.fields["contact_every"].help_text = f"Leave it empty for: {every}. 0 is never."

    def new(self) -> InTouch:
        """What was typed. Call when the form is valid."""
        return InTouch(contact_every=self.cleaned_data["contact_every"])


class OwnerForm(PartForm):
    """Who looks after it on our side."""

    owner = forms.ChoiceField(
        label="Who looks after this partner?", required=False, help_text="They keep the register, in the office named."
    )

    def said(self, partner: Partner) -> dict[str, Any]:
        return {"owner": f"{partner.owner_id}.{partner.owner_team_id}" if partner.owner_id else ""}

    def offer(self, partner: Partner) -> None:
        self._choose("owner", [("", "Nobody"), *((f"{one.user_id}.{one.team_id}", f"{one.name}, {one.team}") for one in owners())])

    def new(self) -> NewOwner:
        """Who was chosen. Call when the form is valid."""
        chosen = self.cleaned_data["owner"]
        return NewOwner(**dict(zip(("user_id", "team_id"), map(UUID, chosen.split(".")), strict=True))) if chosen else NewOwner()
