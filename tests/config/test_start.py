"""Whatever is missing or odd in the surroundings, each command that starts something stops with one sentence and code 1, and starts nothing."""

import os
from pathlib import Path

import pytest

from tests.config.test_cli import throughcare
from tests.config.test_environment import REAL
from throughcare.config.environment import SETTINGS, Environment

COMMANDS = ("serve", "worker", "migrate", "check", "demo")
OIDC = {
    "THROUGHCARE_OIDC_NAME": "Ministry log-in",
    "THROUGHCARE_OIDC_ISSUER": "https://login.example",
    "THROUGHCARE_OIDC_CLIENT": "care",
    "THROUGHCARE_OIDC_SECRET": "canary",
    "THROUGHCARE_OIDC_DOMAINS": "example.org",
}
SAML = {
    "THROUGHCARE_SAML_NAME": "Ministry log-in",
    "THROUGHCARE_SAML_ENTITY": "https://login.example/saml",
    "THROUGHCARE_SAML_ADDRESS": "https://login.example/saml/start",
    "THROUGHCARE_SAML_CERTIFICATE": "{file}",
    "THROUGHCARE_SAML_DOMAINS": "example.org",
}
# Setting → what is in the surroundings, and words of the sentence. A setting taken away is an empty one.
ODD: dict[str, tuple[dict[str, str], str]] = {
    "DATABASE_URL": ({"DATABASE_URL": "mysql://app:canary@db/site"}, "DATABASE_URL must start with postgresql://"),
    "DATABASE_OWNER_URL": (REAL | {"DATABASE_OWNER_URL": "canary"}, "DATABASE_OWNER_URL must start with postgresql://"),
    "THROUGHCARE_ACCREDITATION_DAYS": ({"THROUGHCARE_ACCREDITATION_DAYS": "soon"}, "THROUGHCARE_ACCREDITATION_DAYS is 'soon'"),
    "THROUGHCARE_APPROVAL_ABOVE": ({"THROUGHCARE_APPROVAL_ABOVE": "-1"}, "THROUGHCARE_APPROVAL_ABOVE is '-1'"),
    "THROUGHCARE_AUDIT_KEYS": ({"THROUGHCARE_AUDIT_KEYS": "k1:canary"}, "THROUGHCARE_AUDIT_KEYS holds a part"),
    "THROUGHCARE_BREACHED_PASSWORDS": ({"THROUGHCARE_BREACHED_PASSWORDS": "nowhere"}, "THROUGHCARE_BREACHED_PASSWORDS"),
    "THROUGHCARE_CURRENCY": ({"THROUGHCARE_CURRENCY": "dollars"}, "THROUGHCARE_CURRENCY is 'dollars'"),
    "THROUGHCARE_DEBUG": ({"THROUGHCARE_DEBUG": "perhaps"}, "THROUGHCARE_DEBUG is 'perhaps'"),
    "THROUGHCARE_DEMO": ({"THROUGHCARE_DEMO": "perhaps"}, "THROUGHCARE_DEMO is 'perhaps'"),
    "THROUGHCARE_GRANT_PREFIX": ({"THROUGHCARE_GRANT_PREFIX": "grants"}, "THROUGHCARE_GRANT_PREFIX is 'grants'"),
    "THROUGHCARE_HOME": ({"THROUGHCARE_HOME": "{file}"}, "Not a directory"),
    "THROUGHCARE_HOSTS": (REAL | {"THROUGHCARE_HOSTS": ""}, "THROUGHCARE_HOSTS is not set"),
    "THROUGHCARE_IDLE_MINUTES": ({"THROUGHCARE_IDLE_MINUTES": "many"}, "THROUGHCARE_IDLE_MINUTES is 'many'"),
    "THROUGHCARE_KIOSK_HOSTS": ({"THROUGHCARE_KIOSK_HOSTS": "*.example.org"}, "THROUGHCARE_KIOSK_HOSTS names '*.example.org'"),
    "THROUGHCARE_KIOSK_MINUTES": ({"THROUGHCARE_KIOSK_MINUTES": "11"}, "THROUGHCARE_KIOSK_MINUTES is '11'"),
    "THROUGHCARE_LIGHT_UP_TO": ({"THROUGHCARE_LIGHT_UP_TO": "few"}, "THROUGHCARE_LIGHT_UP_TO is 'few'"),
    "THROUGHCARE_LOGIN": ({"THROUGHCARE_LOGIN": "root"}, "THROUGHCARE_LOGIN is 'root'"),
    "THROUGHCARE_LONGEST_HOURS": ({"THROUGHCARE_LONGEST_HOURS": "0"}, "THROUGHCARE_LONGEST_HOURS is '0'"),
    "THROUGHCARE_LOGS": ({"THROUGHCARE_LOGS": "xml"}, "THROUGHCARE_LOGS is 'xml'"),
    "THROUGHCARE_MAIL_URL": ({"THROUGHCARE_MAIL_URL": "smtp://user:canary@host:port"}, "THROUGHCARE_MAIL_URL can't be read"),
    "THROUGHCARE_METRICS_TOKEN": ({"THROUGHCARE_METRICS_TOKEN": "canary"}, "THROUGHCARE_METRICS_TOKEN is shorter"),
    "THROUGHCARE_MODE": ({"THROUGHCARE_MODE": "half"}, "THROUGHCARE_MODE is 'half'"),
    "THROUGHCARE_OIDC_CLIENT": (
        OIDC | {"THROUGHCARE_OIDC_CLIENT": ""},
        "THROUGHCARE_OIDC_CLIENT is not set, but THROUGHCARE_OIDC_DOMAINS is",
    ),
    "THROUGHCARE_OIDC_DOMAINS": (OIDC | {"THROUGHCARE_OIDC_DOMAINS": "a b"}, "THROUGHCARE_OIDC_DOMAINS names 'a b'"),
    "THROUGHCARE_OIDC_HOSTS": (OIDC | {"THROUGHCARE_OIDC_HOSTS": "https://x"}, "THROUGHCARE_OIDC_HOSTS names 'https://x'"),
    "THROUGHCARE_OIDC_ISSUER": (
        OIDC | {"THROUGHCARE_OIDC_ISSUER": "http://login.example"},
        "THROUGHCARE_OIDC_ISSUER is 'http://login.example'",
    ),
    "THROUGHCARE_OIDC_NAME": (OIDC | {"THROUGHCARE_OIDC_NAME": "x" * 41}, "THROUGHCARE_OIDC_NAME is longer than 40 characters"),
    "THROUGHCARE_OIDC_SECOND_STEP": ({"THROUGHCARE_OIDC_SECOND_STEP": "mfa"}, "THROUGHCARE_OIDC_NAME is not set"),
    "THROUGHCARE_OIDC_SECRET": (OIDC | {"THROUGHCARE_OIDC_SECRET": ""}, "THROUGHCARE_OIDC_SECRET is not set"),
    "THROUGHCARE_OCID_PREFIX": ({"THROUGHCARE_OCID_PREFIX": "ocds"}, "THROUGHCARE_OCID_PREFIX is 'ocds'"),
    "THROUGHCARE_PARTNER_QUIET_DAYS": ({"THROUGHCARE_PARTNER_QUIET_DAYS": "1097"}, "THROUGHCARE_PARTNER_QUIET_DAYS is '1097'"),
    "THROUGHCARE_PROXIES": ({"THROUGHCARE_PROXIES": "-1"}, "THROUGHCARE_PROXIES is '-1'"),
    "THROUGHCARE_PUBLISHER": ({"THROUGHCARE_PUBLISHER": "x"}, "THROUGHCARE_PUBLISHER is 'x'"),
    "THROUGHCARE_PUBLISHER_ID": ({"THROUGHCARE_PUBLISHER_ID": "9429"}, "THROUGHCARE_PUBLISHER_ID is '9429'"),
    "THROUGHCARE_PUBLISHING_LICENCE": ({"THROUGHCARE_PUBLISHING_LICENCE": "free"}, "THROUGHCARE_PUBLISHING_LICENCE is 'free'"),
    "THROUGHCARE_REFER_WITHOUT_AGREEMENT": (
        {"THROUGHCARE_REFER_WITHOUT_AGREEMENT": "maybe"},
        "THROUGHCARE_REFER_WITHOUT_AGREEMENT is 'maybe'",
    ),
    "THROUGHCARE_SAML_ADDRESS": (SAML | {"THROUGHCARE_SAML_ADDRESS": "login"}, "THROUGHCARE_SAML_ADDRESS is 'login'"),
    "THROUGHCARE_SAML_CERTIFICATE": (SAML, "THROUGHCARE_SAML_CERTIFICATE names no file with a certificate"),
    "THROUGHCARE_SAML_DOMAINS": (SAML | {"THROUGHCARE_SAML_DOMAINS": ""}, "THROUGHCARE_SAML_DOMAINS is not set"),
    "THROUGHCARE_SAML_EMAIL": ({"THROUGHCARE_SAML_EMAIL": "mail"}, "THROUGHCARE_SAML_NAME is not set"),
    "THROUGHCARE_SAML_ENTITY": (SAML | {"THROUGHCARE_SAML_ENTITY": "an id"}, "THROUGHCARE_SAML_ENTITY is 'an id'"),
    "THROUGHCARE_SAML_NAME": (SAML | {"THROUGHCARE_SAML_NAME": "x" * 41}, "THROUGHCARE_SAML_NAME is longer"),
    "THROUGHCARE_SAML_SECOND_STEP": ({"THROUGHCARE_SAML_SECOND_STEP": "mfa"}, "THROUGHCARE_SAML_NAME is not set"),
    "THROUGHCARE_SECOND_STEP": ({"THROUGHCARE_SECOND_STEP": "perhaps"}, "THROUGHCARE_SECOND_STEP is 'perhaps'"),
    "THROUGHCARE_SECRET_KEY": ({"THROUGHCARE_SECRET_KEY": "canary"}, "A signing key is shorter"),
    "THROUGHCARE_SECRET_KEYS": (REAL | {"THROUGHCARE_SECRET_KEYS": "canary"}, "both set"),
    "THROUGHCARE_SITE_ADDRESS": ({"THROUGHCARE_SITE_ADDRESS": "care"}, "THROUGHCARE_SITE_ADDRESS is 'care'"),
    "THROUGHCARE_TIMEZONE": ({"THROUGHCARE_TIMEZONE": "Middle/Earth"}, "THROUGHCARE_TIMEZONE is 'Middle/Earth'"),
    "THROUGHCARE_NONSENSE": ({"THROUGHCARE_NONSENSE": "1"}, "THROUGHCARE_NONSENSE is not a setting"),
}
# Read by one command alone, or told by `check` and never in the way of a start.
ELSEWHERE = {"THROUGHCARE_AUDIT_HEAD", "THROUGHCARE_BACKUP_KEY", "THROUGHCARE_BACKUP_KEY_FILE"}
THERE = [name for name in ODD if name in SETTINGS or not name.startswith("THROUGHCARE_") or name == "THROUGHCARE_NONSENSE"]
# These commands decide the setting themselves, whatever the surroundings say.
DECIDED = {("demo", "THROUGHCARE_DEMO"), ("migrate", "THROUGHCARE_LOGIN"), ("worker", "THROUGHCARE_LOGIN"), ("check", "THROUGHCARE_LOGIN")}
# A demo refuses a real database, before it looks at what comes with one.
DECIDED |= {("demo", name) for name, (given, _) in ODD.items() if given.get("DATABASE_URL") == REAL["DATABASE_URL"]}
EVERY_PAIR = [(command, name) for name in THERE for command in COMMANDS if (command, name) not in DECIDED]
# Each setting once and each command several times; every pair in the long run.
PAIRS = [[pair for pair in EVERY_PAIR if pair[1] == name] for name in THERE]
ONCE = [pairs[number % len(pairs)] for number, pairs in enumerate(PAIRS)]


