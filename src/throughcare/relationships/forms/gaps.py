"""Forms about what is missing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from throughcare.common.fields import required_message
from throughcare.common.refusals import Invalid
from throughcare.matching.pillars import Pillar
from throughcare.places.queries import regions
from throughcare.relationships.actions.gaps import read_text
from throughcare.relationships.queries.gaps import GapFilters
from throughcare.relationships.states import Split

MOST_BYTES = 2_000_000


class GapsForm(forms.Form):
    """Which regions, which pillar, by what groups."""

    region = forms.ChoiceField(label="Region", required=False)
    pillar = forms.ChoiceField(label="Pillar", required=False, choices=[("", "All pillars"), *((one.value, one.label) for one in Pillar)])
    split = forms.ChoiceField(label="Groups", required=False, choices=[("", "All people together"), *Split.choices])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.given = data
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", "All regions"), *((one.code, one.name) for one in regions())]

    def filters(self) -> GapFilters:
        """As queries take them. Call when the form is valid."""
        return GapFilters(**self.cleaned_data)

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, value in self.cleaned_data.items():
            field, without = self.fields[name], self.given.copy()
            without.pop(name, None)
            labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]  # pairs, as above
            found += [{"text": f"{field.label}: {labels.get(value, value)}", "href": f"?{without.urlencode()}"}] if value else []
        return found


class FiguresForm(forms.Form):
    """A list of planning figures."""

    file = forms.FileField(
        label="List (CSV)",
        help_text="The first row names the columns: region, pillar, split, part, people, source, as of. Leave split and part empty for all people together.",
        error_messages=required_message("Choose a file") | {"empty": "The file is empty. Choose another."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Read as text, in whatever encoding it came."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send parts of it")
        try:
            self.text = read_text(file.read())
        except Invalid as wrong:
            raise ValidationError(str(wrong).rstrip(".")) from None
        return file
