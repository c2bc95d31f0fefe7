"""Changing the keys: which there are and what still hangs on each, a new one in the first place, an old one taken away.

A new key is put before the old. From then on it alone makes; the old one opens and verifies what it made, until it is retired. Embedded,
the keys stand in a file of the home folder and are changed there; else they are the operator's, who is told what to set.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Literal

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.db import connection

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.sessions import SessionStore, is_idle
from throughcare.audit import actions, erased, head
from throughcare.common.keyed import mark_in, mark_of, opened, shut
from throughcare.common.reader import reading_as
from throughcare.config import keys
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError
from throughcare.config.keys import AppKeys, AuditKey, fingerprint
from throughcare.relationships.models import SealedAnswer

Which = Literal["secret", "audit"]
_SECRETS = ("secret", "seed")  # what a second step is made from: of an app, of recovery codes
_BOTH = "THROUGHCARE_SECRET_KEYS"


@dataclass(frozen=True)
class SigningUse:
    """A signing key, by its mark, and what hangs on it."""

    mark: str
    signs: bool
    second_steps: int
    logged_in: int  # in sessions it signed and no newer key has signed since
    answers: int = 0  # to partnership assessments, sealed until these close


@dataclass(frozen=True)
class AuditUse:
    """An audit key and what was made with it."""

    id: str
    fingerprint: str
    makes: bool
    rows: int
    seals: int
    lines: int  # in the files beside the database: the head, and who was erased


@dataclass(frozen=True)
class Uses:
    """Every key of the site. in_the_clear: second steps from before they were encrypted; lost: those no key here opens."""

    signing: list[SigningUse]
    audit: list[AuditUse]
    in_the_clear: int
    lost: int


@dataclass(frozen=True)
class Changed:
    """What was done, or is to be done: sentences for people, and the setting to make where the site holds no keys itself."""

    which: Which
    key: str
    done: bool
    sentences: list[str]
    setting: str = ""

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return asdict(self)


def look(env: Environment) -> Uses:
    """Every key and what hangs on it. As the owner."""
    with _acting("look at the keys"):
        kept = [text for row in Authenticator.objects.values_list("data", flat=True) for text in _kept(row)]
        marks = [mark_in(text) for text in kept]
        answers = [mark_in(words) for words in SealedAnswer.objects.values_list("words", flat=True)]
        signing_uses = [
            SigningUse(mark, number == 0, marks.count(mark), _logged_in(key), answers.count(mark))
            for number, key in enumerate(env.secret_keys)
            if (mark := mark_of(key))
        ]
        audit_uses = [_audit_use(key, makes=number == 0) for number, key in enumerate(env.audit_keys)]
        return Uses(signing_uses, audit_uses, marks.count(""), sum(opened(text) is None for text in kept))


def rotate(env: Environment, which: Which) -> Changed:
    """A new key in the first place. As the owner."""
    return _rotate_secret(env) if which == "secret" else _rotate_audit(env)


def renew(env: Environment) -> int:
    """Keep every second step under the key that signs now; returns how many were not. As the owner."""
    with _acting("renew what is kept under old keys") as by:
        changed = _renew(env.secret_keys[0])
        if changed:
            actions.record(by=by, verb="site.keys.renewed", detail={"second_steps": changed, "mark": mark_of(env.secret_keys[0])})
    return changed


def retire(env: Environment, which: Which, key: str = "", *, at_once: bool = False) -> Changed:
    """Take an old key away. Raises ConfigError while something needs it. at_once: whoever is logged in by it is logged out. As the owner."""
    uses = look(env)
    if which == "secret":
        mark = _old(key, [use.mark for use in uses.signing], "signing key")
        signing_use = next(use for use in uses.signing if use.mark == mark)
        _check_secret(env, signing_use, at_once=at_once)
        return _retired(env, which, signing_use.mark)
    name = _old(key, [use.id for use in uses.audit], "audit key")
    audit_use = next(use for use in uses.audit if use.id == name)
    if audit_use.rows or audit_use.seals or audit_use.lines:
        raise ConfigError(
            f"The audit key {audit_use.id} made {audit_use.rows:,} rows, {audit_use.seals:,} seals and {audit_use.lines:,} lines of the files "
            "beside the database, which can't be verified without it. Keep it after the new one: it makes nothing any more."
        )
    return _retired(env, which, audit_use.id)


def _rotate_secret(env: Environment) -> Changed:
    new, held = secrets.token_urlsafe(48), _at_home(env, "secret")
    ends = [
        "Nobody is logged out, and links mailed before still work, until the old key is retired: throughcare keys retire secret.",
        "Wrong passwords and codes are counted from nought again.",
    ]
    if held is None:
        name = _BOTH if len(env.secret_keys) > 1 or os.environ.get(_BOTH) else "THROUGHCARE_SECRET_KEY"
        then = "Start pages and workers again, then run throughcare keys renew, which keeps second steps under the new key."
        away = [] if name == _BOTH else [f"Take {name} away in the same step: nothing starts while both are set."]
        return Changed("secret", mark_of(new), False, [*away, then, *ends], f"{_BOTH}={new},${name}")
    _check_stopped()
    with _acting("change the keys") as by:
        _renew(new)
        actions.record(by=by, verb="site.keys.rotated", detail={"which": "secret", "mark": mark_of(new)})
        keys.change_app_keys(env.home, seen=held, new=replace(held, secret_key=",".join((new, *env.secret_keys))))
    return Changed("secret", mark_of(new), True, [f"The new signing key {mark_of(new)} signs from the next start.", *ends])


def _rotate_audit(env: Environment) -> Changed:
    new, held = AuditKey(_next_id(env), secrets.token_bytes(keys.FEWEST_AUDIT_KEY_BYTES)), _at_home(env, "audit")
    words = f"{new.id}:{new.secret.hex()}"
    ends = ["Nobody is logged out. Rows and seals from before are verified with the old key: keep it for as long as you keep them."]
    if held is None:
        return Changed(
            "audit", new.id, False, ["Start pages and workers again.", *ends], f"THROUGHCARE_AUDIT_KEYS={words},$THROUGHCARE_AUDIT_KEYS"
        )
    _check_stopped()
    with _acting("change the keys") as by:
        actions.record(by=by, verb="site.keys.rotated", detail={"which": "audit", "id": new.id})
        keys.change_app_keys(env.home, seen=held, new=replace(held, audit_keys=f"{words},{held.audit_keys}"))
    return Changed("audit", new.id, True, [f"The new audit key {new.id} makes rows, seals and the head from the next start.", *ends])


def _retired(env: Environment, which: Which, gone: str) -> Changed:
    held = _at_home(env, which)
    if held is None:
        name = "THROUGHCARE_AUDIT_KEYS" if which == "audit" else _BOTH
        marks = [key.id for key in env.audit_keys] if which == "audit" else [mark_of(key) for key in env.secret_keys]
        place = f"it is number {marks.index(gone) + 1} of {len(marks)}"
        return Changed(which, gone, False, [f"Nothing needs {gone}. Take it out of {name} ({place}), and start pages and workers again."])
    _check_stopped()
    if which == "secret":
        new = replace(held, secret_key=",".join(key for key in env.secret_keys if mark_of(key) != gone))
    else:
        new = replace(held, audit_keys=",".join(f"{key.id}:{key.secret.hex()}" for key in env.audit_keys if key.id != gone))
    with _acting("change the keys") as by:
        actions.record(by=by, verb="site.keys.retired", detail={"which": which, "key": gone})
        keys.change_app_keys(env.home, seen=held, new=new)
    ends = ["What it signed is worth nothing from now on: sessions, links for a new password and in mails, devices one was known by."]
    return Changed(which, gone, True, [f"The key {gone} is gone.", *(ends if which == "secret" else [])])


def _check_secret(env: Environment, use: SigningUse, *, at_once: bool) -> None:
    if use.second_steps:
        raise ConfigError(
            f"{use.second_steps:,} second steps are kept under the signing key {use.mark}: run throughcare keys renew first, "
            "or their users can't log in."
        )
    if use.answers:
        raise ConfigError(
            f"{use.answers:,} answers to partnership assessments that are still open are sealed under the signing key {use.mark}: run "
            "throughcare keys renew first, or they are lost."
        )
    if use.logged_in and not at_once:
        raise ConfigError(
            f"{use.logged_in:,} people are logged in by the signing key {use.mark}. Each goes on under the new one at their next click, "
            f"and is logged out after {env.idle_minutes} minutes without one: wait for that, or say --now to log them out."
        )


def _old(given: str, there: list[str], what: str) -> str:
    """The old key meant: the one named, or the only one there is."""
    first, *others = there
    if not others:
        raise ConfigError(f"There is one {what}, {first}, and it is in use: make a new one first with throughcare keys rotate.")
    if given == first:
        raise ConfigError(f"The {what} {first} is in use: make a new one first with throughcare keys rotate.")
    if not given and len(others) == 1:
        return others[0]
    if given not in others:
        raise ConfigError(f"Say which {what} to retire: {' or '.join(others)}.")
    return given


def _kept(data: dict[str, object]) -> list[str]:
    return [str(data[name]) for name in _SECRETS if data.get(name)]


def _renew(key: str) -> int:
    """Keep every second step that can be opened under this key."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        new = {}
        for name in _SECRETS:
            text = opened(str(row.data[name])) if row.data.get(name) else None
            if text is not None and mark_in(row.data[name]) != mark_of(key):
                new[name] = shut(text, key)
        if new:
            Authenticator.objects.filter(pk=row.pk).update(data={**row.data, **new})
            changed += 1
    _reseal(key)
    return changed


