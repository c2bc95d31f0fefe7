"""Who keeps the register brings a document and shares it; the partner's manager saves it and brings one of their own. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import FilePayload

from tests.cast import Cast
from tests.database import Owner
from tests.files.made import PDF, picture
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR, add


@pytest.mark.parametrize("how", ["mouse", "narrow"])
def test_both_sides_bring_documents(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    key = add(cast, kind="NGO")
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("partners"))
        walker.follow("Mana Trust")
        walker.follow("Add a document")
        walker.press("Add")
        walker.sees("Choose a file", "Say what it is called")
        walker.page.set_input_files("input[type=file]", files=FilePayload(name="Deed.pdf", mimeType="application/pdf", buffer=PDF))
        walker.write("What is it called?", "Trust deed")
        walker.page.get_by_label("What is it?").select_option(label="Rules or trust deed")
        walker.page.get_by_label("The partner's own people read it too").check()
        walker.press("Add")
        walker.sees("Document added.", "We and the partner's own people")
    with Walker(chromium, site, cast, "partner_manager", how) as walker:
        walker.open(reverse("partner", args=[key]))
        walker.follow("Trust deed")
        with walker.page.expect_download() as saved:
            walker.page.get_by_role("link", name="Save the file").click()
        assert saved.value.suggested_filename == "trust-deed.pdf"
        walker.open(reverse("partner", args=[key]))
        walker.follow("Add a document")
        sent = FilePayload(name="c.png", mimeType="image/png", buffer=picture("PNG", secret="taken at home"))
        walker.page.set_input_files("input[type=file]", files=sent)
        walker.write("What is it called?", "Level 2 certificate")
        walker.page.get_by_label("What is it?").select_option(label="Certificate or accreditation")
        walker.press("Add")
        walker.sees("Document added.")
        walker.follow("Withdraw it")
        walker.write("Why?", "It has ended.")
        walker.press("Withdraw")
        walker.sees("Withdrawn", "It has ended.")
    told = owner.rows("select verb, actor_name from audit_auditevent where starts_with(verb, 'document.') order by id")
    assert [verb for verb, _ in told] == ["document.added", "document.opened", "document.added", "document.withdrawn"]
    assert owner.rows("select count(*) from files_content") == [(1,)]
