"""A people file read as its sender wants it, or as a file with the same headings was read before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from throughcare.accounts.actors import Actor
from throughcare.common.refusals import Invalid
from throughcare.people.actions.rows import AS_FOUND, Choices
from throughcare.people.models import ImportMapping
from throughcare.people.queries.mappings import keys_of, mapping_for, schemes_by_word
from throughcare.people.readers import Reading, read_file


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
