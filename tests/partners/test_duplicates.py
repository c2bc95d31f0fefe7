"""Records that may be one organisation: found with the evidence, decided by a person, and not asked again unless something changed."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add, as_, contact
from tests.partners.test_register_pages import text
from tests.partners.test_register_rest import RIGHTS
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.common.text import search_key
from throughcare.partners import actions
from throughcare.partners.actions.likely import Looked, find_partner_duplicates, keep_two
from throughcare.partners.cli import partners
from throughcare.partners.models import Organization, PartnerPair
from throughcare.partners.queries.duplicates import get_pair
from throughcare.partners.queries.likeness import like_name
from throughcare.services.models import Address, Location, Phone, Service, ServiceAtLocation

LOOKS = system_actor("look for duplicates of partners", channel="command")
NAME, LIKE = "Te Whare Āwhina o Tarawera Trust", "Tarawera Whare Awhina Incorporated"


def look() -> Looked:
    with reading_as(LOOKS.reader):
        return find_partner_duplicates(by=LOOKS)


def directory(name: str, **values: Any) -> UUID:
    """An organisation of the directory alone."""
    with reading_as(SYSTEM):
        return Organization.objects.create(name=name, search_key=search_key(name), **values).pk


def pairs(**values: Any) -> list[PartnerPair]:
    with reading_as(SYSTEM):
        return list(PartnerPair.objects.filter(**values).order_by("id"))


def apart(cast: Cast, pair: PartnerPair) -> None:
    as_(cast, EDITOR, keep_two, pair_id=pair.id, reason="One is the landlord.", seen=pair.version)


def test_two_of_the_register_are_proposed_with_the_evidence(cast: Cast) -> None:
    one, other = add(cast, NAME), add(cast, LIKE, another=True)
    assert look() == Looked(records=4, pairs=1, new=1)
    [pair] = pairs()
    assert {pair.one_id, pair.other_id} == {one, other} and pair.state == "PROPOSED"
    assert [(said["field"], said["words"]) for said in pair.evidence] == [("Name", "the same words in another order")]
    assert look() == Looked(records=4, pairs=1, new=0) and pairs()[0].version == pair.version


def test_what_is_in_the_directory_alone_is_proposed_beside_a_partner_only(cast: Cast) -> None:
    add(cast, NAME)
    directory(LIKE)
    directory("Ngā Hoa o Waikare"), directory("Waikare Nga Hoa Trust")
    assert look().pairs == 1


def test_a_branch_is_not_its_national_body(cast: Cast) -> None:
    above = add(cast, NAME)
    directory(LIKE, parent_organization_id=above)
    assert look().pairs == 0


def test_phone_and_website_speak_with_the_name(cast: Cast) -> None:
    one = add(cast, "Koru Housing")
    contact(cast, one, phone="07 555 0123", email="hine@koru.example")
    directory("Another Name", website="https://www.koru.example/about", email="office@koru.example")
    assert look().pairs == 0
    two = add(cast, "Something Different")
    contact(cast, two, phone="+64 7 555 0123", email="rua@koru.example")
    assert look().pairs == 1
    assert {said["field"] for said in pairs()[0].evidence} == {"Name", "Website and e-mail", "Phone"}


def test_addresses_of_the_directory_speak_and_those_of_a_safe_house_never(cast: Cast) -> None:
    first, second = add(cast, "Koru Housing"), add(cast, "Something Different")
    with reading_as(SYSTEM):
        for key in (first, second):
            place = Location.objects.create(organization_id=key, name="House")
            Address.objects.create(location=place, address_1="12 Hill Rd", city="Tarawera", postal_code="9999")
            Phone.objects.create(organization_id=key, number="07 555 0199")
    assert look().pairs == 1
    assert {said["words"] for said in pairs()[0].evidence} >= {"the same address", "a phone number in common"}
    with reading_as(SYSTEM):
        house = Service.objects.create(organization_id=first, name="House", confidential=True, search_key="house", name_key="house")
        ServiceAtLocation.objects.create(service=house, location=Location.objects.get(organization_id=first))
    assert look().pairs == 0
    assert [pair.state for pair in pairs()] == ["LAPSED"]


def test_two_that_are_two_are_asked_again_only_when_something_changed(cast: Cast) -> None:
    one, other = add(cast, NAME), add(cast, LIKE, another=True)
    look()
    apart(cast, pairs()[0])
    assert look().pairs == 0
    [pair] = pairs()
    assert (pair.state, pair.note) == ("DIFFERENT", "One is the landlord.") and pair.decided_by_id is not None
    contact(cast, one, phone="07 555 0123")
    contact(cast, other, phone="07 555 0123")
    assert look() == Looked(records=4, pairs=1, new=1)
    [pair] = pairs()
    assert (pair.state, pair.note, pair.decided_by_id) == ("PROPOSED", "", None)


def test_deciding_takes_a_reason_and_the_version_that_was_seen(cast: Cast, owner: Owner) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    look()
    [pair] = pairs()
    with pytest.raises(Invalid):
        as_(cast, EDITOR, keep_two, pair_id=pair.id, reason=" ", seen=1)
    with pytest.raises(Stale):
        as_(cast, EDITOR, keep_two, pair_id=pair.id, reason="Two.", seen=2)
    apart(cast, pair)
    with pytest.raises(Refused, match="Two organisations"):
        as_(cast, EDITOR, keep_two, pair_id=pair.id, reason="Two.", seen=2)
    [(by,)] = owner.rows("select actor_id from audit_auditevent where verb = 'partner.duplicate.different'")
    assert str(by) == str(cast.users[EDITOR])


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {EDITOR}))
def test_nobody_else_sees_or_decides(cast: Cast, who: str) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    look()
    [pair] = pairs()
    with pytest.raises(NotFound):
        as_(cast, who, get_pair, pair_id=pair.id)
    with pytest.raises(NotFound):
        as_(cast, who, keep_two, pair_id=pair.id, reason="Two.", seen=1)
    with cast.reading(who):
        assert not PartnerPair.objects.exists()
        assert not PartnerPair.objects.filter(pk=pair.id).update(note="x")
        with pytest.raises(Error), transaction.atomic():
            PartnerPair.objects.create(one_id=pair.other_id, other_id=UUID(int=2**128 - 1), probability=1, evidence=[], digest="")


def test_only_steps_of_the_table_are_taken_in_plain_sql(cast: Cast) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    look()
    apart(cast, pairs()[0])
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="Invalid transition"), transaction.atomic():
        cursor.execute("update partners_partnerpair set state = 'LAPSED'")


def test_who_keeps_the_register_alone_has_everybody_looked_through(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    with pytest.raises(NotAllowed), cast.reading("case_manager"):
        find_partner_duplicates(by=actor)


def test_adding_a_partner_has_everybody_looked_through(cast: Cast) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    run_jobs()
    assert len(pairs(state="PROPOSED")) == 1


@pytest.mark.parametrize(
    ("typed", "is_like"),
    [
        ("Te Whare Awhina o Tarawera", True),
        ("Tarawera Whare Āwhina Charitable Trust", True),
        ("Te Whare Āwina o Tarawera", True),
        ("Te Whare Āwhina o Tarawera North", False),
        ("Te Whare Kura o Tarawera", False),
    ],
)
def test_the_page_asks_whether_it_is_one_there(cast: Cast, typed: str, is_like: bool) -> None:
    add(cast, NAME)
    with reading_as(SYSTEM):
        assert bool(like_name(typed)) is is_like
    page = text(cast.client(EDITOR).post(reverse("partner-add"), {"name": typed, "kind": "NGO"}, follow=True))
    assert ("Is it one of these?" in page) is is_like


def test_from_home_to_a_decision(cast: Cast) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    look()
    [pair] = pairs()
    client, href = cast.client(EDITOR), reverse("partner-duplicate", args=[pair.id])
    assert 'href="/partners/duplicates/"' in text(client.get("/")) and 'href="/partners/duplicates/"' in text(client.get("/partners/"))
    assert href in text(client.get("/partners/duplicates/"))
    page = text(client.get(href))
    for words in (NAME, LIKE, "the same words in another order", "one organisation, strongly", "If they are two organisations"):
        assert words in page, words
    assert "Say why they are two" in text(client.post(href, {"reason": "", "version": 1}))
    assert "They stay two" in text(client.post(href, {"reason": "Landlord and tenant.", "version": 1}, follow=True))
    assert "Landlord and tenant." in text(client.get(href))
    assert "Nothing to decide" in text(client.get("/partners/duplicates/"))


def test_rest_says_and_decides_the_same(cast: Cast) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    look()
    api = Api(cast, EDITOR, RIGHTS)
    [line] = api.call("GET", "/partners/duplicates").json()["items"]
    assert {line["one"], line["other"]} == {NAME, LIKE}
    found = api.call("GET", f"/partners/duplicates/{line['id']}")
    assert found["ETag"] == '"1"' and found.json()["evidence"][0]["level"] == "order" and found.json()["can"] == ["merge", "keep_two"]
    where = f"/partners/duplicates/{line['id']}/keep_two"
    assert api.call("POST", where, {"reason": "Two."}).status_code == 428
    done = api.call("POST", where, {"reason": "Two."}, **{"If-Match": '"1"'})
    assert done.json()["state"] == "DIFFERENT" and done["ETag"] == '"2"'
    assert api.call("GET", "/partners/duplicates").json()["items"] == []


def test_the_command_says_what_it_found(cast: Cast) -> None:
    add(cast, NAME), add(cast, LIKE, another=True)
    done = CliRunner().invoke(partners, ["duplicates", "--json"])
    assert json.loads(done.output) == {"records": 4, "pairs": 1, "new": 1}
    assert "4 organisations compared: 1 pairs may be one, 0 of them new" in CliRunner().invoke(partners, ["duplicates"]).output


def test_a_new_name_of_one_there_is_refused_over_rest_unless_it_is_another(cast: Cast) -> None:
    add(cast, NAME)
    with pytest.raises(Invalid, match="called so, or nearly so"):
        as_(cast, EDITOR, actions.add_partner, new=actions.NewPartner(name="Te Whare Awhina o Tarawera", kind="NGO"))
