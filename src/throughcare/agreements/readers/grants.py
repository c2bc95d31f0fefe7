"""Files of the 360Giving Data Standard 1.4: a package as JSON, or a table whose headings are the standard's titles (CSV, XLSX, ODS).

Of a grant these are read: identifier, title, description, currency, amount, award day, planned dates, recipients and funder with their identifiers,
names and charity numbers. A grant to a person is never taken.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from throughcare.agreements.days import months_later
from throughcare.agreements.standards import CHARITIES, NZBN, Grant, GrantList, Recipient, WrongGrant, number
from throughcare.agreements.states import LONGEST_WORDS
from throughcare.common.refusals import Invalid
from throughcare.common.text import clean
from throughcare.imports.readers import Wanted, open_table
from throughcare.partners.numbers import read_nzbn

MOST_GRANTS = 5_000
_LONGEST_ID, _LONGEST_TITLE, _LONGEST_NAME = 200, 300, 300
_MOST_RECIPIENTS = 20
_LONGEST_NUMBER = 100
_LARGEST = Decimal(10**12)
# Titles of the standard → where they stand in a grant.
_TITLES = {
    "identifier": ("id",),
    "title": ("title",),
    "description": ("description",),
    "currency": ("currency",),
    "amount awarded": ("amountAwarded",),
    "award date": ("awardDate",),
    "planned dates:start date": ("plannedDates", "startDate"),
    "planned dates:end date": ("plannedDates", "endDate"),
    "planned dates:duration (months)": ("plannedDates", "duration"),
    "recipient org:identifier": ("recipientOrganization", "id"),
    "recipient org:name": ("recipientOrganization", "name"),
    "recipient org:charity number": ("recipientOrganization", "charityNumber"),
    "recipient ind:identifier": ("recipientIndividual", "id"),
    "recipient ind:name": ("recipientIndividual", "name"),
    "funding org:identifier": ("fundingOrganization", "id"),
    "funding org:name": ("fundingOrganization", "name"),
}
_LISTS = ("plannedDates", "recipientOrganization", "fundingOrganization")
_NO_GRANTS = "The file holds no grants by the 360Giving standard: a JSON package with “grants”, or a table with its headings, such as “Identifier” and “Amount Awarded”."
_JSON = re.compile(rb"^(\xef\xbb\xbf)?\s*[{\[]")
_CHARITY = re.compile(r"CC[0-9]{4,6}")


class _Odd(Exception):
    """A field that can't be used, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def read_grants(name: str, content: bytes, currency: str) -> GrantList:
    """The whole file. currency: of the site; others are rejected. Raises Invalid when it is no file of grants, or has too many."""
    is_package = bool(_JSON.match(content[:200]))
    whole: Mapping[str, Any] = _package(content) if is_package else {"grants": list(_table(content))}
    rows = whole.get("grants")
    if not isinstance(rows, list) or not rows:
        raise Invalid(_NO_GRANTS)
    if len(rows) > MOST_GRANTS:
        raise Invalid(f"The file holds more than {MOST_GRANTS:,} grants. Split it, and bring the parts in one after the other.")
    grants: list[Grant] = []
    wrong: list[WrongGrant] = []
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        at = place if is_package else row.pop("row")
        try:
            found = _grant(at, row, currency)
            if found.id in seen:
                raise _Odd("id", "Another row of the file has this identifier already. Leave one of them.")
            seen.add(found.id)
            grants.append(found)
        except _Odd as odd:
            wrong.append(WrongGrant(at, odd.field, odd.message))
    said = whole.get("publisher")
    source = _readable(said.get("name"))[:200] if isinstance(said, dict) else ""
    return GrantList(name, grants, wrong, source, _readable(whole.get("license"))[:400])


def _readable(value: Any) -> str:
    """A text, without half characters, which no database keeps; else none."""
    return clean(value.encode(errors="ignore").decode()) if isinstance(value, str) else ""


