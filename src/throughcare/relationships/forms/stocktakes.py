"""Forms of stock-takes: of those who keep the register, and of the teams that answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from throughcare.accounts.models import Team
from throughcare.common.fields import GovukDateField, required_message
from throughcare.partners.models import Organization, OrganizationKind
from throughcare.places.queries import regions, sites
from throughcare.relationships.actions import LineSaid, NewStockTake, Settling
from throughcare.relationships.bank.stocktake import MOST_OWN, questions
from throughcare.relationships.forms.keeping import VersionForm
from throughcare.relationships.models import ReturnLine, StockTake
from throughcare.relationships.queries.stocktakes_shown import ELSEWHERE, site_name
from throughcare.relationships.states import LONGEST_NAME, LONGEST_REASON, HasAgreement, LineAnswer, Settled, StockTakeState

_SMALL = {"class": "govuk-checkboxes--small"}


def _many(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple(attrs=dict(_SMALL)))


class StockTakeForm(forms.Form):
    """What is asked, of whom, until when. Once it is open, the last day alone."""

    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text="Such as: Our partners, 2026.", error_messages=required_message("Give it a name")
    )
    deadline = GovukDateField(
        label="Last day for returns",
        help_text="Three to six weeks from now is usual.",
        error_messages=required_message("Enter the last day for returns"),
    )
    regions = _many("Regions", "Leave all empty to ask in every region.")
    sites = _many("Sites", "Leave all empty to ask every site of these regions.")
    kinds = _many("Kinds of partner", "Leave all empty to ask about every kind.")
    own_questions = forms.CharField(
        label="What else do you want to ask?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Up to {MOST_OWN} questions, each on a line of its own. They are asked of every partner, beside ours.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, stock_take: StockTake | None = None) -> None:
        initial: dict[str, Any] = {}
        if stock_take:
            initial = {name: getattr(stock_take, name) for name in ("name", "deadline", "regions", "sites", "kinds", "version")}
            initial["own_questions"] = "\n".join(stock_take.own_questions)
        super().__init__(data, initial=initial)
        self.asked = stock_take if stock_take and stock_take.state != StockTakeState.DRAFT else None
        if self.asked:
            for name in ("name", "regions", "sites", "kinds", "own_questions"):
                del self.fields[name]
            return
        self._choose("regions", [(region.code, region.name) for region in regions()])
        self._choose("sites", [(site.code, site.name) for site in sites()])
        self._choose("kinds", list(OrganizationKind.choices))

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def new(self) -> NewStockTake:
        """What was typed. Call when the form is valid."""
        said = dict(self.cleaned_data)
        said.pop("version")
        if self.asked:
            kept = {name: getattr(self.asked, name) for name in ("name", "regions", "sites", "kinds", "own_questions")}
            return NewStockTake(deadline=said["deadline"], **kept)
        said["own_questions"] = said["own_questions"].splitlines()
        return NewStockTake(**said)


class TeamsForm(VersionForm):
    """Which office answers for which site. One choice for each site; the last for partners of no one site."""

    def __init__(self, data: Any, stock_take: StockTake, codes: Sequence[str], teams: Sequence[Team], now: dict[str, UUID]) -> None:
        super().__init__(data, initial={"version": stock_take.version})
        choices = [("", "Nobody is asked"), *((str(team.pk), team.name) for team in teams)]
        self.codes = list(codes)
        for code in self.codes:
            label = f"{ELSEWHERE} that is asked, but of the regions asked" if not code else site_name(code)
            field = forms.ChoiceField(label=label, choices=choices, required=False, initial=str(now.get(code, "")))
            self.fields[self._name(code)] = field

    @staticmethod
    def _name(code: str) -> str:
        return f"site-{code}"

    def teams(self) -> dict[str, UUID | None]:
        """Code of each site → its team. Call when the form is valid."""
        said = {code: self.cleaned_data[self._name(code)] for code in self.codes}
        return {code: UUID(key) if key else None for code, key in said.items()}


class ReasonForm(VersionForm):
    """A step that needs a reason."""

    reason = forms.CharField(
        label="Why?", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}), error_messages=required_message("Say why")
    )


def step_form(needs_reason: bool, data: Any, version: int) -> VersionForm:
    """The form of a step."""
    return (ReasonForm if needs_reason else VersionForm)(data, initial={"version": version})


class LineForm(VersionForm):
    """What a site says of one partner, in the words of the questions of its version."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[choice for choice in LineAnswer.choices if choice[0] != LineAnswer.FOUND],
        error_messages=required_message("Say how it is. “We don't know” is an answer too"),
    )
    since = forms.CharField(required=False, max_length=60, help_text="A year is enough.")
    purpose = forms.CharField(required=False, max_length=500)
    agreement = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=HasAgreement.choices)
    agreement_words = forms.CharField(required=False, max_length=300, help_text="Its name or number.")
    enhance = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    changed = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, stock_take: StockTake, row: ReturnLine | None = None) -> None:
        initial: dict[str, Any] = {"version": row.version if row else 1}
        if row:
            initial |= {name: getattr(row, name) for name in self.base_fields if name != "version"}
        super().__init__(data, initial=initial)
        for code, words in questions(stock_take.questions).items():
            self.fields[code].label = words
        self._own = [f"own-{number}" for number in range(len(stock_take.own_questions))]
        kept = [*(row.own_answers if row else []), *[""] * len(self._own)]
        for name, words, answer in zip(self._own, stock_take.own_questions, kept, strict=False):
            self.fields[name] = forms.CharField(
                label=words, required=False, max_length=1000, initial=answer, widget=forms.Textarea(attrs={"rows": 2})
            )

    def said(self) -> LineSaid:
        """What was typed. Call when the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"version", *self._own}}
        return LineSaid(**told, own_answers=[self.cleaned_data[name] for name in self._own])


class FoundForm(LineForm):
    """A partner the register did not have for this site."""

    name = forms.CharField(label="Name of the partner", max_length=300, error_messages=required_message("Enter the name of the partner"))
    kind = forms.ChoiceField(label="What kind is it?", required=False, choices=[("", "Not said"), *OrganizationKind.choices])
    field_order = ("name", "kind", "since", "purpose", "agreement", "agreement_words", "enhance", "changed")

    def __init__(self, data: Any, stock_take: StockTake, row: ReturnLine | None = None) -> None:
        super().__init__(data, stock_take, row)
        del self.fields["answer"]

    def said(self) -> LineSaid:
        """What was typed. Call when the form is valid."""
        self.cleaned_data["answer"] = LineAnswer.FOUND.value
        return super().said()


class SettleForm(VersionForm):
    """Which of those that are there it is; or it is put on the register; or it is set aside."""

    NEW, ASIDE = "new", "aside"
    which = forms.ChoiceField(
        label="Which partner is this?", widget=forms.RadioSelect, error_messages=required_message("Choose what it is")
    )
    kind = forms.ChoiceField(
        label="What kind is it, when it is put on the register?",
        required=False,
        choices=[("", "As the site says"), *OrganizationKind.choices],
    )
    reason = forms.CharField(
        label="Why is it set aside?", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("which", "kind", "reason")

    def __init__(self, data: Any, row: ReturnLine, likely: Sequence[tuple[Organization, bool]]) -> None:
        super().__init__(data, initial={"version": row.version, "kind": row.kind})
        self._there = {str(one.pk): is_there for one, is_there in likely}
        choices = [(str(one.pk), f"{one.name}, {'on the register' if there else 'in the directory of services'}") for one, there in likely]
        new = "None of these: put it on the register as another" if likely else "Put it on the register"
        field = self.fields["which"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*choices, (self.NEW, new), (self.ASIDE, "Set it aside: it is no partner of ours")]

    def said(self) -> Settling:
        """What was chosen. Call when the form is valid."""
        which, kind = self.cleaned_data["which"], self.cleaned_data["kind"]
        if which == self.ASIDE:
            return Settling(settled=Settled.ASIDE, reason=self.cleaned_data["reason"])
        if which == self.NEW:
            return Settling(settled=Settled.ADDED, kind=kind, another=True)
        if self._there[which]:
            return Settling(settled=Settled.MATCHED, partner_id=UUID(which))
        return Settling(settled=Settled.ADDED, kind=kind, partner_id=UUID(which))
