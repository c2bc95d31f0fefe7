"""A partnership manager's register: an accreditation about to end found from home, a partner put there and kept. axe looks at each page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR, accredit, add
from throughcare.common.clock import today


@pytest.mark.parametrize("how", ["mouse", "narrow"])
def test_the_register_is_kept(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    accredit(cast, add(cast, kind="NGO"), expires_on=today() + timedelta(days=20))
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("home"))
        walker.follow("Partners whose accreditation is about to end")
        walker.sees("1 partner", "Mana Trust")
        walker.follow("Mana Trust")
        walker.sees("Level 2: ends", "Who we know there", "Te Whare Tūmanako housing support")
        walker.open(reverse("partner-add"))
        walker.write("Name", "Te Marae o Awakōwhai")
        walker.page.get_by_label("What kind of partner is it?").select_option("MARAE")
        walker.press("Put on the register")
        walker.sees("Te Marae o Awakōwhai is on the register. You look after it.")
        walker.follow("Change numbers")
        walker.write("NZBN (optional)", "9429 0412 3457 1")
        walker.press("Save")
        walker.sees("its last digit does not fit the others")
        walker.write("NZBN (optional)", "9429 0412 3457 0")
        walker.press("Save")
        walker.sees("Saved.", "9429 0412 3457 0")
        walker.follow("Add a contact")
        walker.write("Name", "Hine Kōtare")
        walker.write("Work phone (optional)", "0000 100 2000")
        walker.page.get_by_label("They lead for the partner").check()
        walker.press("Save")
        walker.sees("Contact added.", "Hine Kōtare")
        for change in (
            "Change details",
            "Change roles and expertise",
            "Change regions and sites",
            "Change safeguarding",
            "Change who looks after it",
        ):
            walker.follow(change)
            walker.press("Save")
            walker.sees("Saved.")
        walker.follow("Pause this partnership")
        walker.write("Why?", "Between managers.")
        walker.press("Pause")
        walker.sees("Te Marae o Awakōwhai is paused.", "Between managers.")
    told = owner.rows("select verb from audit_auditevent where verb like 'partner%%' and channel = 'page' order by id")
    assert [verb for (verb,) in told].count("partner.changed") == 6 and ("partner.moved.pause",) in told


def test_its_own_people_read_their_organisation(cast: Cast, owner: Owner, site: str, chromium: Any) -> None:
    add(cast, kind="NGO")
    connection.close()
    with Walker(chromium, site, cast, "partner_manager", "narrow") as walker:
        walker.open(reverse("home"))
        walker.follow("Mana Trust")
        walker.sees("About it", "Put on the register")
        assert walker.page.get_by_role("link", name="Change").count() == 0
