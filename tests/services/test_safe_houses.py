"""Safe houses: who may not see any service at a place sees nothing of the place either, whatever hangs on it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.cast import MEMBERS, STRANGER, SYSTEM, Cast
from tests.database import Owner
from tests.referrals import walk
from tests.services.test_pages import get
from throughcare.accounts.models import ApiToken
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed, NotFound, Refused, Stale
from throughcare.partners.models import Organization
from throughcare.referrals import actions as referrals
from throughcare.referrals.models import Referral
from throughcare.referrals.queries import offers
from throughcare.services.actions import mark_confidential
from throughcare.services.models import (
    Accessibility,
    Address,
    Contact,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)

OWN = ("partner_worker", "partner_worker_2", "partner_manager")  # Mana's, whose house it is
SEES = (*OWN, "partnership_manager")
# Every table a place's lines are in, with a column that leads to the place.
HANGS: dict[type[Model], tuple[str, ...]] = {
    Location: ("id",),
    ServiceAtLocation: ("location_id",),
    Address: ("location_id",),
    Accessibility: ("location_id",),
    Contact: ("location_id", "service_at_location_id"),
    Phone: ("location_id", "service_at_location_id", "contact_id"),
    Schedule: ("location_id", "service_at_location_id"),
    Language: ("location_id", "service_at_location_id"),
}


def mark(cast: Cast, who: str = "partnership_manager", *, confidential: bool = True, seen: int = 1, service: UUID | None = None) -> Service:
    actor = cast.actor(who)
    with cast.reading(who):
        return mark_confidential(by=actor, service_id=service or cast.service, confidential=confidential, seen=seen)


@pytest.fixture
def furnished(cast: Cast) -> Iterator[Cast]:
    """Mana's only place, with a line in every table that can hang on it; `things` holds the ids its columns lead to."""
    with reading_as(SYSTEM):
        at = ServiceAtLocation.objects.get(service=cast.service)
        place = at.location
        Address.objects.create(location=place, address_1="7 Hidden Lane", city="Hiddenville")
        Accessibility.objects.create(location=place, description="A ramp")
        asked = Contact.objects.create(location=place, name="Mere Huna")
        Contact.objects.create(service_at_location=at, name="Mere Huna")
        for on in ({"location": place}, {"service_at_location": at}, {"contact": asked}):
            Phone.objects.create(number="0000 555 123", **on)
        for model in (Schedule, Language):
            model.objects.create(location=place)
            model.objects.create(service_at_location=at)
    cast.things = {"id": place.pk, "location_id": place.pk, "service_at_location_id": at.pk, "contact_id": asked.pk}
    yield cast


def lines_seen(cast: Cast, who: str) -> set[str]:
    """What the reader finds of the place, in plain SELECTs under row security: tables and their histories, by the column that leads there."""
    found = set()
    with cast.reading(who), connection.cursor() as cursor:
        for model, column in LINES:
            for table in (model._meta.db_table, f"{model._meta.db_table}event"):
                cursor.execute(f"select 1 from {table} where {column} = %s", [cast.things[column]])
                if cursor.fetchone():
                    found.add(f"{table}.{column}")
    return found


LINES = [(model, column) for model, columns in HANGS.items() for column in columns]


def test_no_table_that_hangs_on_a_place_is_forgotten() -> None:
    leads = {Location, ServiceAtLocation, Contact}
    there = {
        (model, field.attname)
        for model in connection_models()
        for field in model._meta.concrete_fields
        if field.related_model in leads and not model.__name__.endswith("Event")
    }
    assert there == {(model, column) for model, column in LINES if column != "id"}


def connection_models() -> list[type[Model]]:
    return list(Location._meta.apps.get_models())


def test_nothing_of_the_place_is_left_in_any_table_or_its_past(furnished: Cast) -> None:
    everything = lines_seen(furnished, "officer")
    assert len(everything) == 2 * len(LINES)
    mark(furnished)
    for who in ("officer", "case_manager", "other_partner_worker", "employer", "aroha", "administrator", "auditor", STRANGER):
        assert lines_seen(furnished, who) == set(), who
    for who in SEES:
        assert lines_seen(furnished, who) == everything, who
    mark(furnished, confidential=False, seen=2)
    assert lines_seen(furnished, "officer") == everything


def places(cast: Cast, who: str) -> set[str]:
    with cast.reading(who):
        return set(Location.objects.values_list("name", flat=True))


def test_a_place_with_no_service_or_an_open_one_stays_as_it_was(cast: Cast) -> None:
    with reading_as(SYSTEM):
        house = Location.objects.get(service_at_locations__service=cast.service)
        Location.objects.create(organization_id=cast.organization, name="Mana office")
        beside = Service.objects.create(organization_id=cast.organization, name="Kai", search_key="kai", name_key="kai")
        ServiceAtLocation.objects.create(service=beside, location=house)
    mark(cast)
    assert places(cast, "officer") == {"Mana Trust house", "Mana office", "Kete Trust house"}
    with reading_as(SYSTEM):
        ServiceAtLocation.objects.filter(service=beside).delete()
    assert places(cast, "officer") == {"Mana office", "Kete Trust house"}


