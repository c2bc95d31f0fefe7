"""A small marae trust is given a grant on one page: it reads and signs by a link with no account, and tells how it went. axe looks at each page."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from tests.agreements.light import EMAIL, send, theirs
from tests.agreements.made import WRITER, do, get
from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.notices.jobs import run_jobs
from throughcare.agreements import actions
from throughcare.common.clock import today


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_a_small_marae_signs_a_light_grant_by_link_and_tells_how_it_went(
    cast: Cast, owner: Owner, site: str, chromium: Any, how: How
) -> None:
    with Walker(chromium, site, cast, "partnership_manager", how) as walker:
        walker.open(reverse("light-add"))
        walker.page.get_by_label("Grant", exact=True).check()
        walker.write("Which group?", "Te Kāinga Marae Trust")
        walker.page.get_by_label("If it is not on the register yet").select_option("MARAE")
        walker.write("What is it for, in a few words?", "Garden at the marae")
        walker.write("What will be done, and for whom?", "Six beds, planted with people who came home.")
        walker.page.locator("[name=amount]").fill("2500")
        for name, ahead in (("pays_on", 20), ("starts_on", 10), ("ends_on", 90), ("report_on", 100)):
            day = today() + timedelta(days=ahead)
            for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
                walker.page.locator(f"[name={name}_{part}]").fill(str(value))
        walker.write("Who signs for them?", "Hine Kōtare")
        walker.write("Their e-mail address, or phone number", EMAIL)
        walker.press("Write the draft")
        walker.sees("Garden at the marae", "Te Kāinga Marae Trust", "Small grant or MOU")
        walker.follow("Send a link to sign")
        mail.outbox.clear()
        walker.press("Make the link")
        walker.sees("The link is on its way")
    key = UUID(str(owner.rows("select agreement_id from agreements_lightterms")[0][0]))
    run_jobs()
    link = re.findall(r"/sign/([\w-]{20,})/", str(theirs()[-1].body))[0]
    connection.close()
    with Walker(chromium, site, cast, None, how) as walker:
        walker.open(reverse("light-held", args=[link]))
        walker.sees("Garden at the marae", "NZD 2,500.00", "Six beds", "What changed for people?")
        walker.follow("Sign it")
        walker.press("Mail me a code")
        walker.sees("A code is on its way")
        run_jobs()
        code = re.findall(r"Your code is (\d{6})", str(theirs()[-1].body))[0]
        connection.close()
        walker.write("Your full name", "Hine Kōtare")
        walker.write("The code of six digits", code)
        walker.press("Sign it")
        walker.sees("Say that you may sign for Te Kāinga Marae Trust")
        walker.page.get_by_label("I have read this, and I may sign for Te Kāinga Marae Trust").check()
        walker.write("The code of six digits", code)
        walker.press("Sign it")
        walker.sees("Signed by Hine Kōtare")
    ours = next(one for one in get(cast, key).parties.all() if one.organization_id is None)
    do(cast, key, actions.sign_party, party_id=ours.pk, new=actions.Signature(signed_by="Aroha Ngata"))
    do(cast, key, actions.move_agreement, verb="sign")
    answer = send(cast, key, "REPORT")
    connection.close()
    with Walker(chromium, site, cast, None, how) as walker:
        walker.open(reverse("light-answer", args=[answer]))
        walker.sees("How did it go?", "Name nobody")
        walker.write("What did you do?", "Six beds, and a shed.")
        walker.write("What changed for people?", "Four of us meet every week.")
        walker.write("What would you do differently, or what got in the way?", "Begin in spring.")
        walker.page.locator("[name=spent]").fill("2400")
        walker.press("Send")
        walker.sees("The three questions are answered")
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.sees("Four of us meet every week.", "NZD 2,400.00", "Signed by a link", "By a code mailed to them")
