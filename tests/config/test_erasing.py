"""A record two people agreed to erase is gone from every table and history, nobody else's is touched, and no backup brings it back."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings

from tests.audit.rows import seal, verified
from tests.cast import Cast
from tests.database import Owner, owner_login
from tests.matrix.world import World, make_world
from tests.notices.jobs import run_jobs
from tests.people.test_asking import ask as ask_for
from throughcare.audit import actions, erased
from throughcare.audit.models import Disposal, Hold
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotAllowed, Refused
from throughcare.config import erasing
from throughcare.config.errors import ConfigError
from throughcare.notices.actions import save_view
from throughcare.people.actions import disagree

STAY = {"audit_auditevent", "audit_disposal", "audit_hold"}  # say whose record it was, by its key


_NOT_THEIRS = (
    "safe house",
    "on the register",
    "a partner asks",
    "tikanga note",
    "two may be one",
    "of an assessment",
    "of a stock-take",
    "of a survey",
    "of an agreement",
    "a party's value",
    "tells of themselves",
    "may open more records",
    "invited",
    "saved view",
)


@pytest.fixture(autouse=True)
def _head(tmp_path: Path) -> Iterator[None]:
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        yield


def texts(owner: Owner) -> dict[str, str]:
    """Every table, whole."""
    names = owner.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    return {str(name): "\n".join(str(row) for (row,) in owner.rows(f'select t::text from "{name}" t')) for (name,) in names}


def ask(cast: Cast, person_id: UUID) -> Disposal:
    look(cast)
    auditor = cast.actor("auditor")
    with reading_as(auditor.reader):
        return actions.ask_erasure(by=auditor, person_id=person_id, why="MISTAKE")


def look(cast: Cast) -> None:
    """What is in the audit is a record's key; the cast was made past it."""
    assert cast.client("case_manager").get(f"/people/{cast.person}/").status_code == 200
    connection.close()


def agree(cast: Cast, disposal: Disposal, who: str = "privacy_officer", *, yes: bool = True) -> None:
    actor = cast.actor(who)
    with reading_as(actor.reader):
        actions.answer_disposal(by=actor, disposal_id=disposal.pk, agree=yes)


def erase() -> list[tuple[UUID, int]]:
    with owner_login():
        done = erasing.erase_approved()
    connection.close()
    return done


def about(world: World, side: str) -> list[Any]:
    """The sensitive words of one side's person, and of their account; a safe house, the register and what partners ask, tell and agree are partners' own, and workers tell of themselves."""
    own = f"of {'aroha' if side == 'awa' else 'tama'}"
    theirs = [one for one in world.canaries.all if f"({side})" in one.what or one.what.endswith(own)]
    return [one for one in theirs if not any(own in one.what for own in _NOT_THEIRS)]


def kept(world: World, side: str, tables: dict[str, str]) -> dict[str, set[str]]:
    """Which word is in which tables."""
    words = about(world, side)
    return {name: found for name, text in tables.items() if (found := {one.what for one in world.canaries.found(text) if one in words})}


def test_nothing_is_left_of_one_and_all_of_the_other(owner: Owner) -> None:
    world = make_world()
    person, other = world.cast.person, world.cast.other_person
    before = texts(owner)
    assert len({word for found in kept(world, "awa", before).values() for word in found}) > 20
    agree(world.cast, ask(world.cast, person))
    ((key, rows),) = erase()
    assert key == person
    assert rows > 50
    after = texts(owner)
    assert kept(world, "awa", after) == {}
    assert {name for name, text in after.items() if str(person) in text} == STAY - {"audit_hold"}
    assert kept(world, "puke", after) == kept(world, "puke", before)
    counted = [{name: text.count(str(other)) for name, text in tables.items() if name not in STAY} for tables in (before, after)]
    assert counted[0] == counted[1]
    assert owner.rows("select is_active, name from accounts_user where id = %s", world.cast.users["aroha"]) == [(False, "Erased")]
    assert owner.rows("select count(*) from accounts_session where user_id = %s", world.cast.users["aroha"]) == [(0,)]
    with override_settings(AUDIT_HEAD=erased.path().with_name("head.json")):
        seal()
        assert verified().ok


