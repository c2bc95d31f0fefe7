"""What people type about tasks, made into what actions and queries take."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from throughcare.accounts.actors import Actor
from throughcare.common.fields import GovukDateField, required_message
from throughcare.common.ref import Ref
from throughcare.tasks.actions import NewTask
from throughcare.tasks.models import LONGEST_WHAT, LONGEST_WORDS, Task
from throughcare.tasks.queries import (
    ALL,
    GIVEN,
    LATER,
    ME,
    MINE,
    NO_DAY,
    OVERDUE,
    SOON,
    TEAM,
    TODAY,
    TaskFilters,
    doers,
    may_be_given,
    read_about,
)
from throughcare.tasks.states import SOON_DAYS, TaskState

_WHOSE = [
    (MINE, "Me, or a team of mine"),
    (ME, "Me"),
    (TEAM, "A team of mine"),
    (GIVEN, "Others, from me"),
    (ALL, "Everybody whose tasks I may see"),
]
_DUE = [(OVERDUE, "Overdue"), (TODAY, "Today"), (SOON, f"Within {SOON_DAYS} days"), (LATER, "Later, or no day"), (NO_DAY, "No day")]


class TasksForm(forms.Form):
    """Filters of the list, kept in the address. Without any in it, what the reader and their teams have to do is shown."""

    mark_optional = False
    words = forms.CharField(label="Words", required=False, max_length=200)
    whose = forms.ChoiceField(label="For whom", required=False, choices=_WHOSE)
    state = forms.ChoiceField(label="Where it stands", required=False, choices=[*TaskState.choices, ("any", "Any")])
    due = forms.ChoiceField(label="Due", required=False, choices=[("", "Any day"), *_DUE])
    about = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        self.given = data.copy()
        self.given.setdefault("state", TaskState.OPEN.value)
        self.given.setdefault("whose", MINE)
        super().__init__(self.given)

    def filters(self) -> TaskFilters:
        """What was asked for. Call when the form is valid; raises Invalid for a thing tasks are never about."""
        said = self.cleaned_data
        state = "" if said["state"] == "any" else said["state"]
        return TaskFilters(whose=said["whose"], state=state, due=said["due"], words=said["words"], about=read_about(said["about"]))

    def selected(self) -> list[dict[str, str]]:
        """The filters set, each with the address that takes it off."""
        shown = {"whose": dict(_WHOSE), "due": dict(_DUE), "state": {**dict(TaskState.choices), "any": "Any"}}
        usual = {"whose": MINE, "state": TaskState.OPEN.value}
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or value == usual.get(name):
                continue
            without = self.given.copy()
            for gone in (name, "after"):
                without.pop(gone, None)
            text = "About one thing" if name == "about" else f"{field.label}: {shown.get(name, {}).get(value, value)}"
            found.append({"text": text, "href": f"?{without.urlencode()}"})
        return found


class TaskForm(forms.Form):
    """What is to be done, by whom, until when."""

    what = forms.CharField(
        label="What is to be done?",
        max_length=LONGEST_WHAT,
        help_text="Name nobody who is in prison or on a sentence.",
        error_messages=required_message("Say what is to be done"),
    )
    words = forms.CharField(label="More about it", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    due_on = GovukDateField(label="Until when?", required=False, help_text="Leave it empty when there is no day.")
    to = forms.ChoiceField(label="Who does it?", error_messages=required_message("Choose who does it"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, by: Actor, data: Any = None, *, about: Ref | None = None, row: Task | None = None) -> None:
        """about: what a new task is about. row: what it says now."""
        initial = {"to": _key(by.user_id, None)}
        if row is not None:
            initial = {name: getattr(row, name) for name in ("what", "words", "due_on", "version")} | {"to": _key(row.user_id, row.team_id)}
        super().__init__(data, initial=initial)
        self.about = row.about if row else about
        may = {_key(one.user_id, one.team_id): one.name for one in may_be_given(by, self.about)}
        if row is not None and initial["to"] not in may:
            names = doers([row])
            may[initial["to"]] = names.get(row.user_id or row.team_id or UUID(int=0), "Whoever has it")
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(may.items())

    def new(self) -> NewTask:
        """What was typed. Call when the form is valid."""
        said = self.cleaned_data
        which, _, key = said["to"].partition(":")
        to = {"user_id": UUID(key)} if which == "user" else {"team_id": UUID(key)}
        return NewTask(what=said["what"], words=said["words"], due_on=said["due_on"], about=self.about, **to)


def _key(user_id: UUID | None, team_id: UUID | None) -> str:
    return f"user:{user_id}" if user_id else f"team:{team_id}"


class MoveForm(forms.Form):
    """How it stands from now on, and why, where a reason is asked for."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why: whoever gave it will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, initial: Any = None, needs_reason: bool = True) -> None:
        super().__init__(data, initial=initial)
        if not needs_reason:
            del self.fields["reason"]
