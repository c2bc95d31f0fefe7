"""The spine from end to end on real input, by commands and pages alone: a directory brought in, one of its organisations given a team,
and from the demo person's need a referral to one of its services, answered by the partner and seen by the person.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.database import Owner, owner_login
from tests.shared import shared
from throughcare.common.clock import today
from throughcare.config.cli import main
from throughcare.demo.actions import make_demo
from throughcare.demo.cast import MEMBERS
from throughcare.matching.pillars import Pillar
from throughcare.partners import cli as partners
from throughcare.services import cli as services

REASON = "Wants to know her rights about an old loan before release."


@pytest.fixture
def directory() -> Path:
    return shared("data", "services", "illinois-legal-aid", "output")


def _as(key: str) -> Client:
    """A browser that has clicked one member of the cast."""
    client = Client()
    assert client.post(reverse("demo-log-in"), {"as": key}).status_code == 302
    return client


def _text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def _send(client: Client, address: str, **answers: Any) -> str:
    """Open a page, answer its questions with the fields it hides, and give the address it leads to."""
    text = _text(client, address)
    hidden = dict(re.findall(r'type="hidden" name="(version|shown)" value="([^"]*)"', text))
    page = client.post(address, {**hidden, **answers})
    assert page.status_code == 302, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))
    return str(page["Location"])


def _link(text: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern})"', text)
    assert found, pattern
    return found[1]


def _import(directory: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    services.import_services(directory, layout="auto", source="", dry_run=False, as_json=True)
    done: dict[str, Any] = json.loads(capsys.readouterr().out)
    return done


def _refer(mere: Client, need: str, service: str) -> str:
    """Fill in and send the referral; returns its address."""
    draft = _send(mere, f"{need}services/{service}/")
    soon: date = today() + timedelta(days=9)
    when = {"answer_by_day": soon.day, "answer_by_month": soon.month, "answer_by_year": soon.year}
    _send(mere, f"{draft}urgency/", urgency="SOON", **when)
    _send(mere, f"{draft}reason/", reason=REASON)
    _send(mere, f"{draft}agreement/", ground="AGREEMENT", how="We talked it through today.")
    _send(mere, f"{draft}disclose/", codes=["age", "release"])
    assert REASON in _text(mere, f"{draft}check/")
    return _send(mere, f"{draft}check/")


def test_from_a_real_directory_to_an_answer_the_person_sees(owner: Owner, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with owner_login():
        make_demo(people=3, seed=1, progress=lambda *_: None)
    first, second = _import(directory, capsys), _import(directory, capsys)
    assert first["read"] == first["created"] + len(first["rejected"]) > 4_000
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["created"])

    # The case manager finds a service of that directory for the person's need; nobody there could answer yet.
    mere = _as("mere")
    aroha = reverse("person", args=[owner.rows("select person_id from people_ownaccount")[0][0]])
    assert "Aroha Kererū" in _text(mere, aroha)
    (need,) = owner.rows("select id from people_need where pillar = %s and note like 'Old fines%%'", Pillar.SKILLS_FOR_LIFE.value)[0]
    address = reverse("need", args=[need])
    rows = owner.rows(
        "select s.id, o.name from services_service s join partners_organization o on o.id = s.organization_id where s.source <> ''"
    )
    imported = {str(key): str(name) for key, name in rows}
    offered = re.findall(rf'href="{address}services/([0-9a-f-]{{36}})/["?]', _text(mere, f"{address}services/?show=unknown&size=50"))
    service = next(key for key in offered if key in imported)
    refused = mere.post(reverse("need-service", args=[need, service]))
    assert refused.status_code == 409
    assert "no team on Throughcare yet" in refused.content.decode()

    # The administrator's command gives the organisation a team, and Sina works in it.
    partners.add(organization=imported[service], code="legal-aid", member=[MEMBERS["sina"].email], as_json=True)
    assert json.loads(capsys.readouterr().out)["members"] == [MEMBERS["sina"].email]

    # Referred, answered, and told.
    referral = _refer(mere, address, service)
    sina = _as("sina")
    assert "Aroha Kererū" in _text(sina, reverse("referral-inbox"))
    page = _text(sina, referral)
    assert REASON in page
    assert "DEMO-AROHA" not in page
    _send(sina, f"{referral}move/acknowledge/")
    _send(sina, f"{referral}move/accept/", note="Come on Tuesday at ten.")
    answered = _text(mere, referral)
    assert "Referral accepted" in answered
    assert "Come on Tuesday at ten." in answered
    assert f"{imported[service]} will help you with" in " ".join(_text(_as("aroha"), reverse("home")).split())

    # A stranger to her sees nothing of it.
    for key in ("shane", "craig", "liam"):
        assert _as(key).get(referral).status_code == 404


def test_commands_of_the_walk_parse() -> None:
    for words in (["import", "services", "--help"], ["team", "add", "--help"], ["search", "services", "--help"]):
        assert main(words) == 0
