"""An access key is worth its scopes and nothing else: it opens no page, no session, no further key (the class of CVE-2023-31139), and what
it may not read it is not told in another way (CVE-2023-32060).
"""

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.database import Owner
from tests.matrix.table import OPERATIONS, PAGES, Row
from tests.matrix.test_versions import SIDE, operation
from tests.matrix.walk import FORM, address, allowed
from tests.matrix.world import World
from throughcare.accounts.backends import AccessKey
from throughcare.accounts.models import ApiToken
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX, digest_of
from throughcare.common.clock import now

SESSION = settings.SESSION_COOKIE_NAME


def key_with(world: World, name: str, scopes: set[str]) -> dict[str, str]:
    """The header of a key of these scopes."""
    text = KEY_PREFIX + secrets.token_urlsafe(32)
    with world.cast.reading(name):
        fields = {"name": "narrow", "scopes": sorted(scopes), "expires_at": now() + timedelta(days=1)}
        ApiToken.objects.create(user_id=world.cast.users[name], digest=digest_of(text), **fields)
    connection.close()
    return {"Authorization": f"Bearer {text}"}


def asked(world: World, row: Row, key: dict[str, str]) -> Any:
    ids = world.ids[SIDE.name]
    body = (
        {} if row.body is None or 422 in row.ok else {k: str(ids.get(str(v), v)) if isinstance(v, str) else v for k, v in row.body.items()}
    )
    headers = {**key, "If-Match": '"99999"'}
    return Client().generic(row.name.split()[0], address(row, ids), json.dumps(body), "application/json", headers=headers)


def permissions_of(row: Row) -> set[str]:
    """Those of which one is needed."""
    policies = [auth for auth in operation(row.name).auth_callbacks if isinstance(auth, AccessKey)]
    return {permission.value for policy in policies for permission in policy.permissions}


def opens(answer: Any, nobody: Any) -> str:
    """What is wrong with a page's answer to a key: anything that somebody without one does not get."""
    if SESSION in answer.cookies and answer.cookies[SESSION].value and SESSION not in nobody.cookies:
        return "a session was made"
    same = (answer.status_code, answer.get("Location")) == (nobody.status_code, nobody.get("Location"))
    return "" if same else f"{answer.status_code} instead of {nobody.status_code}"


@pytest.mark.parametrize("name", ["administrator", "case_manager", "aroha"])
def test_no_page_takes_a_key_and_no_route_makes_a_session_of_one(world: World, owner_of_world: Owner, name: str) -> None:
    key, ids = world.key(name), world.ids[SIDE.name]
    # A page that sends nobody away to log in, with where they wanted to go, begins a session of nobody's: it does so for a key too.
    count = "select (select count(*) from accounts_session where user_id is not null), (select count(*) from accounts_apitoken)"
    before = owner_of_world.rows(count)
    found = []
    for row in PAGES:
        where = address(row, ids)
        for method, sent in (("get", None), ("post", {**FORM, "name": "more", "scopes": ["user.manage"], "days": "30"})):
            nobody = getattr(Client(raise_request_exception=False), method)(where, sent)
            answer = getattr(Client(raise_request_exception=False), method)(where, sent, headers=key)
            if wrong := opens(answer, nobody):
                found.append(f"{method} {where}: {wrong}")
    print(f"T20: {len(PAGES)} pages read and sent with a key of {name}: {len(found)} answered another way than to nobody")
    assert not found, "\n".join(found)
    assert owner_of_world.rows(count) == before, "a session or a key was made"


@pytest.fixture
def owner_of_world(_worker_database: Owner) -> Owner:
    """To count by; the world stays as it is."""
    return _worker_database


def test_no_operation_sets_a_cookie_or_makes_a_key(world: World, owner_of_world: Owner) -> None:
    before = owner_of_world.rows("select (select count(*) from accounts_session), count(*) from accounts_apitoken")
    keys = {}
    for row in OPERATIONS:
        who = min(allowed(row, SIDE) or {"administrator"})
        if who not in keys:
            keys[who] = world.key(who)
        answer = asked(world, row, keys[who])
        assert not answer.cookies and KEY_PREFIX.encode() not in answer.content, row
    ((sessions, tokens),) = owner_of_world.rows("select (select count(*) from accounts_session), count(*) from accounts_apitoken")
    ((had, tokens_had),) = before
    print(f"T20: {len(OPERATIONS)} operations: 0 cookies, {int(str(sessions)) - int(str(had))} sessions made")
    assert (sessions, tokens) == (had, tokens_had + len(keys)), "an operation made a session or a key"  # type: ignore[operator]  # counts


def test_what_the_scopes_of_a_key_do_not_name_is_not_there(world: World) -> None:
    """Every operation, by a key of somebody who may, with all scopes but its own."""
    every = {permission.value for permission in Permission}
    narrow = 0
    for row in OPERATIONS:
        who, needed = min(allowed(row, SIDE) or {""}), permissions_of(row)
        if not who or not needed:
            continue
        narrow += 1
        others = asked(world, row, key_with(world, who, every - needed))
        assert others.status_code == 404, f"{row} did without its scope: {others.status_code}"
    print(f"T20: {narrow} operations by a key of all scopes but their own: {narrow} times 404")
    assert narrow > 30


def test_the_checks_see_a_session_and_an_open_page(world: World) -> None:
    """Planted: the answers to somebody logged in, held against nobody's."""
    logged_in = world.cast.client("officer")
    nobody = Client().get("/people/")
    assert opens(logged_in.get("/people/"), nobody)
    minted = Client().get("/people/")
    minted.cookies[SESSION] = "minted"
    assert opens(minted, nobody) == "a session was made"
