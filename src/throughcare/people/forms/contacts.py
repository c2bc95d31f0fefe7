"""Forms about whānau and other contacts."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.people.actions.contacts import LONGEST_ADDRESS, LONGEST_HOW, NewContact
from throughcare.people.queries.contacts import Known
from throughcare.people.states import Relation, Safety

_FIELDS = ("name", "relation", "phone", "email", "safety", "how", "is_emergency")


class ContactForm(forms.Form):
    """What is known of a contact."""

    name = forms.CharField(label="Name", max_length=200, error_messages=required_message("Enter their name"))
    relation = forms.ChoiceField(
        label="Who are they to the person?",
        choices=[("", "Choose"), *Relation.choices],
        error_messages=required_message("Choose who they are to the person"),
    )
    safety = forms.ChoiceField(
        label="Is it safe to contact them?",
        choices=Safety.choices,
        widget=forms.RadioSelect,
        error_messages=required_message("Choose whether it is safe to contact them"),
    )
    how = forms.CharField(
        label="How and when to contact them, and when not",
        required=False,
        max_length=LONGEST_HOW,
        help_text="For example: text first; never in the evening; don't say who is calling.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(label="Phone", required=False, max_length=40)
    email = forms.EmailField(label="E-mail address", required=False)
    address = forms.CharField(label="Address", required=False, max_length=LONGEST_ADDRESS, widget=forms.Textarea(attrs={"rows": 3}))
    hidden = forms.BooleanField(
        label="Keep this address hidden",
        required=False,
        help_text="It stands on a page of its own, for those who may see hidden addresses, and each look at it is recorded.",
    )
    is_emergency = forms.BooleanField(label="Emergency contact", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    @property
    def new(self) -> NewContact:
        """What was typed."""
        return NewContact(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    @classmethod
    def of(cls, known: Known) -> "ContactForm":
        """As it opens for a contact that is there. A hidden address is not filled in: left empty, it stays as it is."""
        values = {name: getattr(known.contact, name) for name in _FIELDS}
        form = cls(initial={**values, "address": known.address, "hidden": known.has_hidden, "version": known.contact.version})
        if known.has_hidden:
            form.fields["address"].help_text = "There is a hidden address. Leave this empty to keep it."
        return form


class EndContactForm(forms.Form):
    """Why they are in touch no longer."""

    note = forms.CharField(label="Why does this contact end?", required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
