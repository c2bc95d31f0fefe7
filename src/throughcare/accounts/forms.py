"""What a user fills in about their own account."""

from typing import Any

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission, in_words
from throughcare.common.fields import required_message


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
