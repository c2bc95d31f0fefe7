"""Forms about who somebody is and where they are."""

from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, required_message
from throughcare.people.actions.details import LONGEST_NAME, Where
from throughcare.people.actions.records import Details
from throughcare.people.models import Person
from throughcare.people.queries.identity import whereabouts_of
from throughcare.people.states import AgeBand, Change
from throughcare.places.models import Scheme, SiteKind
from throughcare.places.queries import labels, sites, terms

_LISTS = {"ethnicities": Scheme.ETHNICITY, "iwi": Scheme.IWI, "languages": Scheme.LANGUAGE}


def _many() -> forms.CheckboxSelectMultiple:
    """A long list, in columns where there is room."""
    return forms.CheckboxSelectMultiple(attrs={"class": "app-checkboxes-columns"})


def _offered(scheme: Scheme, held: list[str]) -> list[tuple[str, str]]:
    """Words in force, and those the record holds though they have ended."""
    now = [(term.code, term.label) for term in terms(scheme)]
    words = labels(scheme) if set(held) - {code for code, _ in now} else {}
    return now + [(code, words.get((scheme, code), code)) for code in held if code and code not in dict(now)]


class DetailsForm(forms.Form):
    """Who the person is."""

    preferred_name = forms.CharField(
        label="What are they called?",
        help_text="The first name they want to hear.",
        max_length=LONGEST_NAME,
        error_messages=required_message("Enter what the person is called"),
    )
    given_names = forms.CharField(label="Given names", required=False, max_length=LONGEST_NAME)
    family_name = forms.CharField(label="Family name", required=False, max_length=LONGEST_NAME)
    name_mi = forms.CharField(label="Te reo Māori name", required=False, max_length=LONGEST_NAME)
    birth_date = GovukDateField(label="Date of birth", required=False)
    age_band = forms.ChoiceField(
        label="How old, when nobody knows the date", required=False, choices=[("", "Not needed, or not known"), *AgeBand.choices]
    )
    gender = forms.ChoiceField(label="Gender", required=False)
    ethnicities = forms.MultipleChoiceField(label="Ethnicities", required=False, widget=_many())
    iwi = forms.MultipleChoiceField(label="Iwi", required=False, widget=_many())
    languages = forms.MultipleChoiceField(label="Languages", required=False, widget=_many())
    interpreter_needed = forms.BooleanField(label="An interpreter is needed", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        """Opens with what the record says."""
        names = [name for name in self.base_fields if name != "version"]
        kwargs.setdefault("initial", {**{name: getattr(person, name) for name in names}, "version": person.version})
        super().__init__(*args, **kwargs)
        self.fields["gender"].choices = [("", "Not recorded"), *_offered(Scheme.GENDER, [person.gender])]  # type: ignore[attr-defined]  # a choice field
        for name, scheme in _LISTS.items():
            self.fields[name].choices = _offered(scheme, getattr(person, name))  # type: ignore[attr-defined]  # as above

    def new(self) -> Details:
        """What was said. Call when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Details(**{**said, **{name: tuple(said[name]) for name in _LISTS}})


class WhereForm(forms.Form):
    """Where the person is, when they leave, and where they will live."""

    site = forms.ChoiceField(label="Where are they?", required=False)
    since = GovukDateField(label="Since when?", required=False, help_text="The day they came there.")
    why = forms.ChoiceField(
        label="If you changed the place or the day: why?",
        required=False,
        choices=Change.choices,
        widget=forms.RadioSelect,
        help_text="What was written down before stays to be read when they moved. A correction takes its place.",
    )
    release_date = GovukDateField(label="Release date", required=False)
    release_unknown_because = forms.ChoiceField(label="Why the release date is not known", required=False)
    home_site = forms.ChoiceField(
        label="Which district do they live in, or will they live in?",
        required=False,
        help_text="Services are looked for there.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        """Opens with what the record says."""
        now = whereabouts_of(person)
        initial = {"site": now.site.code if now else "", "since": now.starts_on if now else None, "version": person.version}
        initial |= {"release_date": person.release_date, "release_unknown_because": person.release_unknown_because}
        kwargs.setdefault("initial", {**initial, "home_site": person.home_site.code if person.home_site else ""})
        super().__init__(*args, **kwargs)
        everywhere = sites()
        districts = [site for site in everywhere if site.kind == SiteKind.PROBATION]
        unknown = _offered(Scheme.UNKNOWN_RELEASE, [person.release_unknown_because])
        choices = {
            "site": [("", "Not recorded"), *((site.code, site.name) for site in everywhere)],
            "home_site": [("", "Not known yet"), *((site.code, site.name) for site in districts)],
            "release_unknown_because": [("", "It is known, or does not apply"), *unknown],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # choice fields

    def new(self) -> Where:
        """What was said. Call when the form is valid."""
        return Where(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
