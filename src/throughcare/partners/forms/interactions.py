"""Forms about being in touch with a partner: its filters, one time written down, one taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from throughcare.common.clock import today
from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.actions import NewInteraction
from throughcare.partners.models import LONGEST_SAID, Interaction, Partner
from throughcare.partners.queries import OURS, SHARED, WITHDRAWN, InteractionFilters, names_of_others, owners
from throughcare.partners.states import MOST_ALSO, InteractionKind, Topic
from throughcare.places.queries import sites

_STANDS = [(SHARED, "Shared with the partner"), (OURS, "Ours alone"), (WITHDRAWN, "Withdrawn")]
_CLOCK = ["%H:%M", "%H.%M", "%H%M", "%H"]
_NO_TIME = {"invalid": "Enter a time of 24 hours, like 10:30"}


def _time(label: str, **more: Any) -> forms.TimeField:
    box = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})
    return forms.TimeField(label=label, required=False, input_formats=_CLOCK, widget=box, error_messages=_NO_TIME, **more)


class InteractionForm(forms.Form):
    """One time we were in touch. What must be said stands first."""

    kind = forms.ChoiceField(
        label="How were you in touch?",
        choices=InteractionKind.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose how you were in touch"),
    )
    on = GovukDateField(label="On which day?", error_messages=required_message("Enter the day, like 27 3 2026"))
    starts_at = _time("From", help_text="Such as 10:30.")
    ends_at = _time("Until")
    said = forms.CharField(
        label="What was said?",
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Name nobody who is in prison or on a sentence: what is about a person belongs in their record.",
        error_messages=required_message("Write in a few words what was said"),
    )
    topics = forms.MultipleChoiceField(
        label="What was it about?", required=False, widget=forms.CheckboxSelectMultiple, choices=Topic.choices
    )
    topic_words = forms.CharField(label="What else was it about?", required=False, max_length=200)
    contacts = forms.MultipleChoiceField(label="Who of theirs was there?", required=False, widget=forms.CheckboxSelectMultiple)
    users = forms.MultipleChoiceField(label="Who of ours was there?", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="Who else was there?",
        required=False,
        max_length=500,
        help_text="Names and where they work. Nobody who is in prison or on a sentence.",
    )
    site = forms.ChoiceField(label="At which of our sites?", required=False)
    place = forms.CharField(label="Where?", required=False, max_length=200, help_text="Such as: at the marae; room 2; by video.")
    next_on = GovukDateField(label="When will you be in touch again?", required=False, help_text="Leave it empty when nothing is agreed.")
    shared = forms.BooleanField(
        label="Share this with the partner",
        required=False,
        help_text="Its own people read all of it then, with who was there. Otherwise staff of the department alone do.",
    )
    also = forms.CharField(
        label="Which other partners were there?",
        required=False,
        max_length=MOST_ALSO * 300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line for each, by its name on the register. It is written down of each of them; their people who were there are added on each one's own page.",
    )
    told = forms.BooleanField(
        label="Partners that were there may be told of each other",
        required=False,
        help_text="Then each reads the others' names, where this is shared, and no more of them.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, partner: Partner, data: Any = None, *, row: Interaction | None = None, mine: UUID | None = None) -> None:
        """row: what it says now. mine: whoever writes, who was there unless they say otherwise."""
        known = owners()
        begun = {"on": today(), "users": [str(one.user_id) for one in known if one.user_id == mine]}
        super().__init__(data, initial=_said(row) if row else begun)
        there = {str(key) for key in row.contact_ids} if row else set()
        contacts = [(str(one.pk), one.name) for one in partner.contacts.all() if one.ended_on is None or str(one.pk) in there]
        ours = {str(one.user_id): one.name for one in known}
        gone = [(str(key), "Somebody who keeps partners no longer") for key in (row.user_ids if row else []) if str(key) not in ours]
        self._choose("contacts", contacts)
        self._choose("users", [*ours.items(), *gone])
        at = [(site.code, site.name) for site in sites()]
        was = [(row.site, row.site)] if row and row.site and row.site not in dict(at) else []
        self._choose("site", [("", "None of them"), *at, *was])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def new(self) -> NewInteraction:
        """What was typed. Call when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        said |= {name: [UUID(key) for key in said.get(name, [])] for name in ("contacts", "users")}
        return NewInteraction(**{**said, "also": said["also"].splitlines()})


def _said(row: Interaction) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in InteractionForm.base_fields if hasattr(row, name)}
    own["also"] = "\n".join(names_of_others([row]).values())
    return {**own, "contacts": [str(key) for key in row.contact_ids], "users": [str(key) for key in row.user_ids]}


class WithdrawInteractionForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: it was another partner; it was written down twice.",
        error_messages=required_message("Say why: whoever looks next will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class InteractionsForm(forms.Form):
    """Filters, kept in the address."""

    mark_optional = False
    words = forms.CharField(label="Words", required=False, max_length=200, help_text="In what was said.")
    kind = forms.ChoiceField(label="How", required=False, choices=[("", "Any way"), *InteractionKind.choices])
    topic = forms.ChoiceField(label="What about", required=False, choices=[("", "Anything"), *Topic.choices])
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    stands = forms.ChoiceField(label="Who reads it", required=False, choices=[("", "Anybody"), *_STANDS])

    def __init__(self, data: QueryDict, *, ours: bool) -> None:
        """ours: staff of the department ask, who see what is not shared too."""
        self.given = data
        super().__init__(data)
        if not ours:
            del self.fields["stands"]

    def filters(self) -> InteractionFilters:
        """What was asked for. Call when the form is valid."""
        return InteractionFilters(**{name: value for name, value in self.cleaned_data.items() if value})

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            without = self.given.copy()
            for gone in (name, "after"):
                without.pop(gone, None)
            labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]  # pairs, as above
            found.append({"text": f"{field.label}: {labels.get(value, value)}", "href": f"?{without.urlencode()}"})
        return found