def test_a_house_of_two_is_seen_by_the_staff_of_both_and_by_nobody_for_owning_it(cast: Cast) -> None:
    with reading_as(SYSTEM):
        landlord = Organization.objects.create(name="Landlord", search_key="landlord")
        house = Location.objects.create(organization_id=landlord.id, name="Shared house")
        for service in (cast.service, cast.other_service):
            ServiceAtLocation.objects.create(service_id=service, location=house)
        Service.objects.update(confidential=True)
        other = Location.objects.create(organization_id=cast.organization, name="Mana's building, Kete's house")
        ServiceAtLocation.objects.create(service_id=cast.other_service, location=other)
    assert "Shared house" in places(cast, "partner_worker")
    assert "Shared house" in places(cast, "other_partner_worker")
    assert places(cast, "officer") == set()
    assert "Mana's building, Kete's house" in places(cast, "other_partner_worker")
    assert "Mana's building, Kete's house" not in places(cast, "partner_worker")


def test_the_organisations_page_and_the_directory_tell_nothing_of_it(furnished: Cast) -> None:
    mark(furnished)
    words = ("Mana Trust house", "7 Hidden Lane", "Hiddenville", "0000 555 123", "Mere Huna", "A ramp", "Tūmanako")
    for who in MEMBERS:
        pages = [
            get(furnished, who, "organization", furnished.organization),
            get(furnished, who, "services", words="tumanako", status="any"),
        ]
        told = [word for word in words for page in pages if word in page.content.decode()]
        assert bool(told) is (who in SEES), (who, told)
        assert ("1 service<" in pages[1].content.decode()) is (who in SEES), who


def test_a_safe_house_is_neither_suggested_nor_referrable(furnished: Cast) -> None:
    actor = furnished.actor("case_manager")
    with furnished.reading("case_manager"):
        assert furnished.service in {row.service.id for row in offers(actor, furnished.need, show="all").rows}
    mark(furnished)
    with furnished.reading("case_manager"):
        found = offers(actor, furnished.need, show="all")
        assert furnished.service not in {row.service.id for row in found.rows}
        assert found.counts["all"] == len(found.rows) == 1
    client = furnished.client("case_manager")
    assert client.get(reverse("need-service", args=[furnished.need, furnished.service])).status_code == 404
    with pytest.raises(NotFound), furnished.reading("case_manager"):
        referrals.make_draft(by=actor, need_id=furnished.need, service_id=furnished.service)


def test_marking_is_checked_audited_and_kept_in_history(cast: Cast, owner: Owner) -> None:
    for who in ("case_manager", "partner_manager", "administrator", "employer", "aroha"):
        with pytest.raises(NotAllowed):
            mark(cast, who)
    with pytest.raises(Stale):
        mark(cast, seen=9)
    with pytest.raises(Refused, match="is open to everybody already"):
        mark(cast, confidential=False)
    assert mark(cast).version == 2
    with pytest.raises(Refused, match="is confidential already"):
        mark(cast, seen=2)
    mark(cast, confidential=False, seen=2)
    told = owner.rows(f"select verb, actor_id from audit_auditevent where about_id = '{cast.service}' order by id")
    assert told == [(verb, cast.users["partnership_manager"]) for verb in ("service.hidden", "service.opened")]
    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select confidential from services_serviceevent where pgh_obj_id = %s order by pgh_id", [cast.service])
        assert [kept for (kept,) in cursor.fetchall()] == [False, True, False]


def test_the_page_says_what_it_does_and_does_it(furnished: Cast) -> None:
    client, address = furnished.client("partnership_manager"), reverse("service-confidential", args=[furnished.service])
    with reading_as(SYSTEM):
        beside = Service.objects.create(organization_id=furnished.organization, name="Kai", search_key="kai", name_key="kai")
        shared = Location.objects.create(organization_id=furnished.organization, name="Marae")
        for service in (beside.id, furnished.service):
            ServiceAtLocation.objects.create(service_id=service, location=shared)
    assert "Make it confidential" in client.get(reverse("service", args=[furnished.service])).content.decode()
    text = client.get(address).content.decode()
    assert "Only its own staff and the directory’s editors will see this service and its places." in text
    goes, stays = text.split("Places still seen by everybody")
    assert "Mana Trust house" in goes
    assert "Marae" not in goes
    assert "Marae" in stays
    answer = client.post(address, {"version": "1", "confidential": "yes"}, follow=True).content.decode()
    assert "is now confidential" in answer
    assert "Only its own staff and the directory’s editors see this service and its places." in answer
    assert "Places that will be seen" in client.get(address).content.decode()
    assert client.post(address, {"version": "1", "confidential": "no"}).status_code == 412
    for cut_short in ({"version": "2"}, {"version": "2", "confidential": "perhaps"}):
        client.post(address, cut_short)
        assert get(furnished, "officer", "service", furnished.service).status_code == 404
    assert get(furnished, "officer", "service", furnished.service).status_code == 404
    own = get(furnished, "partner_worker", "service", furnished.service).content.decode()
    assert "Only its own staff and the directory’s editors see this service and its places." in own
    assert "Open it to everybody" not in own
    assert "is now open to everybody" in client.post(address, {"version": "2", "confidential": "no"}, follow=True).content.decode()
    assert "Who sees this service" not in get(furnished, "officer", "service", furnished.service).content.decode()


