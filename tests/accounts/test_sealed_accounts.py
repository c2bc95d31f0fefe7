"""Accounts, roles and what each allows, tried by raw SQL as the application's login."""

from typing import Any

import pytest
from django.db import Error, connection

from tests.cast import Cast
from tests.database import Owner


def _run(cast: Cast, who: str, sql: str, *values: Any) -> int:
    with cast.reading(who), connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return int(cursor.rowcount)


_GIVE = (
    "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (gen_random_uuid(), %s, %s, %s, throughcare.today())"
)


def test_an_administrator_gives_roles_to_others_and_none_to_themselves(cast: Cast) -> None:
    with pytest.raises(Error, match="row-level security"):
        _run(cast, "administrator", _GIVE, cast.users["administrator"], cast.teams["awa"], "case_manager")
    assert _run(cast, "administrator", _GIVE, cast.users["volunteer"], cast.teams["awa"], "case_manager") == 1
    move = "update accounts_membership set role_id = 'case_manager' where user_id = %s"
    assert _run(cast, "administrator", move, cast.users["administrator"]) == 0
    with pytest.raises(Error, match="row-level security"):
        _run(cast, "administrator", "update accounts_membership set user_id = %s where user_id = %s", *_both(cast))


def _both(cast: Cast) -> tuple[object, object]:
    return cast.users["administrator"], cast.users["volunteer"]


def test_nobody_changes_what_a_role_allows(cast: Cast) -> None:
    with pytest.raises(Error, match="permission denied"):
        _run(
            cast,
            "administrator",
            "insert into accounts_rolepermission (id, role_id, permission) values (gen_random_uuid(), 'administrator', 'person.view')",
        )


@pytest.mark.parametrize("change", ["email = 'a@example.test'", "name = 'Chief'", "is_active = true"])
def test_nobody_opens_or_renames_their_own_account(cast: Cast, owner: Owner, change: str) -> None:
    owner.change("update accounts_user set is_active = false where id = any(%s)", [cast.users["volunteer"]])
    with pytest.raises(Error, match="an administrator changes"):
        _run(cast, "volunteer", f"update accounts_user set {change} where id = %s", cast.users["volunteer"])


def test_a_password_is_its_owners_to_set(cast: Cast) -> None:
    other = cast.users["volunteer"]
    assert _run(cast, "administrator", "update accounts_user set password = 'x' where id = %s", other) == 0
    assert _run(cast, "volunteer", "update accounts_user set password = 'y', last_login = now() where id = %s", other) == 1


def test_nobody_claims_anothers_address(cast: Cast) -> None:
    add = 'insert into account_emailaddress (user_id, email, verified, "primary") values (%s, %s, false, false)'
    with pytest.raises(Error, match="row-level security"):
        _run(cast, "volunteer", add, cast.users["volunteer"], "case_manager@example.test")
    assert _run(cast, "volunteer", add, cast.users["volunteer"], "volunteer@example.test") == 1


@pytest.mark.parametrize("table", ["django_migrations", "pghistory_context"])
def test_the_machinery_is_read_only(cast: Cast, table: str) -> None:
    with pytest.raises(Error, match="permission denied"):
        _run(cast, "administrator", f"delete from {table}")
