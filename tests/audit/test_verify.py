"""Every kind of tampering by somebody who owns the database, and does not have the key."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import override_settings

from tests.audit.rows import fill, seal, verified
from tests.database import Owner
from throughcare.audit import head, mac, sealing
from throughcare.common.clock import now
from throughcare.common.ids import new_id

KEYS = {"k2": b"2" * 32, "k1": b"1" * 32}

CHANGES = {
    "at": "at + interval '1 microsecond'",
    "actor_id": "gen_random_uuid()",
    "actor_name": "actor_name || ' '",
    "team_ids": "'{}'",
    "because_ids": "because_ids || gen_random_uuid()",
    "verb": "'person.listed'",
    "person_ids": "array[gen_random_uuid()]",
    "compartments": "'{C1}'",
    "channel": "'rest'",
    "about_kind": "'x'",
    "about_id": "gen_random_uuid()",
    "detail": "'{\"rows\": 1000000}'",
    "request_id": "null",
    "key_id": "'k0'",
    "mac": "sha256(mac)",
    "tx": "tx - 1",
}


def named(report: Any) -> set[str]:
    return {f.event_id for f in report.findings if f.event_id}


def seals_named(report: Any) -> set[int]:
    return {f.seal for f in report.findings if f.seal is not None}


def number_of(owner: Owner, event: UUID) -> int:
    return int(str(owner.rows("select number from audit_auditseal where event_id = %s", event)[0][0]))


def test_an_untouched_audit_verifies(owner: Owner) -> None:
    fill(100)
    assert seal() == 100
    fill(5)
    report = verified()
    assert (report.ok, report.rows, report.seals, report.waiting) == (True, 105, 100, 5)


def test_every_column_is_covered(owner: Owner) -> None:
    columns = {str(c) for (c,) in owner.rows("select column_name from information_schema.columns where table_name = 'audit_auditevent'")}
    assert set(CHANGES) == columns - {"id"}


def test_a_thousand_tampered_rows_are_all_named_and_no_other(owner: Owner) -> None:
    rows = fill(3000)
    seal()
    spoilt: set[str] = set()
    gone_seals: set[int] = set()
    take = iter(rows[5:-60:2])  # every second row, so that a neighbour can show it was left in peace
    for column, value in CHANGES.items():
        for event in (next(take) for _ in range(40)):
            assert owner.change(f"update audit_auditevent set {column} = {value} where id = %s", event) == 1
            spoilt.add(str(event))
    for event in (next(take) for _ in range(100)):
        owner.change("delete from audit_auditevent where id = %s", event)
        spoilt.add(str(event))
    for event in (next(take) for _ in range(60)):
        gone_seals.add(number_of(owner, event))
        owner.change("delete from audit_auditseal where event_id = %s", event)
        spoilt.add(str(event))  # named as a row the chain has passed
    for event in (next(take) for _ in range(60)):
        gone_seals.add(number_of(owner, event))
        owner.change("delete from audit_auditseal where event_id = %s", event)
        owner.change("delete from audit_auditevent where id = %s", event)
    copied = ", ".join(c for c in (*mac.COLUMNS, "mac", "tx") if c != "id")
    for event in (next(take) for _ in range(100)):
        forged = new_id()
        owner.change(f"insert into audit_auditevent (id, {copied}) select %s, {copied} from audit_auditevent where id = %s", forged, event)
        spoilt.add(str(forged))
    for event in rows[-50:]:
        gone_seals.add(number_of(owner, event))
        owner.change("delete from audit_auditseal where event_id = %s", event)
        owner.change("delete from audit_auditevent where id = %s", event)
    report = verified()
    assert spoilt <= named(report) and gone_seals <= seals_named(report)
    assert len(spoilt) + len(gone_seals - {0}) >= 1000
    assert named(report) - spoilt == set()


@pytest.mark.parametrize(
    "change",
    ["number = number + 100000", "number = -number", "event_id = gen_random_uuid()", "tx = tx - 1", "hash = sha256(hash)", "key_id = 'k0'"],
)
def test_a_changed_seal_is_named_and_its_neighbours_are_not(owner: Owner, change: str) -> None:
    rows = fill(30)
    seal()
    number = number_of(owner, rows[10])
    owner.change(f"update audit_auditseal set {change} where number = %s", number)
    report = verified()
    assert not report.ok
    assert number in seals_named(report) or str(rows[10]) in named(report)
    assert named(report).isdisjoint({str(row) for row in rows if row != rows[10]})
    assert len(report.findings) <= 2


def test_two_seals_that_changed_places_are_named(owner: Owner) -> None:
    rows = fill(30)
    seal()
    first, second = number_of(owner, rows[10]), number_of(owner, rows[20])
    for event in (rows[10], rows[20]):
        owner.change("update audit_auditseal set event_id = gen_random_uuid() where event_id = %s", event)
    owner.change("update audit_auditseal set event_id = %s where number = %s", rows[20], first)
    owner.change("update audit_auditseal set event_id = %s where number = %s", rows[10], second)
    assert {str(rows[10]), str(rows[20])} == named(verified())


def test_a_tail_cut_off_is_named_seal_by_seal(owner: Owner) -> None:
    rows = fill(30)
    seal()
    for event in rows[-7:]:
        owner.change("delete from audit_auditseal where event_id = %s", event)
        owner.change("delete from audit_auditevent where id = %s", event)
    report = verified()
    assert [(f.what, f.seal) for f in report.findings] == [("truncated", n) for n in range(24, 31)]
    with pytest.raises(head.HeadAlarm, match="tail was removed"):
        sealing.seal_all()


def test_an_emptied_audit_is_named(owner: Owner) -> None:
    fill(10)
    seal()
    owner.change("delete from audit_auditseal")
    owner.change("delete from audit_auditevent")
    assert len(verified().findings) == 10


@override_settings(AUDIT_KEYS={"k1": KEYS["k1"]})
def test_a_row_forged_with_a_stolen_key_behind_the_chain_is_named(owner: Owner) -> None:
    rows = fill(30, each=1)
    seal()
    names = (*mac.COLUMNS, "tx")
    values = dict(zip(names, owner.rows(f"select {', '.join(names)} from audit_auditevent where id = %s", rows[3])[0], strict=True))
    values["id"] = new_id()
    values["mac"] = mac.mac_of(values)
    values["detail"] = json.dumps(values["detail"])
    owner.change(f"insert into audit_auditevent ({', '.join(values)}) values ({', '.join(['%s'] * len(values))})", *values.values())
    report = verified()
    assert [(f.what, f.event_id) for f in report.findings] == [("inserted", str(values["id"]))]


def test_a_chain_written_anew_does_not_fit_the_head(owner: Owner, head_file: Path) -> None:
    fill(30)
    seal()
    owner.change("delete from audit_auditseal")
    kept = head_file.read_text()
    head_file.unlink()
    sealing.accept_head()  # as somebody with the key and the machine, but not the head's other copies, would
    seal()
    owner.change("update audit_auditevent set tx = tx")
    head_file.write_text(kept)
    assert verified().ok  # the same rows in the same order give the same chain
    owner.change("delete from audit_auditseal where number = 30")
    owner.change("delete from audit_auditevent where id not in (select event_id from audit_auditseal)")
    fill(1)
    head_file.unlink()
    sealing.accept_head()
    seal()
    head_file.write_text(kept)
    assert "rewritten" in {f.what for f in verified().findings}
    with pytest.raises(head.HeadAlarm, match="written anew"):
        sealing.seal_all()


def test_a_head_that_is_gone_damaged_or_changed_is_an_alarm(owner: Owner, head_file: Path) -> None:
    fill(3)
    seal()
    held = json.loads(head_file.read_text())
    head_file.write_text(json.dumps(held | {"number": 2}))
    for text, sentence in (
        (json.dumps(held | {"number": 2}), "does not fit"),
        ("{", "damaged"),
        (json.dumps(held | {"key": "k0"}), "k0"),
        ("", "damaged"),
    ):
        head_file.write_text(text)
        assert [f.what for f in verified().findings] == ["head"]
        with pytest.raises(head.HeadAlarm, match=sentence):
            sealing.seal_all()
    head_file.unlink()
    assert [f.what for f in verified().findings] == ["head"]
    with pytest.raises(head.HeadAlarm, match="gone"):
        sealing.seal_all()
    assert sealing.accept_head() == 3
    assert verified().ok


def test_rows_of_an_older_key_still_verify_and_a_lost_key_is_named(owner: Owner) -> None:
    with override_settings(AUDIT_KEYS={"k1": KEYS["k1"]}):
        old = fill(10)
        seal()
    with override_settings(AUDIT_KEYS=KEYS):
        fill(10)
        seal()
        assert verified().ok
        assert {str(k) for (k,) in owner.rows("select distinct key_id from audit_auditevent")} == {"k1", "k2"}
    with override_settings(AUDIT_KEYS={"k2": KEYS["k2"]}):
        report = verified()
    assert {f.event_id for f in report.findings if f.what == "unknown-key"} == {str(e) for e in old}
    with override_settings(AUDIT_KEYS=KEYS | {"k1": b"3" * 32}):
        assert {str(e) for e in old} <= named(verified())


def test_the_head_file_is_put_in_place_whole(owner: Owner, head_file: Path) -> None:
    fill(3)
    seal()
    assert {p.name for p in head_file.parent.iterdir()} == {head_file.name, "audit-head.lock"}
    assert head.read() is not None and head_file == settings.AUDIT_HEAD and head_file.stat().st_size < 400


def test_the_code_covers_each_column_in_its_order() -> None:
    """The written-out list in `canonical` and the names in COLUMNS are the same, one by one."""
    row: dict[str, Any] = {name: name for name in mac.COLUMNS} | {
        name: [] for name in ("team_ids", "because_ids", "person_ids", "compartments")
    }
    row |= {"id": new_id(), "at": now(), "detail": {"b": 1, "a": "ā"}} | dict.fromkeys(("actor_id", "about_id", "request_id"))
    plain = json.loads(mac.canonical(row))
    assert len(plain) == len(mac.COLUMNS)
    for place, name in enumerate(mac.COLUMNS):
        changed = row | {
            name: {"x": 1}
            if name == "detail"
            else [new_id()]
            if isinstance(row[name], list) and name != "compartments"
            else _other(row[name])
        }
        assert [i for i, value in enumerate(json.loads(mac.canonical(changed))) if value != plain[i]] == [place], name


def _other(value: Any) -> Any:
    if isinstance(value, list):
        return ["C9"]
    return value + timedelta(seconds=1) if isinstance(value, datetime) else f"{value}!" if isinstance(value, str) else new_id()


ODD = {
    "time": ("at = 'infinity'", "at = '0044-03-15 BC'"),
    "keys": ("team_ids = array[null]::uuid[]", "person_ids = array[null]::uuid[]"),
    "code": ("mac = ''", "mac = convert_to(repeat('x', 70000), 'UTF8')"),
    "detail": (f"detail = '{'[' * 5000}{']' * 5000}'",),
}


@pytest.mark.parametrize("whole", ODD)
def test_a_row_python_can_not_hold_is_named_too(owner: Owner, whole: str) -> None:
    rows = fill(10)
    seal()
    name = f"audit_event_{whole}"
    ((kept,),) = owner.rows("select pg_get_constraintdef(oid) from pg_constraint where conname = %s", name)
    owner.change(f"alter table audit_auditevent drop constraint {name}")
    try:
        for event, change in zip(rows[3:], ODD[whole], strict=False):
            owner.change(f"update audit_auditevent set {change} where id = %s", event)
        report = verified()
    finally:
        owner.empty()
        owner.change(f"alter table audit_auditevent add constraint {name} {kept}")
    assert [(f.what, f.event_id) for f in report.findings] == [("changed", str(event)) for event in rows[3 : 3 + len(ODD[whole])]]


def test_a_seal_far_too_long_is_named(owner: Owner) -> None:
    rows = fill(10)
    seal()
    owner.change("update audit_auditseal set hash = convert_to(repeat('x', 70000), 'UTF8') where event_id = %s", rows[3])
    assert named(verified()) == {str(rows[3])}


@pytest.mark.parametrize("spoil", ["1e999", "[" * 100_000, '"\\ud800"', "9" * 5000])
def test_a_head_python_can_not_hold_is_an_alarm(owner: Owner, head_file: Path, spoil: str) -> None:
    fill(3)
    seal()
    held = json.loads(head_file.read_text())
    for part in ("number", "at"):
        whole = json.dumps(held)
        head_file.write_text(whole.replace(f'"{part}": {json.dumps(held[part])}', f'"{part}": {spoil}'))
        assert [f.what for f in verified().findings] == ["head"]
        head_file.write_text(whole)
    head_file.unlink()
    head_file.mkdir()
    assert "head" in {f.what for f in verified().findings}
