"""Forms of a partner's own people: what they change at once, and what they ask the department to change."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners import actions
from throughcare.partners.actions.checks import LONGEST_NAME
from throughcare.partners.forms.beside import LEVELS
from throughcare.partners.forms.parts import DetailsForm, NumbersForm, PartForm, ReachForm, RolesForm
from throughcare.partners.models import LONGEST_WORDS, Partner
from throughcare.partners.queries import ChangeFilters
from throughcare.partners.queries.shown import accreditation_in_words
from throughcare.partners.states import ChangeState, Expertise

_NEW = "new"


class OwnWordsForm(PartForm):
    """What holds at once."""

    purpose = forms.CharField(
        label="What are you for?",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Your purpose, in your own words.",
    )
    website = forms.CharField(label="Website", required=False, max_length=500)
    email = forms.CharField(
        label="E-mail address of the organisation", required=False, max_length=254, help_text="Everybody who uses Throughcare can read it."
    )
    expertise = forms.MultipleChoiceField(
        label="What do you know well?", required=False, widget=forms.CheckboxSelectMultiple, choices=Expertise.choices
    )
    expertise_words = forms.CharField(label="What else do you know well?", required=False, max_length=500)
    languages = RolesForm.base_fields["languages"]

    offer = RolesForm.offer

    def said(self, partner: Partner) -> dict[str, Any]:
        told = {name: getattr(partner.organization, name) for name in ("website", "email")}
        return {**told, **{name: getattr(partner, name) for name in ("purpose", "expertise", "expertise_words", "languages")}}

    def new(self) -> actions.OwnWords:
        """What was typed. Call when the form is valid."""
        return actions.OwnWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class AskForm(PartForm):
    """What every part that is asked for has."""

    def new(self) -> actions.Asked:
        """What was typed. Call when the form is valid."""
        raise NotImplementedError

    def __init__(self, partner: Partner, data: Any = None) -> None:
        super().__init__(partner, data)
        # Last, after what the part itself asks.
        self.fields["why"] = forms.CharField(
            label="What should the department know about it?",
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Such as: since when, and where it can be looked up.",
        )

    @property
    def _part(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "why")}


class AskNameForm(AskForm):
    """What it is called, and whose branch it is."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages=required_message("Enter the name of your organisation"))
    alternate_name = DetailsForm.base_fields["alternate_name"]
    national_body = forms.CharField(
        label="National body you are a branch of",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its name, as it stands in the directory.",
    )

    def offer(self, partner: Partner) -> None:
        self.above = str(partner.organization.parent_organization_id or "")

    def said(self, partner: Partner) -> dict[str, Any]:
        organization, above = partner.organization, partner.organization.parent_organization
        told = {name: getattr(organization, name) for name in ("name", "alternate_name")}
        return {**told, "national_body": above.name if above else ""}

    def new(self) -> actions.AskedName:
        """What was typed. Call when the form is valid."""
        said, above = self._part, self.initial["national_body"]
        # As in DetailsForm: left as it was it means the very one it was.
        if said["national_body"] == above and self.above:
            said["national_body"] = self.above
        return actions.AskedName(**said)


class AskNumbersForm(AskForm):
    """What it is known by elsewhere."""

    nzbn, charity_number = NumbersForm.base_fields["nzbn"], NumbersForm.base_fields["charity_number"]
    said = NumbersForm.said

    def new(self) -> actions.Numbers:
        """What was typed. Call when the form is valid."""
        return actions.Numbers(**self._part)


class AskRolesForm(AskForm):
    """What it is to the work."""

    roles = RolesForm.base_fields["roles"]

    def new(self) -> actions.AskedRoles:
        """What was chosen. Call when the form is valid."""
        return actions.AskedRoles(**self._part)


class AskReachForm(AskForm):
    """Where it works."""

    regions, sites = ReachForm.base_fields["regions"], ReachForm.base_fields["sites"]
    offer = ReachForm.offer

    def new(self) -> actions.Reach:
        """What was chosen. Call when the form is valid."""
        return actions.Reach(**self._part)


class AskLeadForm(AskForm):
    """Who leads, among the contacts."""

    lead = forms.ChoiceField(
        label="Who should lead?",
        widget=forms.RadioSelect,
        help_text="Is somebody missing? Add them as a contact first.",
        error_messages=required_message("Choose who should lead"),
    )

    def said(self, partner: Partner) -> dict[str, Any]:
        return {"lead": next((str(one.pk) for one in partner.contacts.all() if one.is_lead), "")}

    def offer(self, partner: Partner) -> None:
        self._choose("lead", [(str(one.pk), one.name) for one in partner.contacts.all() if one.ended_on is None])

    def new(self) -> actions.AskedLead:
        """Who was chosen. Call when the form is valid."""
        return actions.AskedLead(contact_id=UUID(self._part["lead"]))


class AskAccreditationForm(AskForm):
    """A new accreditation, or another last day, level or scope of one there is."""

    which = forms.ChoiceField(
        label="Which accreditation?", widget=forms.RadioSelect, error_messages=required_message("Choose which accreditation")
    )
    level = forms.TypedChoiceField(
        label="Level",
        coerce=int,
        choices=LEVELS,
        widget=forms.RadioSelect,
        help_text="Level 1 is the highest.",
        error_messages=required_message("Choose the level"),
    )
    scope = forms.CharField(label="What is it for?", required=False, max_length=500)
    given_by = forms.CharField(label="Who gave it?", max_length=200, error_messages=required_message("Enter who gave it"))
    expires_on = GovukDateField(label="Last day", required=False, help_text="Leave it empty when it has no end.")

    def said(self, partner: Partner) -> dict[str, Any]:
        return {"which": _NEW} if all(one.ended_on for one in partner.accreditations.all()) else {}

    def offer(self, partner: Partner) -> None:
        there = [one for one in partner.accreditations.all() if one.ended_on is None]
        told = [(str(one.pk), ", ".join(accreditation_in_words(one).split("\n"))) for one in there]
        self._choose("which", [(_NEW, "A new one"), *told])

    def new(self) -> actions.AskedAccreditation:
        """What was typed. Call when the form is valid."""
        said = self._part
        which = said.pop("which")
        return actions.AskedAccreditation(new=actions.NewAccreditation(**said), accreditation_id=None if which == _NEW else UUID(which))


class AnswerForm(forms.Form):
    """Confirm or withdraw: what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    tag = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class RefuseForm(AnswerForm):
    """Why not."""

    reason = forms.CharField(
        label="Why not?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The partner reads it.",
        error_messages=required_message("Say why: the partner reads it"),
    )


class ChangesForm(forms.Form):
    """Filters of the list, kept in the address. Without a state in it, only those that wait are shown."""

    mark_optional = False
    state = forms.ChoiceField(label="How it stands", required=False, choices=[*ChangeState.choices, ("any", "Any")])
    mine = forms.BooleanField(label="Only of partners I look after", required=False)

    def __init__(self, data: QueryDict, *, keeps: bool) -> None:
        given = data.copy()
        given.setdefault("state", ChangeState.PROPOSED.value)
        super().__init__(given)
        if not keeps:
            del self.fields["mine"]

    def filters(self) -> ChangeFilters:
        """What was asked for. Call when the form is valid."""
        state = self.cleaned_data["state"]
        return ChangeFilters(state="" if state == "any" else state, mine=self.cleaned_data.get("mine", False))
