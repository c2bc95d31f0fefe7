"""Forms of surveys of the network: of those who keep them, and of organisations that are asked."""

from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.models import OrganizationKind
from throughcare.places.queries import regions
from throughcare.relationships.actions import NewSurvey, NewSurveyed, SaidOfTie
from throughcare.relationships.bank.ties import ITEMS, SCALE, TRUST, VALUE
from throughcare.relationships.models import NetworkSurvey
from throughcare.relationships.states import LONGEST_NAME, Flow, Knows, Often, SurveyState

_SMALL = {"class": "govuk-checkboxes--small"}
_ROW = {"class": "govuk-radios--small govuk-radios--inline"}
_UNSURE = ("", "I don't know")


def _many(label: str, hint: str = "", choices: Any = ()) -> forms.MultipleChoiceField:
    boxes = forms.CheckboxSelectMultiple(attrs=dict(_SMALL))
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=boxes, choices=choices)


class SurveyForm(forms.Form):
    """Whom it begins with, and until when. Once it is open, the last day alone."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="Those who are asked read it, such as: Who works with whom in Awa, 2026.",
        error_messages=required_message("Give it a name"),
    )
    deadline = GovukDateField(
        label="Last day for replies",
        help_text="Three to four weeks from now is usual.",
        error_messages=required_message("Enter the last day for replies"),
    )
    regions = _many("Regions", "Leave all empty to ask in every region. You can ask others, and leave some out, before you open it.")
    kinds = _many("Kinds of partner", "Leave all empty to ask every kind.", OrganizationKind.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, survey: NetworkSurvey | None = None) -> None:
        names = ("name", "deadline", "regions", "kinds", "version")
        super().__init__(data, initial={name: getattr(survey, name) for name in names} if survey else {})
        self.asked = survey if survey and survey.state != SurveyState.DRAFT else None
        if self.asked:
            for name in ("name", "regions", "kinds"):
                del self.fields[name]
            return
        field = self.fields["regions"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(region.code, region.name) for region in regions()]

    def new(self) -> NewSurvey:
        """What was typed. Call when the form is valid."""
        kept = {name: getattr(self.asked, name) for name in ("name", "regions", "kinds")} if self.asked else {}
        return NewSurvey(**{name: value for name, value in self.cleaned_data.items() if name != "version"} | kept)


class SurveyedForm(forms.Form):
    """One organisation to be asked."""

    organization = forms.CharField(
        label="Which partner?",
        max_length=300,
        help_text="Its name on the register. Of one that is asked already, the address below is put right: what was said by the link to the former address "
        "is then gone, unread, and its own people are told. Once it has replied, its address stays.",
        error_messages=required_message("Enter the partner's name"),
    )
    email = forms.EmailField(
        label="E-mail address of whoever answers for it",
        required=False,
        max_length=254,
        help_text="Without one, its own people find the survey when they log in, and nobody else can answer.",
    )

    def new(self) -> NewSurveyed:
        """What was typed. Call when the form is valid."""
        return NewSurveyed(**self.cleaned_data)


class TieForm(forms.Form):
    """What an organisation says of one other. All but the first question may be left out."""

    mark_optional = False
    knows = forms.ChoiceField(
        label="Do you know and work with them?",
        choices=Knows.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose whether you know and work with them"),
    )

    def __init__(self, data: Any = None, said: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={name: "" if value is None else value for name, value in (said or {}).items()})
        for item in ITEMS:
            self.fields[item.code] = forms.ChoiceField(
                label=item.words, required=False, choices=(*SCALE, _UNSURE), widget=forms.RadioSelect(attrs=dict(_ROW))
            )
        self.fields["gives"] = _many("What goes from you to them?", choices=Flow.choices)
        self.fields["gets"] = _many("What comes from them to you?", choices=Flow.choices)
        self.fields["often"] = forms.ChoiceField(
            label="How often are you in touch?",
            required=False,
            choices=(_UNSURE, *Often.choices),
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Questions as they stand on the page: their heading, and their fields."""
        return [
            ("Trust", [self[item.code] for item in TRUST]),
            ("What they are worth to all of us", [self[item.code] for item in VALUE]),
            ("What goes between you", [self["gives"], self["gets"], self["often"]]),
        ]

    def said(self) -> SaidOfTie:
        """What was chosen. Call when the form is valid."""
        said = self.cleaned_data
        points = {item.code: int(said[item.code]) if said[item.code] else None for item in ITEMS}
        return SaidOfTie(knows=said["knows"], points=points, gives=said["gives"], gets=said["gets"], often=said["often"])
