"""What every policy asks of the reader is looked up once a transaction, and never about somebody else or of another time."""

import re
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import NOBODY, Reader, become, reading_as

_ASK = (
    "select throughcare.looked_up(), throughcare.my_teams(), throughcare.may('person.view'), throughcare.my_person(), throughcare.keeps(%s)"
)
_READ = "select throughcare.my_teams_read(), 'person.view' = any(throughcare.my_permissions_read()), throughcare.my_person_read()"


def asked(sql: str, *values: Any) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[object, ...] = cursor.fetchone()
        return row


@pytest.mark.parametrize("role", ["case_manager", "partner_worker", "aroha", "officer"])
def test_what_was_looked_up_is_what_a_look_would_say(cast: Cast, role: str) -> None:
    with reading_as(cast.actor(role).reader):
        stands, *kept = asked(_ASK, cast.person)
        assert stands
        assert kept[:3] == list(asked(_READ))
        assert kept[3] is False


def test_nobody_stands_and_a_reader_set_by_hand_is_looked_up_anew(cast: Cast) -> None:
    manager, worker = cast.actor("case_manager"), cast.actor("partner_worker")
    with transaction.atomic():
        become(manager.reader)
        assert asked(_ASK, cast.person)[1] == list(manager.teams)
        asked("select set_config('throughcare.reader', %s, true)", str(worker.user_id))
        assert asked(_ASK, cast.person)[:3] == (False, list(worker.teams), False)
        become(NOBODY)
        assert asked(_ASK, cast.person) == (False, [], False, None, False)
        become(Reader(user_id=worker.user_id))
        assert asked(_ASK, cast.person)[:2] == (True, list(worker.teams))
    with transaction.atomic():
        assert asked(_ASK, cast.person)[0] is False, "the next transaction knows nothing of the last"


_CHANGES = {
    "accounts_membership": "update accounts_membership set ends_on = '2020-01-01', starts_on = '2019-01-01' where user_id = %(user)s",
    "accounts_rolepermission": "delete from accounts_rolepermission where permission = 'person.view'",
    "accounts_user": "update accounts_user set is_active = false where id = %(user)s",
    "people_limit": """insert into people_limit (id, person_id, kind, users, reason, words, starts_at, withheld, made_at, lift_why, version)
        values (%(id)s, %(person)s, 'EXCLUSION', array[%(user)s]::uuid[], 'KNOWN', 'x', now(), '', now(), '', 1)""",
}


def _ended(cast: Cast) -> dict[str, tuple[str, dict[str, object]]]:
    """What takes a case manager's sight of the person away, and by what."""
    values: dict[str, object] = {"user": cast.users["case_manager"], "person": cast.person, "id": new_id(), "other": new_id()}
    restricted = """insert into people_limit (id, person_id, kind, users, reason, words, starts_at, withheld, made_at, lift_why, version)
        values (%(id)s, %(person)s, 'RESTRICTION', array[%(other)s]::uuid[], 'KNOWN', 'x', now(), '', now(), '', 1)"""
    return {
        "people_involvement": ("update people_involvement set ends_at = now() where person_id = %(person)s", values),
        "people_limit": (restricted, values),
        "accounts_membership": (_CHANGES["accounts_membership"], values),
    }


@pytest.mark.parametrize("table", ["accounts_membership", "people_involvement", "people_limit"])
def test_what_was_remembered_of_a_person_is_forgotten_with_what_it_stands_on(cast: Cast, owner: Owner, table: str) -> None:
    """Found open twice, the second time by what the transaction remembers; then not, and after a savepoint's end as it was before it."""
    sees = (
        "select throughcare.shows(%s, 'C1'), not throughcare.unrestricted(%s), strpos(current_setting('throughcare.opened', true), %s) > 0"
    )
    user, asks = str(cast.users["case_manager"]), [cast.person, cast.person, f" {cast.person},C1,"]
    with owner.session.transaction(force_rollback=True):
        be = "select set_config('throughcare.reader', %s, true)"
        owner.session.execute(be, [user])
        owner.session.execute("select throughcare.stand()")
        assert [owner.rows(sees, *asks)[0] for _ in range(2)] == [(True, False, True)] * 2
        with owner.session.transaction(force_rollback=True):
            owner.session.execute(be, [""])  # a reader may change none of these
            statement, values = _ended(cast)[table]
            assert owner.session.execute(statement, values).rowcount > 0
            owner.session.execute(be, [user])
            assert owner.rows(sees, *asks)[0][:2] == (False, table == "people_limit")
            owner.session.execute("select throughcare.stand()")
            assert owner.rows(sees, *asks)[0] == (False, table == "people_limit", False), "nor is it remembered by who stands anew"
        assert owner.rows(sees, *asks)[0] == (True, False, True)


