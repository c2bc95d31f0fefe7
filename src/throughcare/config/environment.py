"""What the surroundings say: every setting comes from an environment variable, and an odd one stops the start.

Two ways to run:

* **embedded** - `DATABASE_URL` is not set. PostgreSQL runs from `THROUGHCARE_HOME`; keys are made there on the first start.
* **real** - `DATABASE_URL` (the app's log-in) and `DATABASE_OWNER_URL` (migrate) name a PostgreSQL. Secrets must then be
  given; demo mode and debug mode are refused.
"""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from throughcare.accounts.sign_on.ways import Ways
from throughcare.config import embedded, keys, sign_on
from throughcare.config.connections import Connection
from throughcare.config.errors import ConfigError
from throughcare.config.keys import AuditKey

__all__ = ["AuditKey", "ConfigError", "Environment", "Login", "Mail", "current"]

Login = Literal["app", "owner"]

SETTINGS = {
    "THROUGHCARE_ACCREDITATION_DAYS": "days before an accreditation's last day when somebody is reminded, from 0 (never) to 1096; 90",
    "THROUGHCARE_APPROVAL_ABOVE": "an agreement of a larger value needs a second person to approve it, in whole units; 50000. Run migrate after changing it",
    "THROUGHCARE_AUDIT_HEAD": "file the head of the audit's chain is written to; keep it off the database's disk",
    "THROUGHCARE_AUDIT_KEYS": "audit keys as id:hex,id:hex, the current one first",
    "THROUGHCARE_BACKUP_KEY": "passphrase of backups, at least 20 characters; given to backup and restore alone",
    "THROUGHCARE_BACKUP_KEY_FILE": "a file that holds it, instead",
    "THROUGHCARE_BREACHED_PASSWORDS": "a file of breached passwords nobody may take: their SHA-1 in hexadecimal, a line each, sorted",
    "THROUGHCARE_CURRENCY": "currency of values, as three letters of ISO 4217; NZD",
    "THROUGHCARE_DEBUG": "on shows errors in full; embedded only",
    "THROUGHCARE_DEMO": "on offers one-click log-in as invented people; embedded only",
    "THROUGHCARE_GRANT_PREFIX": "the site's prefix of grants published by 360Giving, such as 360G-abc; 360G-unregistered",
    "THROUGHCARE_HOME": "folder of the embedded database, its keys, the index and files",
    "THROUGHCARE_HOSTS": "host names the site answers to, separated by commas",
    "THROUGHCARE_IDLE_MINUTES": "minutes without doing anything after which one is logged out, from 2 to 60; 10, in demo mode 60",
    "THROUGHCARE_KIOSK_HOSTS": "further host names, by which shared kiosks alone come: there nothing is kept, and only the person logs in",
    "THROUGHCARE_KIOSK_MINUTES": "minutes without doing anything after which a kiosk logs one out, from 1 to 10; 2",
    "THROUGHCARE_LIGHT_UP_TO": "value of a year up to which a small grant or MOU on one page is enough, in whole units; 10000",
    "THROUGHCARE_LOGIN": "app or owner: which database log-in this process uses; set by the command itself",
    "THROUGHCARE_LONGEST_HOURS": "hours after logging in when one logs in again whatever one does, from 1 to 24; 12",
    "THROUGHCARE_LOGS": "lines (for people) or json (one object a line)",
    "THROUGHCARE_MAIL_URL": "outgoing mail: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465",
    "THROUGHCARE_METRICS_TOKEN": "whoever sends it as Authorization: Bearer … may read /metrics; without it, this machine alone",
    "THROUGHCARE_MODE": "full, or partnership: organisations, services and agreements alone, and nobody's record",
    "THROUGHCARE_OCID_PREFIX": "the site's registered prefix of contracts published by OCDS, such as ocds-a1b2c3; ocds-000000, which is nobody's",
    "THROUGHCARE_PARTNER_QUIET_DAYS": "days without contact after which somebody is reminded of a partner, from 0 (never) to 1096; 180",
    "THROUGHCARE_PROXIES": "how many proxies stand in front, each adding to X-Forwarded-For; 1 with DATABASE_URL set, else 0",
    "THROUGHCARE_PUBLISHER": "name of the department in what is published; The department",
    "THROUGHCARE_PUBLISHER_ID": "its identifier on a public register as org-id.guide writes it, such as NZ-NZBN-9429000000000; none",
    "THROUGHCARE_PUBLISHING_LICENCE": "address of the licence of what is published; https://creativecommons.org/licenses/by/4.0/",
    "THROUGHCARE_REFER_WITHOUT_AGREEMENT": "off stops referrals to services nobody has signed an agreement about; on",
    "THROUGHCARE_SECOND_STEP": "off lets staff in by password alone, to try the site on this machine; embedded only",
    "THROUGHCARE_SECRET_KEY": "signing key, at least 40 characters",
    "THROUGHCARE_SECRET_KEYS": "signing keys separated by commas, the current one first",
    "THROUGHCARE_SITE_ADDRESS": "what people type to come here, such as https://care.example.org; links in mail begin with it",
    "THROUGHCARE_TIMEZONE": "time zone of the site, such as Pacific/Auckland",
} | sign_on.SETTINGS
_ON, _OFF = {"on", "1", "yes", "true"}, {"off", "0", "no", "false", ""}
_FEWEST_SECRET_CHARACTERS = 40
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Mail:
    """Where outgoing mail is handed over."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = False  # STARTTLS
    use_ssl: bool = False  # TLS from the first byte


@dataclass(frozen=True)
class Publishing:
    """Who publishes agreements, under which licence, and what the identifiers of contracts and grants begin with."""

    name: str
    identifier: str
    licence: str
    ocid_prefix: str
    grant_prefix: str


@dataclass(frozen=True)
class Environment:
    """Everything the surroundings decide, read once and checked."""

    home: Path
    login: Login
    secret_keys: tuple[str, ...] = field(repr=False)
    audit_keys: tuple[AuditKey, ...] = field(repr=False)
    audit_head: Path
    hosts: tuple[str, ...]
    site_address: str  # https://host, without a slash at its end; empty when not given
    kiosk_hosts: tuple[str, ...]
    kiosk_minutes: int
    idle_minutes: int
    longest_hours: int
    accreditation_days: int
    partner_quiet_days: int
    breached_passwords: Path | None
    second_step: bool  # asked of all staff and partners' workers
    proxies: int  # how many entries of X-Forwarded-For, from its end, were written by our own
    time_zone: str
    demo: bool
    debug: bool
    mail: Mail | None
    logs: str  # lines or json
    metrics_token: str = field(repr=False)
    partnership: bool
    light_up_to: int  # of the currency, a year; the light page would do for an agreement worth no more
    approval_above: int  # of the currency; an agreement worth more needs two people
    currency: str
    refer_without_agreement: bool
    publishing: Publishing
    sign_on: Ways
    app_connection: Connection | None  # None when embedded
    owner_connection: Connection | None

    @property
    def embedded(self) -> bool:
        """Whether PostgreSQL runs from the home folder."""
        return self.app_connection is None

    def connection(self, login: Login | None = None) -> Connection:
        """Who logs in where. Embedded, this starts nothing: see `embedded.start_cluster`."""
        login = login or self.login
        if self.app_connection is None:
            return embedded.connection(self.home, login)
        if login == "app":
            return self.app_connection
        if self.owner_connection is None:
            raise ConfigError("DATABASE_OWNER_URL is not set: migrate needs the log-in that owns the tables.")
        return self.owner_connection

    def database(self, login: Login | None = None) -> dict[str, Any]:
        """Django's DATABASES["default"] for this process's log-in. The owner's connection is never kept in a pool."""
        login = login or self.login
        return self.connection(login).django(pooled=login == "app")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Environment":
        """Read and check the whole. Raises ConfigError with one sentence."""
        _refuse_unknown(environ)
        home = _home(environ)
        app, owner = _connections(environ)
        demo, debug = _open_modes(environ, home, has_database=app is not None)
        secret_keys, audit_keys = _secrets(environ, home, is_embedded=app is None)
        return cls(
            home=home,
            login=_login(environ),
            secret_keys=secret_keys,
            audit_keys=audit_keys,
            audit_head=Path(environ.get("THROUGHCARE_AUDIT_HEAD") or home / "audit-head.json").absolute(),
            hosts=_hosts(environ, is_embedded=app is None),
            site_address=_site_address(environ, is_embedded=app is None),
            kiosk_hosts=_named_hosts(environ, "THROUGHCARE_KIOSK_HOSTS"),
            kiosk_minutes=_number(environ, "THROUGHCARE_KIOSK_MINUTES", 2, least=1, most=10),
            idle_minutes=_number(environ, "THROUGHCARE_IDLE_MINUTES", 60 if demo else 10, least=2, most=60),
            longest_hours=_number(environ, "THROUGHCARE_LONGEST_HOURS", 12, least=1, most=24),
            breached_passwords=_file(environ, "THROUGHCARE_BREACHED_PASSWORDS"),
            second_step=_second_step(environ, is_embedded=app is None),
            proxies=_proxies(environ, is_embedded=app is None),
            time_zone=_time_zone(environ),
            demo=demo,
            debug=debug,
            mail=_mail(environ.get("THROUGHCARE_MAIL_URL", "")),
            logs=_one_of(environ, "THROUGHCARE_LOGS", ("lines", "json")),
            partnership=_one_of(environ, "THROUGHCARE_MODE", ("full", "partnership")) == "partnership",
            **_partners(environ),
            publishing=_publishing(environ),
            sign_on=sign_on.ways(environ, is_embedded=app is None),
            metrics_token=_token(environ.get("THROUGHCARE_METRICS_TOKEN", "")),
            app_connection=app,
            owner_connection=owner,
        )


