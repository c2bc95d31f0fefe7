"""A records officer's day: a file looked at, a row held, two records side by side and put together. axe looks at each."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import FilePayload

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.people.pairs import second_officer
from throughcare.common.reader import reading_as
from throughcare.people.models import HeldCandidate, HeldRow, LikelyPair
from throughcare.people.states import HeldState

FILE = """team,prn,known as,surname,dob
puke,9100,Aroha,Ngatai,17/05/1994
awa,9203,Mere,,31/2/1990
"""
EVIDENCE = [
    {"field": "Date of birth", "level": "same", "words": "same date of birth", "weight": 13.9},
    {"field": "Number", "level": "other", "words": "different numbers", "weight": -4.2},
]


def _greens(walker: Walker) -> list[str]:
    """What the page is for."""
    buttons = walker.page.locator("main .govuk-button:not(.govuk-button--secondary, .govuk-button--warning)")
    return [text.strip() for text in buttons.all_inner_texts()]


def _held(cast: Cast) -> None:
    """A row that is like Aroha."""
    said = {"row": 2, "team": "puke", "identifiers": [["prn", "9100"]], "preferred_name": "Aroha", "family_name": "Ngatai"}
    values = {"team_id": cast.teams["puke"], "by_id": cast.users["records"]}
    row = HeldRow.objects.create(row=2, said=said, state=HeldState.WAITING, **values)
    HeldCandidate.objects.create(held=row, person_id=cast.person, probability=0.95, evidence=EVIDENCE)


def test_a_file_and_a_held_row(cast: Cast, owner: Owner, site: str, chromium: Any) -> None:
    with reading_as(SYSTEM):
        _held(cast)
    connection.close()
    with Walker(chromium, site, cast, "records", "narrow") as walker:
        walker.open(reverse("people-import"))
        sent = FilePayload(name="people.csv", mimeType="text/csv", buffer=FILE.encode())
        walker.page.set_input_files("input[type=file]", files=[sent])
        walker.press("Continue")
        walker.sees("New people are being compared", "1 row", "Person record number")
        assert _greens(walker) == ["Import the file"]
        walker.write("Name of the mapping", "Old system")
        walker.press("Save as a mapping")
        walker.sees("Saved as Old system.")
        walker.open(reverse("duplicates"))
        walker.follow("Aroha Ngatai")
        walker.sees("Puke office wants a record of somebody who may have one already", "You sent it.", "Aroha Ngātai: change their record")
        walker.press("Decide")
        walker.sees("Choose who it is")
        walker.choose("Not clear: I have asked")
        walker.write("What you asked and whom, or why (optional)", "Asked the Puke office for the number.")
        walker.press("Decide")
        walker.sees("It stays on this list, with what you asked.", "Asked about")
    assert owner.rows("select state from people_heldrow") == [("ASKED",)]


@pytest.mark.parametrize("how", ["no script"])
def test_two_records_are_put_together_by_two_officers(cast: Cast, site: str, chromium: Any, how: How) -> None:
    second_officer(cast)
    one, other = sorted((cast.person, cast.other_person))
    with reading_as(SYSTEM):
        LikelyPair.objects.create(one_id=one, other_id=other, probability=0.95, evidence=EVIDENCE)
    connection.close()
    called = "Aroha Ngātai and" if one == cast.person else "Tama Wīremu and"
    with Walker(chromium, site, cast, "records", how) as walker:
        walker.open(reverse("duplicates"))
        walker.follow(called)
        walker.sees("one person, strongly (13.9)", "two people (-4.2)", "Nothing changes until a second records officer has agreed")
        walker.choose("Yes: the first record stays, the second goes into it")
        walker.write("Why", "The same day of birth.")
        walker.press("Continue")
        walker.sees("Asked. Another records officer decides now.", "You asked for this.")
        assert _greens(walker) == ["Take back what I asked"]
    with Walker(chromium, site, cast, "records_2", how) as walker:
        walker.open(reverse("duplicates"))
        walker.follow(called)
        walker.sees("The same day of birth.", "you say which of them see it again")
        walker.press("Put them together")
        walker.sees("The two records are one now.", "Offices that saw only one of the two")
        walker.follow("Let Awa office see the record")
        walker.sees("The office sees the record now.")
        walker.press("Ask to take them apart")
        walker.sees("Say why they should be taken apart")
        walker.write("Why they should be taken apart", "Two people after all.")
        walker.press("Ask to take them apart")
        walker.sees("Another records officer decides now.", "You asked for this.")
