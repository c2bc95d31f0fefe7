"""Conflicts: whoever is close to somebody of the person's is kept from the record by the next request, and a privacy officer decides."""

import json
import random
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give, results
from tests.people.test_limits import sees
from tests.people.test_rest import Api
from tests.races import at_once
from tests.referrals import walk
from throughcare.accounts.models import Membership, User
from throughcare.common.clock import today
from throughcare.common.reader import Reader, reading_as
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.config import findings
from throughcare.notices.models import Notice
from throughcare.people import jobs
from throughcare.people.actions import NewContact, add_contact, change_contact, decide_conflict, keep_own_details
from throughcare.people.cli import people as people_cli
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
        owner.change(
            "delete from people_conflict; delete from people_contactaddress; delete from people_personcontact; delete from people_owndetails"
        )
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
    assert not sees(cast, "officer"), "found once: it waits for the privacy officer"


def found(cast: Cast) -> Conflict:
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi"})
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Rangi"))
    with cast.reading("privacy_officer"):
        return Conflict.objects.get()


def test_no_conflict_opens_the_record_again_until_something_else_is_the_same(cast: Cast, owner: Owner) -> None:
    one = found(cast)
    assert one.kinds == ["n"] and not sees(cast, "officer")
    as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="NONE", why="Same name, another person.", seen=one.version)
    assert sees(cast, "officer")
    with pytest.raises(Refused, match="decided already"):
        as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="EXCLUDED", why="Changed my mind.", seen=one.version)
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", phone="021 555 9999"))
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi", "phones": "021 555 9999"})
    assert not sees(cast, "officer")
    assert owner.rows("select count(*) from people_conflict where verdict = ''") == [(1,)]


def test_what_was_found_keeps_away_until_it_is_decided_whatever_is_taken_back(cast: Cast) -> None:
    """By the user, and by whoever writes the contact: else either finds out by trying what the other keeps from them."""
    as_(cast, "officer", keep_own_details, **{**NOTHING, "addresses": "12 Rimu Road"})
    there = as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="12 Rimu Rd", hidden=True))
    as_(cast, "officer", keep_own_details, **NOTHING)
    assert not sees(cast, "officer")
    as_(cast, "case_manager", change_contact, contact_id=there.id, new=contact(name="X", address="1 Kauri Lane", hidden=True), seen=1)
    assert not sees(cast, "officer") and results(give(cast, "case_manager", "officer")) == ["VALIDATION_ERROR"]
    with cast.reading("privacy_officer"):
        one = Conflict.objects.get()
    as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="NONE", why="Moved away years ago.", seen=one.version)
    assert sees(cast, "officer")


def test_a_match_that_nobody_was_told_of_is_told_when_it_is_taken_back(cast: Cast, owner: Owner) -> None:
    """Found by row security alone: the details were there before the team worked with the person."""
    with cast.reading("officer"):
        OwnDetails(user_id=cast.users["officer"], addresses="12 Rimu Road").save(force_insert=True)
    with reading_as(SYSTEM):
        made = PersonContact(person_id=cast.person, name="X", relation="SIBLING", safety="YES")
        made.save(force_insert=True)
        ContactAddress(contact=made, person_id=cast.person, address="12 Rimu Rd").save(force_insert=True)
    assert not sees(cast, "officer") and owner.rows("select 1 from people_conflict") == []
    as_(cast, "officer", keep_own_details, **NOTHING)
    assert not sees(cast, "officer") and len(owner.rows("select 1 from people_conflict")) == 1


@pytest.mark.parametrize(("who", "page"), [("officer", "/people/{person}/"), ("partner_worker", "/referrals/{referral}/")])
def test_a_hidden_address_is_not_found_out_by_halving(cast: Cast, who: str, page: str) -> None:
    """Before: 15 saves told one of 800. Now the first that is right shuts the record, no further save tells, and there are five a day."""
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="137 Rimu Road, Te Awa", hidden=True))
    client, page = cast.client(who), page.format(person=cast.person, referral=walk.sent(cast).pk)
    assert client.get(page).status_code == 200
    tried = [client.post("/my-details/", {"addresses": "\n".join(f"{n} rimu" for n in range(130, 140))})]
    assert "Write 5 or fewer" in tried[0].content.decode() and client.get(page).status_code == 200
    answers, sent = [], tried[0]
    for n in (135, 137, 138, 139, 140, 137):
        sent = client.post("/my-details/", {"addresses": f"{n} Rimu Street"})
        answers.append((sent.status_code, client.get(page).status_code))
    assert answers == [(302, 200), *[(302, 404)] * 4, (409, 404)]
    assert "five times today" in sent.content.decode()


