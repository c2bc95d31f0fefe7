"""Those who watch over the others: looks that must be explained, who opened too many records, and who leaves a team. axe looks at each."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from throughcare.common.clock import now, today
from throughcare.common.reader import reading_as
from throughcare.matching.looks_points import EVIDENCE
from throughcare.people.models import Look


def _look(cast: Cast, who: str, *codes: str, asked: bool) -> None:
    """A look of somebody at Aroha's record, yesterday."""
    reasons = [{"code": code, "points": EVIDENCE[code][0], "sentence": EVIDENCE[code][1]} for code in codes]
    at = now() - timedelta(days=1)
    values = {"on_day": today() - timedelta(days=1), "at": at, "rows": 3, "points": -20, "reasons": reasons}
    Look.objects.create(person_id=cast.person, user_id=cast.users[who], asked_at=now() if asked else None, **values)


@pytest.mark.parametrize("how", ["narrow", "keyboard"])
def test_a_look_is_asked_about(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with reading_as(SYSTEM):
        _look(cast, "case_manager", "no-work", "again-2", "passing", asked=True)
        _look(cast, "other_officer", "not-yet", "crowd-2", asked=False)
    connection.close()
    with Walker(chromium, site, cast, "privacy_officer", how) as walker:
        walker.open(reverse("home"))
        walker.follow("Looks at records to explain")
        walker.sees("Choose one to see every reason", "Case manager", "They come back")
        walker.sees_not("Other officer", "What was found")
        walker.follow("May still be explained")
        walker.sees("Nobody needs to ask yet", "Other officer", "Asked about from")
        walker.follow("Other officer")
        walker.sees("Nothing is to be done until then")
        walker.sees_not("Was there a reason")
        walker.follow("Looks to explain")
        walker.sees("Nobody needs to ask yet")  # back where one was
        walker.open(reverse("looks"))
        walker.follow("Case manager")
        walker.sees("What speaks for work", "they may have opened the wrong record")
        walker.press("Save what you found")
        walker.sees("Choose whether there was a reason", "Write what they said and what you checked")
        walker.choose("No: they were browsing")
        walker.write("What did they say, and what did you check?", "Said they were curious.")
        walker.press("Save what you found")
        walker.sees("A look that was asked about", "Browsing: no reason to look", "Said they were curious.", "Privacy officer")
        walker.follow("Looks to explain")
        walker.sees("What was found", "Browsing: no reason to look")


def test_somebody_who_opened_many_records_may_open_more(cast: Cast, owner: Owner, site: str, chromium: Any) -> None:
    stop = "insert into people_readstop (id, user_id, at, in_hour, in_day) values (gen_random_uuid(), %s, now(), 60, 118)"
    owner.place(stop, cast.users["case_manager"])
    with Walker(chromium, site, cast, "team_manager", "narrow") as walker:
        walker.open(reverse("home"))
        walker.follow("Users who opened as many records as they may")
        walker.sees("Nobody")
        walker.follow("Case manager")
        walker.write("Why do they need to open more records today?", "A stocktake.")
        walker.press("Let them open more today")
        walker.sees("Case manager can open as many records again today.", "A stocktake.")
        walker.follow("Many records opened")
        walker.sees("Team manager")


@pytest.mark.parametrize("how", ["no script"])
def test_somebody_leaves_a_team(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    with Walker(chromium, site, cast, "team_manager", how) as walker:
        walker.open(reverse("teams"))
        walker.follow("Invite somebody")
        walker.write("Their name", "Ana Example")
        walker.write("Their e-mail address at work", "ana@example.test")
        walker.choose("Chaplain")
        walker.press("Send the invitation")
        walker.sees("A link is on its way to ana@example.test.", "Invited, and not here yet", "On its way by mail")
        walker.follow("End work here")
        walker.sees("End their work in Awa office", "Case manager works here as: Case manager", "Whose caseload")
        walker.press("End it")
        walker.sees("Choose why it ends")
        last = today() + timedelta(days=9)
        walker.choose("They do other work now")
        for label, words in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
            walker.write(label, str(words))
        walker.press("End it")
        walker.sees(f"The last day in Awa office is {last.day} {last:%B %Y}.", f"Last day: {last.day} {last:%B %Y}")
        walker.follow("End work here")
        walker.choose("They work in another team now")
        walker.press("End it")
        walker.sees("They no longer work in Awa office.")
        assert not walker.page.get_by_text("case_manager@example.test").count()
    ends = owner.rows("select ends_on from accounts_membership where user_id = %s", cast.users["case_manager"])
    assert ends == [(today() - timedelta(days=1),)]
