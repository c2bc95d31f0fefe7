"""Forms about limited access."""

from typing import Any

from django import forms

from throughcare.audit.states import WITHHELD
from throughcare.common.fields import GovukDateField, required_message
from throughcare.people.actions.conflicts import LONGEST_WHY
from throughcare.people.actions.limits import NewLimit
from throughcare.people.policies import LONGEST_NOTE
from throughcare.people.states import ConflictVerdict, LimitKind, LimitReason


class LimitForm(forms.Form):
    """Who may not see whose record. The person's number and birth are asked for when the page was not opened from a record."""

    number = forms.CharField(
        label="The person's number",
        max_length=100,
        help_text="All of it, such as PRN-1234.",
        error_messages=required_message("Enter their number"),
    )
    born = GovukDateField(label="The person's date of birth", error_messages=required_message("Enter their date of birth"))
    kind = forms.ChoiceField(
        label="Who may see the record?",
        choices=[
            (LimitKind.EXCLUSION.value, "These users may never see the record"),
            (LimitKind.RESTRICTION.value, "Only these users may see the record"),
        ],
        widget=forms.RadioSelect,
        error_messages=required_message("Choose who may see the record"),
    )
    emails = forms.CharField(
        label="Users",
        help_text="E-mail addresses they log in with, one a line.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Enter at least one address"),
    )
    reason = forms.ChoiceField(label="Why?", choices=[("", "Choose"), *LimitReason.choices], error_messages=required_message("Choose why"))
    words = forms.CharField(
        label="Why, in words",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=required_message("Write why"),
    )
    from_on = GovukDateField(label="First day", required=False, help_text="Leave empty for at once.")
    until_on = GovukDateField(label="Last day", required=False, help_text="Leave empty for no end.")
    withheld = forms.ChoiceField(
        label="Does the person read of it in their own log?",
        required=False,
        choices=[("", "Yes"), *((code, f"No: {words}") for code, words in WITHHELD.items())],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, of_record: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_record:
            del self.fields["number"], self.fields["born"]
            self.fields["emails"].help_text += " Of your own team, or of a team that works with this person."

    def new(self, **more: Any) -> NewLimit:
        """What was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "emails"}
        return NewLimit(**values, **more, emails=tuple(self.cleaned_data["emails"].split()))


class LiftForm(forms.Form):
    """Asking that a limit ends, agreeing, or turning it down."""

    why = forms.CharField(
        label="Why should it end?",
        max_length=LONGEST_WHY,
        help_text="Whoever agrees to it, or not, reads this.",
        error_messages=required_message("Write why it should end"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["why"]


class DecideForm(forms.Form):
    """What the privacy officer decided."""

    verdict = forms.ChoiceField(
        label="What have you found?",
        choices=[
            (ConflictVerdict.EXCLUDED.value, "They are close: they never see this record"),
            (ConflictVerdict.NONE.value, "There is no conflict"),
        ],
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what you have found"),
    )
    why = forms.CharField(
        label="Why?", max_length=LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 3}), error_messages=required_message("Write why")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _lines(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=LONGEST_NOTE
    )


class OwnDetailsForm(forms.Form):
    """What keeps a user from meeting their own whānau at work."""

    names = _lines("Other names you go by, or had", "One a line, first and last name.")
    phones = _lines("Your own phone numbers", "One a line.")
    emails = _lines("Your own e-mail addresses", "One a line.")
    addresses = _lines("Where you live", "One address a line, such as 12 Rimu Road, Te Awa.")