def test_what_is_remembered_is_one_readers_and_one_compartments(cast: Cast, owner: Owner) -> None:
    manager, worker = (str(cast.users[role]) for role in ("case_manager", "partner_worker"))
    with owner.session.transaction(force_rollback=True):
        asked_as = "select set_config('throughcare.reader', %s, true)"
        owner.session.execute(asked_as, [manager])
        owner.session.execute("select throughcare.stand()")
        opens = "select throughcare.shows(%s, 'C1'), throughcare.shows(%s, 'C99'), throughcare.shows(%s, 'C')"
        assert owner.rows(opens, *[cast.person] * 3)[0] == (True, False, False)
        owner.session.execute(asked_as, [worker])
        assert owner.rows(opens, *[cast.person] * 3)[0] == (False, False, False), "set by hand: what another found counts for nothing"
        owner.session.execute("select throughcare.stand()")
        assert owner.rows(opens, *[cast.person] * 3)[0] == (False, False, False)
        owner.session.execute(asked_as, [manager])
        assert owner.rows(opens, *[cast.person] * 3)[0] == (True, False, False)
        owner.session.execute(asked_as, [worker])
        owner.session.execute("select throughcare.stand()")
        owner.session.execute(asked_as, [manager])
        assert owner.rows(opens, *[cast.person] * 3)[0] == (True, False, False), "found, but not kept: it is the worker who stands"
        assert owner.rows("select current_setting('throughcare.opened', true)") == [("",)]


def test_what_is_written_is_asked_anew_of_each_row() -> None:
    """Nothing a transaction remembers lets anybody write; what it lets them see it may."""
    remembering = re.compile(r"throughcare\.(shows|unrestricted)\(")
    for table, rule in REGISTRY.rules.items():
        written = " ".join(filter(None, (rule.add, rule.change, rule.delete)))
        assert not remembering.search(written), table
    assert all(remembering.search(REGISTRY.rules[table].see or "") for table in REGISTRY.personal)


def test_what_was_ended_meanwhile_is_seen_to_the_end_of_the_page_and_written_no_more(cast: Cast, owner: Owner) -> None:
    """As a right taken away is, by another transaction, while one runs (decisions 26 and 31)."""
    need = "select count(*) from people_need where person_id = %s"
    change = "update people_need set version = version where person_id = %s"
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(need, [cast.person])
        assert cursor.fetchone() == (1,)
        cursor.execute(change, [cast.person])
        assert cursor.rowcount == 1
        owner.place(
            "update people_involvement set ends_at = starts_at where person_id = %s and team_id = %s", cast.person, cast.teams["awa"]
        )
        cursor.execute(need, [cast.person])
        assert cursor.fetchone() == (1,)
        cursor.execute(change, [cast.person])
        assert cursor.rowcount == 0
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(need, [cast.person])
        assert cursor.fetchone() == (0,)


