"""Nobody learns which accounts, links and keys there are: not by what is answered, not by the work it takes, not by the time (T18)."""

import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.accounts.openid_provider import Provider
from tests.accounts.test_log_in import HASHED
from tests.accounts.test_openid import arrive
from tests.accounts.test_openid import provider as provider
from tests.accounts.test_second_step import Passkey, log_in_with
from tests.cast import Cast
from tests.database import Owner
from tests.matrix.test_timing import LIMIT, half_width, timed
from tests.notices.jobs import run_jobs
from tests.people.test_rest import Api
from throughcare.accounts.actions.inviting import send_invitation
from throughcare.accounts.actors import system_actor
from throughcare.accounts.queries import digest_of
from throughcare.common.ids import new_id
from throughcare.common.mail import MailNotSent
from throughcare.common.reader import reading_as
from throughcare.people.actions import limits

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
EACH = int(os.environ.get("THROUGHCARE_TEST_TIMED", "2000"))  # of what is there, and of what is not
MORE = {"log in": 1, "reset": 1}  # statements one of the two may take more: a known account's mail is put in the queue by one of its own
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
NO_LIMITS = override_settings(ACCOUNT_RATE_LIMITS={}, MFA_RATE_LIMITS=False)
_CHANGING = re.compile(rb'(name="csrf(?:-token|middlewaretoken)" (?:content|value)=|nonce=|"challenge": |"request_id": )"[^"]*"')


@dataclass
class Stage:
    """The doors that take a name from whoever stands before them. `known`: what is named is there; `number` makes each name new."""

    cast: Cast
    owner: Owner
    manager: Client = field(init=False)
    limiting: Api = field(init=False)
    closed: str = "volunteer@example.test"

    def __post_init__(self) -> None:
        owner, users = self.owner, self.cast.users
        owner.change("update accounts_user set password = %s", HASHED)
        self.manager = self.cast.client("team_manager")
        self.limiting = Api(self.cast, "team_manager", ["limit.set", "person.view"])
        owner.place(
            "insert into accounts_apitoken (id, user_id, name, digest, scopes, created_at, expires_at, revoked_at) values (%s, %s, 'x', %s, '{directory.view}', now(), now() + interval '1 day', now())",
            new_id(),
            users["officer"],
            digest_of(REVOKED),
        )
        owner.place(
            "insert into accounts_invitation (id, team_id, role_id, email, name, made_at, expires_at, digest, withdrawn_at) values (%s, %s, 'case_manager', 'x@example.test', 'x', now(), now() + interval '1 day', %s, now())",
            new_id(),
            self.cast.teams["awa"],
            digest_of(WITHDRAWN),
        )

    def email(self, known: bool, number: int) -> str:
        return "officer@example.test" if known else f"no{number:05d}@example.test"

    def log_in(self, known: bool, number: int) -> Any:
        return Client().post("/account/login/", {"login": self.email(known, number), "password": "not the password at all"})

    def reset(self, known: bool, number: int) -> Any:
        return Client().post("/account/password/reset/", {"email": self.email(known, number)})

    def invite(self, known: bool, number: int) -> Any:
        """By somebody who keeps another team's staff: whether there is an account is not theirs to learn."""
        email = "volunteer@example.test" if known else f"no{number:08d}@example.test"
        said = {"name": "Somebody", "email": email, "role": "case_manager"}
        answer = self.manager.post(f"/teams/{self.cast.teams['awa']}/invite/", said)
        for table in ("accounts_submission", "procrastinate_jobs", "accounts_invitation where withdrawn_at is null"):
            self.owner.place(f"delete from {table}")
        return answer

    def limit(self, known: bool, number: int) -> Any:
        """By a team's manager, of whom neither their team nor one that works with the person has: the same, whether or not somebody has an account."""
        email = "volunteer@example.test" if known else f"no{number:08d}@example.test"
        said = {"kind": "EXCLUSION", "emails": email, "reason": "KNOWN", "words": "Neighbours."}
        self.owner.place("delete from audit_auditevent where verb = 'limit.tried'")
        return self.manager.post(f"/people/{self.cast.person}/limit/", said)

    def limit_rest(self, known: bool, number: int) -> Any:
        email = "volunteer@example.test" if known else f"no{number:08d}@example.test"
        said = {"kind": "EXCLUSION", "emails": [email], "reason": "KNOWN", "words": "Neighbours.", "person_id": str(self.cast.person)}
        self.owner.place("delete from audit_auditevent where verb = 'limit.tried'")
        return self.limiting.call("POST", "/limits", said)

    def follow(self, known: bool, number: int) -> Any:
        """A link that was withdrawn, and one there never was."""
        return Client().get(f"/join/{WITHDRAWN if known else f'{number:043d}'}/")

    def key(self, known: bool, number: int) -> Any:
        """A key that was ended, and one there never was."""
        return Client().get("/api/v1/services", headers={"Authorization": f"Bearer {REVOKED if known else f'tc_{number:043d}'}"})

    def passkey_start(self, known: bool, number: int) -> Any:
        asked = {"login": self.email(known, number)}
        return Client().get("/account/2fa/webauthn/login/", asked, headers={"X-Requested-With": "XMLHttpRequest"})

    def passkey(self, known: bool, number: int) -> Any:
        """A passkey that is not theirs, for an account that is there and for one that is not; then the page that says so."""
        whose = self.cast.users["officer"] if known else new_id()
        browser = log_in_with(Passkey(whose))
        return browser.get("/account/login/")


