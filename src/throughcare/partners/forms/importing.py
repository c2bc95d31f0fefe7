"""A list of partners read as its sender wants it, or as a list with the same headings was read before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from throughcare.accounts.actors import Actor
from throughcare.common.fields import required_message
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports.forms import FileForm, HowReadForm
from throughcare.imports.queries import keys_of
from throughcare.imports.readers import EVERY
from throughcare.partners.models import OrganizationKind, PartnerFile, PartnerMapping
from throughcare.partners.queries import lists
from throughcare.partners.readers import LABELS, Reading, Words, read_list
from throughcare.partners.rows import AS_FOUND, Choices
from throughcare.places.queries import regions


@dataclass(frozen=True)
class ReadSo:
    """The reading, and the saved mapping it follows, if any."""

    reading: Reading
    mapping: PartnerMapping | None

    @property
    def fields(self) -> list[str]:
        """What each column is read as."""
        return [column.field for column in self.reading.columns]

    @property
    def to_keep(self) -> Choices:
        """What a mapping keeps beside: what was chosen, and what the list is called."""
        return replace(self.reading.choices, source=self.reading.source)


def words_now() -> Words:
    """What a list may say today. Five short reads."""
    return Words(lists.region_words(), lists.site_words(), lists.language_words(), lists.owner_words())


def read_so(by: Actor, data: bytes, name: str, choices: Choices = AS_FOUND, mapping: PartnerMapping | None = None) -> ReadSo:
    """Read the file by `mapping`; without one and without columns chosen by hand, by the mapping saved for the same headings.

    choices count more than the mapping. Raises Invalid when the file is no table, or lacks a heading the named mapping reads.
    """
    words = words_now()
    if mapping is not None:
        choices = _filled(choices, Choices(mapping.encoding, mapping.delimiter, mapping.sheet))
    reading = read_list(data, name, words, choices)
    if mapping is not None:
        _check_headings(mapping, reading)
    elif not choices.columns:
        mapping = lists.mapping_for(by, reading.heads.texts)
    if mapping is None or choices.columns:
        return ReadSo(reading, mapping)
    return ReadSo(read_list(data, name, words, _filled(choices, _choices_of(mapping, reading.heads.texts))), mapping)


def _choices_of(mapping: PartnerMapping, headings: Sequence[str]) -> Choices:
    """The mapping put to a file's headings, wherever they stand; a heading it does not know is left to be guessed."""
    fields = dict(zip(mapping.headings, mapping.fields, strict=True))
    columns = {place: fields[key] for place, key in enumerate(keys_of(headings), start=1) if key in fields}
    said = {name: getattr(mapping, name) for name in ("encoding", "delimiter", "sheet", "source", "kind", "region")}
    return Choices(columns=columns, **said)


def _filled(choices: Choices, kept: Choices) -> Choices:
    """What was not chosen, as the mapping has it."""
    return replace(kept, **{name: value for name, value in vars(choices).items() if value})


def _check_headings(mapping: PartnerMapping, reading: Reading) -> None:
    there = set(keys_of(reading.heads.texts))
    if absent := sum(1 for key, field in zip(mapping.headings, mapping.fields, strict=True) if field and key not in there):
        raise Invalid(f"The file lacks {absent} of the columns this mapping reads. Choose another mapping, or none.")


def read_kept(by: Actor, file: PartnerFile) -> ReadSo:
    """A kept file, read as its sender chose. Raises Refused when it is in: its content is gone then."""
    if not file.content:
        raise Refused("This list is in already. What became of its rows stands with its run.")
    return read_so(by, bytes(file.content), file.name, Choices.of(file.choices))


class ListForm(FileForm):
    """A list of partners."""

    file = forms.FileField(
        label="List of partners",
        help_text="CSV, TSV, XLSX, XLS, ODS or JSON, at most 20 MB. You see what it would do before anything changes.",
        max_length=200,
        error_messages=required_message("Choose a file"),
    )


class ListChoicesForm(HowReadForm):
    """How a list is read."""

    source = forms.CharField(
        label="What is the list called?",
        help_text="The same each time it comes: by this its numbers are known again, and what it said before.",
        required=False,
        max_length=200,
    )
    kind = forms.ChoiceField(label="Kind of the rows that say none", required=False, choices=[("", "Not said"), *OrganizationKind.choices])
    region = forms.ChoiceField(label="Region of the rows that say none", required=False)

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.offer_file(reading.found, ((EVERY, "All sheets with the same headings"),))
        self.fields["region"].choices = [("", "Not said"), *((region.code, region.name) for region in regions())]  # type: ignore[attr-defined]  # a choice field
        self.offer_columns(reading.columns, list(LABELS.items()))

    @classmethod
    def of(cls, reading: Reading, version: int, sent: Any = None) -> "ListChoicesForm":
        """As the page opens it; `sent`: as it came back."""
        chosen = {name: value for name, value in vars(reading.choices).items() if value and name != "columns"}
        return cls(sent, initial={"source": reading.source, **chosen, "version": version}, reading=reading)

    def choices(self) -> Choices:
        """What was chosen."""
        said = self.cleaned_data
        kept = {name: said.get(name) or "" for name in ("encoding", "delimiter", "sheet", "source", "kind", "region")}
        columns = self.chosen_columns(dict(self.reading.choices.columns))
        return Choices(heading_row=said.get("heading_row") or 0, columns=columns, **kept)
