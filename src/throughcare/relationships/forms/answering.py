"""The questions of an assessment, all on one page: nothing is kept until it is sent, so there is no step between."""

from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from throughcare.relationships.actions import Given
from throughcare.relationships.queries import Asked
from throughcare.relationships.states import LONGEST_COMMENT, CommentKind

DONT_KNOW = "dk"
_TRUE = (("1", "Not true"), ("2", "A little true"), ("3", "Half true"), ("4", "Mostly true"), ("5", "Fully true"))
_UNSURE = (DONT_KNOW, "I don't know")
_ROW = {"class": "govuk-radios--small govuk-radios--inline"}
_MAY_READ = "may_read"


class Group(NamedTuple):
    """Questions that stand together."""

    title: str
    fields: list[BoundField]


class AnswerForm(forms.Form):
    """How true each sentence is; where the partnership stands; a word to each side. Every question may be left out."""

    mark_optional = False

    def __init__(self, asked: Asked, data: Any = None) -> None:
        super().__init__(data)
        self.asked = asked
        for domain in asked.domains:
            for item in domain.items:
                self.fields[item.code] = _choice(item.words, (*_TRUE, _UNSURE), _ROW)
        for place in asked.bank.profile:
            steps = [(str(number), words) for number, words in enumerate(place.steps, 1)]
            self.fields[place.code] = _choice(place.words, (*steps, _UNSURE), {"class": "govuk-radios--small"})
        for kind in CommentKind:
            self.fields[kind.value.lower()] = forms.CharField(
                label=str(kind.label), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.fields[_MAY_READ] = forms.BooleanField(
            label="Both sides may read these words, without my name",
            required=False,
            help_text="Somebody who knows how you write may still guess.",
        )

    @property
    def groups(self) -> list[Group]:
        """The questions as they stand on the page."""
        found = [Group(domain.title, [self[code] for code in domain.codes]) for domain in self.asked.domains]
        return [*found, Group("Where this partnership stands", [self[place.code] for place in self.asked.bank.profile])]

    @property
    def words(self) -> list[BoundField]:
        """The two comments, and whether they may be read."""
        return [*(self[kind.value.lower()] for kind in CommentKind), self[_MAY_READ]]

    def clean(self) -> dict[str, Any]:
        """Words nobody may read are not taken: they would be kept for nobody."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if any(said.get(kind.value.lower()) for kind in CommentKind) and not said.get(_MAY_READ):
            self.add_error(_MAY_READ, "Tick that both sides may read your words, or take them out")
        return said

    def given(self) -> Given:
        """What was chosen. Call when the form is valid."""
        said = self.cleaned_data
        asked = self.asked.bank.highest(self.asked.own_items)
        answers = {item: None if said[item] == DONT_KNOW else int(said[item]) for item in asked if said[item]}
        return Given(answers=answers, comments={kind.value: said[kind.value.lower()] for kind in CommentKind})


def _choice(label: str, choices: Any, attrs: dict[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect(attrs=dict(attrs)))
