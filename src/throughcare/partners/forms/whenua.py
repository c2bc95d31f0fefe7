"""Forms about mana whenua of sites."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from throughcare.accounts.actors import Actor
from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewWhenua
from throughcare.partners.queries import site_names, who_may_hold


class WhenuaForm(forms.Form):
    """Who holds mana whenua where a site stands."""

    site = forms.ChoiceField(label="Which site?", error_messages=required_message("Choose a site"))
    partner = forms.ChoiceField(
        label="Which iwi or hapū?",
        help_text="Those on the register. Is one missing? Put it there first.",
        error_messages=required_message("Choose an iwi or hapū"),
    )
    said_by = forms.CharField(
        label="Who said so?",
        max_length=300,
        help_text="It is theirs to say: name who spoke for them, and where.",
        error_messages=required_message("Say who said so"),
    )
    said_on = GovukDateField(label="When did they say so?", required=False, help_text="Leave it empty for today.")
    starts_on = GovukDateField(label="Since when?", required=False, help_text="Leave it empty where that is no day of a calendar.")

    def __init__(self, by: Actor, data: QueryDict | None = None, site: str = "") -> None:
        super().__init__(data, initial={"site": site})
        self._choose("site", [("", "Choose"), *site_names().items()])
        self._choose("partner", [("", "Choose"), *((str(one.pk), one.organization.name) for one in who_may_hold(by))])

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = found

    def new(self) -> NewWhenua:
        """What was typed. Call when the form is valid."""
        said = dict(self.cleaned_data)
        return NewWhenua(partner_id=UUID(said.pop("partner")), **said)


class EndWhenuaForm(forms.Form):
    """Why it stands so no longer."""

    reason = forms.CharField(
        label="Why, and who said so?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why, and who said so"),
    )
    ended_on = GovukDateField(label="Since when?", required=False, help_text="Leave it empty for today.")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
