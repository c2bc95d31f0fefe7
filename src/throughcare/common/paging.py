"""Keyset paging: the next page starts after the last row shown, so a deep page costs no more than the first."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from throughcare.common.refusals import Invalid

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page and the cursors of its neighbours (None when there is none)."""

    rows: Sequence[T]
    next: str | None
    is_first: bool


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value


def encode_cursor(values: list[object]) -> str:
    """The values of the last row shown, as a page marker."""
    return base64.urlsafe_b64encode(json.dumps([_plain(v) for v in values]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """The values of a page marker. Raises Invalid for one that is not ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(v, (str, int, float)) for v in values):
        raise Invalid("The page marker in the address is not one of ours. Start again from the first page.")
    return values


def _after(order: Sequence[str], values: list[Any]) -> Q:
    """Rows that come after `values` in `order` ("-" for descending); no column may be null."""
    condition = Q()
    for i, column in enumerate(order):
        name = column.lstrip("-")
        step = Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": values[i]})
        for j in range(i):
            step &= Q(**{order[j].lstrip("-"): values[j]})
        condition |= step
    return condition


def page_of(rows: QuerySet[M], *, order: Sequence[str], cursor: str = "", size: int = PAGE_SIZE) -> Page[M]:
    """One page of `rows` in `order`, whose last column must be unique. Raises Invalid for a broken cursor."""
    if cursor:
        try:
            rows = rows.filter(_after(order, decode_cursor(cursor, len(order))))
            found = list(rows.order_by(*order)[: size + 1])
        except (ValueError, TypeError, ValidationError) as odd:
            raise Invalid("The page marker in the address is not one of ours. Start again from the first page.") from odd
    else:
        found = list(rows.order_by(*order)[: size + 1])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    following = encode_cursor([_value(last, c.lstrip("-")) for c in order]) if last is not None else None
    return Page(shown, following, not cursor)


def page_of_list(rows: Sequence[T], key: Callable[[T], tuple[object, ...]], *, cursor: str = "", size: int = PAGE_SIZE) -> Page[T]:
    """The same of rows that are worked out, already in the order of `key`, no two with the same. Raises Invalid for a broken cursor."""
    keyed = [([_plain(value) for value in key(row)], row) for row in rows]
    if cursor and keyed:
        after = decode_cursor(cursor, len(keyed[0][0]))
        if [type(value) for value in after] != [type(value) for value in keyed[0][0]]:
            raise Invalid("The page marker in the address is not one of ours. Start again from the first page.")
        keyed = [(at, row) for at, row in keyed if at > after]
    shown = keyed[:size]
    return Page([row for _, row in shown], encode_cursor(list(shown[-1][0])) if len(keyed) > size else None, not cursor)


def _value(row: object, name: str) -> object:
    for part in name.split("__"):
        row = getattr(row, part)
    return row
