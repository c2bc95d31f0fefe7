"""Filters of the register, an organisation to put on it, and how it stands."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewPartner
from throughcare.partners.actions.checks import LONGEST_NAME
from throughcare.partners.models import Organization, OrganizationKind
from throughcare.partners.queries import MINE, NOBODY, NONE, OVER, QUIET, SOON, PartnerFilters, owners
from throughcare.partners.states import ENDS_SOON_DAYS, PartnerRole, PartnerState
from throughcare.places.queries import regions

_ACCREDITATION = [(SOON, f"Ends within {ENDS_SOON_DAYS} days"), (OVER, "Has ended"), (NONE, "None recorded")]
_CONTACT = [(QUIET, "Nobody for too long")]
_ANOTHER = "another"
KINDS = [(value, label) for value, label in OrganizationKind.choices if value != OrganizationKind.OTHER]


class RegisterForm(forms.Form):
    """Filters of the register, kept in the address. Without a state in it, only active partners are shown."""

    mark_optional = False
    words = forms.CharField(label="Name", required=False, max_length=200, help_text="With or without macrons.")
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *OrganizationKind.choices])
    role = forms.ChoiceField(label="Role it plays", required=False, choices=[("", "Any role"), *PartnerRole.choices])
    region = forms.ChoiceField(label="Region", required=False)
    owner = forms.ChoiceField(label="Our owner", required=False)
    accreditation = forms.ChoiceField(
        label="Accreditation",
        required=False,
        choices=[("", "Any"), *_ACCREDITATION],
    )
    contact = forms.ChoiceField(label="In touch", required=False, choices=[("", "Any"), *_CONTACT])
    state = forms.ChoiceField(label="Where it stands", required=False, choices=[*PartnerState.choices, ("any", "Any")])

    def __init__(self, data: QueryDict) -> None:
        self.given = data.copy()
        self.given.setdefault("state", PartnerState.ACTIVE.value)
        super().__init__(self.given)
        self.shown: dict[str, dict[str, str]] = {"kind": dict(OrganizationKind.choices), "role": dict(PartnerRole.choices)}
        self.shown |= {
            "accreditation": dict(_ACCREDITATION),
            "contact": dict(_CONTACT),
            "state": {**dict(PartnerState.choices), "any": "Any"},
        }
        kept = dict.fromkeys((str(one.user_id), one.name) for one in owners())
        self._choose("region", [("", "Any region"), *((region.code, region.name) for region in regions())])
        self._choose("owner", [("", "Anybody"), (MINE, "Me"), (NOBODY, "Nobody"), *kept])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            self.shown[name] = dict(choices)

    def filters(self) -> PartnerFilters:
        """What was asked for. Call when the form is valid."""
        asked = {name: self.cleaned_data[name] for name in self.fields}
        return PartnerFilters(**{**asked, "state": "" if asked["state"] == "any" else asked["state"]})

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or (name == "state" and value == PartnerState.ACTIVE.value):
                continue
            without = self.given.copy()
            for gone in (name, "after"):
                without.pop(gone, None)
            shown = self.shown.get(name, {}).get(value, value)
            found.append({"text": f"{field.label}: {shown}", "href": f"?{without.urlencode()}"})
        return found


class AddForm(forms.Form):
    """An organisation for the register. When one is called so already, the form comes back and asks whether it is that one."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="As it writes itself, with macrons.",
        error_messages=required_message("Enter the name of the organisation"),
    )
    kind = forms.ChoiceField(
        label="What kind of partner is it?",
        choices=[("", "Choose"), *KINDS],
        error_messages=required_message("Choose what kind of partner it is"),
    )
    which = forms.ChoiceField(
        label="Is it one of these?",
        required=False,
        widget=forms.RadioSelect,
        error_messages=required_message("Say whether it is one of these"),
    )

    def ask_which(self, there: list[tuple[Organization, str]]) -> None:
        """Offer those of this name, each with a hint that tells them apart; none: there is nothing to ask."""
        field = self.fields["which"]
        if not there:
            del self.fields["which"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [*((str(row.pk), hint) for row, hint in there), (_ANOTHER, "No, it is another organisation")]
            field.required = True

    def new(self) -> NewPartner:
        """What was typed. Call when the form is valid."""
        said, which = self.cleaned_data, self.cleaned_data.get("which", "")
        chosen = UUID(which) if which not in ("", _ANOTHER) else None
        return NewPartner(name=said["name"], kind=said["kind"], organization_id=chosen, another=which == _ANOTHER)


class MoveForm(forms.Form):
    """Why a partnership pauses, goes on, ends or begins again, and from which day."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why: whoever looks next will want to know"),
    )
    since = GovukDateField(label="Since when?", required=False, help_text="Leave it empty for today.")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
