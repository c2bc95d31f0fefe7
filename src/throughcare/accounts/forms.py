"""What a user fills in about their own account, and a manager about their team's."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.http import HttpRequest
from fido2.utils import websafe_decode

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission, in_words
from throughcare.accounts.states import ClosingReason, EndingReason
from throughcare.common.fields import GovukDateField, required_message


class KeyForm(forms.Form):
    """A new access key: what it is for, what it may do, how long."""

    name = forms.CharField(
        label="What is it for?",
        error_messages=required_message("Say what the key is for"),
        max_length=100,
        help_text="For example: nightly export to our case system",
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        error_messages=required_message("Tick at least one thing it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick only what it needs. It can never do more than you",
    )
    days = forms.TypedChoiceField(
        label="How long shall it work?",
        error_messages=required_message("Choose how long it shall work"),
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (366, "A year")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(p.value, in_words(p)) for p in Permission if p in actor.permissions]


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A forgotten password. Nothing is looked up here: with an account it would take longer, and tell that there is one."""

    def clean_email(self) -> str:
        """Any address will do."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_more: object) -> str:
        """A job is asked, whether or not the address is an account's."""
        get_adapter().ask_for_reset(getattr(request, "login_user", None))
        return str(self.cleaned_data["email"])


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """A passkey instead of a password. Whether the account it names is there is not asked first: both take the same work (T18)."""

    def clean_credential(self) -> Authenticator:
        """As allauth does, without the look for the account."""
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        try:
            whose = UUID(websafe_decode(credential["response"]["userHandle"]).decode())
        except (ValueError, TypeError, KeyError):
            raise get_mfa_adapter().validation_error("incorrect_code") from None
        found: Authenticator = auth.complete_authentication(User(pk=whose), credential)
        return found


class InviteForm(forms.Form):
    """Somebody to work in a team: name, address, role."""

    name = forms.CharField(
        label="Their name", help_text="As colleagues see it", max_length=200, error_messages=required_message("Enter their name")
    )
    email = forms.EmailField(
        label="Their e-mail address at work",
        help_text="A link goes there, good once and for three days. Only they should read that mail",
        max_length=254,
        error_messages=required_message("Enter their e-mail address") | {"invalid": "Enter an e-mail address, like name@example.org"},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="What will they do in the team?", widget=forms.RadioSelect, error_messages=required_message("Choose what they will do")
    )

    def __init__(self, *given: Any, roles: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = roles


class CloseForm(forms.Form):
    """Why an account is closed."""

    reason = forms.ChoiceField(
        label="Why do you close it?",
        choices=ClosingReason.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose why you close it"),
    )
    anyway = forms.BooleanField(label="Close it though nobody else can then invite people to the team", required=False)

    def __init__(self, *given: Any, is_last: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not is_last:
            del self.fields["anyway"]


class EndForm(forms.Form):
    """Why somebody's work in a team ends, and when."""

    reason = forms.ChoiceField(
        label="Why does it end?",
        choices=EndingReason.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose why it ends"),
    )
    last_day = GovukDateField(
        label="Last day", help_text="They work here until this day is over. Leave it empty to end it now", required=False
    )


class JoinForm(forms.Form):
    """A new account: the name shown, and a password typed twice."""

    name = forms.CharField(
        label="Your name", help_text="As colleagues see it", max_length=200, error_messages=required_message("Enter your name")
    )
    password1 = forms.CharField(
        label="A password",
        help_text="16 characters or more. A sentence of your own is easy to keep in mind",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages=required_message("Enter a password"),
    )
    password2 = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages=required_message("Enter the password a second time"),
    )

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "password1" in cleaned and "password2" in cleaned and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", "The two passwords are not the same: enter both again")
        return cleaned