@cache
def current() -> Environment:
    """The environment of this process."""
    return Environment.read(os.environ)


def _open_modes(environ: Mapping[str, str], home: Path, *, has_database: bool) -> tuple[bool, bool]:
    """Whether demo and debug are on: neither beside a database of one's own, nor demo over what was not made for it."""
    demo, debug = _switch(environ, "THROUGHCARE_DEMO"), _switch(environ, "THROUGHCARE_DEBUG")
    if has_database and (demo or debug):
        which = "demo mode lets anybody in with one click" if demo else "debug mode shows data in error pages"
        raise ConfigError(f"THROUGHCARE_{'DEMO' if demo else 'DEBUG'} can't be on with DATABASE_URL set: {which}. Unset one.")
    if demo and embedded.is_made(home) and not embedded.holds_demo(home):
        raise ConfigError(f"{home} was not made for a demo, so demo mode stays off: set THROUGHCARE_HOME to another folder.")
    return demo, debug


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in environ:
        if name.startswith("THROUGHCARE_") and not name.startswith("THROUGHCARE_TEST_") and name not in SETTINGS:
            near = difflib.get_close_matches(name, SETTINGS, 1)
            raise ConfigError(f"{name} is not a setting{f': did you mean {near[0]}?' if near else '. Unset it.'}")


