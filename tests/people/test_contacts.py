"""Whānau and other contacts: safe to reach or not; a hidden address shown only where it may be, and told apart in the audit."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_
from tests.people.test_rest import Api
from throughcare.accounts.models import Membership
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.disclosure import fields
from throughcare.people.actions import NewContact, add_contact, change_contact, end_contact
from throughcare.people.models import ContactAddress, PersonContact
from throughcare.people.queries.contacts import contacts_of, get_contact, get_hidden_address

AUNT = NewContact(
    name="Aunt Hine", relation="AUNT_UNCLE", phone="021 000 001", safety="CARE", how="Text first.", address="1 Rimu Road", hidden=True
)
OPEN = NewContact(name="Rangi", relation="FRIEND", safety="YES", address="2 Rata Road", is_emergency=True)


def add(cast: Cast, new: NewContact = AUNT, who: str = "case_manager") -> UUID:
    key: UUID = as_(cast, who, add_contact, person_id=cast.person, new=new).id
    return key


def without_hidden(cast: Cast, owner: Owner) -> None:
    """The officer's role sees contacts, and no hidden address."""
    with reading_as(SYSTEM):
        Membership.objects.filter(user_id=cast.users["officer"]).update(role_id="volunteer")
    owner.change("delete from accounts_rolepermission where role_id = 'volunteer'")
    for permission in DEFAULT_ROLES["probation_officer"][1] - {Permission.CONTACT_HIDDEN}:
        owner.change(
            "insert into accounts_rolepermission (id, role_id, permission) values (gen_random_uuid(), 'volunteer', %s)", permission.value
        )


@pytest.fixture
def restored(owner: Owner) -> Any:
    """Roles are kept between tests, so what a test changes of them is put back."""
    yield
    owner.change("delete from accounts_rolepermission where role_id = 'volunteer'")
    for permission in DEFAULT_ROLES["volunteer"][1]:
        owner.change(
            "insert into accounts_rolepermission (id, role_id, permission) values (gen_random_uuid(), 'volunteer', %s)", permission.value
        )


def test_a_hidden_address_is_in_no_list_and_its_look_has_its_own_verb(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    actor = cast.actor("officer")
    with cast.reading("officer"):
        (known,) = contacts_of(actor, cast.person)
        assert (known.address, known.has_hidden) == ("", True)
        assert get_hidden_address(actor, key)[1] == "1 Rimu Road"
    rows = owner.rows("select actor_id, compartments from audit_auditevent where verb = 'contact.address.viewed' and about_id = %s", key)
    assert rows == [(cast.users["officer"], ["C1", "C5"])]


def test_without_the_permission_there_is_no_hidden_address_on_page_rest_or_table(cast: Cast, owner: Owner, restored: None) -> None:
    key = add(cast)
    add(cast, OPEN)
    without_hidden(cast, owner)
    actor = cast.actor("officer")
    assert actor.may(Permission.CONTACT_VIEW) and not actor.may(Permission.CONTACT_HIDDEN)
    with cast.reading("officer"):
        assert [row.address for row in ContactAddress.objects.all()] == ["2 Rata Road"]
        assert {known.address for known in contacts_of(actor, cast.person)} == {"", "2 Rata Road"}
        assert not any(known.has_hidden for known in contacts_of(actor, cast.person))
        with pytest.raises(NotAllowed):
            get_hidden_address(actor, key)
    page = cast.client("officer").get(f"/people/{cast.person}/contacts/").content.decode()
    assert "Aunt Hine" in page and "Hidden" not in page and "Rimu" not in page
    assert cast.client("officer").get(f"/contacts/{key}/address/").status_code == 404
    with pytest.raises(Invalid):
        add(cast, AUNT, "officer")
    changed = NewContact(name="Aunt Hine", relation="AUNT_UNCLE", safety="YES", address="9 Else Street")
    with pytest.raises(Refused, match="team manager"):
        as_(cast, "officer", change_contact, contact_id=key, new=changed, seen=1)
    assert owner.rows("select address, hidden from people_contactaddress where contact_id = %s", key) == [("1 Rimu Road", True)]


def test_an_address_hidden_later_is_so_in_its_past(cast: Cast, owner: Owner, restored: None) -> None:
    key = add(cast, OPEN)
    new = NewContact(name="Rangi", relation="FRIEND", safety="YES", address="2 Rata Road", hidden=True)
    as_(cast, "case_manager", change_contact, contact_id=key, new=new, seen=1)
    without_hidden(cast, owner)
    with cast.reading("officer"):
        past = ContactAddress.pgh_event_model.objects.count()  # type: ignore[attr-defined]  # pghistory sets it
    assert past == 0
    assert owner.rows("select count(*) from people_contactaddressevent where address = '2 Rata Road'") == [(2,)]


def test_change_keeps_a_hidden_address_left_empty_and_takes_an_open_one_away(cast: Cast, owner: Owner) -> None:
    key, open_one = add(cast), add(cast, OPEN)
    same = NewContact(name="Aunt Hinemoa", relation="AUNT_UNCLE", safety="NO")
    as_(cast, "officer", change_contact, contact_id=key, new=same, seen=1)
    as_(cast, "officer", change_contact, contact_id=open_one, new=NewContact(name="Rangi", relation="FRIEND", safety="YES"), seen=1)
    rows = owner.rows("select address, hidden from people_contactaddress order by address")
    assert rows == [("", False), ("1 Rimu Road", True)]
    with pytest.raises(Stale):
        as_(cast, "officer", change_contact, contact_id=key, new=same, seen=1)
    as_(cast, "officer", end_contact, contact_id=key, note="Asked us to stop", seen=2)
    for action, more in ((end_contact, {"note": ""}), (change_contact, {"new": same})):
        with pytest.raises(Refused, match="ended"):
            as_(cast, "officer", action, contact_id=key, seen=3, **more)
    verbs = [
        row[0] for row in owner.rows("select verb from audit_auditevent where verb ~ '^contact.(added|changed|ended)' order by at, id")
    ]
    assert verbs == ["contact.added"] * 2 + ["contact.changed"] * 2 + ["contact.ended"]


def test_what_can_not_be_a_contact_is_told_by_field(cast: Cast) -> None:
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"relation": "DOG"}, "relation"),
        ({"safety": "MAYBE"}, "safety"),
        ({"safety": "CARE", "how": ""}, "how"),
        ({"safety": "NO", "is_emergency": True}, "is_emergency"),
        ({"email": "hine"}, "email"),
        ({"phone": "0" * 41}, "phone"),
        ({"address": "x" * 501}, "address"),
    ):
        with pytest.raises(Invalid) as said:
            add(cast, NewContact(**{"name": "Hine", "relation": "PARENT", **wrong}))  # type: ignore[arg-type]  # one value wrong on purpose
        assert list(said.value.errors) == [field]


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("case_manager", "officer", "team_manager")])
def test_nobody_else_sees_or_changes_one(cast: Cast, name: str) -> None:
    key = add(cast)
    actor = cast.actor(name)
    with cast.reading(name):
        assert not PersonContact.objects.exists()
        assert not ContactAddress.objects.exists()
        with pytest.raises((NotAllowed, NotFound)):
            get_contact(actor, key)
    with pytest.raises((NotAllowed, NotFound)):
        add(cast, OPEN, name)


