"""Somebody who keeps the register puts two records of one organisation together, sees what came of it, and takes them apart. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR, accredit, add, contact
from tests.partners.test_duplicates import look
from tests.partners.test_merging import ONE, OTHER, team_of, two


@pytest.mark.parametrize("how", ["mouse", "no script", "narrow"])
def test_two_records_become_one_and_two_again(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    _, goes = two(cast)
    accredit(cast, goes)
    contact(cast, goes, "Rua Pere")
    team_of(goes, "tarawera")
    add(cast)
    look()
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("home"))
        walker.follow("Records that may be one partner")
        walker.page.get_by_role("link", name="Tarawera").first.click()
        walker.sees("likely to be one organisation", "Why they may be one organisation")
        walker.follow(f"Put them together: {ONE} stays")
        walker.sees(f"{OTHER} goes into {ONE}", "Tikanga notes are moved unread", "Why they may be one organisation")
        walker.write("Why are they one?", "One trust on two lists.")
        walker.press("Put them together")
        walker.sees("Choose which to keep: Name")
        walker.page.get_by_label(ONE, exact=True).check()
        walker.press("Put them together")
        walker.sees("The two records are one now.", "One trust on two lists.", "Teams that see nothing of it yet")
        walker.press("Let Team tarawera see the record")
        walker.sees("The team sees the record now.")
        walker.follow(ONE)
        walker.sees("Rua Pere", "Level 2", f"Put together with the record of {OTHER}")
        walker.open(reverse("partner-merges"))
        walker.follow(f"{OTHER} into {ONE}")
        walker.write("Why are they two after all?", "Landlord and tenant.")
        walker.press("Take them apart")
        walker.sees("The two records are apart again, as they were.", "Landlord and tenant.")
        walker.open(reverse("partner", args=[goes]))
        walker.sees(OTHER, "Rua Pere")
    told = [
        verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'partner.%%' and channel = 'page' order by id")
    ]
    assert told[-3:] == ["partner.merged", "partner.merge.opened", "partner.parted"]
    assert owner.rows("select count(*) from partners_accreditation where partner_id = %s", goes) == [(1,)]
