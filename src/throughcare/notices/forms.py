"""How one wants to be told; filters of the inbox; jobs ticked in the list."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings as site

from throughcare.common.fields import required_message
from throughcare.notices.actions import NewSettings
from throughcare.notices.actions.views import LONGEST_NAME
from throughcare.notices.models import NoticeSettings
from throughcare.notices.queries import Choice
from throughcare.notices.states import Way

_NEAR = ("Pacific/", "Australia/")  # the site's own and its neighbours come first


class SettingsForm(forms.Form):
    """One question for each kind of notice, and when the daily mail comes."""

    def __init__(self, *given: Any, choices: Sequence[Choice], chosen: NoticeSettings, **more: Any) -> None:
        self._kinds = [choice.kind for choice in choices if not choice.words.safety]
        super().__init__(*given, **more)
        for choice in choices:
            if choice.words.safety:
                continue
            field = forms.ChoiceField(
                label=choice.words.title,
                choices=Way.choices,
                initial=choice.way.value,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
            )
            self.fields[_field(choice.kind)] = field
        self.fields["hour"] = forms.TypedChoiceField(
            label="When shall the daily mail come?",
            coerce=int,
            choices=[(hour, f"From {hour:02}:00") for hour in range(24)],
            initial=chosen.hour,
        )
        self.fields["time_zone"] = forms.ChoiceField(
            label="Your time zone", required=False, choices=_zones(), initial=chosen.time_zone, widget=forms.Select()
        )
        self.fields["language"] = forms.ChoiceField(
            label="Language of the daily mail",
            required=False,
            choices=[("", "The site's"), *site.LANGUAGES],
            initial=chosen.language,
            widget=forms.Select() if len(site.LANGUAGES) > 1 else forms.HiddenInput(),
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=chosen.version)

    @property
    def new(self) -> NewSettings:
        """What was chosen. Call when the form is valid."""
        data = self.cleaned_data
        ways = {kind: data[_field(kind)] for kind in self._kinds}
        return NewSettings(ways=ways, hour=data["hour"], time_zone=data["time_zone"], language=data["language"])


def _field(kind: str) -> str:
    return f"way-{kind}"


def _zones() -> list[tuple[str, str]]:
    known = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/")))
    near = [name for name in known if name.startswith(_NEAR)]
    words = [(name, name.replace("_", " ")) for name in [*near, *(name for name in known if name not in near)]]
    return [("", f"The site's ({site.TIME_ZONE})"), *words]


class InboxFilter(forms.Form):
    """What to show of the inbox; kept in the address."""

    mark_optional = False
    show = forms.ChoiceField(label="Show", required=False, choices=[("", "All"), ("unread", "Only those not opened")])
    kind = forms.ChoiceField(label="What about", required=False)

    def __init__(self, *given: Any, choices: Sequence[Choice], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["kind"].choices = [("", "Anything"), *((c.kind, c.words.title) for c in choices)]  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> dict[str, Any]:
        """An odd value in the address counts as not chosen."""
        self.is_valid()
        data: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {"only_unread": data.get("show") == "unread", "kind": data.get("kind") or ""}


def job_ids(sent: Sequence[str]) -> list[int]:
    """Numbers of the jobs ticked in the list; what is none is left out."""
    return [int(value) for value in sent if value.isascii() and value.isdecimal() and len(value) < 19]


class ViewForm(forms.Form):
    """A view's name, and whether its list opens so."""

    name = forms.CharField(
        label="Name of the view",
        max_length=LONGEST_NAME,
        help_text="Only you see it. Leave people's names out of it.",
        error_messages=required_message("Enter a name"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_default = forms.BooleanField(label="The list opens like this", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SeenForm(forms.Form):
    """Which version of a view was on the page."""

    version = forms.IntegerField(min_value=1)


class NewViewForm(forms.Form):
    """The filters set now, under a name."""

    name = ViewForm.base_fields["name"]
    page = forms.CharField(widget=forms.HiddenInput, required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
    path = forms.CharField(widget=forms.HiddenInput, required=False)
