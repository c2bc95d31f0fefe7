"""Row-level security, from the database's own mouth."""

import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import NOBODY, reading_as
from throughcare.config.protect import tables
from throughcare.people.models import Need, Person


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
    sql = "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) values (gen_random_uuid(), %s, %s, 'x', %s, now())"
    for name, person, compartments in (
        ("case_manager", cast.other_person, ["C1"]),
        ("case_manager", cast.person, ["C1", "C6"]),
        ("partner_worker", cast.person, ["C1"]),
    ):
        with pytest.raises(Exception, match="row-level security"), cast.reading(name), connection.cursor() as cursor:
            cursor.execute(sql, [person, cast.teams["awa"], compartments])