def _reseal(key: str) -> None:
    """Keep every answer that waits sealed under this key. In the order of their random keys, so that places in the table say as little as before."""
    for row in SealedAnswer.objects.select_for_update().order_by("pk"):
        text = opened(row.words)
        if text is not None and mark_in(row.words) != mark_of(key):
            SealedAnswer.objects.filter(pk=row.pk).update(words=shut(text, key))


def _logged_in(key: str) -> int:
    """People in sessions that this key signed, and who did something there within the idle time."""
    store, people = SessionStore(), set()
    with connection.cursor() as cursor:
        cursor.execute("select session_data from accounts_session where expire_date > now() and user_id is not null")
        for (data,) in cursor.fetchall():
            try:
                held = signing.loads(data, key=key, salt=store.key_salt, serializer=store.serializer, fallback_keys=[])
            except signing.BadSignature:
                continue
            if not is_idle(held):
                people.add(held.get(SESSION_KEY))
    return len(people)


def _audit_use(key: AuditKey, *, makes: bool) -> AuditUse:
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from audit_auditevent where key_id = %s), (select count(*) from audit_auditseal where key_id = %s)",
            [key.id, key.id],
        )
        rows, seals = cursor.fetchone() or (0, 0)
    return AuditUse(key.id, fingerprint(key), makes, rows, seals, _in_files().count(key.id))


