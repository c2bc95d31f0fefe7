"""`throughcare import partners`, killed with kill -9 wherever it stands, leaves whole parts; the next one finishes the job."""

import random
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from tests.audit.rows import seal, verified
from tests.cast import Cast
from tests.database import Owner
from tests.killed import POINTS, killed_somewhere, measured, wait_until_forgotten
from tests.partners.lists import bring, counts
from throughcare.partners.actions import importing

PART, ROWS = 4, 14
# Of one organisation all is there or nothing: the partner, its contact, what the list said, and a version of each.
_WHOLE = """
    select o.name, o.website, o.parent_organization_id is not null,
      (select count(*) from partners_partner p where p.organization_id = o.id and p.charity_number <> ''),
      (select count(*) from partners_partnercontact c where c.partner_id = o.id),
      (select count(*) from partners_partnersource s where s.partner_id = o.id and s.said ->> 'website' = o.website),
      (select count(*) from partners_partnerevent e where e.pgh_obj_id = o.id) > 0
    from partners_organization o where o.name like %s order by o.name"""
_RUNS = "select sum(rows_read - created - updated - unchanged - rejected) from imports_importrun"


def list_of(made: str, edition: int, number: int) -> str:
    """New organisations, branches before their national body among them, those that change, and rows that can't be taken."""
    rows = [
        f"{made}{n:02},CC{10000 + 100 * number + n},{made.lower()}.example.org/{n},Ana {n},ana@example.org,{made}00" for n in range(1, 10)
    ]
    rows.append(f"{made}00,CC{10000 + 100 * number},{made.lower()}.example.org/0,Ana 0,ana@example.org,")
    rows += [f"Changes{n:02},CC{9000 + n},changes.example.org/{edition}/{n},Ben {n},ben@example.org," for n in range(3)]
    return "name,charity number,website,contact,contact email,national body\n" + "\n".join([*rows, ",,,,,"[:-1] + "x"]) + "\n"


def wanted(made: str) -> list[tuple[object, ...]]:
    return [(f"{made}{n:02}", f"https://{made.lower()}.example.org/{n}", n > 0, 1, 1, 1, True) for n in range(10)]


def changing(edition: int) -> list[tuple[object, ...]]:
    return [(f"Changes{n:02}", f"https://changes.example.org/{edition}/{n}", False, 1, 1, 1, True) for n in range(3)]


def test_a_killed_import_leaves_whole_parts_and_the_next_finishes(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importing, "PART", PART)
    dice, left_in_part = random.Random(20261123), 0
    assert counts(bring(list_of("A", 0, 90))) == (ROWS, 13, 0, 0, 1)
    connection.close()
    _, steps, seconds = measured(lambda: bring(list_of("B", 1, 91)))
    assert owner.rows(_WHOLE, "B%") == wanted("B")
    for point in range(POINTS):
        made, edition = f"P{point:03}N", point % 2
        text = list_of(made, edition, point)
        killed_somewhere(lambda text=text: bring(text), dice, point // 2, steps=steps, seconds=seconds)  # type: ignore[misc]  # bound now
        wait_until_forgotten(owner)
        there = owner.rows(_WHOLE, f"{made}%")
        assert all(row in wanted(made) for row in there)
        left_in_part += 0 < len(there) < 10
        done = bring(text)
        connection.close()
        assert (done.read, done.created, len(done.rejected)) == (ROWS, 10 - len(there), 1), f"point {point}"
        assert done.updated + done.unchanged == 3 + len(there)
        assert owner.rows(_WHOLE, f"{made}%") == wanted(made)
        assert owner.rows(_WHOLE, "Changes%") == changing(edition)
        assert counts(bring(text)) == (ROWS, 0, 0, 13, 1)
        connection.close()
    assert left_in_part > 1, "no kill fell between two parts"
    assert owner.rows(_RUNS) == [(0,)]
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        seal()
        assert verified().ok
