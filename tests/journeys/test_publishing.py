"""A contract manager sees what would be published of a signed contract, publishes it, and takes it out as a file. axe looks at each page."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.agreements.made import WRITER, signed
from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker


@pytest.mark.parametrize("how", ["mouse", "narrow"])
def test_what_is_published_is_seen_first(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    key = signed(cast, kind="CONTRACT", title="Homes by summer")
    connection.close()
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("home"))
        walker.open(reverse("agreements"))
        walker.follow("Published agreements")
        walker.sees("Nothing is published")
        walker.open(reverse("agreement", args=[key]))
        walker.follow("See what would be published")
        walker.sees("What would be published", "Mana Trust (supplier)", "NZD 20,000.00")
        walker.page.get_by_text("As the file has it").click()
        walker.sees("initiationType")
        walker.press("Publish it")
        walker.sees("The agreement is published.", "Publish it no more")
        walker.open(reverse("published-agreements"))
        walker.sees("1 agreement", "Homes by summer")
        with walker.page.expect_download() as saved:
            walker.page.get_by_role("link", name="OCDS record package").click()
        (record,) = json.loads(Path(saved.value.path()).read_text())["records"]
        assert record["compiledRelease"]["contracts"][0]["title"] == "Homes by summer"
        walker.open(reverse("agreement", args=[key]))
        walker.follow("Publish it no more")
        walker.press("Take it out")
        walker.sees("Say why")
        walker.write("Why?", "Signed again under another number.")
        walker.press("Take it out")
        walker.sees("The agreement is not published any more.", "Signed again under another number.")
    told = owner.rows("select verb from audit_auditevent where verb ~ 'publish|taken' order by id")
    assert [verb for (verb,) in told] == ["agreement.published", "agreements.taken.out", "agreement.unpublished"]