def put(client: Any, service: UUID, body: dict[str, object], key: dict[str, str], version: str = "") -> Any:
    headers = {**key, **({"If-Match": f'"{version}"'} if version else {})}
    return client.put(f"/api/v1/services/{service}/confidential", body, content_type="application/json", headers=headers)


def test_machines_mark_it_with_the_version_they_saw(furnished: Cast) -> None:
    editor, key = key_of(furnished, "partnership_manager")
    officer, officers = key_of(furnished, "officer")
    address = f"/api/v1/services/{furnished.service}"
    assert editor.get(address, headers=key)["ETag"] == '"1"'
    assert put(editor, furnished.service, {"confidential": True}, key).status_code == 428
    assert put(editor, furnished.service, {"confidential": True}, key, "7").status_code == 412
    assert put(editor, furnished.service, {"confidential": "perhaps"}, key, "1").status_code == 422
    assert put(officer, furnished.service, {"confidential": True}, officers, "1").status_code == 404
    assert officer.get(address, headers=officers).json()["locations"][0]["name"] == "Mana Trust house"
    done = put(editor, furnished.service, {"confidential": True}, key, "1")
    assert (done.status_code, done["ETag"], done.json()["confidential"]) == (200, '"2"', True)
    assert done.json()["locations"][0]["addresses"][0]["address_1"] == "7 Hidden Lane"
    hidden, unknown = (put(officer, which, {"confidential": False}, officers, "2") for which in (furnished.service, uuid4()))
    assert hidden.status_code == unknown.status_code == 404
    assert officer.get(address, headers=officers).status_code == 404


def key_of(cast: Cast, who: str) -> tuple[Any, dict[str, str]]:
    """A machine with somebody's access key for the directory."""
    token = f"tc_{who}"
    with cast.reading(who):
        ends = now() + timedelta(days=1)
        scopes = ["directory.view", "service.edit"]
        ApiToken.objects.create(user_id=cast.users[who], digest=digest_of(token), name="test", scopes=scopes, expires_at=ends)
    connection.close()
    return Client(), {"Authorization": f"Bearer {token}"}


def test_the_list_of_hidden_places_is_made_once_a_query(furnished: Cast) -> None:
    mark(furnished)
    with reading_as(SYSTEM):
        Location.objects.bulk_create(Location(name=f"Place {n}") for n in range(500))
    with furnished.reading("officer"), connection.cursor() as cursor:
        cursor.execute("explain (analyze, format text) select name from services_location")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "hashed SubPlan" in plan
        assert [line for line in plan.splitlines() if "ProjectSet" in line and "loops=1)" in line], plan


def test_referrals_made_before_go_on_and_tell_no_more_than_its_name(furnished: Cast) -> None:
    referral = walk.sent(furnished)
    actor = furnished.actor("case_manager")
    with furnished.reading("case_manager"):
        draft = referrals.make_draft(by=actor, need_id=furnished.need, service_id=furnished.other_service)
    mark(furnished)
    mark(furnished, service=furnished.other_service)
    for who in ("case_manager", "partner_worker"):
        assert "Tūmanako" in get(furnished, who, "referral", referral.id).content.decode(), who
    assert "Tūmanako" in get(furnished, "case_manager", "referrals").content.decode()
    assert "Mana Trust" in get(furnished, "aroha", "home").content.decode()
    # The row alone: nothing that hangs on it, no entry, not in search, and strangers to the referral see not even the row.
    assert lines_seen(furnished, "case_manager") == lines_seen(furnished, "aroha") == set()
    assert get(furnished, "case_manager", "service", furnished.service).status_code == 404
    assert "Tūmanako" not in get(furnished, "case_manager", "services", words="tumanako", status="any").content.decode()
    for who, there in (("case_manager", True), ("aroha", True), ("other_officer", False), ("employer", False), (STRANGER, False)):
        with furnished.reading(who):
            assert Service.objects.filter(pk=furnished.service).exists() is there, who
    shown = get(furnished, "case_manager", "referral-draft", draft.id).content.decode()
    assert "Not in your directory any more" in shown
    assert "Ready to send" not in shown
    # A draft put in by hand doesn't open the row of a service its maker no longer finds.
    with pytest.raises(DatabaseError, match="a service of the directory"), furnished.reading("officer"):
        Referral.objects.create(
            reference="R-7QX2",
            person_id=furnished.person,
            need_id=furnished.need,
            service_id=furnished.service,
            from_team_id=furnished.teams["awa"],
            to_team_id=furnished.teams["mana"],
            referrer_id=furnished.users["officer"],
        )
    with pytest.raises(Refused, match="is not in your directory any more"), furnished.reading("case_manager"):
        referrals.send_referral(by=actor, referral_id=draft.id, seen=draft.version, shown="")
