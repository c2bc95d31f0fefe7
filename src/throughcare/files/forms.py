"""What people send and say of documents, made into what actions take."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughcare.common.fields import required_message
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid
from throughcare.files.actions import NewDocument
from throughcare.files.models import Document
from throughcare.files.readers import look
from throughcare.files.states import ENDS, LONGEST_REASON, LONGEST_TITLE, MOST_BYTES, DocumentSort

_SORTS = [("", "Choose"), *DocumentSort.choices]


class DocumentForm(forms.Form):
    """What is said of a document."""

    title = forms.CharField(label="What is it called?", max_length=LONGEST_TITLE, error_messages=required_message("Say what it is called"))
    sort = forms.ChoiceField(label="What is it?", choices=_SORTS, error_messages=required_message("Choose what it is"))
    shared = forms.BooleanField(label="The partner's own people read it too", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, files: Any = None, *, row: Document | None = None, others: str) -> None:
        """row: what it says now. others: who the other side is, when the sender says whether they read it."""
        initial = {name: getattr(row, name) for name in ("title", "sort", "shared", "version")} if row else {}
        super().__init__(data, files, initial=initial)
        self._theirs = bool(row and row.theirs)
        if others and not self._theirs:
            self.fields["shared"].label = f"{others[0].upper()}{others[1:]} read it too"
        else:
            del self.fields["shared"]

    def said(self) -> dict[str, Any]:
        """Title, what it is, and whether it is shared. Call when the form is valid."""
        shared = self._theirs or bool(self.cleaned_data.get("shared"))
        return {"title": self.cleaned_data["title"], "sort": self.cleaned_data["sort"], "shared": shared}


class NewDocumentForm(DocumentForm):
    """The file, and what is said of it."""

    file = forms.FileField(
        label="File",
        help_text=f"PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, CSV or text, up to {MOST_BYTES // 1_000_000} MB. "
        "Send nothing about a person who is in prison or on a sentence.",
        error_messages=required_message("Choose a file") | {"empty": "The file is empty. Choose another."},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDS)}),
    )
    field_order = ("file", "title", "sort", "shared")

    def clean_file(self) -> Any:
        """Looked into: a kind of file that is taken, and nothing in it that runs."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send a smaller one, or parts of it")
        self.came = file.read()
        try:
            self.looked = look(str(file.name), self.came)
        except Invalid as wrong:
            raise ValidationError(str(wrong).rstrip(".")) from None
        return file

    def new(self, about: Ref) -> NewDocument:
        """As the action takes it. Call when the form is valid."""
        return NewDocument(about=about, came=self.came, content=self.looked.content, format=self.looked.format, **self.said())


class WithdrawForm(forms.Form):
    """Why it should not be here."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required_message("Say why: whoever looks for it will want to know"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