def test_every_setting_is_in_the_table() -> None:
    assert set(SETTINGS) <= set(ODD) | ELSEWHERE, sorted(set(SETTINGS) - set(ODD) - ELSEWHERE)


@pytest.mark.parametrize(("command", "name"), EVERY_PAIR if os.environ.get("THROUGHCARE_TEST_ALL") else ONCE)
def test_an_odd_value_is_one_sentence_and_nothing_starts(tmp_path: Path, command: str, name: str) -> None:
    file, home = tmp_path / "file", tmp_path / "home"
    file.touch()
    changed, words = ODD[name]
    surroundings = {"THROUGHCARE_HOME": str(home)} | {key: value.format(file=file) for key, value in changed.items() if value}
    done = throughcare(home, command, **surroundings)
    assert done.returncode == 1, done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.rstrip().endswith((".", "?"))
    assert done.stdout == ""
    assert "canary" not in done.stderr
    assert not (home / "postgres").exists()


def test_a_real_site_is_not_migrated_without_the_owners_address(tmp_path: Path) -> None:
    real = REAL | {"DATABASE_URL": "postgresql://app:canary@127.0.0.1:1/site"}
    del real["DATABASE_OWNER_URL"]
    done = throughcare(tmp_path, "migrate", **real)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "DATABASE_OWNER_URL is not set: migrate needs the log-in that owns the tables.\n"


def test_two_homes_share_nothing(tmp_path: Path) -> None:
    """Neither keys nor files nor an address; that their databases run side by side is in test_embedded.py."""
    one, two = (Environment.read({"THROUGHCARE_HOME": str(tmp_path / name)}) for name in ("one", "two"))
    for part in ("home", "secret_keys", "audit_keys", "audit_head"):
        assert getattr(one, part) != getattr(two, part), part
    assert one.connection("app").password != two.connection("app").password
    assert one.connection("app").host != two.connection("app").host
