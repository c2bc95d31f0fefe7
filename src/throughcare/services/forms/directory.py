"""Filters of the directory."""

from django import forms
from django.http import QueryDict

from throughcare.matching.pillars import Pillar
from throughcare.places.queries import regions
from throughcare.services.models import ServiceStatus, Setting
from throughcare.services.queries import ServiceFilters


class DirectoryForm(forms.Form):
    """Filters of the directory, kept in the address."""

    mark_optional = False
    words = forms.CharField(label="Words", required=False, max_length=200, help_text="In the name or description. With or without macrons.")
    pillar = forms.ChoiceField(label="Helps with", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    setting = forms.ChoiceField(label="Where the person is", required=False, choices=[("", "Anywhere"), *Setting.choices])
    age = forms.IntegerField(
        label="Age",
        required=False,
        min_value=0,
        max_value=130,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter the age in whole years, like 34", "max_value": "Enter an age up to 130"},
    )
    organization = forms.CharField(label="Organisation", required=False, max_length=200)
    status = forms.ChoiceField(label="Status", required=False)
    now = forms.BooleanField(label="Has places free now", required=False)
    mine = forms.BooleanField(label="Only my organisation", required=False)

    def __init__(self, data: QueryDict, *, has_organization: bool) -> None:
        """Without a status in the address, only services that are open are shown."""
        self.given = data.copy()
        self.given.setdefault("status", ServiceStatus.ACTIVE.value)
        self.shown: dict[str, dict[str, str]] = {"setting": dict(Setting.choices)}
        super().__init__(self.given)
        self._choose("pillar", [("", "Anything"), *((p.value, p.label) for p in Pillar)])
        self._choose("region", [("", "Any region"), *((region.code, region.name) for region in regions())])
        self._choose("status", [*ServiceStatus.choices, ("any", "Any status")])
        if not has_organization:
            del self.fields["mine"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            self.shown[name] = dict(choices)

    def filters(self) -> ServiceFilters:
        """What was asked for. Call when the form is valid."""
        asked = self.cleaned_data
        return ServiceFilters(
            words=asked["words"],
            pillar=asked["pillar"],
            region=asked["region"],
            setting=asked["setting"],
            age=asked["age"],
            status="" if asked["status"] == "any" else asked["status"],
            organization=asked["organization"],
            takes_people_now=asked["now"],
            mine=asked.get("mine", False),
        )

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", False) or (name == "status" and value == ServiceStatus.ACTIVE.value):
                continue
            without = self.given.copy()
            for gone in (name, "after"):
                without.pop(gone, None)
            shown = self.shown.get(name, {}).get(value, value)
            text = str(field.label) if value is True else f"{field.label}: {shown}"
            found.append({"text": text, "href": f"?{without.urlencode()}"})
        return found
