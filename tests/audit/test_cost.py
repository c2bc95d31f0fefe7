"""The scorecard's S10: what its audit row adds to a user's read.

Always: one statement, whatever is asked before a record is opened. With `make test-all` its processor time too, at fifty reads a second: other tests
run beside it then, and a wait for them is none of the row's doing. On the clock it is benchmarks.audit that measures.
"""

import os
import random
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.audit.reads import CONTROL_MS, paced, ways
from tests.cast import Cast
from tests.database import Owner
from tests.people.test_reading import office
from throughcare.audit.actions import record_read

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261123"))
PAIRS, LIMIT_MS = 500, 3


def statements(read: Callable[[UUID], None], person: UUID) -> int:
    """How many go to the database, the transaction's own among them."""
    read(person)  # what is asked once a process
    with CaptureQueriesContext(connection) as found:
        read(person)
    return len(found)


def test_an_audit_row_is_one_statement_more(cast: Cast, owner: Owner) -> None:
    person = office(cast, owner)[0]
    plain, audited, _ = ways(cast.actor("case_manager"))
    assert statements(audited, person) - statements(plain, person) == 1


def test_a_question_asked_by_itself_before_a_record_is_opened_is_found(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the budget asked in a statement of its own, as it was before decision 31."""
    person = office(cast, owner)[0]

    def asked_first(**given: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select * from throughcare.openings(%s::uuid[])", [[str(person)]])
        record_read(**given)  # type: ignore[arg-type]  # as they came

    plain, audited, _ = ways(cast.actor("case_manager"))
    before = statements(plain, person)
    monkeypatch.setattr("throughcare.people.queries.caseload.record_read", asked_first)
    assert statements(audited, person) - before == 2


@pytest.mark.skipif(not LONG, reason="long: make test-all")
def test_an_audit_row_adds_three_thousandths_of_a_second_at_most(cast: Cast, owner: Owner) -> None:
    """And the planted fault, a row that takes five more, is found."""
    persons, dice = office(cast, owner)[:40], random.Random(SEED)
    plain, audited, slower = ways(cast.actor("case_manager"))
    found, control = (paced(plain, one, persons, PAIRS, dice)["processor"] for one in (audited, slower))
    print(f"S10: {PAIRS} of each, seed {SEED}, ms of processor: {found}; with {CONTROL_MS} more: {control}")
    assert found["added p95"] <= LIMIT_MS < control["added p95"]
