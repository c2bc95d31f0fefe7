"""Which part of the network: filters kept in the address."""

from django import forms
from django.http import QueryDict

from throughcare.accounts.actors import Actor
from throughcare.partners.models import OrganizationKind
from throughcare.places.queries import regions
from throughcare.relationships.queries.network import NetworkFilters, years
from throughcare.relationships.queries.ties import kinds_there
from throughcare.relationships.states import Flow, TieKind

_TRUST = [("", "Any"), *((str(points), f"{points} of 4 or more") for points in (2, 3, 4))]
_US = [("", "With the department"), ("without", "Without the department: who works with whom besides")]


class NetworkForm(forms.Form):
    """Filters of the network. The map keeps every place whatever is filtered."""

    mark_optional = False
    ties = forms.MultipleChoiceField(
        label="What ties them",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="None chosen: anything.",
    )
    region = forms.ChoiceField(label="Region", required=False)
    kind = forms.ChoiceField(label="Kind of organisation", required=False, choices=[("", "Any kind"), *OrganizationKind.choices])
    year = forms.TypedChoiceField(label="When", required=False, coerce=int, empty_value=None)
    flow = forms.ChoiceField(label="What flows, as organisations say", required=False, choices=[("", "Anything"), *Flow.choices])
    trust = forms.TypedChoiceField(label="Trust, as organisations say", required=False, coerce=int, empty_value=None, choices=_TRUST)
    us = forms.ChoiceField(label="The department", required=False, choices=_US)

    def __init__(self, data: QueryDict, by: Actor) -> None:
        self.given = data.copy()
        super().__init__(self.given)
        there = kinds_there(by)
        if TieKind.SAID not in there:
            del self.fields["flow"], self.fields["trust"]
        choices = {
            "ties": [(kind.value, str(kind.label)) for kind in there],
            "region": [("", "Any region"), *((region.code, region.name) for region in regions())],
            "year": [("", "Today"), *((str(year), f"In {year}") for year in years())],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = offered
        self.shown = {
            "kind": dict(OrganizationKind.choices),
            "us": {"without": "without"},
            "flow": dict(Flow.choices),
            "trust": dict(_TRUST),
        }
        self.shown |= {name: dict(offered) for name, offered in choices.items()}

    def filters(self) -> NetworkFilters:
        """What was asked for. Call when the form is valid."""
        said = self.cleaned_data
        ties = tuple(TieKind(code) for code in said["ties"])
        return NetworkFilters(
            region=said["region"],
            kind=said["kind"],
            ties=ties,
            year=said["year"],
            us=not said["us"],
            flow=said.get("flow", ""),
            trust=said.get("trust"),
        )

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, field in self.fields.items():
            for value in self.given.getlist(name):
                if not value:
                    continue
                without = self.given.copy()
                without.setlist(name, [other for other in self.given.getlist(name) if other != value])
                without.pop("after", None)
                found.append({"text": f"{field.label}: {self.shown[name].get(value, value)}", "href": f"?{without.urlencode()}"})
        return found

    def address(self) -> str:
        """What links to other pages of the same part add to their address."""
        kept = self.given.copy()
        kept.pop("after", None)
        return f"?{kept.urlencode()}" if kept else ""
