"""Row-level security, from the database's own mouth."""

from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.accounts.models import Membership
from throughcare.common.clock import today
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import NOBODY, reading_as
from throughcare.config.protect import tables
from throughcare.people.models import Disagreement, Identifier, Involvement, Need, Person, Whereabouts


def test_the_suite_runs_as_the_application_login_and_that_login_is_bound(owner: Owner) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("throughcare_app", False, False, False, False)
        cursor.execute("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = current_user")
        assert cursor.fetchone() == (0,)


def test_every_table_declares_its_class_and_has_forced_row_security(owner: Owner) -> None:
    assert set(tables()) == set(REGISTRY.rules)
    bare = owner.rows(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p') and not (relrowsecurity and relforcerowsecurity)"
    )
    assert bare == []


def test_a_day_is_the_sites_day_in_any_session(owner: Owner) -> None:
    """One of these two zones always has another date than the site."""
    days = set()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('TimeZone', %s, true)", [zone])
            cursor.execute("select throughcare.today(), current_date")
            day, elsewhere = cursor.fetchone()
            assert day == today()
            days.add(elsewhere)
    assert len(days) == 2
    asking = owner.rows(
        "select proname from pg_proc where prosrc ~* 'current_date|now\\(\\)::date' and pronamespace = 'throughcare'::regnamespace "
        "union all select policyname from pg_policies where concat(qual, with_check) ~* 'current_date'"
    )
    assert asking == []


@pytest.mark.parametrize(
    "table", sorted(name for name, rule in REGISTRY.rules.items() if rule.kind in ("personal", "partner-confidential", "identity", "audit"))
)
def test_with_no_reader_set_a_protected_table_yields_nothing(cast: Cast, owner: Owner, table: str) -> None:
    with reading_as(NOBODY), connection.cursor() as cursor:
        if REGISTRY.rules[table].see is None:
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute(f'select 1 from "{table}"')
            return
        cursor.execute(f'select count(*) from "{table}"')
        assert cursor.fetchone() == (0,)


def test_the_rows_are_there_so_the_empty_answers_mean_something(cast: Cast, owner: Owner) -> None:
    for table in (
        "people_person",
        "people_personevent",
        "people_need",
        "people_needevent",
        "people_involvement",
        "accounts_user",
        "accounts_membership",
    ):
        assert owner.rows(f"select count(*) from {table}")[0][0], table


def test_an_officer_sees_their_office_and_nobody_else(cast: Cast) -> None:
    with cast.reading("officer"):
        assert [p.id for p in Person.objects.all()] == [cast.person]
        assert [n.person_id for n in Need.objects.all()] == [cast.person]
    with cast.reading("other_officer"):
        assert [p.id for p in Person.objects.all()] == [cast.other_person]
    with cast.reading("partner_worker"):
        assert not Person.objects.exists()


def test_the_state_trigger_works_as_the_application_login(cast: Cast) -> None:
    with cast.reading("case_manager"):
        assert Need.objects.filter(pk=cast.need).update(status="MET") == 1
    with pytest.raises(Exception, match="Invalid transition"), cast.reading("case_manager"):
        Need.objects.filter(pk=cast.need).update(status="NOT_STARTED")