def _home(environ: Mapping[str, str]) -> Path:
    if given := environ.get("THROUGHCARE_HOME"):
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/throughcare")
    data = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data).absolute() / "throughcare"


def _connections(environ: Mapping[str, str]) -> tuple[Connection | None, Connection | None]:
    app_url, owner_url = environ.get("DATABASE_URL", ""), environ.get("DATABASE_OWNER_URL", "")
    if not app_url:
        if owner_url:
            raise ConfigError("DATABASE_OWNER_URL is set but DATABASE_URL is not: set both, or neither to run embedded.")
        return None, None
    app = Connection.parse("DATABASE_URL", app_url)
    owner = Connection.parse("DATABASE_OWNER_URL", owner_url) if owner_url else None
    if owner and owner.user == app.user:
        raise ConfigError(
            f"DATABASE_URL and DATABASE_OWNER_URL both log in as {app.user}: the app must not own its tables, so give it a user of its own."
        )
    return app, owner


def _switch(environ: Mapping[str, str], name: str) -> bool:
    word = environ.get(name, "").strip().lower()
    if word not in _ON | _OFF:
        raise ConfigError(f"{name} is {environ[name]!r}: write on or off.")
    return word in _ON


def _one_of(environ: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    """One of a few words, the first when nothing is said."""
    given = environ.get(name, "").strip().lower() or words[0]
    if given not in words:
        raise ConfigError(f"{name} is {given!r}: write {' or '.join(words)}.")
    return given


def _token(given: str) -> str:
    if given and len(given) < _FEWEST_SECRET_CHARACTERS:
        raise ConfigError(
            f"THROUGHCARE_METRICS_TOKEN is shorter than {_FEWEST_SECRET_CHARACTERS} characters: make a longer one, at random."
        )
    return given


def _login(environ: Mapping[str, str]) -> Login:
    match environ.get("THROUGHCARE_LOGIN", "") or "app":
        case "app":
            return "app"
        case "owner":
            return "owner"
        case other:
            raise ConfigError(f"THROUGHCARE_LOGIN is {other!r}: write app or owner.")


def _secrets(environ: Mapping[str, str], home: Path, *, is_embedded: bool) -> tuple[tuple[str, ...], tuple[AuditKey, ...]]:
    single, several = environ.get("THROUGHCARE_SECRET_KEY", ""), environ.get("THROUGHCARE_SECRET_KEYS", "")
    audit = environ.get("THROUGHCARE_AUDIT_KEYS", "")
    if single and several:
        raise ConfigError("THROUGHCARE_SECRET_KEY and THROUGHCARE_SECRET_KEYS are both set: keep one of them.")
    if is_embedded and not (single or several):
        several = keys.app_keys(home).secret_key
    if is_embedded and not audit:
        audit = keys.app_keys(home).audit_keys
    for name, value in (("THROUGHCARE_SECRET_KEY", single or several), ("THROUGHCARE_AUDIT_KEYS", audit)):
        if not value:
            raise ConfigError(f"{name} is not set: with DATABASE_URL set, secrets are never made for you.")
    secret_keys = (single,) if single else tuple(part.strip() for part in several.split(","))
    if any(len(key) < _FEWEST_SECRET_CHARACTERS for key in secret_keys):
        raise ConfigError(f"A signing key is shorter than {_FEWEST_SECRET_CHARACTERS} characters: make a longer one, at random.")
    return secret_keys, keys.parse_audit_keys(audit)


def _named_hosts(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    hosts = tuple(part.strip().lower() for part in environ.get(name, "").split(",") if part.strip())
    for host in hosts:
        if "*" in host or "/" in host or host.startswith(".") or (":" in host and not host.endswith("]")):
            raise ConfigError(f"{name} names {host!r}: give plain host names, without *, slashes, a port or a dot in front.")
    return hosts


def _hosts(environ: Mapping[str, str], *, is_embedded: bool) -> tuple[str, ...]:
    hosts = _named_hosts(environ, "THROUGHCARE_HOSTS")
    if address := _site_address(environ, is_embedded=is_embedded):
        own = urlsplit(address).hostname or ""
        hosts = (f"[{own}]" if ":" in own else own, *(host for host in hosts if host != own))
    if not hosts and not is_embedded:
        raise ConfigError("THROUGHCARE_HOSTS is not set: name the hosts the site answers to, such as example.org.")
    return (*hosts, *(host for host in _THIS_MACHINE if is_embedded and host not in hosts)) if address or not hosts else hosts


def _site_address(environ: Mapping[str, str], *, is_embedded: bool) -> str:
    given = environ.get("THROUGHCARE_SITE_ADDRESS", "").strip()
    if not given:
        return ""
    address = given.rstrip("/")
    try:
        parts = urlsplit(address)
        whole = parts.scheme in (("https", "http") if is_embedded else ("https",)) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not re.fullmatch(r"https?://[\w.:\[\]-]+", address, re.ASCII | re.IGNORECASE):
        raise ConfigError(f"THROUGHCARE_SITE_ADDRESS is {given!r}: write the site's https address alone, such as https://care.example.org.")
    return address.lower()


def _number(environ: Mapping[str, str], name: str, usual: int, *, least: int, most: int) -> int:
    given = environ.get(name, "").strip() or str(usual)
    if not re.fullmatch("[0-9]{1,4}", given) or not least <= int(given) <= most:
        raise ConfigError(f"{name} is {given!r}: write a number from {least} to {most}.")
    return int(given)


def _amount(environ: Mapping[str, str], name: str, usual: int) -> int:
    given = environ.get(name, "").strip() or str(usual)
    if not re.fullmatch("[0-9]{1,10}", given):
        raise ConfigError(f"{name} is {given!r}: write a whole amount without spaces or a sign, such as {usual}.")
    return int(given)


def _partners(environ: Mapping[str, str]) -> dict[str, Any]:
    """When somebody is reminded of a partner, and what is asked of agreements."""
    return {
        "accreditation_days": _number(environ, "THROUGHCARE_ACCREDITATION_DAYS", 90, least=0, most=1096),
        "partner_quiet_days": _number(environ, "THROUGHCARE_PARTNER_QUIET_DAYS", 180, least=0, most=1096),
        "light_up_to": _amount(environ, "THROUGHCARE_LIGHT_UP_TO", 10_000),
        "approval_above": _amount(environ, "THROUGHCARE_APPROVAL_ABOVE", 50_000),
        "refer_without_agreement": _one_of(environ, "THROUGHCARE_REFER_WITHOUT_AGREEMENT", ("on", "off")) == "on",
        "currency": _currency(environ.get("THROUGHCARE_CURRENCY", "")),
    }


# How what is published by open standards names things: setting → what is usual, how it is written, and an example.
_PUBLISHED = {
    "THROUGHCARE_PUBLISHER": ("The department", r"[^\x00-\x1f]{2,200}", "a name of 2 to 200 letters"),
    "THROUGHCARE_PUBLISHER_ID": ("", r"([A-Z]{2}-[A-Z0-9_]{2,20}-[A-Za-z0-9.]{1,60})?", "an identifier such as NZ-NZBN-9429000000000"),
    "THROUGHCARE_PUBLISHING_LICENCE": (
        "https://creativecommons.org/licenses/by/4.0/",
        r"https?://[!-~]{4,300}",
        "the web address of a licence",
    ),
    "THROUGHCARE_OCID_PREFIX": ("ocds-000000", r"ocds-[a-z0-9]{6}", "a prefix such as ocds-a1b2c3"),
    "THROUGHCARE_GRANT_PREFIX": ("360G-unregistered", r"360G-[A-Za-z0-9]{2,40}", "a prefix such as 360G-abc"),
}


def _publishing(environ: Mapping[str, str]) -> Publishing:
    said = []
    for name, (usual, written, example) in _PUBLISHED.items():
        given = environ.get(name, "").strip() or usual
        if not re.fullmatch(written, given):
            raise ConfigError(f"{name} is {given[:100]!r}: write {example}.")
        said.append(given)
    return Publishing(*said)


def _currency(given: str) -> str:
    code = given.strip().upper() or "NZD"
    if not re.fullmatch("[A-Z]{3}", code):
        raise ConfigError(f"THROUGHCARE_CURRENCY is {given!r}: write three letters, such as NZD.")
    return code


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    given = environ.get(name, "")
    if given and not (Path(given).is_file() and Path(given).stat().st_size):
        raise ConfigError(f"{name} names {given!r}, which is no file with anything in it: give the path of one, or unset it.")
    return Path(given).absolute() if given else None


def _second_step(environ: Mapping[str, str], *, is_embedded: bool) -> bool:
    given = _one_of(environ, "THROUGHCARE_SECOND_STEP", ("on", "off")) == "on"
    if not (given or is_embedded):
        raise ConfigError("THROUGHCARE_SECOND_STEP can't be off with DATABASE_URL set: a password alone opens no real record. Unset it.")
    return given


def _proxies(environ: Mapping[str, str], *, is_embedded: bool) -> int:
    given = environ.get("THROUGHCARE_PROXIES", "").strip() or ("0" if is_embedded else "1")
    if not re.fullmatch("[0-9]", given):
        raise ConfigError(f"THROUGHCARE_PROXIES is {given!r}: write how many proxies stand in front, from 0 to 9.")
    return int(given)


def _time_zone(environ: Mapping[str, str]) -> str:
    name = environ.get("THROUGHCARE_TIMEZONE", "") or "Pacific/Auckland"
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"THROUGHCARE_TIMEZONE is {name!r}, which is no time zone here: write one such as Pacific/Auckland.") from error
    return name


def _mail(address: str) -> Mail | None:
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise ConfigError("THROUGHCARE_MAIL_URL can't be read: write it as smtp://user:password@host:587.")
    ssl = parts.scheme == "smtps"
    return Mail(
        host=host,
        port=port or (465 if ssl else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=not ssl and bool(parts.username),  # a password never leaves in the clear
        use_ssl=ssl,
    )
