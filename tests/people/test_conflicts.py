"""Conflicts: whoever is close to somebody of the person's is kept from the record by the next request, and a privacy officer decides."""

import random
from typing import Any
from uuid import UUID

import pytest
from django.db import Error

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give, results
from tests.people.test_limits import sees
from tests.people.test_rest import Api
from throughcare.accounts.models import Membership, User
from throughcare.common.clock import today
from throughcare.common.reader import Reader, reading_as
from throughcare.common.refusals import Refused
from throughcare.notices.models import Notice
from throughcare.people import jobs
from throughcare.people.actions import NewContact, add_contact, change_contact, decide_conflict, keep_own_details
from throughcare.people.models import Conflict, ContactAddress, MatchKey, OwnDetails, Person, PersonContact

NOTHING = {"names": "", "phones": "", "emails": "", "addresses": ""}
# What a user says of themselves, and the ways a contact of the person's may be written who is the same.
SAME: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"names": "Hine Rangi"}, {"name": "Rangi, Hine"}),
    ({"names": "Hine Rangi"}, {"name": "Aunt HINE  rangi"}),
    ({"names": "Hīne O'Rangi\nHine Smith"}, {"name": "Hine Marama Orangi"}),
    ({"names": "Te Ariki Ngātai"}, {"name": "Te Ngatai (brother)"}),
    ({"phones": "021 555 0123"}, {"name": "X", "phone": "+64 21 555 0123"}),
    ({"phones": "+64215550123"}, {"name": "X", "phone": "04 000 1111 or 021-555-0123"}),
    ({"emails": "Hine@Example.test"}, {"name": "X", "email": "hine@example.test"}),
    ({"addresses": "12 Rimu Road, Te Awa"}, {"name": "X", "address": "Flat 3, 12 Rimu Rd"}),
    ({"addresses": "5 Rata St\n12a Rimu Road"}, {"name": "X", "address": "12A RIMU road\nTe Awa", "hidden": True}),
]
OTHER: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"names": "Hine Rangi"}, {"name": "Hine"}),
    ({"names": "Hine Rangi"}, {"name": "Hine Rata"}),
    ({"phones": "021 555 0123"}, {"name": "X", "phone": "021 555 0124"}),
    ({"emails": "hine@example.test"}, {"name": "X", "email": "hine@example.org"}),
    ({"addresses": "12 Rimu Road"}, {"name": "X", "address": "13 Rimu Road"}),
]


def contact(**more: Any) -> NewContact:
    return NewContact(**{"relation": "SIBLING", "safety": "YES", **more})


def test_whoever_is_the_same_in_any_writing_is_kept_away_and_nobody_else(cast: Cast, owner: Owner) -> None:
    for number, (own, theirs) in enumerate([*SAME, *OTHER]):
        owner.change("delete from people_contactaddress; delete from people_personcontact; delete from people_owndetails")
        with cast.reading("officer"):
            OwnDetails(user_id=cast.users["officer"], **own).save(force_insert=True)
        as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(**theirs))
        assert sees(cast, "officer") == (number >= len(SAME)), (own, theirs)
        assert sees(cast, "case_manager")


def test_every_one_of_many_pairs_is_blocked(cast: Cast) -> None:
    """Users × people made at random, half of the contacts somebody of the staff: all those pairs are blocked, and no others."""
    seed = 20261122
    pick = random.Random(seed)
    firsts = [f"Kea{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(40)]
    lasts = [f"Tui{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(40)]
    users, close = [], set()
    with reading_as(SYSTEM):
        users += [User(email=f"u{n}@example.test", name=f"{firsts[n]} {lasts[n]}", password="!") for n in range(40)]
        User.objects.bulk_create(users)
        Membership.objects.bulk_create(
            Membership(user=user, team_id=cast.teams["awa"], role_id="case_manager", starts_on=today()) for user in users
        )
        for _ in range(100):
            user = pick.choice(users)
            if pick.random() < 0.5:
                close.add(user.id)
                name = pick.choice([user.name.upper(), " ".join(reversed(user.name.split())), user.name.replace(" ", " Te ")])
            else:
                name = f"{pick.choice(firsts)} Nobody"
            PersonContact(person_id=cast.person, name=name, relation="SIBLING", safety="YES").save(force_insert=True)
    blocked = set()
    for user in users:
        with cast_reading(user.id):
            if not Person.objects.filter(pk=cast.person).exists():
                blocked.add(user.id)
    assert len(close) > 20 and blocked == close, f"seed {seed}: {len(blocked)} blocked of {len(close)}"


def cast_reading(user: UUID) -> Any:
    return reading_as(Reader(user_id=user))


def test_a_new_contact_a_new_number_a_new_team_and_a_new_name_each_block_at_once(cast: Cast, owner: Owner) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Moana Teo", phone="0215550777"))
    assert sees(cast, "officer")
    as_(cast, "officer", keep_own_details, **{**NOTHING, "phones": "021 555 0777"})
    assert not sees(cast, "officer")
    told = owner.rows("select user_id from notices_notice where kind = 'people.conflict'")
    assert told == [(cast.users["privacy_officer"],)]
    with reading_as(SYSTEM):
        User.objects.filter(pk=cast.users["recruitment_consultant"]).update(name="Moana Teo")
    assert not sees(cast, "recruitment_consultant")
    with reading_as(SYSTEM):
        User.objects.filter(pk=cast.users["other_officer"]).update(name="Teo Moana")
        Membership.objects.create(
            user_id=cast.users["other_officer"], team_id=cast.teams["awa"], role_id="probation_officer", starts_on=today()
        )
    assert not sees(cast, "other_officer")
    jobs.conflicts.func(0)
    assert owner.rows("select count(*) from people_conflict where verdict = ''") == [(3,)]
    jobs.conflicts.func(0)
    assert owner.rows("select count(*) from people_conflict") == [(3,)]
    with reading_as(SYSTEM):
        one = PersonContact.objects.get()
    as_(cast, "case_manager", change_contact, contact_id=one.id, new=contact(name="Moana Else"), seen=1)
    assert sees(cast, "officer") and sees(cast, "recruitment_consultant")


def found(cast: Cast) -> Conflict:
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi"})
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Rangi"))
    with cast.reading("privacy_officer"):
        return Conflict.objects.get()


def test_no_conflict_opens_the_record_again_until_something_else_is_the_same(cast: Cast, owner: Owner) -> None:
    one = found(cast)
    assert one.kinds == ["n"] and not sees(cast, "officer")
    as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="NONE", why="Same name, another person.")
    assert sees(cast, "officer")
    with pytest.raises(Refused, match="decided already"):
        as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="EXCLUDED", why="Changed my mind.")
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", phone="021 555 9999"))
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi", "phones": "021 555 9999"})
    assert not sees(cast, "officer")
    assert owner.rows("select count(*) from people_conflict where verdict = ''") == [(1,)]


