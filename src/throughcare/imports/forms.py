"""Forms every import of a table shares: the file, a step from the version that was seen, the name of a mapping, how the file is read."""

from typing import Any

from django import forms

from throughcare.common.fields import required_message
from throughcare.imports.readers import DELIMITERS, ENCODINGS, Column, Found
from throughcare.imports.rows import LARGEST_FILE


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(label="File", max_length=200, error_messages=required_message("Choose a file"))

    def clean_file(self) -> Any:
        """Not larger than the reader takes, before any of it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it, and import the parts one after the other."
            )
        return file


class SeenForm(forms.Form):
    """A step, from the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MappingForm(SeenForm):
    """The name of a saved mapping."""

    name = forms.CharField(
        label="Name of the mapping",
        help_text="Such as the system the file comes from",
        max_length=100,
        error_messages=required_message("Enter a name"),
    )


class HowReadForm(SeenForm):
    """How a file is read, each part changeable: one select for every column. An app adds what else its files may lack."""

    mark_optional = False
    encoding = forms.ChoiceField(label="How its letters are written (encoding)", required=False)
    delimiter = forms.ChoiceField(label="What stands between the cells", required=False)
    sheet = forms.ChoiceField(label="Sheet", required=False)
    heading_row = forms.IntegerField(
        label="Which row has the headings?", help_text="Leave it empty to keep what was found", required=False, min_value=1, max_value=30
    )

    def offer_file(self, found: Found, every: tuple[tuple[str, str], ...] = ()) -> None:
        """What the file leaves to choose. every: a choice of several sheets at once."""
        self.offer("encoding", ENCODINGS.items() if found.encoding else ())
        self.offer("delimiter", DELIMITERS.items() if found.delimiter else ())
        sheets = [(s.name, f"{s.name} (hidden)" if s.hidden else s.name) for s in found.sheets]
        self.offer("sheet", [*(every if len(sheets) > 1 else ()), *sheets])

    def offer_columns(self, columns: list[Column], offered: list[tuple[str, str]]) -> None:
        """One select for every column. offered: field → what it is called."""
        self.columns = columns
        for column in columns:
            there = [("", "Not read"), *offered]
            if column.field and column.field not in dict(there):
                there.append((column.field, column.label))
            label = f"Column {column.place} is read as"
            self.fields[f"column_{column.place}"] = forms.ChoiceField(label=label, required=False, choices=there, initial=column.field)

    def offer(self, name: str, offered: Any) -> None:
        """Fill a list to choose from; with nothing to choose, the field goes."""
        if not offered:
            del self.fields[name]
            return
        self.fields[name].choices = [("", "As found"), *offered]  # type: ignore[attr-defined]  # a choice field

    def chosen_columns(self, before: dict[int, str]) -> dict[int, str]:
        """Another sheet, encoding or row of headings has other columns: those are guessed anew. before: chosen by hand until now."""
        said = self.cleaned_data
        columns = {column.place: said[f"column_{column.place}"] for column in self.columns}
        if {"encoding", "delimiter", "sheet", "heading_row"} & set(self.changed_data):
            return {}
        return before if columns == {column.place: column.field for column in self.columns} else columns

    def by_column(self) -> list[tuple[Column, forms.BoundField]]:
        """Each column with its select."""
        return [(column, self[f"column_{column.place}"]) for column in self.columns]

    def about_file(self) -> list[forms.BoundField]:
        """The choices about the whole file."""
        return [self[name] for name in self.fields if name != "version" and not name.startswith("column_")]