def test_a_colleagues_address_is_not_found_out_by_writing_contacts(cast: Cast, owner: Owner) -> None:
    """One contact is one person with one address, forty are written in a day, and the first that is right stays until it is decided."""
    as_(cast, "officer", keep_own_details, **{**NOTHING, "addresses": "23 Rata Street"})
    for wrong in ("21 rata, 22 rata, 23 rata, 24 rata", "1 a 2 b 3 c 4 d"):
        with pytest.raises(Invalid) as refused:
            as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address=wrong))
        assert "address" in refused.value.errors
    for n in range(40):
        as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address=f"{100 + n} rata"))
    with pytest.raises(Refused, match="40 contacts today"):
        as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="23 rata"))
    owner.place("update audit_auditevent set at = at - interval '25 hours'")
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="23 rata"))
    assert not sees(cast, "officer")


def test_two_saves_at_once_are_never_both_the_last(cast: Cast) -> None:
    clients = [cast.client("officer") for _ in range(8)]
    answers = at_once(
        *[lambda one=one, n=n: one.post("/my-details/", {"names": f"Hine Rangi{n}"}).status_code for n, one in enumerate(clients)]
    )
    assert sorted(answers) == [302] * 5 + [409] * 3


def test_one_contact_is_one_person(cast: Cast, owner: Owner) -> None:
    """Several in one field would keep several of us away. Whether somebody works here is not told: the words alone are looked at."""
    for wrong in ("Hine Rangi, Tai Rua, Mere Ngata", "Hine Rangi; Tai Rua", "Hine & Tai Rua", "Hine and Tai Rua", "A B C D E F G"):
        with pytest.raises(Invalid) as refused:
            as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name=wrong))
        assert "one person" in refused.value.errors["name"][0], wrong
    for right in ("Rangi, Hine", "Whaea Hine Te Ao Rangi", "Andy Sandys", "Anne-Marie O'Rangi"):
        as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name=right))


def test_what_is_found_while_a_conflict_waits_is_decided_with_it(cast: Cast, owner: Owner) -> None:
    """Else a phone that was the same, and was changed again, is not part of what "no conflict" is said of, and is forgotten."""
    one = found(cast)
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi", "phones": "021 555 0123"})
    made = as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", phone="021 555 0123"))
    as_(cast, "case_manager", change_contact, contact_id=made.id, new=contact(name="X", phone="021 555 9999"), seen=1)
    with cast.reading("privacy_officer"):
        assert Conflict.objects.get(pk=one.pk).kinds == ["n", "p"]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'conflict.found'") == [(2,)]


def test_straight_sql_looks_for_no_conflict_of_others(cast: Cast, owner: Owner) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Rangi"))
    with cast.reading("officer"):
        OwnDetails(user_id=cast.users["officer"], names="Hine Rangi").save(force_insert=True)
    for who in ("partner_worker", "other_officer", "administrator"):
        for users in ([cast.users["officer"]], None):
            with cast.reading(who), connection.cursor() as cursor:
                cursor.execute("select * from throughcare.note_conflicts(%s, %s)", [[cast.person], users])
                assert cursor.fetchall() == []
    assert owner.rows("select 1 from people_conflict") == []
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.note_conflicts(%s, %s)", [[cast.person], None])
        assert len(cursor.fetchall()) == 1


