"""What people type about what may go wrong by an agreement, and about meetings."""

from typing import Any
from uuid import UUID

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.agreements.actions import NewMeeting, NewRisk
from throughcare.agreements.forms.agreements import TEXT, choose
from throughcare.agreements.models import Agreement, Meeting, Risk
from throughcare.agreements.queries import owners
from throughcare.agreements.states import CONSEQUENCES, LIKELIHOODS, LONGEST_REASON, LONGEST_WORDS, SharedWith
from throughcare.common.fields import GovukDateField, required_message


def _scale(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(number), f"{number}: {word}") for number, word in enumerate(words, 1)]


def _parties(agreement: Agreement) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name} alone") for one in agreement.parties.all() if one.organization_id]


def _shared(chosen: str) -> dict[str, Any]:
    """The code, or the party, of one choice."""
    return {"shared": chosen} if chosen in SharedWith.values else {"shared": SharedWith.PARTY.value, "party_id": UUID(chosen)}


def _who(one: Risk | Meeting) -> str:
    return str(one.party_id) if one.party_id else one.shared


class RiskForm(forms.Form):
    """A risk. row: the one that is looked at again; none: a new one."""

    what = forms.CharField(
        label="What may go wrong?",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        help_text="In a few sentences. Name nobody.",
        error_messages=required_message("Say what may go wrong"),
    )
    likelihood = forms.TypedChoiceField(
        label="How likely is it?",
        coerce=int,
        choices=_scale(LIKELIHOODS),
        widget=forms.RadioSelect,
        error_messages=required_message("Choose how likely it is"),
    )
    consequence = forms.TypedChoiceField(
        label="How much would it do?",
        coerce=int,
        choices=_scale(CONSEQUENCES),
        widget=forms.RadioSelect,
        error_messages=required_message("Choose how much it would do"),
    )
    doing = forms.CharField(label="What is done about it?", required=False, max_length=1000, widget=forms.Textarea(attrs=TEXT))
    owner = forms.ChoiceField(
        label="Who watches it?", required=False, help_text="They are reminded. With nobody, whoever looks after the agreement."
    )
    review_on = GovukDateField(label="When is it looked at next?", error_messages=required_message("Enter the day it is looked at next"))
    shared = forms.ChoiceField(
        label="Who reads it beside the department?", widget=forms.RadioSelect, error_messages=required_message("Choose who reads it")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, by: Actor, agreement: Agreement, data: Any = None, row: Risk | None = None) -> None:
        known: dict[str, Any] = {"shared": SharedWith.OURS.value}
        if row:
            known = {name: getattr(row, name) for name in ("what", "likelihood", "consequence", "doing", "version")}
            known |= {"owner": f"{row.owner_id}.{row.owner_team_id}" if row.owner_id else "", "shared": _who(row)}
        super().__init__(data, initial=known)
        choose(self, "owner", [("", "Nobody"), *((f"{one.user_id}.{one.team_id}", f"{one.name}, {one.team}") for one in owners())])
        ours = (SharedWith.OURS.value, "Nobody: no party is told that it is there")
        choose(self, "shared", [ours, *_parties(agreement), (SharedWith.ALL.value, "All parties")])

    def new(self) -> NewRisk:
        """What was typed. Call when the form is valid."""
        said: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "owner", "shared")}
        owner = self.cleaned_data["owner"]
        said |= dict(zip(("user_id", "team_id"), map(UUID, owner.split(".")), strict=True)) if owner else {}
        return NewRisk(**said, **_shared(self.cleaned_data["shared"]))


class RiskReasonForm(forms.Form):
    """A step with a reason."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=TEXT),
        error_messages=required_message("Say why: whoever reads it will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, row: Risk, data: Any = None) -> None:
        super().__init__(data, initial={"version": row.version})


class MeetingForm(forms.Form):
    """A meeting. row: the one that is changed; none: a new one, from which something to do may come."""

    held_on = GovukDateField(label="When was it?", error_messages=required_message("Enter the day it was held"))
    shared = forms.ChoiceField(label="With whom?", widget=forms.RadioSelect, error_messages=required_message("Choose with whom it was"))
    present = forms.CharField(
        label="Who was there?", max_length=1000, widget=forms.Textarea(attrs=TEXT), error_messages=required_message("Say who was there")
    )
    agreed = forms.CharField(
        label="What was agreed?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Those it was with read this. Say nothing about a person on a sentence.",
        error_messages=required_message("Say what was agreed; if nothing was, say that"),
    )
    next_on = GovukDateField(
        label="When is the next one?", required=False, help_text="It becomes the agreement's next review, if all parties were there."
    )
    task = forms.CharField(
        label="Something you do now",
        required=False,
        max_length=300,
        help_text="It becomes a task of yours. More can be added on the agreement's page.",
    )
    task_on = GovukDateField(label="Until when?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, agreement: Agreement, data: Any = None, row: Meeting | None = None) -> None:
        known: dict[str, Any] = {"shared": SharedWith.ALL.value}
        if row:
            known = {name: getattr(row, name) for name in ("held_on", "present", "agreed", "next_on", "version")} | {"shared": _who(row)}
        super().__init__(data, initial=known)
        choose(self, "shared", [(SharedWith.ALL.value, "All parties"), *_parties(agreement)])
        if row:
            del self.fields["task"], self.fields["task_on"]

    def new(self) -> NewMeeting:
        """What was typed. Call when the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "shared")}
        return NewMeeting(**said, **_shared(self.cleaned_data["shared"]))
