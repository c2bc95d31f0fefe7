"""Many reports at once, from a file: every row is accounted for, and the same file again changes nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import agreement_called
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.text import search_key
from throughcare.imports.readers.dates import Bad, read_date
from throughcare.performance.actions.reports import Said, correct_report, send_report
from throughcare.performance.models import Measure, Report
from throughcare.performance.queries import measures_of, reports_of
from throughcare.performance.states import NO_VALUE, Unit


class What(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as it was typed. number: as a spreadsheet shows it. measure: its name or id. value: a number, or “none” for nothing to measure."""

    number: int
    agreement: str = ""
    measure: str = ""
    period: str = ""
    value: str = ""
    out_of: str = ""
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one row; of one that was rejected, which column is wrong and why."""

    number: int
    what: What
    measure: str
    field: str = ""
    reason: str = ""


@transaction.atomic
def bring_reports(*, by: Actor, rows: Sequence[Row]) -> list[Outcome]:
    """Send in what is new, correct what says something else, leave what says the same. A row that can't be used stops no other."""
    seen: set[tuple[UUID, date]] = set()
    return [_bring(by, row, seen) for row in rows]


def _bring(by: Actor, row: Row, seen: set[tuple[UUID, date]]) -> Outcome:
    """seen: the measures and first days that rows before this one were taken for."""
    try:
        with transaction.atomic():
            measure, first_on = _measure(by, row), read_date("period", row.period)
            if (measure.pk, first_on) in seen:
                raise Refused("Another row of the file reports this period already. Leave one of them.")
            what = _write(by, measure, first_on, row)
        seen.add((measure.pk, first_on))
        return Outcome(row.number, what, measure.name)
    except Bad as wrong:
        return Outcome(row.number, What.REJECTED, row.measure, "period", str(wrong))
    except Invalid as wrong:
        field, sentences = next(iter(wrong.errors.items()), ("", [str(wrong)]))
        return Outcome(row.number, What.REJECTED, row.measure, _COLUMNS.get(field, field), sentences[0])
    except NotFound:
        return Outcome(row.number, What.REJECTED, row.measure, "period", "No period of this measure begins on that day.")
    except Refused as refused:
        return Outcome(row.number, What.REJECTED, row.measure, "period", str(refused))


# What actions call a column of the file.
_COLUMNS = {"numerator": "value", "denominator": "out of", "nothing": "value"}


def _measure(by: Actor, row: Row) -> Measure:
    found = [one for one in measures_of(by, _agreement(by, row)) if _is_called(one, row.measure)]
    if len(found) == 1:
        return found[0]
    sentence = "Several measures are called so: give its id." if found else "No measure of this agreement is called so."
    raise Invalid(sentence, {"measure": [sentence]})


def _agreement(by: Actor, row: Row) -> Agreement:
    try:
        return agreement_called(by, row.agreement)
    except NotFound:
        sentence = "No agreement that you can see has this number."
        raise Invalid(sentence, {"agreement": [sentence]}) from None


def _is_called(measure: Measure, name_or_id: str) -> bool:
    return str(measure.pk) == name_or_id.lower() or search_key(measure.name) == search_key(name_or_id)


def _write(by: Actor, measure: Measure, first_on: date, row: Row) -> What:
    said = _said(measure, row)
    key: dict[str, UUID] = {"agreement_id": measure.agreement_id, "measure_id": measure.pk}
    there = reports_of(measure).get(first_on)
    if there is None:
        send_report(by=by, **key, first_on=first_on, said=said)
        return What.CREATED
    if _says(there, said, measure):
        return What.UNCHANGED
    correct_report(by=by, **key, report_id=there.pk, said=said, seen=there.version)
    return What.UPDATED


def _says(there: Report, said: Said, measure: Measure) -> bool:
    """Whether a report says the same already."""
    if there.note != said.note:
        return False
    if measure.is_counted:
        return True
    if measure.unit == Unit.PERCENT:
        return (there.numerator, there.denominator) == (said.numerator, said.denominator)
    return there.value == said.value


def _said(measure: Measure, row: Row) -> Said:
    if measure.is_counted:
        return Said(note=row.note)
    if search_key(row.value) == NO_VALUE:
        return Said(nothing=True, note=row.note)
    if measure.unit == Unit.PERCENT:
        return Said(numerator=_whole("value", row.value), denominator=_whole("out of", row.out_of), note=row.note)
    return Said(value=_number("value", row.value), note=row.note)


# As a connected system sends one: looked at as text, for a number of a million digits takes a minute to make whole.
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


def _number(field: str, text: str) -> Decimal | None:
    typed = text.replace(",", "").replace(" ", "")
    if typed and not _NUMBER.fullmatch(typed):
        sentence = f"Write a number of 0 or more, with two decimals at most, or “{NO_VALUE}” where there was nothing to measure."
        raise Invalid("This is no number.", {field: [sentence]})
    return Decimal(typed) if typed else None


def _whole(field: str, text: str) -> int | None:
    found = _number(field, text)
    if found is not None and found != int(found):
        raise Invalid("This is no whole number.", {field: ["Write a whole number."]})
    return None if found is None else int(found)