def test_saved_views_that_name_them_go_whoever_made_them(cast: Cast, owner: Owner) -> None:
    """In its name or among its words, however it is written; a part of a word names nobody."""
    wanted = {
        "name": ("Āroha's referrals", "state=SENT"),
        "words": ("Mine", "words=T%C4%81ne+NGATAI&sort=due"),
        "number": ("A number", "words=prn-7001"),
        "other": ("Tama Wīremu", "words=Wiremu"),
        "part": ("Aotearoha housing", "words=prn-70012&aroha=1"),
    }
    for who, (name, query) in zip(("case_manager", "partner_worker", "officer", "case_manager", "officer"), wanted.values(), strict=True):
        actor = cast.actor(who)
        with cast.reading(who):
            save_view(by=actor, page="referrals", name=name, query=query)
        connection.close()
    agree(cast, ask(cast, cast.person))
    erase()
    assert {name for (name,) in owner.rows("select name from notices_savedview")} == {wanted["other"][0], wanted["part"][0]}


def test_what_waits_to_be_written_of_them_goes_too(cast: Cast, owner: Owner) -> None:
    """By their number, or by a likeness to them; what waits of somebody else stays."""
    asked = ("there by name", "there by number", "nobody", "nobody's number")
    for which in asked:
        ask_for(cast, which)
    run_jobs()
    assert len(owner.rows("select 1 from people_heldrow where state = 'WAITING'")) == len(asked)
    agree(cast, ask(cast, cast.person))
    erase()
    left = str(owner.rows("select said from people_heldrow") + owner.rows("select evidence from people_heldcandidate"))
    assert "Quist" in left and "PRN-9999" in left
    assert "Ngātai" not in left and "PRN-7001" not in left


def test_a_short_word_of_a_name_alone_names_nobody(cast: Cast, owner: Owner) -> None:
    """Somebody called Te Bo Ngā Li: the words stand in many a view that is not about them."""
    owner.change("update people_person set preferred_name = 'Bo', given_names = 'Te Bo', family_name = 'Ngā Li' where id = %s", cast.person)
    owner.change("delete from people_personevent where id = %s", cast.person)
    goes = {"Both": "words=bo+li", "All of it": "words=Bo", "Lī’s own": "state=SENT", "Bo Li, Puke": "state=SENT", "In full": "words=te+bo"}
    stays = {
        "Te Puke": "state=SENT",
        "Ngā Pae housing": "words=housing",
        "Late": "words=li+housing",
        "Bob Lima": "words=bobbi",
        "To be sent": "state=LI-1&sort=te.bo1",
    }
    actor = cast.actor("officer")
    with cast.reading("officer"):
        for name, query in (goes | stays).items():
            save_view(by=actor, page="referrals", name=name, query=query)
    connection.close()
    agree(cast, ask(cast, cast.person))
    erase()
    assert {name for (name,) in owner.rows("select name from notices_savedview")} == set(stays)


