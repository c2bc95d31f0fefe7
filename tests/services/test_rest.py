"""The directory for machines."""

from datetime import timedelta
from typing import Any

from django.test import Client

from tests.cast import SYSTEM, Cast
from throughcare.accounts.models import ApiToken
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import now
from throughcare.common.reader import Reader, reading_as
from throughcare.services.models import Language, Service


def ask(cast: Cast, who: str, path: str, **query: Any) -> Any:
    """The answer to somebody's key with the scope of the directory."""
    token = f"tc_{who}"
    with reading_as(Reader(user_id=cast.users[who])):
        if not ApiToken.objects.filter(digest=digest_of(token)).exists():
            ends = now() + timedelta(days=1)
            ApiToken.objects.create(
                user_id=cast.users[who], digest=digest_of(token), name="test", scopes=["directory.view"], expires_at=ends
            )
    return Client().get(f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {token}"})


def test_services_come_page_by_page_with_filters(cast: Cast) -> None:
    first = ask(cast, "officer", "services", size=1).json()
    second = ask(cast, "officer", "services", size=1, cursor=first["next"]).json()
    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["Kete Trust bail housing", "Te Whare Tūmanako housing support"]
    assert second["next"] is None
    found = ask(cast, "officer", "services", words="tumanako", region="awa", pillar="ACCOMMODATION", age=30, takes_people_now=True).json()
    assert [item["id"] for item in found["items"]] == [str(cast.service)]
    assert found["items"][0]["capacity"]["available"] == 3
    assert ask(cast, "officer", "services", age=-1).status_code == 422
    assert ask(cast, "officer", "services", cursor="x").status_code == 422


def test_one_service_has_every_line_of_its_entry(cast: Cast) -> None:
    with reading_as(SYSTEM):
        Language.objects.create(service_id=cast.service, name="Te reo Māori", code="mi")
    told = ask(cast, "officer", f"services/{cast.service}").json()
    assert (told["name"], told["organization_name"]) == ("Te Whare Tūmanako housing support", "Mana Trust")
    assert told["languages"] == ["Te reo Māori"]
    assert told["pillars"] == [{"pillar": "ACCOMMODATION", "verdict": "ADDED", "rule": "", "matched": ""}]
    assert [place["latitude"] for place in told["locations"]] == [-39.93]


def test_confidential_services_are_not_there_for_others(cast: Cast) -> None:
    with reading_as(SYSTEM):
        Service.objects.filter(pk=cast.service).update(confidential=True)
    assert ask(cast, "officer", f"services/{cast.service}").status_code == 404
    assert len(ask(cast, "officer", "services").json()["items"]) == 1
    assert ask(cast, "partner_worker", f"services/{cast.service}").status_code == 200


def test_organizations_by_name_and_one_by_one(cast: Cast) -> None:
    found = ask(cast, "employer", "organizations", words="Māna").json()["items"]
    assert [item["name"] for item in found] == ["Mana Trust"]
    assert ask(cast, "employer", f"organizations/{cast.organization}").json()["kind"] == "NGO"
    assert ask(cast, "employer", f"organizations/{cast.service}").status_code == 404


def test_without_a_key_or_a_role_there_is_nothing(cast: Cast) -> None:
    assert Client().get("/api/v1/services").status_code == 401
    assert ask(cast, "stranger", "services").status_code == 404
