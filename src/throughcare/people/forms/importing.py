"""A people file read as its sender wants it, or as a file with the same headings was read before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team, TeamKind
from throughcare.common.fields import required_message
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports.forms import FileForm, HowReadForm
from throughcare.imports.queries import keys_of
from throughcare.people.actions.rows import AS_FOUND, Choices, PeopleFile
from throughcare.people.models import ImportFile, ImportMapping
from throughcare.people.queries.mappings import mapping_for, schemes_by_word
from throughcare.people.readers import LABELS, Reading, read_file
from throughcare.people.readers.synonyms import IDENTIFIER
from throughcare.places.models import Scheme
from throughcare.places.queries import terms


@dataclass(frozen=True)
class ReadSo:
    """The reading, and the saved mapping it follows, if any."""

    reading: Reading
    mapping: ImportMapping | None


def read_so(by: Actor, data: bytes, name: str, choices: Choices = AS_FOUND, mapping: ImportMapping | None = None) -> ReadSo:
    """Read the file by `mapping`; without one and without columns chosen by hand, by the mapping saved for the same headings.

    choices count more than the mapping. Raises Invalid when the file is no table, or lacks a heading the named mapping reads.
    """
    schemes = schemes_by_word()
    if mapping is not None:
        choices = _filled(choices, Choices(mapping.encoding, mapping.delimiter, mapping.sheet))
    reading = read_file(data, name, choices, schemes)
    if mapping is not None:
        _check_headings(mapping, reading)
    elif not choices.columns:
        mapping = mapping_for(by, reading.heads.texts)
    if mapping is None or choices.columns:
        return ReadSo(reading, mapping)
    return ReadSo(read_file(data, name, _filled(choices, choices_of(mapping, reading.heads.texts)), schemes), mapping)


def choices_of(mapping: ImportMapping, headings: Sequence[str]) -> Choices:
    """The mapping put to a file's headings, wherever they stand; a heading it does not know is left to be guessed."""
    fields = dict(zip(mapping.headings, mapping.fields, strict=True))
    columns = {place: fields[key] for place, key in enumerate(keys_of(headings), start=1) if key in fields}
    return Choices(mapping.encoding, mapping.delimiter, mapping.sheet, 0, mapping.dates, mapping.team, columns)


def _filled(choices: Choices, kept: Choices) -> Choices:
    """What was not chosen, as the mapping has it."""
    return replace(kept, **{name: value for name, value in vars(choices).items() if value})


def _check_headings(mapping: ImportMapping, reading: Reading) -> None:
    there = set(keys_of(reading.heads.texts))
    if absent := sum(1 for key, field in zip(mapping.headings, mapping.fields, strict=True) if field and key not in there):
        raise Invalid(f"The file lacks {absent} of the columns this mapping reads. Choose another mapping, or none.")


def read_kept(by: Actor, file: ImportFile) -> ReadSo:
    """A kept file, read as its sender chose. Raises Refused when it is in: its content is gone then."""
    if not file.content:
        raise Refused("This file is in already. What became of its rows stands with its run.")
    return read_so(by, bytes(file.content), file.name, Choices.of(file.choices))


def file_of(by: Actor, file: ImportFile) -> PeopleFile:
    """All rows of a kept file. Raises Invalid."""
    return read_kept(by, file).reading.people()


class ImportForm(FileForm):
    """A file of people."""

    file = forms.FileField(
        label="People file",
        help_text="CSV, TSV, XLSX, XLS or ODS, at most 20 MB. You see what it would do before anything changes.",
        max_length=200,
        error_messages=required_message("Choose a file"),
    )


_ORDERS = [("", "As each column shows"), ("day", "Day first: 27/03/2026"), ("month", "Month first: 03/27/2026")]


class ChoicesForm(HowReadForm):
    """How a people file is read."""

    dates = forms.ChoiceField(label="Order of dates", required=False, choices=_ORDERS)
    team = forms.ChoiceField(label="Office of the rows that name none", required=False)

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.offer_file(reading.found)
        offices = Team.objects.filter(kind=TeamKind.OFFICE).order_by("name").values_list("code", "name")
        self.fields["team"].choices = [("", "None"), *offices]  # type: ignore[attr-defined]  # a choice field
        numbers = [(f"{IDENTIFIER}{term.code}", f"{term.label} ({term.code})") for term in terms(Scheme.IDENTIFIER)]
        self.offer_columns(reading.columns, [*LABELS.items(), *numbers])

    @classmethod
    def of(cls, reading: Reading, version: int, sent: Any = None) -> "ChoicesForm":
        """As the page opens it; `sent`: as it came back."""
        chosen = {name: value for name, value in vars(reading.choices).items() if value and name != "columns"}
        return cls(sent, initial={**chosen, "version": version}, reading=reading)

    def choices(self) -> Choices:
        """What was chosen."""
        said = self.cleaned_data
        kept = {name: said.get(name) or "" for name in ("encoding", "delimiter", "sheet", "dates", "team")}
        columns = self.chosen_columns(dict(self.reading.choices.columns))
        return Choices(heading_row=said.get("heading_row") or 0, columns=columns, **kept)