def test_excluded_is_for_good_and_the_person_does_not_read_of_it(cast: Cast, owner: Owner) -> None:
    one = found(cast)
    as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="EXCLUDED", why="Her brother.")
    as_(cast, "officer", keep_own_details, **NOTHING)
    assert not sees(cast, "officer")
    kept = owner.rows("select detail ->> 'withheld' from audit_auditevent where verb like 'conflict.%%'")
    assert set(kept) == {("privacy-53-b",)} and len(kept) >= 2


def test_whoever_has_whanau_here_is_given_nobody_and_not_told_why(cast: Cast) -> None:
    found(cast)
    done = give(cast, "case_manager", "officer")
    assert results(done) == ["VALIDATION_ERROR"]
    assert "Hine" not in done.results[0]["sentence"] and "whānau" not in done.results[0]["sentence"]


def test_nobody_decides_on_themselves_or_reads_the_keys(cast: Cast) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Privacy Officer"))
    with reading_as(SYSTEM):
        one = Conflict(person_id=cast.person, user_id=cast.users["privacy_officer"], keys=["n:" + "0" * 32])
        one.save(force_insert=True)
    with cast.reading("privacy_officer"):
        assert Conflict.objects.count() == 0
    for who in ("privacy_officer", "officer", "administrator"):
        with cast.reading(who), pytest.raises(Error, match="permission denied"):
            MatchKey.objects.count()
    with cast.reading("officer"):
        assert Notice.objects.filter(kind="people.conflict").count() == 0
    with cast.reading("administrator"):
        assert OwnDetails.objects.count() == 0


def test_conflicts_on_pages_and_rest(cast: Cast) -> None:
    client = cast.client("officer")
    assert "meet your own" in client.get("/my-details/").content.decode()
    client.post("/my-details/", {"names": "Hine Rangi", "phones": "021 555 0001"})
    assert "Hine Rangi" in client.get("/my-details/").content.decode()
    assert "use 2,000 characters" not in client.post("/my-details/", {"names": "x" * 2001}).content.decode().lower()
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Rangi", phone="0215550001"))
    officer = cast.client("privacy_officer")
    assert "No conflict waits" not in (listed := officer.get("/conflicts/").content.decode())
    assert "Aroha Ngātai" in listed and "name, phone number" in listed and "021" not in listed
    api = Api(cast, "privacy_officer", ["privacy.manage"])
    (one,) = api.call("GET", "/conflicts").json()["items"]
    page = f"/conflicts/{one['id']}/"
    assert "The user’s phone number" in officer.get(page).content.decode().replace("&#x27;", "’")
    assert "Error:" in officer.post(page, {"verdict": "NONE"}).content.decode()
    assert "Decided." in officer.post(page, {"verdict": "NONE", "why": "Namesake."}, follow=True).content.decode()
    assert sees(cast, "officer")
    assert api.call("GET", f"/conflicts/{one['id']}").json()["verdict"] == "NONE"
    assert api.call("POST", f"/conflicts/{one['id']}/decide", {"verdict": "EXCLUDED", "why": "x"}).status_code == 409
    assert "Namesake" in officer.get(page).content.decode()
    assert "Aroha" in officer.get("/conflicts/?which=decided").content.decode()
    assert "No conflict waits" in officer.get("/conflicts/").content.decode()


def test_hidden_addresses_are_compared_and_shown_to_nobody(cast: Cast) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="9 Kauri Lane", hidden=True))
    as_(cast, "recruitment_consultant", keep_own_details, **{**NOTHING, "addresses": "9 Kauri Ln"})
    assert not sees(cast, "recruitment_consultant")
    with cast.reading("privacy_officer"):
        assert ContactAddress.objects.count() == 0
        assert "kauri" not in str(list(Conflict.objects.values())).lower()