def _whole(digits: str) -> int | Decimal:
    """Thousands of digits are no reason to refuse the whole file: one row of it is wrong."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else Decimal(digits)


def _package(content: bytes) -> Mapping[str, Any]:
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=_whole)
    except (ValueError, RecursionError):
        raise Invalid("The file is not well-formed JSON in UTF-8. Ask for it again, or for the table as CSV.") from None
    if not isinstance(whole, dict):
        raise Invalid(_NO_GRANTS)
    return whole


def _table(content: bytes) -> Iterator[dict[str, Any]]:
    table = open_table(content, Wanted(), lambda text: _title(text) in _TITLES, MOST_GRANTS + 1)
    places = [(place, _TITLES[_title(text)]) for place, text in enumerate(table.headings) if _title(text) in _TITLES]
    if ("amountAwarded",) not in [where for _, where in places]:
        raise Invalid(_NO_GRANTS)
    for row, cells in table.rows():
        grant: dict[str, Any] = {"row": row}
        for place, where in places:
            text = cells[place] if place < len(cells) else ""
            if text:
                (grant.setdefault(where[0], {}) if len(where) > 1 else grant)[where[-1]] = text
        yield {key: [value] if key in _LISTS else value for key, value in grant.items()}


def _title(heading: str) -> str:
    """Without the place in a list that flattened files may have: Recipient Org:0:Name."""
    return re.sub(r":0:", ":", " ".join(heading.casefold().split()))


def _grant(row: int, said: Any, currency: str) -> Grant:
    if not isinstance(said, dict):
        raise _Odd("", "This is no grant.")
    if said.get("recipientIndividual"):
        raise _Odd("recipientIndividual", "A grant to a person is not brought in: the register holds organisations.")
    key = _text(said, "id", _LONGEST_ID, needed=True)
    title = _text(said, "title", _LONGEST_TITLE, needed=True)
    description = _text(said, "description", LONGEST_WORDS)
    if _text(said, "currency", 10).upper() != currency:
        raise _Odd("currency", f"Amounts are kept in {currency}, and this one is in another currency or in none that is said.")
    amount, awarded = _amount(said.get("amountAwarded")), _day(said.get("awardDate"), "awardDate")
    if awarded is None:
        raise _Odd("awardDate", "Say the day it was awarded.")
    starts, ends = _planned(said.get("plannedDates"))
    recipients = tuple(_recipient(one) for one in _listed(said, "recipientOrganization"))
    funder = _listed(said, "fundingOrganization")[0]
    who = {name: _text(funder, name, _LONGEST_NAME, needed=True) for name in ("id", "name")}
    planned = {name: str(day) for name, day in (("startDate", starts), ("endDate", ends)) if day}
    kept = {
        "id": key,
        "title": title,
        "description": description or title,
        "currency": currency,
        "amountAwarded": number(amount),
        "awardDate": str(awarded),
        **({"plannedDates": [planned]} if planned else {}),
        "recipientOrganization": [_told(one) for one in recipients],
        "fundingOrganization": [who],
    }
    return Grant(row, key, title, description or title, amount, awarded, starts, ends, recipients, who["id"], kept)


def _told(one: Recipient) -> dict[str, str]:
    return {"id": one.id, "name": one.name, **({"charityNumber": one.charity_number} if one.charity_number else {})}


def _text(said: Mapping[str, Any], name: str, most: int, *, needed: bool = False) -> str:
    value = said.get(name)
    try:
        text = clean(str(value)) if isinstance(value, str | int) else ""
        text.encode()
    except ValueError:  # half a character, or a number of thousands of digits
        raise _Odd(name, "This can't be read as text. Write it anew.") from None
    if needed and not text:
        raise _Odd(name, "The standard asks for this. Say it.")
    if len(text) > most:
        raise _Odd(name, f"Use {most:,} characters or fewer.")
    return text


def _amount(value: Any) -> Decimal:
    try:
        amount = Decimal(str(value).replace(",", "").strip())
    except (InvalidOperation, ValueError):  # also a number of thousands of digits
        raise _Odd("amountAwarded", "Write the amount as a number, like 12500 or 12500.50.") from None
    if not amount.is_finite() or not 0 <= amount < _LARGEST or amount != round(amount, 2):
        raise _Odd("amountAwarded", "Use an amount from 0, with no more than two places after the point.")
    return amount


def _day(value: Any, name: str, *, last: bool = False) -> date | None:
    """A day as YYYY-MM-DD or with a time; of planned dates a month or a year too: its first day, or its last. Nothing for nothing."""
    try:
        text = str(value or "").strip()
        if not text:
            return None
        if short := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text):
            first = date(int(short[1]), int(short[2] or 1), 1)
            after = months_later(first, 1 if short[2] else 12)
            return date.fromordinal(after.toordinal() - 1) if last else first
        return datetime.fromisoformat(text).date()
    except (ValueError, OverflowError):
        raise _Odd(name, "Write the day as YYYY-MM-DD.") from None


def _planned(value: Any) -> tuple[date | None, date | None]:
    """First and last day; the last one from the months it lasts where that is all there is."""
    said = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}
    starts, ends = _day(said.get("startDate"), "plannedDates"), _day(said.get("endDate"), "plannedDates", last=True)
    try:
        months = str(said.get("duration") or "").partition(".")[0]
        if starts and ends is None and months.isascii() and months.isdecimal() and 0 < int(months) <= 600:
            ends = date.fromordinal(months_later(starts, int(months)).toordinal() - 1)
    except (ValueError, OverflowError):  # a number of thousands of digits, or a day after the year 9999
        raise _Odd("plannedDates", "How many months it lasts can't be worked with. Say its last day.") from None
    if starts and ends and ends < starts:
        raise _Odd("plannedDates", "The last day can't lie before the first.")
    return starts, ends


def _listed(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = said.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise _Odd(name, "The standard asks for an organisation here. Say which.")
    if len(value) > _MOST_RECIPIENTS:
        raise _Odd(name, f"Name {_MOST_RECIPIENTS} organisations or fewer.")
    return value


def _recipient(said: Mapping[str, Any]) -> Recipient:
    key, name = _text(said, "id", _LONGEST_ID, needed=True), _text(said, "name", _LONGEST_NAME, needed=True)
    charity = _text(said, "charityNumber", 30).upper().replace(" ", "")
    nzbn = key.removeprefix(f"{NZBN}-") if key.startswith(f"{NZBN}-") else ""
    if key.startswith(f"{CHARITIES}-"):
        charity = charity or key.removeprefix(f"{CHARITIES}-")
    try:
        nzbn = read_nzbn(nzbn)
    except ValueError as odd:
        raise _Odd("recipientOrganization", str(odd)) from None
    return Recipient(key, name, nzbn, charity if _CHARITY.fullmatch(charity) else "")
