"""A file of grants of the past, and where it is from."""

from django import forms

from throughcare.imports.forms import FileForm


class GrantsForm(FileForm):
    """The file, who published it, under which licence."""

    source = forms.CharField(label="Who published it?", required=False, max_length=200, help_text="Leave it empty when the file says so.")
    licence = forms.CharField(
        label="Under which licence?",
        required=False,
        max_length=240,
        help_text="The licence's address or name. Leave it empty when the file says so.",
    )
