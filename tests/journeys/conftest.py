"""Chromium, and the site it looks at."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a module: while it lives, this thread has an event loop, and jobs can not be run in it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("browser journeys need Chromium, which is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    from tests.journeys.browser import FLAGS  # noqa: PLC0415 - as above

    # Playwright keeps an event loop in this thread, which Django would take for a page that must not wait for the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def site(cast: Any) -> Iterator[str]:
    """The site, over this test's database."""
    from tests.journeys.browser import live_site  # noqa: PLC0415 - needs Django set up

    with live_site() as address:
        yield address