def test_policies_of_before_are_asked_anew_until_they_are_made_again(cast: Cast, owner: Owner) -> None:
    """Functions are made first and each table's policies after: what stood there asks `kept`, which is put no more, and may have been before."""
    before = (
        "select (case when (select throughcare.stands()) then strpos((select current_setting('throughcare.kept', true)), %s::text) = 0 "
        "else %s <> all((select throughcare.kept_read())::uuid[]) end), %s <> all(throughcare.kept())"
    )
    user = cast.users["case_manager"]
    statement, values = _CHANGES["people_limit"], {"user": user, "person": cast.person, "id": new_id()}
    restricted = _ended(cast)["people_limit"]
    for kept, change in (([True, True], None), ([False, False], (statement, values)), ([False, False], restricted)):
        with owner.session.transaction(force_rollback=True):
            if change:
                owner.session.execute(*change)
            owner.session.execute(
                "select set_config('throughcare.kept', '', true), set_config('throughcare.reader', %s, true)", [str(user)]
            )
            owner.session.execute("select throughcare.stand()")
            assert list(owner.rows(before, *[cast.person] * 3)[0]) == kept
            assert owner.rows("select throughcare.keeps(%s)", cast.person) == [(not kept[0],)]
            owner.session.execute("select set_config('throughcare.excluded', '', true)")
            assert owner.rows("select throughcare.keeps(%s)", cast.person) == [(True,)], "what nobody looked up shows nothing"


def test_no_more_is_remembered_than_is_quick_to_look_through(cast: Cast, owner: Owner) -> None:
    with owner.session.transaction(force_rollback=True):
        owner.session.execute("select set_config('throughcare.reader', %s, true)", [str(cast.users["case_manager"])])
        owner.session.execute("select throughcare.stand()")
        owner.session.execute("select count(throughcare.unrestricted(gen_random_uuid())) from generate_series(1, 1000)")
        ((kept,),) = owner.rows("select length(current_setting('throughcare.unrestricted', true))")
        assert 5000 < int(str(kept)) < 7000
        assert owner.rows("select throughcare.shows(%s, 'C1')", cast.person)[0] == (True,)


@pytest.mark.parametrize("table", sorted(_CHANGES))
def test_a_change_within_the_transaction_counts_at_once(cast: Cast, owner: Owner, table: str) -> None:
    user = cast.users["case_manager"]
    with owner.session.transaction(force_rollback=True):
        be = "select set_config('throughcare.reader', %s, true)"
        owner.session.execute(be, [str(user)])
        owner.session.execute("select throughcare.stand()")
        (before,) = owner.rows(_ASK, cast.person)
        assert (before[0], before[2], before[4]) == (True, True, False)
        owner.session.execute(be, [""])  # a reader may change none of these
        assert owner.session.execute(_CHANGES[table], {"user": user, "person": cast.person, "id": new_id()}).rowcount > 0
        owner.session.execute(be, [str(user)])
        (after,) = owner.rows(_ASK, cast.person)
        assert not after[0]
        assert after[1:] != before[1:]


def test_every_table_a_look_reads_makes_it_forgotten(owner: Owner) -> None:
    texts = dict(REGISTRY.functions)

    def reads(name: str) -> set[str]:
        text = texts[name]
        found = set(re.findall(r"\b(?:from|join) ((?:accounts|people)_\w+)", text))
        return found.union(*(reads(called) for called in re.findall(r"throughcare\.(\w+)\(\)", text) if called in texts and called != name))

    for name, one in REGISTRY.standing.items():
        assert reads(f"{name}_read") <= set(one.of), name
    conflicts = {"people_conflict", "people_limit", "people_matchkey", "people_ownaccount"}
    assert reads("excluded_read") == conflicts, "a table that one function reads for another is found too"
    # What is remembered of single persons is forgotten with what it was found by.
    remembering = {name for name in texts if "said := set_config('throughcare." in texts[name]}
    assert remembering == {"found_open", "found_unrestricted"}
    for name in ("opens", "found_open"):
        assert reads(name) - {"accounts_user", "accounts_rolepermission"} <= set(REGISTRY.remembered["opened"])
    assert reads("restricted") - {"accounts_user"} <= set(REGISTRY.remembered["unrestricted"])
    assert set(REGISTRY.remembered["opened"]) >= {"people_involvement", *REGISTRY.remembered["unrestricted"]}
    any_of = {table for of in (*(one.of for one in REGISTRY.standing.values()), *REGISTRY.remembered.values()) for table in of}
    there = owner.rows(
        "select tgrelid::regclass::text, tgname from pg_trigger where tgname in ('standing', 'remembered') and tgenabled = 'O'"
    )
    assert {str(table) for table, _ in there} == any_of
    assert {str(table) for table, trigger in there if trigger == "remembered"} == {"people_involvement"}, "the rest still stands"