def test_what_no_privacy_officer_can_decide_the_command_does(cast: Cast, owner: Owner) -> None:
    one = found(cast)
    command = CliRunner()
    assert "can decide every conflict" in command.invoke(people_cli, ["conflicts"]).output
    told = command.invoke(people_cli, ["decide-conflict", str(one.id), "--verdict", "NONE", "--why", "Asked.", "--version", "1"])
    assert isinstance(told.exception, Refused) and list(findings._conflicts()) == []
    ((name,),) = owner.rows("select name from accounts_user where id = %s", cast.users["privacy_officer"])
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name=str(name)))
    assert "None" not in cast.client("privacy_officer").get("/conflicts/").content.decode()
    (finding,) = findings._conflicts()
    assert "decide 2 of the conflicts" in finding.sentence
    lines = json.loads(command.invoke(people_cli, ["conflicts", "--json"]).output)
    assert {line["user"] for line in lines} >= {name} and str(cast.person) not in str(lines) and "Aroha" not in str(lines)
    assert owner.rows("select count(*) from audit_auditevent where verb = 'conflicts.listed' and person_ids = array[%s]", cast.person) != [
        (0,)
    ]
    decide = ["decide-conflict", "--verdict", "NONE", "--why", "The chief rang them."]
    old = command.invoke(people_cli, [*decide, lines[0]["id"], "--version", str(lines[0]["version"] + 1)])
    assert isinstance(old.exception, Stale) and owner.rows("select 1 from people_conflict where verdict <> ''") == []
    for line in lines:
        done = command.invoke(people_cli, [*decide, line["id"], "--version", str(line["version"])])
        assert done.output == "Decided.\n", done.exception
    assert sees(cast, "officer") and list(findings._conflicts()) == []


def told_of_undecided(owner: Owner) -> list[tuple[object, ...]]:
    return owner.rows("select user_id from notices_notice where kind = 'people.undecided'")


def test_what_no_privacy_officer_can_decide_administrators_are_told_once_and_without_a_word_of_whom(cast: Cast, owner: Owner) -> None:
    administrator, api = cast.client("administrator"), Api(cast, "administrator", ["user.manage"])
    line, where = "Conflicts no privacy officer can decide", "/conflicts/undecided/"
    one = found(cast)
    jobs.conflicts.func(0)
    assert told_of_undecided(owner) == [] and line not in administrator.get("/").content.decode()
    assert "No such conflict waits" in administrator.get(where).content.decode()
    ((name,),) = owner.rows("select name from accounts_user where id = %s", cast.users["privacy_officer"])
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name=str(name)))
    for _ in range(2):
        jobs.conflicts.func(0)
        assert told_of_undecided(owner) == [(cast.users["administrator"],)], "two conflicts, told of together, and once"
    shown = [administrator.get(path).content.decode() for path in ("/", where, "/notices/")]
    assert line in shown[0] and "Every privacy officer is kept from that record too" in shown[1]
    assert "No privacy officer can decide something that waits for one" in shown[2]
    assert api.call("GET", "/conflicts/undecided").json() == {"waiting": 2, "officers": 1}
    for secret in ("Aroha", str(cast.person), str(one.id), "Hine", "whānau of"):
        assert secret not in shown[1].partition("<main")[2], secret
    ((notice,),) = owner.rows("select id from notices_notice where kind = 'people.undecided'")
    assert administrator.get(f"/notices/{notice}/")["Location"] == where
    for who in ("privacy_officer", "case_manager", "auditor"):
        assert cast.client(who).get(where).status_code == 404
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select throughcare.count_undecidable(), (select count(*) from throughcare.undecidable())")
            assert cursor.fetchone() == (0, 0)
    kept = owner.rows("select person_ids, detail ->> 'withheld' from audit_auditevent where verb = 'conflict.raised'")
    assert kept == [([cast.person], "privacy-53-b")]


def test_administrators_are_told_when_the_last_privacy_officer_leaves(cast: Cast, owner: Owner) -> None:
    found(cast)
    owner.place("update accounts_membership set ends_on = current_date - 2 where user_id = %s", cast.users["privacy_officer"])
    jobs.conflicts.func(0)
    assert told_of_undecided(owner) == [(cast.users["administrator"],)]
    assert "There is no privacy officer." in cast.client("administrator").get("/conflicts/undecided/").content.decode()
    owner.place("update accounts_membership set ends_on = null where user_id = %s", cast.users["privacy_officer"])
    assert "No such conflict waits" in cast.client("administrator").get("/conflicts/undecided/").content.decode()


def test_excluded_is_for_good_and_the_person_does_not_read_of_it(cast: Cast, owner: Owner) -> None:
    one = found(cast)
    as_(cast, "privacy_officer", decide_conflict, conflict_id=one.id, verdict="EXCLUDED", why="Her brother.", seen=one.version)
    as_(cast, "officer", keep_own_details, **NOTHING)
    assert not sees(cast, "officer")
    kept = owner.rows("select detail ->> 'withheld' from audit_auditevent where verb like 'conflict.%%'")
    assert set(kept) == {("privacy-53-b",)} and len(kept) >= 2