REVOKED, WITHDRAWN = "tc_" + "r" * 43, "w" * 43
SURFACES: dict[str, Callable[[Stage, bool, int], Any]] = {
    "log in": Stage.log_in,
    "reset": Stage.reset,
    "invite": Stage.invite,
    "limit": Stage.limit,
    "limit, REST": Stage.limit_rest,
    "invitation's link": Stage.follow,
    "access key": Stage.key,
    "passkey, start": Stage.passkey_start,
    "passkey": Stage.passkey,
}


@pytest.fixture
def stage(cast: Cast, owner: Owner) -> Stage:
    return Stage(cast, owner)


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How many passwords were hashed, and how many statements were sent."""
    done = {"hashes": 0, "statements": 0}
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *given: Any, real: Any = real, **more: Any) -> Any:
            done["hashes"] += 1
            return real(self, *given, **more)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    with CaptureQueriesContext(connection) as queries:
        yield done
    done["statements"] = len(queries)
    monkeypatch.undo()


def measured(
    stage: Stage, surface: str, known: bool, number: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, int], tuple[int, str, bytes]]:
    with NO_LIMITS, work(monkeypatch) as done:
        answer = SURFACES[surface](stage, known, number)
    body = _CHANGING.sub(rb'\1"x"', answer.content)
    for email in (stage.email(known, number), f"no{number:08d}@example.test", "volunteer@example.test"):
        body = body.replace(email.encode(), b"EMAIL")
    return done, (answer.status_code, answer.headers.get("Location", ""), body)


@pytest.mark.parametrize("surface", SURFACES)
def test_what_is_not_there_gets_the_same_answer_for_the_same_work(stage: Stage, surface: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for known in (True, False):
        measured(stage, surface, known, 0, monkeypatch)  # what is made once a process is made
    for_known, for_unknown = measured(stage, surface, True, 1, monkeypatch), measured(stage, surface, False, 2, monkeypatch)
    assert for_known[1] == for_unknown[1]
    assert for_known[0]["hashes"] == for_unknown[0]["hashes"]
    assert abs(for_known[0]["statements"] - for_unknown[0]["statements"]) <= MORE.get(surface, 0), (for_known[0], for_unknown[0])


def test_the_measure_finds_a_hash_that_is_left_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: an unknown address is answered without hashing what was typed."""
    with monkeypatch.context() as planted:
        planted.setattr("django.contrib.auth.base_user.AbstractBaseUser.set_password", lambda *_: None)
        for_unknown = measured(stage, "log in", False, 2, pytest.MonkeyPatch())
    assert measured(stage, "log in", True, 3, monkeypatch)[0]["hashes"] > for_unknown[0]["hashes"]