def test_no_line_of_a_disclosure_is_made_of_contacts() -> None:
    told = {field.compartment for field in fields.FIELDS}
    assert told
    assert "C5" not in told and "C9" not in told


def test_pages_add_change_show_and_end(cast: Cast) -> None:
    client, where = cast.client("case_manager"), f"/people/{cast.person}/contacts/"
    assert "No contacts yet" in client.get(where).content.decode()
    sent = {"name": "Aunt Hine", "relation": "AUNT_UNCLE", "safety": "YES", "address": "1 Rimu Road", "hidden": "on"}
    assert client.post(f"{where}add/", sent).status_code == 302
    page = client.get(where).content.decode()
    assert "Aunt Hine" in page and "Rimu" not in page
    with cast.reading("case_manager"):
        key = PersonContact.objects.get().id
    assert "1 Rimu Road" in client.get(f"/contacts/{key}/address/").content.decode()
    page = client.get(f"/contacts/{key}/").content.decode()
    assert "Rimu" not in page and "Leave this empty to keep it" in page
    assert client.post(f"/contacts/{key}/", {**sent, "name": "Hine", "address": "", "version": 1}).status_code == 302
    second = client.post(f"/contacts/{key}/", {**sent, "name": "Else", "version": 1}).content.decode()
    assert "Somebody changed this" in second
    assert "Say how and when" in client.post(f"{where}add/", {**sent, "safety": "CARE"}).content.decode()
    assert client.post(f"/contacts/{key}/end/", {"note": "Moved", "version": 2}).status_code == 302
    assert "In touch before" in client.get(where).content.decode()
    assert client.get(f"/contacts/{key}/end/").status_code == 200


def test_over_rest(cast: Cast) -> None:
    api = Api(cast, "case_manager", [p.value for p in Permission])
    body = {"name": "Hine", "relation": "PARENT", "safety": "YES", "address": "1 Rimu Road", "hidden": True}
    made = api.call("POST", f"/people/{cast.person}/contacts", body)
    assert (made.status_code, made.json()["address"], made.json()["has_hidden"]) == (201, "", True)
    one = f"/contacts/{made.json()['id']}"
    assert api.call("GET", f"{one}/address").json() == {"address": "1 Rimu Road"}
    assert api.call("PUT", one, body).status_code == 428
    assert api.call("PUT", one, {**body, "address": ""}, **{"If-Match": '"1"'}).json()["version"] == 2
    assert len(api.call("GET", f"/people/{cast.person}/contacts").json()) == 1
    assert api.call("POST", f"{one}/end", {}, **{"If-Match": '"2"'}).json()["ended_at"]
    assert api.call("GET", one).status_code == 200
    narrow = Api(cast, "case_manager", ["person.view", "contact.view"])
    assert narrow.call("GET", f"{one}/address").status_code == 404
