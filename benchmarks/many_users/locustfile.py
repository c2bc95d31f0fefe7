"""What people of a site do all day, mixed: most look, some search, few write. Read by locust.

Each logs in as one of the demo's cast, with three to nine seconds between two pages: to read one, and to think.
"""

import itertools
import re
from collections.abc import Iterator

from locust import HttpUser, between, task

# Who is at work: workers of offices and partners most of all, as in life.
_CAST = (
    "mere",
    "tevita",
    "sina",
    "mere",
    "tevita",
    "shane",
    "aroha",
    "hemi",
    "mere",
    "tevita",
    "kahu",
    "sina",
    "rachel",
    "wiremu",
    "craig",
    "grace",
)
_WHO: Iterator[str] = itertools.cycle(_CAST)
_RECORDS = 30  # different records one account opens: an office's day, and below what the site lets anybody open in an hour


class Worker(HttpUser):
    """One browser."""

    wait_time = between(3, 9)

    def on_start(self) -> None:
        """Log in, and see what there is to open."""
        page = self.client.get("/demo/")
        token = self._token(page.text)
        self.client.post(
            "/demo/log-in/", {"csrfmiddlewaretoken": token, "as": next(_WHO)}, headers={"Referer": self.client.base_url + "/demo/"}
        )
        self.people = self._found("/people/", r'href="(/people/[0-9a-f-]{36}/)"')[:_RECORDS]
        self.referrals = self._found("/referrals/", r'href="(/referrals/[0-9a-f-]{36}/)"')[:_RECORDS]
        self.turn = 0

    @task(4)
    def home(self) -> None:
        """What needs me today."""
        self.client.get("/")

    @task(3)
    def people_list(self) -> None:
        """The caseload, or what the role has in its place."""
        if self.people:
            self.client.get("/people/")

    @task(3)
    def caseload_filtered(self) -> None:
        """Who is released within twelve weeks, soonest first."""
        if self.people:
            self.client.get("/people/?sort=release&release=12", name="/people/?…")

    @task(6)
    def record(self) -> None:
        """One person's page, and now and then the timeline."""
        if self.people:
            self.turn += 1
            address = self.people[self.turn % len(self.people)]
            self.client.get(address, name="/people/[id]/")
            if self.turn % 4 == 0:
                self.client.get(f"{address}timeline/", name="/people/[id]/timeline/")

    @task(3)
    def referral(self) -> None:
        """One referral."""
        if self.referrals:
            self.turn += 1
            self.client.get(self.referrals[self.turn % len(self.referrals)], name="/referrals/[id]/")

    @task(3)
    def services(self) -> None:
        """Find a service."""
        self.client.get("/services/?words=housing", name="/services/?…")

    @task(2)
    def notices(self) -> None:
        """The inbox."""
        self.client.get("/notices/")

    @task(1)
    def search(self) -> None:
        """Find somebody by name."""
        if not self.people:
            return
        page = self.client.get("/people/search/", name="/people/search/")
        form = {"csrfmiddlewaretoken": self._token(page.text), "words": "kereru"}
        self.client.post("/people/search/", form, headers={"Referer": page.url}, name="/people/search/ (found)")

    @task(1)
    def need(self) -> None:
        """Write down a need."""
        if not self.people:
            return
        self.turn += 1
        person = self.people[self.turn % len(self.people)]
        offered = re.search(r'href="([^"]+/needs/add/)"', self.client.get(person, name="/people/[id]/").text)
        if offered is None:  # this role writes down no needs
            return
        address = offered[1]
        page = self.client.get(address, name="/people/[id]/needs/add/")
        form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        form |= {"pillar": "EMPLOYMENT", "note": f"Wants work outdoors ({self.turn})."}
        self.client.post(address, form, headers={"Referer": page.url}, name="/people/[id]/needs/add/ (written)")

    def _found(self, address: str, pattern: str) -> list[str]:
        with self.client.get(address, catch_response=True) as page:
            if page.status_code == 404:  # not this role's
                page.success()
            return list(dict.fromkeys(re.findall(pattern, page.text)))

    @staticmethod
    def _token(text: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        return found[1] if found else ""
