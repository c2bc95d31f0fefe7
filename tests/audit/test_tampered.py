"""The scorecard's S9: thousands of seeded tamperings and cut tails, by somebody who owns the database and has no key; each is named.

`make test-all` makes 10,000 and 1,000 of them, `make test` fewer; the seed is printed, and set by THROUGHCARE_TEST_SEED.
"""

import os
import random
from collections import Counter
from uuid import UUID

import pytest

from tests.audit.rows import fill, seal, verified
from tests.audit.test_verify import CHANGES, named, number_of, seals_named
from tests.database import Owner
from throughcare.audit import mac
from throughcare.common.ids import new_id

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
TAMPERED, CUT = (10_000, 1_000) if LONG else (200, 25)
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
_COPIED = ", ".join(column for column in (*mac.COLUMNS, "mac", "tx") if column != "id")
KINDS = (*CHANGES, "row removed", "seal removed", "both removed", "row copied")


def tamper(owner: Owner, kind: str, event: UUID) -> tuple[str | None, int | None]:
    """Do it; the row and the seal a verification must name (for a seal that is gone, the seal will do)."""
    number = number_of(owner, event)
    if kind in CHANGES:
        assert owner.change(f"update audit_auditevent set {kind} = {CHANGES[kind]} where id = %s", event) == 1
        return str(event), None
    if kind == "row copied":
        forged = new_id()
        owner.change(
            f"insert into audit_auditevent (id, {_COPIED}) select %s, {_COPIED} from audit_auditevent where id = %s", forged, event
        )
        return str(forged), None
    if kind in ("seal removed", "both removed"):
        owner.change("delete from audit_auditseal where event_id = %s", event)
    if kind in ("row removed", "both removed"):
        owner.change("delete from audit_auditevent where id = %s", event)
    return (None, number) if kind != "row removed" else (str(event), None)


def test_every_tampering_is_named_and_no_neighbour(owner: Owner) -> None:
    dice = random.Random(SEED)
    rows = fill(2 * TAMPERED + 10)
    seal()
    events, seals, done = set(), set(), Counter[str]()
    for event in rows[2 : 2 * TAMPERED + 2 : 2]:  # every second row: the one beside it must be left in peace
        kind = dice.choice(KINDS)
        row, number = tamper(owner, kind, event)
        events |= {row} - {None}
        seals |= {number} - {None}
        done[kind] += 1
    report = verified()
    missed = len(events - named(report)) + len(seals - seals_named(report))
    print(f"seed {SEED}: {done.total():,} tamperings of {len(done)} kinds, {missed} missed")
    assert set(done) == set(KINDS) or not LONG
    assert (events - named(report), seals - seals_named(report)) == (set(), set())
    gone = {str(event) for event in rows[2 : 2 * TAMPERED + 2 : 2]}
    assert named(report) <= events | gone


def test_every_cut_tail_is_named(owner: Owner) -> None:
    dice = random.Random(SEED)
    rows = fill(60)
    seal()
    for table in ("audit_auditevent", "audit_auditseal"):
        owner.change(f"create temporary table kept_{table} as table {table}")
    try:
        for _ in range(CUT):
            length = dice.randint(1, len(rows))
            cut = rows[-length:]
            owner.change("delete from audit_auditseal where event_id = any(%s)", cut)
            if dice.random() < 0.8:  # else the rows are left, as if they had never been sealed
                owner.change("delete from audit_auditevent where id = any(%s)", cut)
            report = verified()
            assert {f.seal for f in report.findings if f.what == "truncated"} >= set(range(61 - length, 61)), f"seed {SEED}, {length} cut"
            for table in ("audit_auditevent", "audit_auditseal"):
                key = "id" if table == "audit_auditevent" else "number"
                owner.change(
                    f"insert into {table} select * from kept_{table} k where not exists (select 1 from {table} t where t.{key} = k.{key})"
                )
        assert verified().ok
    finally:
        for table in ("audit_auditevent", "audit_auditseal"):
            owner.change(f"drop table kept_{table}")
    print(f"seed {SEED}: {CUT:,} cut tails, 0 missed")


def stored(owner: Owner, number: int) -> object:
    """The hash a seal holds, whatever it should be."""
    return owner.rows("select hash from audit_auditseal where number = %s", number)[0][0]


@pytest.mark.parametrize("blind", ["fits_as_text", "link"])
def test_a_verification_that_looks_away_is_found_out(owner: Owner, monkeypatch: pytest.MonkeyPatch, blind: str) -> None:
    """The planted fault: with the codes not compared, the walk above must miss something."""
    rows = fill(20)
    seal()
    if blind == "fits_as_text":
        monkeypatch.setattr(mac, "fits_as_text", lambda *_: True)
        tamper(owner, "verb", rows[5])
    else:
        number = number_of(owner, rows[5])
        owner.change("update audit_auditseal set hash = sha256(hash) where number = %s", number)
        monkeypatch.setattr(mac, "link", lambda before, number, *_: stored(owner, number))
    assert str(rows[5]) not in named(verified())