def test_an_involvement_can_not_be_widened_or_lengthened(cast: Cast) -> None:
    for change in (
        "compartments = compartments || '{C6}'",
        "starts_at = starts_at - interval '1 day'",
        f"team_id = '{cast.teams['puke']}'",
    ):
        with pytest.raises(Exception, match="only be ended"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update people_involvement set {change}")


def test_nobody_involves_their_team_wider_than_they_see(cast: Cast) -> None:
    sql = (
        "insert into people_involvement (id, person_id, team_id, by_id, because_kind, compartments, starts_at) "
        "values (gen_random_uuid(), %s, %s, throughcare.reader(), 'x', %s, now())"
    )
    for name, person, compartments in (
        ("case_manager", cast.other_person, ["C1"]),
        ("case_manager", cast.person, ["C1", "C6"]),
        ("partner_worker", cast.person, ["C1"]),
    ):
        with pytest.raises(Exception, match="row-level security"), cast.reading(name), connection.cursor() as cursor:
            cursor.execute(sql, [person, cast.teams["awa"], compartments])


def test_a_team_without_the_role_opens_no_record(cast: Cast) -> None:
    with reading_as(SYSTEM):
        Membership.objects.filter(user_id=cast.users["volunteer"]).update(team_id=cast.teams["awa"])
    with cast.reading("volunteer"):
        for model in (Person, Need, Identifier, Whereabouts, Involvement):
            assert not model.objects.exists(), model
        assert Involvement.objects.update(because_kind="x") == 0
    insert = (
        "insert into people_involvement (id, person_id, team_id, by_id, because_kind, compartments, starts_at) "
        "values (%s, %s, %s, throughcare.reader(), 'x', '{}', now())"
    )
    with pytest.raises(Exception, match="row-level security"), cast.reading("volunteer"), connection.cursor() as cursor:
        cursor.execute(insert, [uuid4(), cast.person, cast.teams["mana"]])


@pytest.mark.parametrize("table", sorted(name for name in REGISTRY.rules if name.endswith("event") and name != "audit_auditevent"))
def test_nobody_writes_history_by_hand(cast: Cast, owner: Owner, table: str) -> None:
    """Not even a copy of a row that is there, and not even a system actor."""
    assert owner.rows("select 1 from information_schema.columns where table_name = %s and column_name = 'pgh_obj_id'", table)
    for verb in (f"insert into {table} (pgh_label) values ('x')", f"update {table} set pgh_label = 'x'", f"delete from {table}"):
        with pytest.raises(Exception, match="permission denied"), reading_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(verb)


def test_a_temporary_table_takes_no_history_away(cast: Cast, owner: Owner) -> None:
    count = "select count(*) from people_needevent"
    ((before,),) = owner.rows(count)
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute("create temporary table people_needevent (like public.people_needevent) on commit drop")
        cursor.execute("update people_need set note = 'changed quietly' where id = %s", [cast.need])
    assert isinstance(before, int)
    assert owner.rows(count) == [(before + 1,)]


def test_a_history_trigger_can_be_hung_on_no_other_table(cast: Cast, owner: Owner) -> None:
    functions = owner.rows("select proname, prosecdef from pg_proc where proname like 'pgtrigger\\_insert\\_insert%%'")
    assert functions
    for name, as_owner in functions:
        assert as_owner
        with pytest.raises(Exception, match="permission denied for function"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("create temporary table mine (id uuid) on commit drop")
            cursor.execute(
                f"create trigger forged after insert on mine referencing new table as new_values for each statement execute function {name}()"
            )


def test_no_triggers_function_can_be_called_for(owner: Owner) -> None:
    asked = """select n.nspname, p.oid::regprocedure::text, has_function_privilege('throughcare_app', p.oid, 'execute')
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prorettype = 'trigger'::regtype and n.nspname !~ '^pg_'"""
    found = owner.rows(asked)
    assert {schema for schema, *_ in found} == {"public", "throughcare"}
    assert [name for _, name, may_call in found if may_call] == []


def _forge(account: UUID) -> None:
    """Has a trigger of ours delete, as the owner, the keys of the account whose id stands in a row made up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temporary table mine on commit drop as select %s::uuid as id", [account])
        cursor.execute("create trigger forged after delete on mine for each row execute function throughcare.match_account()")
        cursor.execute("delete from mine")


def test_a_trigger_of_a_sealed_table_can_be_hung_on_no_table_of_ones_own(cast: Cast, owner: Owner) -> None:
    keys = "select count(*) from people_matchkey where user_id = %s"
    mine, others = cast.users["officer"], cast.users["volunteer"]
    ((before,),) = owner.rows(keys, mine)
    assert before
    with pytest.raises(Exception, match="permission denied for function"):
        _forge(mine)
    assert owner.rows(keys, mine) == [(before,)] != owner.rows(keys, uuid4())
    # Planted: with the right to name it, it does.
    owner.change("grant execute on function throughcare.match_account() to throughcare_app")
    try:
        _forge(others)
    finally:
        owner.change("revoke execute on function throughcare.match_account() from throughcare_app")
    assert owner.rows(keys, others) == [(0,)]


DISAGREE = (
    "insert into people_disagreement (id, person_id, about_kind, about_id, words, at, answer, answered_by_id, answered_at) "
    "values (%s, %s, 'people.person', %s, 'No', now(), %s, %s, case when %s then now() end)"
)


def test_only_the_person_disagrees_and_not_with_an_answer(cast: Cast) -> None:
    for name, answer, by in (
        ("aroha", "We agree, sorry", "case_manager"),
        ("aroha", "We agree, sorry", None),
        ("aroha", "", "case_manager"),
        ("case_manager", "", None),
    ):
        values: list[str | bool | UUID | None] = [uuid4(), cast.person, cast.person, answer, cast.users[by] if by else None, by is not None]
        with pytest.raises(Exception, match="alone says"), cast.reading(name), connection.cursor() as cursor:
            cursor.execute(DISAGREE, values)
    with cast.reading("aroha"), connection.cursor() as cursor:
        cursor.execute(DISAGREE, [uuid4(), cast.person, cast.person, "", None, False])


def test_the_words_stay_and_are_answered_once_by_the_reader(cast: Cast) -> None:
    with cast.reading("aroha"), connection.cursor() as cursor:
        cursor.execute(DISAGREE, [uuid4(), cast.person, cast.person, "", None, False])
    answer = "answer = 'Noted', answered_at = now(), answered_by_id = throughcare.reader()"
    for change in (
        "words = 'all is fine'",
        f"words = 'all is fine', {answer}",
        f"about_id = gen_random_uuid(), {answer}",
        f"answer = 'Noted', answered_at = now(), answered_by_id = '{cast.users['officer']}'",
    ):
        with pytest.raises(Exception, match="answered once"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update people_disagreement set {change}")
    with cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(f"update people_disagreement set {answer}")
    with pytest.raises(Exception, match="answered once"), cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(f"update people_disagreement set {answer}")
    with cast.reading("aroha"):
        assert list(Disagreement.objects.values_list("words", "answer")) == [("No", "Noted")]


def test_what_a_reason_opened_is_found_by_key(owner: Owner) -> None:
    assert owner.rows("select 1 from pg_indexes where indexname = 'people_involvement_because' and indexdef like '%%(because_id, team_id)'")


def test_nobody_unknown_writes_a_notice(cast: Cast) -> None:
    insert = "insert into notices_notice (id, user_id, kind, about_kind, about_id, created_at) values (%s, %s, 'x', 'x', %s, now())"
    values = [uuid4(), cast.users["case_manager"], uuid4()]
    with pytest.raises(Exception, match="row-level security"), reading_as(NOBODY), connection.cursor() as cursor:
        cursor.execute(insert, values)


def test_what_is_made_confidential_is_so_in_its_past(cast: Cast) -> None:
    def seen(name: str) -> list[int]:
        counts = []
        with cast.reading(name), connection.cursor() as cursor:
            for table in ("location", "locationevent", "service", "serviceevent"):
                cursor.execute(f"select count(*) from services_{table}")
                counts.append(cursor.fetchone()[0])
        return counts

    assert all(seen("employer"))
    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("update services_location set confidential = true")
        cursor.execute("update services_service set confidential = true where id = %s", [cast.service])
    # The employer contact is of Kete, whose own house it still sees, with its past.
    assert seen("employer") == [1, 2, 1, 1]
    assert seen("officer") == [0, 0, 1, 1]
    assert seen("partnership_manager") == [2, 4, 2, 3]
