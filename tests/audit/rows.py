"""Fills the audit with rows of every shape."""

import time
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor, system_actor
from throughcare.audit import sealing
from throughcare.audit.actions import record
from throughcare.audit.verify import Report, verify
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref

SYSTEM = system_actor("test")


def fill(rows: int, *, each: int = 40) -> list[UUID]:
    """Write rows in transactions of `each`; returns their ids in order."""
    made: list[UUID] = []
    person = new_id()
    while len(made) < rows:
        actor = Actor(user_id=new_id(), name="Hēmi Pōtiki", teams=(new_id(),), request_id=new_id())
        with reading_as(SYSTEM.reader):
            for i in range(min(each, rows - len(made))):
                about = Ref("people.person", person) if i % 2 else None
                detail = {"rows": i, "code": "C7", "many": [1, 2, {"x": None}]} if i % 3 else {}
                made.append(
                    record(
                        by=actor,
                        verb="person.viewed",
                        persons=[person],
                        compartments=["C1", "C7"],
                        because=[new_id()],
                        about=about,
                        detail=detail,
                    )
                )
    connection.close()
    return made


def seal() -> int:
    """Seal everything there is. Other databases of the same server may hold it up for a moment: an open transaction there counts too."""
    sealed, deadline = 0, time.monotonic() + 20
    while _unsealed() and time.monotonic() < deadline:
        sealed += sealing.seal_all()
    connection.close()
    return sealed


def _unsealed() -> int:
    with reading_as(SYSTEM.reader), connection.cursor() as cursor:
        cursor.execute("select count(*) from throughcare.audit_verify_unsealed(null, 1)")
        (number,) = cursor.fetchone() or (0,)
        return int(number)


def verified() -> Report:
    with reading_as(SYSTEM.reader):
        report = verify()
    connection.close()
    return report