def test_what_the_person_is_doing_is_written_first_and_goes_with_the_rest(cast: Cast, owner: Owner) -> None:
    """The erasure waits for a request that is under way in their own account, and is not overtaken by it."""
    agree(cast, ask(cast, cast.person))
    begun, done = threading.Event(), threading.Event()

    def say() -> None:
        person = cast.actor("aroha")
        with reading_as(person.reader):
            begun.set()
            done.wait(1)  # until the erasure stands at the door
            disagree(by=person, about=Ref("people.person", cast.person), words="That is not so.")
        connection.close()

    saying = threading.Thread(target=say)
    saying.start()
    begun.wait(30)
    ((key, _),) = erase()
    done.set()
    saying.join(30)
    assert key == cast.person
    assert owner.rows("select count(*) from people_disagreement") == [(0,)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'disagreement.said'") == [(1,)], "it was written, then erased"
    assert owner.rows("select is_active from accounts_user where id = %s", cast.users["aroha"]) == [(False,)]


def test_what_hangs_on_what_hangs_is_known(owner: Owner) -> None:
    """A table is reached by its own column, or by one step more; with two, the deed would fail at a foreign key."""
    with owner_login():
        whose, near = {one.table for one in erasing.columns()}, {table for table, _ in erasing.hanging()}
        reached = whose | near
        further = {table for table, _, to in erasing.foreign_keys() if to in near and table not in reached}
    connection.close()
    assert further == set()
    assert {"people_merge", "people_need"} <= whose
    assert "notices_noticeread" in near


def test_records_put_together_are_erased_as_one(cast: Cast, owner: Owner) -> None:
    owner.place(
        "insert into people_merge (id, winner_id, loser_id, state, reason, proposed_by_id, proposed_at, part_reason, left_out, account_out, version) "
        "values (%s, %s, %s, 'MERGED', 'x', %s, now(), '', '{}', false, 1)",
        new_id(),
        cast.person,
        cast.other_person,
        cast.users["records"],
    )
    agree(cast, ask(cast, cast.person))
    assert len(erase()) == 1
    assert owner.rows("select id from people_person") == []
    assert owner.rows("select id from people_merge") == []
    assert set(erased.read()) == {cast.person, cast.other_person}


def test_who_may_ask_and_who_may_agree(cast: Cast, owner: Owner) -> None:
    worker = cast.actor("case_manager")
    with reading_as(worker.reader), pytest.raises(NotAllowed):
        actions.ask_erasure(by=worker, person_id=cast.person, why="MISTAKE")
    connection.close()
    auditor = cast.actor("auditor")
    look(cast)
    with reading_as(auditor.reader):
        with pytest.raises(Invalid, match="Nobody's record"):
            actions.ask_erasure(by=auditor, person_id=new_id(), why="MISTAKE")
        with pytest.raises(Invalid, match="Choose why"):
            actions.ask_erasure(by=auditor, person_id=cast.person, why="BORED")
    connection.close()
    disposal = ask(cast, cast.person)
    connection.close()
    with pytest.raises(Refused, match="somebody else"):
        agree(cast, disposal, "auditor")
    connection.close()
    with pytest.raises(Refused, match="asked for already"):
        ask(cast, cast.person)
    connection.close()
    assert erase() == []
    agree(cast, disposal)
    with pytest.raises(Refused, match="approved already"):
        agree(cast, disposal, yes=False)
    connection.close()
    assert [key for key, _ in erase()] == [cast.person]
    with pytest.raises(Refused, match="erased already"), reading_as(auditor.reader):
        actions.ask_erasure(by=auditor, person_id=cast.person, why="MISTAKE")
    connection.close()
    verbs = owner.rows("select verb from audit_auditevent where verb like 'erasure.%%' and %s = any(person_ids) order by at", cast.person)
    assert verbs == [("erasure.asked",), ("erasure.approved",), ("erasure.done",)]


def test_refused_and_taken_back(cast: Cast, owner: Owner) -> None:
    first = ask(cast, cast.person)
    agree(cast, first, yes=False)
    with pytest.raises(Refused, match="refused already"):
        agree(cast, first)
    connection.close()
    second = ask(cast, cast.person)  # it may be asked for again
    agree(cast, second, "auditor", yes=False)
    assert erase() == []
    assert owner.rows("select count(*) from people_person where id = %s", cast.person) == [(1,)]
    with pytest.raises(Exception, match="as it is"), reading_as(cast.actor("privacy_officer").reader):
        Disposal.objects.filter(pk=first.pk).update(refused_by=None, refused_at=None)
    connection.close()


def test_a_court_s_hold_wins(cast: Cast, owner: Owner) -> None:
    privacy = cast.actor("privacy_officer")
    disposal = ask(cast, cast.person)
    with reading_as(privacy.reader):
        hold = actions.place_hold(by=privacy, person_id=cast.person, order_number="CIV-2026-1")
        with pytest.raises(Refused, match="holds the record already"):
            actions.place_hold(by=privacy, person_id=cast.person, order_number="CIV-2026-1")
        with pytest.raises(Refused, match="A court holds"):
            actions.answer_disposal(by=privacy, disposal_id=disposal.pk, agree=True)
        assert Disposal.objects.filter(pk=disposal.pk).update(approved_by_id=privacy.user_id, approved_at=now()) == 1  # past the action
    assert erase() == []
    with reading_as(privacy.reader):
        actions.lift_hold(by=privacy, hold_id=hold.pk)
        with pytest.raises(Refused, match="lifted already"):
            actions.lift_hold(by=privacy, hold_id=hold.pk)
    with reading_as(privacy.reader), pytest.raises(Exception, match="nothing else of it changes"):
        Hold.objects.filter(pk=hold.pk).update(order_number="another")
    connection.close()
    assert [key for key, _ in erase()] == [cast.person]


def test_the_erased_stay_erased(cast: Cast, owner: Owner) -> None:
    """Rows an older backup put back are found before the site opens, and erased again."""
    person = {name: owner.rows(f"select * from {name}") for name in ("people_person",)}
    assert erasing.back() == []
    agree(cast, ask(cast, cast.person))
    assert len(erase()) == 1
    assert erased.read() == [cast.person]
    erasing.refuse_the_erased()
    connection.close()
    (row,) = [row for row in person["people_person"] if cast.person in row]
    owner.place(f"insert into people_person values ({', '.join(['%s'] * len(row))})", *row)
    with pytest.raises(ConfigError, match="1 erased record is back"):
        erasing.refuse_the_erased()
    connection.close()
    with owner_login():
        assert [key for key, _ in erasing.erase_again()] == [cast.person]
        assert erasing.erase_again() == []
    connection.close()
    assert owner.rows("select count(*) from people_person where id = %s", cast.person) == [(0,)]


@pytest.mark.parametrize("spoilt", ["nonsense\n", "{}\n", '{"person": "x"}\n', ""])
def test_a_spoilt_file_is_said_and_never_read_as_less(cast: Cast, spoilt: str) -> None:
    erased.add(cast.person)
    file = erased.path()
    whole = file.read_text()
    file.write_text(spoilt + whole if spoilt else whole.replace(str(cast.person), str(cast.other_person)))
    with pytest.raises(ConfigError, match="Line 1"):
        erasing.back()
    connection.close()


def test_pages(cast: Cast, owner: Owner) -> None:
    look(cast)
    auditor, privacy = cast.client("auditor"), cast.client("privacy_officer")
    wrong = auditor.post("/audit/records/", {"person": str(new_id()), "why": "MISTAKE"})
    assert "Nobody&#x27;s record has this key" in wrong.content.decode()
    assert auditor.post("/audit/records/", {"person": str(cast.person), "why": "MISTAKE"}).status_code == 302
    (disposal,) = owner.rows("select id from audit_disposal")[0]
    assert "Take back<span" in auditor.get("/audit/records/").content.decode()
    page = privacy.get("/audit/records/").content.decode()
    assert "Refuse<span" in page
    assert "Approve<span" in page
    assert "hold-person" in privacy.post("/audit/records/hold/", {"hold-person": "x", "hold-order_number": ""}).content.decode()
    assert privacy.post("/audit/records/hold/", {"hold-person": str(cast.person), "hold-order_number": "CIV-2"}).status_code == 302
    assert privacy.post(f"/audit/retention/approve/{disposal}/").status_code == 409
    (hold,) = owner.rows("select id from audit_hold")[0]
    assert "Lift the hold" in auditor.get("/audit/records/").content.decode()
    assert auditor.post(f"/audit/records/lift/{hold}/").status_code == 302
    assert privacy.post(f"/audit/retention/approve/{disposal}/").status_code == 302
    assert len(erase()) == 1
    assert "rows</td>" in auditor.get("/audit/records/").content.decode()
    assert privacy.post(f"/audit/retention/refuse/{disposal}/").status_code == 409
