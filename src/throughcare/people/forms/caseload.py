"""Forms about caseloads and handovers. Who they are about travels beside them: each person, and the state of the caseload seen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from throughcare.accounts.models import Team
from throughcare.common.fields import GovukDateField, required_message
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.policies import LONGEST_CASE_NOTE
from throughcare.people.states import EndReason

_CHOOSE = [("", "Choose")]


def rows_sent(sent: Sequence[str]) -> list[CaseRow]:
    """Rows as the page sends them, "person:assignment seen"; what can't be read is left out."""
    rows = []
    for text in sent:
        person, _, seen = text.partition(":")
        try:
            rows.append(CaseRow(UUID(person), UUID(seen) if seen else None))
        except ValueError:
            continue
    return rows


class WorkForm(forms.Form):
    """What every change of a caseload asks for beside the people: `values` are the action's own arguments."""

    def __init__(self, *args: Any, workers: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "worker_id" in self.fields:
            choices = [*_CHOOSE, *((str(key), name) for key, name in workers.items())]
            self.fields["worker_id"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def values(self) -> dict[str, Any]:
        """Cleaned, with ids as ids."""
        return {name: UUID(value) if name == "worker_id" else value for name, value in self.cleaned_data.items()}


class AssignForm(WorkForm):
    """Whose caseload."""

    worker_id = forms.ChoiceField(label="Whose caseload?", error_messages=required_message("Choose a worker"))


class CoverForm(WorkForm):
    """Who covers, from when until when."""

    worker_id = forms.ChoiceField(label="Who covers?", error_messages=required_message("Choose who covers"))
    from_on = GovukDateField(label="First day", error_messages=required_message("Enter the first day"))
    until_on = GovukDateField(
        label="Last day", help_text="Cover ends by itself after this day.", error_messages=required_message("Enter the last day")
    )


class TransferForm(WorkForm):
    """To whom in the other office, what they must know, and how long the old office still sees the record."""

    worker_id = forms.ChoiceField(label="Who takes over?", error_messages=required_message("Choose who takes over"))
    note = forms.CharField(
        label="What the new worker must know",
        max_length=LONGEST_CASE_NOTE,
        help_text="They are asked to acknowledge it. What is agreed, what is open, what has worked, what to be careful with.",
        error_messages=required_message("Write what the new worker must know"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    last_day = GovukDateField(
        label="Last day your office sees the record",
        help_text="The new office sees it from now on.",
        error_messages=required_message("Enter the last day"),
    )


class EndForm(WorkForm):
    """Why the office stops, and after which day."""

    reason = forms.ChoiceField(
        label="Why does your office stop working with them?",
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose why"),
    )
    last_day = GovukDateField(
        label="Last day your office sees the record",
        help_text="After it, nobody in your office can open the record.",
        error_messages=required_message("Enter the last day"),
    )


class ChooseOffice(forms.Form):
    """Which office takes over; stands in the address."""

    mark_optional = False
    office = forms.ChoiceField(label="Which office takes over?", error_messages=required_message("Choose an office"))

    def __init__(self, *args: Any, offices: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [*_CHOOSE, *((team.code, team.name) for team in offices)]  # type: ignore[attr-defined]  # a choice field


class HandoverForm(forms.Form):
    """Acknowledge or take back, from the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
