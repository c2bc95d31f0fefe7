"""The codes: the same from a row in Python and from the row as PostgreSQL prints it, and as the standard library makes them."""

import hmac
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.audit.rows import SYSTEM
from tests.database import Owner
from throughcare.audit import mac
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as

_TEXTS = ("Hēmi Pōtiki", 'a "b" \\ c', "tab\tline\nbell\x07", "{a,b}", "null", "", "—😀\u2028")
_TIMES = (
    now(),
    now().replace(microsecond=0),
    now().replace(microsecond=120),
    datetime(1999, 1, 1, 12, tzinfo=timezone(timedelta(hours=13))),
)
_DETAILS: tuple[Any, ...] = ({}, {"b": 1, "a": "ā"}, {"x": [1.50, None, True, {"z": "-", "y": 10**20}], "": 1e-7}, {"q": '"}'})


def row(**more: Any) -> dict[str, Any]:
    plain = dict.fromkeys(("actor_id", "about_id", "request_id"))
    lists: dict[str, Any] = {name: [] for name in ("team_ids", "because_ids", "person_ids", "compartments")}
    texts = {"actor_name": "", "verb": "person.viewed", "channel": "page", "about_kind": "", "key_id": mac.current_key_id()}
    return {"id": new_id(), "at": now(), "detail": {}, **plain, **lists, **texts, **more}


def printed(rows: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """Put the rows in, and read them as verifying does."""
    columns = (*mac.COLUMNS, "mac")
    with reading_as(SYSTEM.reader), connection.cursor() as cursor:
        for each in rows:
            values = [json.dumps(value) if name == "detail" else value for name, value in (each | {"mac": mac.mac_of(each)}).items()]
            names = ", ".join((*each, "mac"))
            cursor.execute(f"insert into audit_auditevent ({names}) values ({', '.join(['%s'] * len(columns))})", values)
        cursor.execute(f"select {mac.READ_AS_TEXT} from throughcare.audit_verify_unsealed(null, 1000)")
        found = {values[0]: values for values in cursor.fetchall()}
    connection.close()
    return found


@pytest.mark.usefixtures("owner")
def test_a_row_and_what_postgresql_prints_of_it_give_the_same_bytes() -> None:
    rows = [row(actor_name=text[:200], about_kind=text, at=at) for text in _TEXTS for at in _TIMES]
    rows += [row(detail=detail) for detail in _DETAILS]
    rows += [row(team_ids=[new_id()] * n, person_ids=[new_id() for _ in range(n)], compartments=["C1", "C10"][:n]) for n in range(3)]
    rows += [row(actor_id=new_id(), about_id=new_id(), request_id=new_id(), because_ids=[new_id()])]
    text = printed(rows)
    for each in rows:
        assert mac.canonical_of_text(text[str(each["id"])]) == mac.canonical(each)
        assert mac.fits_as_text(text[str(each["id"])], mac.mac_of(each) or b"") is True


LISTS = ["{NULL}", "{{C1,C7}}", "[2:3]={C1,C7}", '{"C1,C7"}', '{"C1\\",\\"C7"}', "{C1,C-7}", "{C1}", "{C7,C1}", '{C1,C7,""}']


@pytest.mark.parametrize("listed", LISTS)
def test_no_other_list_passes_for_this_one(owner: Owner, listed: str) -> None:
    """Whatever an owner who took the checks away can store."""
    true = row(compartments=["C1", "C7"])
    text = list(printed([true])[str(true["id"])])
    place = mac.COLUMNS.index("compartments")
    ((shown,),) = owner.rows("select (%s::varchar[])::text", listed)
    assert mac.fits_as_text(text, mac.mac_of(true) or b"") is True
    text[place] = shown
    assert mac.fits_as_text(text, mac.mac_of(true) or b"") is False


@pytest.mark.parametrize("key", [b"k" * 32, b"k", b"k" * 64, b"k" * 100])
@pytest.mark.parametrize("before", [b"", b"b" * 32, b"b" * 33])
def test_a_link_is_the_code_of_its_parts_each_after_its_length(key: bytes, before: bytes) -> None:
    event, code, number, tx = new_id(), b"m" * 32, 2**40, 7
    parts = (before, number.to_bytes(8, "big"), event.bytes, code, tx.to_bytes(8, "big"))
    whole = b"seal\0" + b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    with override_settings(AUDIT_KEYS={"k9": key}):
        assert mac.link(before, number, event, code, tx, "k9") == hmac.digest(key, whole, "sha256")
        assert mac.link(before, number, event, code, tx, "k8") is None


def test_a_time_is_kept_in_utc_to_the_microsecond() -> None:
    at = datetime(2026, 7, 1, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=12)))
    assert json.loads(mac.canonical(row(at=at)))[1] == "2026-06-30T12:00:00.000005+00:00" == at.astimezone(UTC).isoformat()
    assert settings.AUDIT_KEYS[mac.current_key_id()]
