"""A live site for a browser, and somebody who walks it: with a mouse, with the keyboard alone, without scripts, on a narrow screen."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, Self

from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Locator, Page, Route

from tests.cast import Cast

How = Literal["mouse", "keyboard", "no script", "narrow"]
WAYS: tuple[How, ...] = ("mouse", "keyboard", "no script", "narrow")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_TABS = 200


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Requests are no news."""


@contextmanager
def live_site() -> Iterator[str]:
    """This process's site on a free port of this machine, with the test's database as the application's login."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent, allow_reuse_address=False)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Still:
    """A page as it stands, in a window that loads no script: axe is one itself, so where scripts are off it can not run."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self._page, self._html = self._context.new_page(), ""
        self._page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.resource_type == "script":
            route.abort()
        elif route.request.is_navigation_request():
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    def show(self, page: Page) -> Page:
        """The same words, styles and address."""
        self._html = page.content()
        self._page.goto(page.url)
        assert "js-enabled" not in (self._page.get_attribute("body", "class") or "")
        return self._page

    def close(self) -> None:
        self._context.close()


class Walker:
    """One member of the cast at a browser. Every page they come to is checked before they go on."""

    def __init__(self, browser: Browser, site: str, cast: Cast, name: str | None, how: How) -> None:
        self.how, self.site = how, site
        width = 360 if how == "narrow" else 1280
        self._context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=how != "no script", locale="en-NZ"
        )
        if name is not None:
            self.logged_in_again(cast, name)
        self._still = Still(browser) if how == "no script" else None
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self._complaints: list[str] = []
        self._page_status = 0
        self.pages = 0
        self.page.on("console", lambda said: self._complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self.page.on("response", self._note_status)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._context.close()
        if self._still:
            self._still.close()

    def _note_status(self, response: Any) -> None:
        if response.request.is_navigation_request():
            self._page_status = response.status

    def logged_in_again(self, cast: Cast, name: str) -> None:
        """With a session of their own, in place of one that ended."""
        key = cast.client(name).cookies["sessionid"].value
        self._context.add_cookies([{"name": "sessionid", "value": key, "url": self.site}])

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.site + path)
        self._check()

    def follow(self, name: str) -> None:
        """A link, by its words."""
        self._press(self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first)

    def press(self, name: str) -> None:
        """A button, by its words."""
        self._press(self.page.get_by_role("button", name=name, exact=True).first)

    def write(self, label: str, words: str) -> None:
        """Into the field of this label."""
        field = self.page.get_by_label(label, exact=True)
        if self.how == "keyboard":
            self._reach(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(words)
        else:
            field.fill(words)

    def choose(self, label: str) -> None:
        """A radio button or a checkbox."""
        one = self.page.get_by_label(label).first
        if self.how != "keyboard":
            one.check()
        elif one.get_attribute("type") == "radio":
            self._reach_radio(one)
        else:
            self._reach(one)
            if not one.is_checked():
                self.page.keyboard.press("Space")

    def sees(self, *words: str) -> None:
        """Each stands on the page."""
        text = self.page.inner_text("body")
        assert [word for word in words if word not in text] == [], text

    def sees_not(self, *words: str) -> None:
        """None does."""
        text = self.page.inner_text("body")
        assert [word for word in words if word in text] == [], text

    def _press(self, target: Locator) -> None:
        with self.page.expect_navigation():
            if self.how == "keyboard":
                self._reach(target)
                self.page.keyboard.press("Enter")
            else:
                target.click()
        self._check()

    def _reach(self, target: Locator) -> None:
        """By the Tab key alone."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _reach_radio(self, target: Locator) -> None:
        same_group = "one => document.activeElement?.name === one.name"
        for _ in range(MOST_TABS):
            if target.evaluate(same_group):
                break
            self.page.keyboard.press("Tab")
        for _ in range(30):
            if target.evaluate("one => one === document.activeElement"):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _check(self) -> None:
        """The page is there, fits, says nothing to the console, and axe finds nothing wrong with it."""
        self.page.wait_for_load_state("load")
        self.pages += 1
        where = f"{self.page.url} ({self.how})"
        assert self._page_status < 400, f"{where}: {self._page_status}\n{self.page.inner_text('body')}"
        assert self._complaints == [], f"{where}: {self._complaints}"
        if self.how == "narrow":
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{where} is {wide} pixels too wide"
        if self.how != "keyboard":  # what the keyboard walks is the same page as the mouse's
            shown = self._still.show(self.page) if self._still else self.page
            found = Axe().run(shown).response["violations"]
            told = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"]]) for one in found]
            assert told == [], f"{where}\n{json.dumps(told, indent=1)}"
