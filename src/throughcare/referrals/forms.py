"""What is asked on the way from a need to an answer, in plain words. The database is asked only for words to choose from."""

from typing import Any

from django import forms

from throughcare.common.fields import GovukDateField, Hinted, required_message
from throughcare.disclosure.fields import Line
from throughcare.disclosure.models import Ground
from throughcare.places.models import Scheme
from throughcare.places.queries import choices
from throughcare.referrals.states import ReferralState, Urgency

_ROWS = {"rows": 6}


class Versioned(forms.Form):
    """Carries the version the reader saw, so that nobody overwrites what somebody else did meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class UrgencyForm(Versioned):
    """How soon, and by when."""

    urgency = forms.ChoiceField(
        label="How soon is it needed?",
        widget=forms.RadioSelect,
        error_messages=required_message("Select how soon it is needed"),
        choices=[
            (Urgency.URGENT.value, Hinted("Urgent", "Somebody must act within two days")),
            (Urgency.SOON.value, Hinted("Soon", "Within a week")),
            (Urgency.ROUTINE.value, Hinted("Routine", "Within two weeks or more")),
        ],
    )
    answer_by = GovukDateField(
        label="When do you need an answer by?",
        help_text="The service sees this date, and you are shown when it has passed.",
        error_messages=required_message("Enter the date you need an answer by"),
    )


class ReasonForm(Versioned):
    """Why, in the referrer's words."""

    reason = forms.CharField(
        label="Why do you refer them to this service?",
        help_text="The service reads this. Write what it needs in order to help, and no more.",
        widget=forms.Textarea(attrs=_ROWS),
        max_length=4000,
        error_messages=required_message("Say why you refer the person"),
    )
    more = forms.CharField(
        label="Anything else the service should know",
        help_text="You choose on a later page whether to tell this.",
        widget=forms.Textarea(attrs=_ROWS),
        max_length=4000,
        required=False,
    )


class AgreementForm(Versioned):
    """The ground for telling the service anything."""

    ground = forms.ChoiceField(
        label="Why may the service be told?",
        widget=forms.RadioSelect,
        error_messages=required_message("Select whether the person agrees, or you rely on a legal authority"),
        choices=[
            (Ground.AGREEMENT.value, Hinted("The person agrees", "They know which service it is and what it will be told")),
            (Ground.AUTHORITY.value, Hinted("A legal authority", "They do not agree, or could not be asked")),
        ],
    )
    authority_code = forms.ChoiceField(label="Which authority, if you rely on one", required=False, choices=[])
    how = forms.CharField(
        label="How did they agree, or why does the authority apply?",
        help_text="Kept on the record. The service does not see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages=required_message("Say how the person agreed, or why the authority applies"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["authority_code"]
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - declared above
        code.choices = [("", "Choose an authority"), *choices(Scheme.AUTHORITY)]


class DiscloseForm(Versioned):
    """Line by line, with the value that would be told and where in the record it comes from."""

    codes = forms.MultipleChoiceField(
        label="What else should the service be told?",
        help_text="Tick only what it needs in order to help.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101 - declared above
        codes.choices = [(n.code, Hinted(f"{n.label}: {n.value}", f"About {n.compartment_words}")) for n in lines if not n.always]


class SendForm(Versioned):
    """The last step: exactly the lines shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(Versioned):
    """A move that needs nothing more, with words to the other side."""

    note = forms.CharField(
        label="Message to the other side",
        help_text="Both sides see it on the referral.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class DeclineForm(AnswerForm):
    """Why not."""

    scheme = Scheme.DECLINE
    reason_code = forms.ChoiceField(
        label="Why?", widget=forms.RadioSelect, choices=[], error_messages=required_message("Select a reason from the list")
    )
    field_order = ("version", "reason_code", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["reason_code"]
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - declared above
        code.choices = choices(self.scheme)


class WithdrawForm(DeclineForm):
    """Why taken back."""

    scheme = Scheme.WITHDRAW

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The service's sight ends with the referral, so words to it would not arrive.
        self.fields["note"].label, self.fields["note"].help_text = "Note for the record", "The service does not see it."


class WaitlistForm(AnswerForm):
    """Until when."""

    expected_on = GovukDateField(label="When do you expect a place?", error_messages=required_message("Enter when you expect a place"))
    field_order = ("version", "expected_on", "note")


class WordsForm(forms.Form):
    """A question, or the reply to one."""

    text = forms.CharField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages=required_message("Write something first"),
    )


class FitFilter(forms.Form):
    """Which services to show for a need. Kept in the address, so it holds nothing about the person."""

    mark_optional = False
    show = forms.ChoiceField(
        label="Show",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("open", "That fit or may fit"),
            ("fits", "That fit"),
            ("unknown", "To ask first"),
            ("all", "All, with what speaks against"),
        ],
    )
    size = forms.TypedChoiceField(label="On a page", required=False, coerce=int, choices=[(10, "10"), (20, "20"), (50, "50")])
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)


class ListFilter(forms.Form):
    """Which of my referrals, or my office's."""

    mark_optional = False
    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        widget=forms.RadioSelect,
        choices=[("mine", "Mine: made by me, or about people I have or cover"), ("office", "Of everybody my office works with")],
    )
    state = forms.MultipleChoiceField(label="State", required=False, widget=forms.CheckboxSelectMultiple, choices=ReferralState.choices)
    urgency = forms.MultipleChoiceField(label="Urgency", required=False, widget=forms.CheckboxSelectMultiple, choices=Urgency.choices)
    late = forms.BooleanField(label="Only those whose answer is late", required=False)
    soon = forms.BooleanField(label="Only those due within three days", required=False)
    answered = forms.BooleanField(label="Only those answered in the last week", required=False)
    closed = forms.BooleanField(label="Only those whose service has closed", required=False)
    asked = forms.BooleanField(label="Only those whose service waits for your reply", required=False)