def test_whoever_has_whanau_here_is_given_nobody_and_not_told_why(cast: Cast) -> None:
    found(cast)
    done = give(cast, "case_manager", "officer")
    assert results(done) == ["VALIDATION_ERROR"]
    assert "Hine" not in done.results[0]["sentence"] and "whānau" not in done.results[0]["sentence"]


def test_nobody_decides_on_themselves_or_reads_the_keys(cast: Cast, owner: Owner) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Privacy Officer"))
    assert owner.rows("select user_id from people_conflict") == [(cast.users["privacy_officer"],)]
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
    assert "Aroha Ngātai" in listed and "name, phone number" in listed and "5550001" not in listed and "555 0001" not in listed
    api = Api(cast, "privacy_officer", ["privacy.manage"])
    (one,) = api.call("GET", "/conflicts").json()["items"]
    page = f"/conflicts/{one['id']}/"
    assert "The user’s phone number" in officer.get(page).content.decode().replace("&#x27;", "’")
    assert "Error:" in officer.post(page, {"verdict": "NONE"}).content.decode()
    assert "Decided." in officer.post(page, {"verdict": "NONE", "why": "Namesake.", "version": "2"}, follow=True).content.decode()
    assert sees(cast, "officer")
    assert api.call("GET", f"/conflicts/{one['id']}").json()["verdict"] == "NONE"
    now = api.call("GET", f"/conflicts/{one['id']}")["ETag"]
    assert api.call("POST", f"/conflicts/{one['id']}/decide", {"verdict": "EXCLUDED", "why": "x"}, **{"If-Match": now}).status_code == 409
    assert "Namesake" in officer.get(page).content.decode()
    assert "Aroha" in officer.get("/conflicts/?which=decided").content.decode()
    assert "No conflict waits" in officer.get("/conflicts/").content.decode()


def test_what_was_found_since_is_looked_at_before_it_is_decided(cast: Cast, owner: Owner) -> None:
    """On the page what was typed stays; over REST it is a 412 with what it is now; neither decides."""
    one = found(cast)
    officer, api = cast.client("privacy_officer"), Api(cast, "privacy_officer", ["privacy.manage"])
    page, path = f"/conflicts/{one.id}/", f"/conflicts/{one.id}"
    shown, tag = officer.get(page).content.decode(), api.call("GET", path)["ETag"]
    assert 'name="version" value="1"' in shown and tag == '"1"' and "ways" not in shown
    as_(cast, "officer", keep_own_details, **{**NOTHING, "names": "Hine Rangi\nHine Teo", "phones": "021 555 0123"})
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Teo", phone="021 555 0123"))
    again = officer.post(page, {"verdict": "NONE", "why": "A namesake.", "version": "1"}).content.decode()
    assert "found to be the same since you looked" in again and "A namesake." in again and 'value="3"' in again
    assert "phone number" in again and "(in 2 ways)" in again
    body = {"verdict": "NONE", "why": "x"}
    assert api.call("POST", f"{path}/decide", body).status_code == 428
    stale = api.call("POST", f"{path}/decide", body, **{"If-Match": tag})
    assert (stale.status_code, stale.json()["now"], stale.json()["current"]["matched"]) == (412, '"3"', ["name", "phone number"])
    assert owner.rows("select verdict from people_conflict") == [("",)] and not sees(cast, "officer")
    done = officer.post(page, {"verdict": "NONE", "why": "A namesake.", "version": "3"}, follow=True).content.decode()
    assert "Decided." in done and sees(cast, "officer")
    assert api.call("GET", path)["ETag"] == '"4"'


def test_hidden_addresses_are_compared_and_shown_to_nobody(cast: Cast) -> None:
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="X", address="9 Kauri Lane", hidden=True))
    as_(cast, "recruitment_consultant", keep_own_details, **{**NOTHING, "addresses": "9 Kauri Ln"})
    assert not sees(cast, "recruitment_consultant")
    with cast.reading("privacy_officer"):
        assert ContactAddress.objects.count() == 0
        assert "kauri" not in str(list(Conflict.objects.values())).lower()