@pytest.mark.parametrize("surface", ["limit", "limit, REST"])
def test_the_measure_finds_a_limit_that_tells_of_an_account(stage: Stage, surface: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: whoever has an account is found, whosever it is to name."""
    with monkeypatch.context() as planted:
        whose = {"volunteer@example.test": stage.cast.users["volunteer"]}
        planted.setattr(limits, "users_named", lambda _by, _person, emails: {one: whose[one] for one in emails if one in whose})
        told = [measured(stage, surface, known, number, pytest.MonkeyPatch())[1] for known, number in ((False, 2), (True, 3))]
    assert told[0] != told[1]


@pytest.mark.skipif(not ALL, reason="long: make test-all")
@pytest.mark.parametrize("surface", SURFACES)
def test_the_time_tells_nothing(stage: Stage, surface: str) -> None:
    """By processor time, in pairs of random order, as the forbidden and the absent are timed: tests/matrix/test_timing.py."""
    dice, numbers = random.Random(SEED), count(10)

    def once(known: bool) -> Any:
        return SURFACES[surface](stage, known, next(numbers))

    with NO_LIMITS:
        timed(once, 20, dice)  # warm
        found = timed(once, EACH, dice)
    print(f"T18: {surface}: area {found:.3f} ± {half_width(found, EACH):.3f} of {EACH:,} + {EACH:,} requests, seed {SEED}")
    assert found <= LIMIT


def invitations(stage: Stage) -> dict[str, tuple[Any, ...]]:
    """What the manager is shown of each invitation, on the page and over REST, without what differs between any two."""
    page = stage.manager.get(f"/teams/{stage.cast.teams['awa']}/").content.decode()
    shown = {
        line["email"]: line
        for line in Api(stage.cast, "team_manager", ["staff.manage"]).call("GET", f"/teams/{stage.cast.teams['awa']}/invitations").json()
    }
    told = {}
    for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
        for email, line in shown.items():
            if email in row:
                words = re.sub(r"[0-9a-f-]{36}|\d\d:\d\d|value=\"\w+\"", "", row).replace(email, "")
                told[email] = (words, {name: bool(value) for name, value in line.items()}, line["expires_at"][:13])
    return told


@pytest.mark.parametrize("before", [True, False])
def test_an_invitation_of_a_closed_account_reads_as_any_other_for_as_long_as_it_stands(stage: Stage, before: bool) -> None:
    """Invited, mailed, sent again, its account closed only then, withdrawn: the same as of an address nobody has."""
    cast, owner, unknown = stage.cast, stage.owner, "nobody.here@example.test"
    closes = "update accounts_user set is_active = false where email = %s"
    if before:
        owner.change(closes, stage.closed)
    emails, story = (stage.closed, unknown), []
    for email in emails:
        said = {"name": "Somebody", "email": email, "role": "case_manager"}
        assert stage.manager.post(f"/teams/{cast.teams['awa']}/invite/", said).status_code == 302
    story.append(invitations(stage))
    mail.outbox.clear()
    run_jobs()
    assert sorted(one.to[0] for one in mail.outbox) == sorted([unknown] if before else emails)
    story.append(invitations(stage))
    if not before:
        administrator = cast.client("administrator")
        assert administrator.post(f"/teams/staff/{cast.users['volunteer']}/close/", {"reason": "LEFT", "anyway": "on"}).status_code == 302
        assert owner.rows("select digest from accounts_invitation where email = %s", stage.closed) == [(None,)], "its link opens nothing"
    story.append(invitations(stage))
    for (key,) in owner.rows("select id from accounts_invitation where withdrawn_at is null order by email"):
        assert stage.manager.post(f"/teams/invitations/{key}/resend/").status_code == 302
    mail.outbox.clear()
    run_jobs()
    assert [one.to[0] for one in mail.outbox] == [unknown]
    story.append(invitations(stage))
    assert [set(told) for told in story] == [set(emails)] * 4
    for told in story:
        assert told[stage.closed] == told[unknown]
    assert "Good until" in story[1][unknown][0] and "On its way" not in story[3][stage.closed][0]


def test_a_mail_server_that_is_away_keeps_both_on_their_way(stage: Stage) -> None:
    stage.owner.change("update accounts_user set is_active = false where email = %s", stage.closed)
    for email in (stage.closed, "nobody.here@example.test"):
        stage.manager.post(f"/teams/{stage.cast.teams['awa']}/invite/", {"name": "Somebody", "email": email, "role": "case_manager"})
    away = override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
    system = system_actor("send invitations")
    for (key,) in stage.owner.rows("select id from accounts_invitation where withdrawn_at is null"):
        with away, pytest.raises(MailNotSent), reading_as(system.reader):
            send_invitation(by=system, invitation_id=key, address="http://here/")  # type: ignore[arg-type]  # a uuid
    assert {"On its way" in words for words, _, _ in invitations(stage).values()} == {True}


def test_single_sign_on_says_the_same_of_a_closed_account_and_of_none(
    stage: Stage, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only somebody a provider vouches for comes so far, and of their own address alone."""
    stage.owner.change("update accounts_user set is_active = false where email = %s", stage.closed)
    told = []
    for email in (stage.closed, "nobody.here@example.test", stage.closed, "no.one.either@example.test"):
        provider.says = {"sub": f"s-{email}", "email": email, "email_verified": True}
        with work(monkeypatch) as done:
            browser, answer = arrive(provider)
        page = _CHANGING.sub(rb'\1"x"', browser.get("/account/login/").content)
        told.append(((answer.status_code, answer["Location"], page), done["statements"]))
    assert told[2][0] == told[3][0]
    assert abs(told[2][1] - told[3][1]) == 0, (told[2][1], told[3][1])
