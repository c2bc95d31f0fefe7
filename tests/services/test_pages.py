"""Pages of the directory, opened by the right and the wrong people."""

import io
import re
import zipfile
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import MEMBERS, STRANGER, SYSTEM, Cast
from throughcare.common.reader import reading_as
from throughcare.common.text import search_key
from throughcare.imports.models import ImportRun
from throughcare.matching.pillars import Pillar
from throughcare.services.models import PillarVerdict, Service, ServiceCapacity, ServicePillar

ORGANIZATIONS = b"id,name\n1,Kea Trust\n"
SERVICES = b"id,organization_id,name,description\n7,1,Kea housing help,Transitional housing\n8,2,Lost service,x\n"


def packed(**files: bytes) -> io.BytesIO:
    """A zip with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    made.seek(0)
    made.name = "kea.zip"
    return made


def get(cast: Cast, who: str | None, name: str, *args: Any, **query: str) -> Any:
    return cast.client(who).get(reverse(name, args=args), query)


def make_confidential(service_id: UUID) -> None:
    with reading_as(SYSTEM):
        Service.objects.filter(pk=service_id).update(confidential=True)


def test_everybody_with_a_role_sees_the_directory_and_a_stranger_does_not(cast: Cast) -> None:
    for name in MEMBERS:
        response = get(cast, name, "services")
        assert response.status_code == 200, name
        assert "Te Whare Tūmanako housing support" in response.content.decode(), name
    assert get(cast, STRANGER, "services").status_code == 404
    assert get(cast, None, "services").status_code == 302


def test_a_confidential_service_is_nowhere_but_with_its_own_staff_and_the_editors(cast: Cast) -> None:
    make_confidential(cast.service)
    for name in MEMBERS:
        sees = name in ("partner_worker", "partner_worker_2", "partner_manager", "partnership_manager")
        text = get(cast, name, "services", status="any").content.decode()
        assert ("Te Whare Tūmanako" in text) is sees, name
        assert ("2 services" in text) is sees, name
        assert get(cast, name, "service", cast.service).status_code == (200 if sees else 404), name
        assert ("Te Whare Tūmanako" in get(cast, name, "organization", cast.organization).content.decode()) is sees, name


def test_an_unknown_service_answers_as_a_hidden_one_does(cast: Cast) -> None:
    make_confidential(cast.service)
    hidden, unknown = get(cast, "employer", "service", cast.service), get(cast, "employer", "service", uuid4())
    assert hidden.status_code == unknown.status_code == 404
    hidden_text, unknown_text = (
        re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="\w+"', "", answer.content.decode()) for answer in (hidden, unknown)
    )
    assert hidden_text == unknown_text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "tumanako"}, {"service"}),
        ({"words": "Tūmanako hosing"}, {"service"}),
        ({"words": "nothing like it"}, set()),
        ({"pillar": "ACCOMMODATION"}, {"service", "other"}),
        ({"pillar": "EMPLOYMENT"}, set()),
        ({"region": "awa"}, {"service"}),
        ({"organization": "kete"}, {"other"}),
        ({"status": "defunct"}, set()),
        ({"age": "17"}, {"service"}),
        ({"now": "on"}, {"service", "other"}),
        ({"setting": "CUSTODY"}, {"service", "other"}),
    ],
)
def test_filters_live_in_the_address(cast: Cast, query: dict[str, str], found: set[str]) -> None:
    with reading_as(SYSTEM):
        Service.objects.filter(pk=cast.service).update(minimum_age=None)
        Service.objects.filter(pk=cast.other_service).update(minimum_age=18)
    text = get(cast, "officer", "services", **query).content.decode()
    assert {
        name for name, words in (("service", "Tūmanako housing support"), ("other", "Kete Trust bail housing")) if words in text
    } == found
    assert ("No services match" in text) == (not found)


def test_a_wrong_age_is_said_and_nothing_is_listed(cast: Cast) -> None:
    text = get(cast, "officer", "services", age="old").content.decode()
    assert "Enter the age in whole years, like 34" in text
    assert "Kete Trust bail housing" not in text


def test_pages_are_cut_by_key_and_cost_the_same_however_long(cast: Cast) -> None:
    def ask(after: str = "") -> tuple[Any, int]:
        client = cast.client("officer")
        with CaptureQueriesContext(connection) as seen:
            response = client.get(reverse("services"), {"after": after} if after else {})
        return response, len(seen)

    _, few = ask()
    with reading_as(SYSTEM):
        organization = Service.objects.get(pk=cast.service).organization_id
        rows = [
            Service(organization_id=organization, name=f"Service {n:03}", name_key=f"service {n:03}", search_key=f"service {n:03}")
            for n in range(60)
        ]
        Service.objects.bulk_create(rows)
        ServicePillar.objects.bulk_create(
            ServicePillar(service=row, pillar=Pillar.EMPLOYMENT.value, verdict=PillarVerdict.RULE) for row in rows
        )
    response, many = ask()
    assert many == few
    first = response.content.decode()
    assert "62 services" in first
    following = response.context["page"].next
    second = ask(following)[0].content.decode()
    shown = [n for n in range(60) if f"Service {n:03}" in first or f"Service {n:03}" in second]
    assert shown == list(range(60))


def test_the_service_page_shows_the_rule_that_fired_and_costs_the_same_however_full(cast: Cast) -> None:
    with reading_as(SYSTEM):
        ServicePillar.objects.create(
            service_id=cast.service, pillar=Pillar.EMPLOYMENT.value, verdict=PillarVerdict.RULE, rule="work", matched="job search"
        )
    text = get(cast, "case_manager", "service", cast.service).content.decode()
    assert "It offers help to find or keep work: the directory says “job search” (rule work)." in text
    assert "3 of 10 places free; no wait" in text
    assert "Still right" not in text
    assert "Put here" not in text


def test_a_partners_manager_says_places_free_for_their_own_services_only(cast: Cast) -> None:
    client, address = cast.client("partner_manager"), reverse("service-capacity", args=[cast.service])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"available": "1", "maximum": "10", "waiting_days": "7", "description": "", "version": "1"}, follow=True)
    assert "1 of 10 places free; wait about 7 days" in answer.content.decode()
    stale = client.post(address, {"available": "2", "maximum": "10", "waiting_days": "", "description": "", "version": "1"})
    assert stale.status_code == 412
    wrong = client.post(address, {"available": "11", "maximum": "10", "waiting_days": "", "description": "", "version": "2"})
    assert "Places free can&#x27;t be more than all places (10)." in wrong.content.decode()
    assert client.get(reverse("service-capacity", args=[cast.other_service])).status_code == 404
    for name in ("partner_worker", "case_manager", "other_partner_worker", "employer", "aroha"):
        assert get(cast, name, "service-capacity", cast.service).status_code == 404, name


def test_still_right_is_one_click_and_tells_when(cast: Cast) -> None:
    with reading_as(SYSTEM):
        ServiceCapacity.objects.filter(service_id=cast.service).update(updated="2026-01-05T00:00:00Z")
    assert "ask before you rely on it" in get(cast, "partner_manager", "service", cast.service).content.decode()
    client, address = cast.client("partner_manager"), reverse("service-capacity-still-right", args=[cast.service])
    answer = client.post(address, {"version": "1"}, follow=True)
    assert "ask before you rely on it" not in answer.content.decode()
    assert client.post(address, {"version": "1"}).status_code == 302  # the same click again
    assert client.post(address, {"version": "9"}).status_code == 412
    with reading_as(SYSTEM):
        assert ServiceCapacity.objects.get(service_id=cast.service).version == 2
    assert client.post(address, {}).status_code == 404


def test_a_manager_corrects_a_pillar_with_a_reason_and_others_cannot(cast: Cast) -> None:
    client, address = cast.client("partnership_manager"), reverse("service-pillar", args=[cast.service, "EMPLOYMENT"])
    assert "Put this service to a pillar" in client.get(address).content.decode()
    assert "Enter why, in a few words" in client.post(address, {"reason": " ", "seen": ""}).content.decode()
    answer = client.post(address, {"reason": "They run job clubs.", "seen": ""}, follow=True)
    assert "Partnership manager put it here on" in answer.content.decode()
    assert "They run job clubs." in answer.content.decode()
    assert client.post(address, {"reason": "Again.", "seen": ""}).status_code == 412
    taken = client.post(address, {"reason": "Not now.", "seen": "ADDED"}, follow=True)
    assert "no longer stands under Employment" in taken.content.decode()
    assert client.get(reverse("service-pillar", args=[cast.service, "NOTHING"])).status_code == 404
    for name in ("case_manager", "partner_manager", "aroha"):
        assert get(cast, name, "service-pillar", cast.service, "EMPLOYMENT").status_code == 404, name


def test_a_directory_comes_in_through_the_browser(cast: Cast) -> None:
    client = cast.client("partnership_manager")
    assert client.get(reverse("service-import")).status_code == 200
    sent = {"file": packed(organizations__csv=ORGANIZATIONS, services__csv=SERVICES), "source": "", "layout": "auto"}
    preview = client.post(reverse("service-import"), sent, follow=True)
    text = preview.content.decode()
    assert "Check what would change" in text
    assert "It names organization “2”, which isn&#x27;t in organizations.csv." in text
    assert "Kea housing help" not in client.get(reverse("services")).content.decode()
    done = client.post(preview.redirect_chain[-1][0], follow=True)
    assert "Directory brought in" in done.content.decode()
    assert "Kea housing help" in client.get(reverse("services")).content.decode()
    assert client.get(preview.redirect_chain[-1][0]).status_code == 404
    with reading_as(SYSTEM):
        run = ImportRun.objects.get()
        assert (run.source, run.rows_read, run.created, run.rejected) == ("kea", 3, 2, 1)
        service = Service.objects.get(source="kea")
        assert service.search_key == search_key("Kea housing help Transitional housing")
        assert [(row.pillar, row.rule) for row in service.pillars.all()] == [("ACCOMMODATION", "housing")]


def test_only_importers_may_send_a_directory_and_nobody_opens_anothers(cast: Cast) -> None:
    for name in ("case_manager", "partner_manager", "records", "administrator", "aroha"):
        assert get(cast, name, "service-import").status_code == 404, name
    client = cast.client("partnership_manager")
    sent = {"file": packed(organizations__csv=ORGANIZATIONS), "source": "kea", "layout": "auto"}
    address = client.post(reverse("service-import"), sent)["Location"]
    assert client.get(address).status_code == 200
    assert cast.client("case_manager").get(address).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (packed(organizations__csv=b"id,name\n" + b"1,a\n" * 3_000_000), "grows too large when it is unpacked"),
        (packed(**{f"f{n}__csv": b"" for n in range(201)}), "holds 201 files; the most is 200"),
        (packed(evil__exe=b"x"), "holds evil.exe"),
        (packed(**{"a/x__csv": b"", "b/x__csv": b""}), "holds x.csv twice"),
        (packed(), "holds no file"),
    ],
)
def test_a_harmful_zip_is_refused_with_a_sentence(cast: Cast, file: io.BytesIO, sentence: str) -> None:
    file.seek(0)
    answer = cast.client("partnership_manager").post(reverse("service-import"), {"file": file, "layout": "auto"})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("name", ["notes.txt", "kea.zip", "empty.csv"])
def test_a_file_that_is_no_directory_is_refused_with_a_sentence(cast: Cast, name: str) -> None:
    file = io.BytesIO({"notes.txt": b"x", "kea.zip": b"not a zip", "empty.csv": b""}[name])
    file.name = name
    answer = cast.client("partnership_manager").post(reverse("service-import"), {"file": file, "layout": "auto"}).content.decode()
    assert {"notes.txt": "Choose a zip, CSV, JSON or XML file", "kea.zip": "damaged, or packed", "empty.csv": "The file is empty"}[
        name
    ] in answer


def test_a_service_page_leads_back_to_the_list_as_it_was_and_leaves_out_what_says_nothing(cast: Cast) -> None:
    browser = cast.client("case_manager")
    page = browser.get("/services/", {"words": "housing"}).content.decode()
    opened = re.search(rf'href="(/services/{cast.service}/[^"]+)"', page)
    assert opened
    shown = browser.get(opened[1]).content.decode()
    assert 'href="/services/?words=housing"' in shown
    assert "What else is said" not in shown and ">Active<" not in shown
    onward = re.search(r'href="(/organizations/[^"]+\?[^"]+)"', shown)
    assert onward and 'href="/services/?words=housing"' in browser.get(onward[1]).content.decode()
