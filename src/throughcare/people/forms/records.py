"""Forms about people, needs, disagreements and imports."""

from typing import Any

from django import forms

from throughcare.common.fields import required_message
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Need
from throughcare.people.policies import LONGEST_NOTE, LONGEST_WORDS
from throughcare.people.queries.lists import Filters
from throughcare.people.search import LONGEST_WORDS as LONGEST_SEARCH
from throughcare.people.states import WhereaboutsKind
from throughcare.places.queries import sites

PILLARS = [(pillar.value, pillar.label) for pillar in Pillar]
WEEKS = [("", "Any time"), ("1", "Within 1 week"), ("4", "Within 4 weeks"), ("12", "Within 12 weeks")]
CONTACT = [("", "Any"), *((str(days), f"None for {days} days") for days in (14, 28, 56))]
WHOSE = [("", "Anybody's in the team"), ("mine", "Mine, and those I cover"), ("nobody", "Nobody's")]
NEEDS = [("", "Any"), ("none", "None recorded"), ("not_started", "Not started"), ("open", "Not started or in progress")]


class FilterForm(forms.Form):
    """The caseload's filters; nothing in them is about one person, so they stand in the address."""

    mark_optional = False
    sort = forms.ChoiceField(label="Sort by", required=False, choices=[("name", "Name"), ("release", "Release date")])
    whose = forms.ChoiceField(label="Whose caseload", required=False, choices=WHOSE)
    setting = forms.ChoiceField(label="Where", required=False, choices=[("", "Anywhere"), *WhereaboutsKind.choices])
    site = forms.ChoiceField(label="Site", required=False)
    release = forms.ChoiceField(label="Release", required=False, choices=WEEKS)
    needs = forms.ChoiceField(label="Needs", required=False, choices=NEEDS)
    pillar = forms.ChoiceField(label="Needs about", required=False, choices=[("", "Anything"), *PILLARS])
    contact = forms.ChoiceField(label="Contact recorded", required=False, choices=CONTACT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", "Any site"), *((site.code, site.name) for site in sites())]  # type: ignore[attr-defined]  # a choice field
        # An old or mistyped address is no error of the reader's: a value we don't offer is as if it were not there.
        offered = {name: {str(value) for value, _ in field.choices} for name, field in self.fields.items()}  # type: ignore[attr-defined]  # as above
        self.data = {name: value for name, value in self.data.items() if value in offered.get(name, ())}

    @property
    def filters(self) -> Filters:
        """What was chosen; an odd value in the address counts as not chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        weeks = chosen.get("release") or ""
        return Filters(
            sort=chosen.get("sort") or "name",
            setting=chosen.get("setting") or "",
            site=chosen.get("site") or "",
            release_weeks=int(weeks) if weeks else None,
            needs=chosen.get("needs") or "",
            pillar=chosen.get("pillar") or "",
            whose=chosen.get("whose") or "",
            no_contact_days=int(chosen["contact"]) if chosen.get("contact") else None,
        )

    def chosen(self) -> list[tuple[str, str]]:
        """(field, label) of every filter that is set."""
        self.is_valid()
        labels = {name: dict(self.fields[name].choices) for name in self.fields if name != "sort"}  # type: ignore[attr-defined]  # choice fields
        return [(name, str(labels[name][value])) for name, value in self.cleaned_data.items() if value and name in labels]


class SearchForm(forms.Form):
    """Find somebody. Sent in the body: a name never stands in an address or a log."""

    mark_optional = False
    words = forms.CharField(
        label="Name or number",
        max_length=LONGEST_SEARCH,
        help_text="Macrons and small typing errors don't matter.",
        error_messages=required_message("Enter a name or a number"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )


class NeedForm(forms.Form):
    """What the person needs."""

    pillar = forms.ChoiceField(
        label="What is it about?",
        choices=PILLARS,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what the need is about"),
    )
    note = forms.CharField(
        label="What is needed, in plain words",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="The person reads this too. Write it as you would say it to them.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    @classmethod
    def of(cls, need: Need) -> "NeedForm":
        """The form as it opens for a need that is there."""
        return cls(initial={"pillar": need.pillar, "note": need.note, "version": need.version})


class MoveForm(forms.Form):
    """One step, from the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswerForm(forms.Form):
    """The answer to “I don't agree”."""

    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_WORDS,
        help_text="The person reads this. Say what you did, or why it stays as it is.",
        error_messages=required_message("Write your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DisagreeForm(forms.Form):
    """“I don't agree”, in the person's own words."""

    words = forms.CharField(
        label="What don't you agree with?",
        max_length=LONGEST_WORDS,
        help_text="Use your own words. Your case manager will read this and answer you.",
        error_messages=required_message("Write what you don't agree with"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
