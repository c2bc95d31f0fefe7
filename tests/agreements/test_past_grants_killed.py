"""A file of past grants, killed with kill -9 wherever it stands, leaves all of it or nothing; brought in again, it is whole."""

import random
from pathlib import Path

from django.db import connection
from django.test import override_settings

from tests.agreements.test_past_grants import bring, counts, file_of, grant
from tests.audit.rows import seal, verified
from tests.cast import Cast
from tests.database import Owner
from tests.killed import POINTS, killed_somewhere, measured, wait_until_forgotten

ROWS = 5
# Of one grant all is there: the agreement and its version, what the file said, who got it and how much, and the recipient on the register.
_WHOLE = """
    select a.title, v.amount, o.name, (select count(*) from partners_partner r where r.organization_id = o.id),
      (select count(*) from agreements_agreementevent e where e.pgh_obj_id = a.id) > 0
    from agreements_agreement a join agreements_pastgrant g on g.agreement_id = a.id
      join agreements_party p on p.agreement_id = a.id join agreements_partyvalue v on v.party_id = p.id join partners_organization o on o.id = p.organization_id
    where starts_with(a.title, %s) order by a.title"""
_HALVES = """
    select (select count(*) from agreements_agreement where is_history) - (select count(*) from agreements_pastgrant),
      (select count(*) from partners_organization where starts_with(name, 'Recipient'))
        - (select count(distinct p.organization_id) from agreements_party p join agreements_pastgrant g on g.agreement_id = p.agreement_id)"""
_RUNS = "select coalesce(sum(rows_read - created - updated - unchanged - rejected), 0) from imports_importrun"


def content(point: int, edition: int) -> bytes:
    """New ones, each to somebody new; one of every file that says something else each time; and one that can't be taken."""
    new = [grant(1000 + 10 * point + n, title=f"P{point:03} {n}") for n in range(3)]
    return file_of(*new, grant(1, title="Changes", amountAwarded=100 + edition), grant(2, amountAwarded=-1))


def wanted(point: int) -> list[tuple[object, ...]]:
    return [(f"P{point:03} {n}", 2500.5, f"Recipient {1000 + 10 * point + n}", 1, True) for n in range(3)]


def test_killed_anywhere_it_leaves_all_or_nothing_and_the_next_finishes(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    dice, nothing = random.Random(20261124), 0
    assert counts(bring(cast, content(900, 0))) == (ROWS, 4, 0, 0, 1)
    connection.close()
    _, steps, seconds = measured(lambda: bring(cast, content(901, 1)))
    assert owner.rows(_WHOLE, "P901") == wanted(901)
    for point in range(POINTS):
        edition = 2 + point
        said = content(point, edition)
        killed_somewhere(lambda said=said: bring(cast, said), dice, point // 2, steps=steps, seconds=seconds)  # type: ignore[misc]  # bound now
        wait_until_forgotten(owner)
        there = owner.rows(_WHOLE, f"P{point:03}")
        assert there in ([], wanted(point)), f"point {point}: half of it"
        nothing += not there
        done = bring(cast, said)
        connection.close()
        assert counts(done) == ((ROWS, 0, 0, 4, 1) if there else (ROWS, 3, 1, 0, 1)), f"point {point}"
        assert owner.rows(_WHOLE, f"P{point:03}") == wanted(point)
        assert owner.rows(_WHOLE, "Changes")[0][1] == 100 + edition
        assert owner.rows(_HALVES) == [(0, 0)]
        assert counts(bring(cast, said)) == (ROWS, 0, 0, 4, 1)
        connection.close()
    assert nothing > 1, "no kill fell inside"
    assert owner.rows(_RUNS) == [(0,)]
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        seal()
        assert verified().ok