def _in_files() -> list[str]:
    """The ids of the keys that the head of the audit and the lines about erased records were made with."""
    found = []
    for path in (head.path(), erased.path()):
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found += [str(json.loads(line).get("key")) for line in lines if line.startswith("{")]
    return found


def _next_id(env: Environment) -> str:
    """k1, k2 …: the first that neither a key nor a row of the audit has."""
    with _acting("change the keys"), connection.cursor() as cursor:
        cursor.execute("select key_id from audit_auditevent union select key_id from audit_auditseal")
        taken = {str(row[0]) for row in cursor.fetchall()} | {key.id for key in env.audit_keys}
    return next(name for number in range(1, len(taken) + 2) if (name := f"k{number}") not in taken)


def _at_home(env: Environment, which: Which) -> AppKeys | None:
    """The keys in the home folder, when those are the keys in use; else they are the operator's."""
    if not env.embedded:
        return None
    held = keys.app_keys(env.home)
    same = (
        tuple(held.secret_key.split(",")) == env.secret_keys
        if which == "secret"
        else keys.parse_audit_keys(held.audit_keys) == env.audit_keys
    )
    return held if same else None


def _check_stopped() -> None:
    """A process that runs holds the keys it was started with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone() or (0,)
    if others:
        raise ConfigError("The site is running with its keys of now: stop throughcare serve and worker, then try again.")


@contextmanager
def _acting(purpose: str) -> Iterator[Actor]:
    by = system_actor(purpose, channel="command")
    with reading_as(by.reader):
        yield by
