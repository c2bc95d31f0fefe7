"""What an office's day needs around the records: how one is told, saved views, services that closed, work that failed. axe looks at each."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.referrals import walk

both_widths = pytest.mark.parametrize("how", ["mouse", "narrow"])
GIVEN_UP = (
    "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts) "
    "select 'default', 'notices.mail', '{}', 'failed', 8 from generate_series(1, 3)"
)


@both_widths
def test_choosing_how_to_be_told_and_keeping_a_view(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with Walker(chromium, site, cast, "case_manager", how) as walker:
        walker.open(reverse("notices"))
        walker.open(reverse("your-notices"))
        walker.press("Save")
        walker.sees("Saved. What you are told stays in your inbox")
        walker.open(reverse("people") + "?release=4")
        walker.page.locator("details", has_text="Saved views").first.evaluate("panel => panel.open = true")
        walker.write("Save these filters as", "Leaving soon")
        walker.press("Save view")
        walker.sees("View saved: Leaving soon.")
        walker.open(reverse("home"))
        walker.follow("People: Leaving soon")
        walker.open(reverse("saved-views"))
        walker.follow("Rename or delete")
        walker.press("Delete this view")
        walker.sees("No saved views yet")


@both_widths
def test_a_service_that_closes_and_what_is_next(cast: Cast, site: str, chromium: Any, how: How) -> None:
    walk.sent(cast)
    with Walker(chromium, site, cast, "partnership_manager", how) as editor:
        editor.open(reverse("service-status", args=[cast.service]))
        editor.choose("No: it is closed for now, and will open again")
        editor.press("Save")
        editor.sees("Closed for now")
    with Walker(chromium, site, cast, "case_manager", how) as walker:
        walker.open(reverse("home"))
        walker.follow("Referrals to services that have closed")
        walker.sees("Refer elsewhere", "These services take nobody any more")
        walker.follow("Withdraw")


@both_widths
def test_work_that_failed_is_seen_to(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    owner.change(GIVEN_UP)
    with Walker(chromium, site, cast, "administrator", how) as walker:
        walker.open(reverse("home"))
        walker.open(reverse("failed-jobs"))
        walker.page.get_by_role("checkbox").first.check()
        walker.press("Drop those ticked")
        walker.sees("What became of each", "Done")
    assert owner.rows("select count(*) from procrastinate_jobs where status = 'failed'") == [(2,)]


@both_widths
def test_somebody_moves_and_is_called_by_another_name(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with Walker(chromium, site, cast, "case_manager", how) as walker:
        walker.open(reverse("person", args=[cast.person]))
        walker.follow("Change who they are")
        walker.write("What are they called?", "")
        walker.press("Save")
        walker.sees("Enter what the person is called")
        walker.write("What are they called?", "Ari")
        walker.press("Save")
        walker.sees("Record changed.", "Ari Ngātai", "Who they are was changed")
        walker.follow("Change where they are")
        walker.page.get_by_label("Where are they?").select_option(label="Te Awa Community Probation")
        walker.press("Save")
        walker.sees("Say whether they moved, or it was written down wrongly")
        walker.choose("It was written down wrongly")
        walker.press("Save")
        walker.sees("Record changed.", "Corrected: in the community: Te Awa Community Probation")
