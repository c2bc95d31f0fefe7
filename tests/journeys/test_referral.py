"""The thread of a referral, in a browser: each way of using one gets all the way through, and axe finds nothing on any page."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import WAYS, How, Walker
from tests.referrals import walk
from throughcare.audit.cli import verify_audit
from throughcare.audit.sealing import seal_all
from throughcare.common.clock import today
from throughcare.referrals.models import Referral

REASON = "Wants a room near whānau when released"
every_way = pytest.mark.parametrize("how", WAYS)


def _refer(cast: Cast, person: Walker) -> None:
    """From the person's page to a referral on its way."""
    person.open(reverse("person", args=[cast.person]))
    person.follow("Find a service")
    person.follow("Te Whare Tūmanako housing support")
    person.press("Refer to this service")
    person.follow("Urgency and answer-by date")
    person.choose("Soon")
    day = today() + timedelta(days=7)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        person.write(label, str(number))
    person.press("Save and continue")
    person.follow("Why this service")
    person.write("Why do you refer them to this service?", REASON)
    person.press("Save and continue")
    person.follow("Agreement or authority")
    person.choose("The person agrees")
    person.write("How did they agree, or why does the authority apply?", "Said so when we met")
    person.press("Save and continue")
    person.follow("What to tell the service")
    person.choose("Date of birth")
    person.press("Save and continue")
    person.follow("Check and send")
    person.sees("Aroha Ngātai", REASON, "17 May 1994")
    person.press("Send referral")
    person.sees("sent to Mana Trust", "Sent")


def _answer(partner: Walker) -> None:
    """From the inbox to the referral's page."""
    partner.open(reverse("home"))
    partner.open(reverse("referral-inbox"))
    partner.follow("TC-")
    partner.sees("Aroha Ngātai", REASON)


@every_way
def test_a_case_manager_refers_a_partner_accepts_and_the_person_sees_it(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with Walker(chromium, site, cast, "case_manager", how) as case_manager:
        _refer(cast, case_manager)
        assert case_manager.pages >= 12
    with Walker(chromium, site, cast, "partner_worker", how) as partner:
        _answer(partner)
        partner.follow("Ask a question before you answer")
        partner.write("Your question", "Is a shared room all right?")
        partner.press("Send question")
        partner.follow("Accept")
        partner.write("Message to the other side (optional)", "Come on Monday at nine")
        partner.press("Accept")
        partner.sees("Accepted", "Come on Monday at nine")
    with Walker(chromium, site, cast, "case_manager", how) as case_manager:
        case_manager.open(reverse("notices"))
        case_manager.open(reverse("referrals"))
        case_manager.follow("TC-")
        case_manager.sees("Accepted", "Is a shared room all right?", "Come on Monday at nine")
    with Walker(chromium, site, cast, "aroha", how) as aroha:
        aroha.open(reverse("home"))
        aroha.sees("Mana Trust")
        aroha.open(reverse("who-looked"))
        aroha.sees("Case manager", "Partner worker")
    with cast.reading("case_manager"):
        assert Referral.objects.get().state == "ACCEPTED"


@every_way
def test_a_partner_declines_and_sees_the_person_no_more(cast: Cast, site: str, chromium: Any, how: How) -> None:
    sent = walk.sent(cast)
    with Walker(chromium, site, cast, "partner_worker", how) as partner:
        _answer(partner)
        partner.follow("Decline")
        partner.press("Decline")
        partner.sees("Select a reason from the list")
        partner.choose("No place is free soon enough")
        partner.press("Decline")
        partner.sees("Declined", "no longer shown")
        partner.sees_not("Aroha", REASON)
        partner.open(reverse("referral-inbox") + "?tab=all")
        partner.sees(sent.reference)
        partner.sees_not("Aroha")
    with Walker(chromium, site, cast, "case_manager", how) as case_manager:
        case_manager.open(reverse("referral", args=[sent.pk]))
        case_manager.sees("Declined", "Aroha Ngātai", "no place is free soon enough")


@every_way
def test_an_auditor_reads_who_looked_and_that_nothing_was_tampered_with(
    cast: Cast, site: str, chromium: Any, how: How, tmp_path: Path
) -> None:
    walk.sent(cast)
    with override_settings(AUDIT_HEAD=tmp_path / "audit-head.json"):
        seal_all()
        verify_audit(as_json=True)
    with Walker(chromium, site, cast, "auditor", how) as auditor:
        auditor.open(reverse("home"))
        auditor.open(reverse("audit"))
        auditor.sees("Case manager", "Sent a referral")
        auditor.follow("Was anything in it tampered with?")
        auditor.sees("Nothing was changed, removed or put in.")
        auditor.sees_not("Aroha")


@pytest.mark.parametrize("how", ["mouse", "narrow"])
@pytest.mark.parametrize(
    "name",
    ["case_manager", "partner_manager", "partnership_manager", "records", "administrator", "auditor", "aroha", "whanau_member", None],
    ids=str,
)
def test_everybodys_home_and_the_pages_it_leads_to_are_fit_for_use(
    cast: Cast, site: str, chromium: Any, how: How, name: str | None
) -> None:
    walk.sent(cast)
    with Walker(chromium, site, cast, name, how) as reader:
        reader.open(reverse("home"))
        links = reader.page.locator("nav a, main a").evaluate_all("all => [...new Set(all.map(one => new URL(one.href).pathname))]")
        for path in sorted(links)[:12]:
            reader.open(path)
        assert reader.pages >= 2
