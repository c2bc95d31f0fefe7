"""What `throughcare check` looks at: the set-up of a site, told in sentences."""

import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from throughcare.accounts.actors import system_actor
from throughcare.accounts.counters import NO_ADDRESS, TOO_FEW_PROXIES
from throughcare.accounts.sign_on import oidc
from throughcare.accounts.sign_on.arrival import Fault
from throughcare.audit.queries import last_of
from throughcare.common.clock import now
from throughcare.common.egress import RequestException
from throughcare.common.reader import reading_as
from throughcare.config import foreign, health
from throughcare.config.backup import BACKED_UP
from throughcare.config.connections import Connection
from throughcare.config.environment import Environment

LATEST_BACKUP = timedelta(hours=26)  # a nightly one, and some patience
_LEAST_FREE = 1_000_000_000  # bytes
_LEAST_SHARE = 0.05
_CLOCK_SECONDS = 2
_SOON = timedelta(days=30)
_FEWEST_LETTERS = 12  # different characters in a key made at random

# What a commit that was answered for rests on.
_SAFE = {"fsync": "on", "full_page_writes": "on"}
_ROLE = """select rolcreaterole, rolcreatedb, rolreplication, rolsuper or rolbypassrls,
  exists (select 1 from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace),
  exists (select 1 from pg_auth_members m where m.member = r.oid), has_table_privilege('people_person', 'select') from pg_roles r where rolname = current_user"""
_BARE = """select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and not (relrowsecurity and relforcerowsecurity) order by 1"""
_COUNTS_DAYS_HERE = "select position(quote_literal(%s) in prosrc) > 0 from pg_proc where oid = 'throughcare.today()'::regprocedure"
_QUIET = "set log_statement = none, log_min_error_statement = panic and log_min_duration_statement = -1 for this database."
_SETTINGS = """select name, setting from pg_settings where name = any(%s)"""


@dataclass(frozen=True)
class Finding:
    """One thing that must, or should, be put right."""

    code: str
    must: bool
    sentence: str

    def as_dict(self) -> dict[str, str | bool]:
        """For --json."""
        return asdict(self)


def find(env: Environment) -> list[Finding]:
    """Everything found, what must be put right first."""
    waiting = list(_migrations())
    found = [
        *waiting,
        *_keys(env),
        *_head(env),
        *_mail(env),
        *_address(env),
        *_second_step(env),
        *(() if waiting else _proxies(env)),  # asks a table
        *_way_in(env),
        *_sign_on(env),
        *_disk(env),
        *_django(env),
    ]
    if not any(item.code == "migrations" for item in found):  # else there is nothing to ask
        found += [*_database(env), *_role(), *_foreign(), *_running(), *_conflicts(), *_backup(env)]
    return sorted(found, key=lambda item: (not item.must, item.code))


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("migrations", True, f"{len(waiting)} changes of the database wait: run throughcare migrate.")


def _keys(env: Environment) -> Iterator[Finding]:
    for path in sorted((env.home / "keys").glob("*.json")) if env.embedded else ():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("keys", True, f"{path} can be read by others: run chmod 600 on it, then change the keys in it.")
    if any(len(set(key)) < _FEWEST_LETTERS for key in env.secret_keys):
        yield Finding("keys", True, "A signing key (THROUGHCARE_SECRET_KEY) was not made at random: make another.")
    if any(len(set(key.secret)) < _FEWEST_LETTERS for key in env.audit_keys):
        yield Finding(
            "keys", True, "A key of THROUGHCARE_AUDIT_KEYS was not made at random: put a new one first, and keep the old after it."
        )


def _head(env: Environment) -> Iterator[Finding]:
    if not _nearest(env.audit_head).is_dir():
        yield Finding("audit-head", True, f"THROUGHCARE_AUDIT_HEAD ({env.audit_head}) is under something that is not a folder.")
    elif not env.embedded and env.audit_head.is_relative_to(env.home):
        yield Finding("audit-head", False, "THROUGHCARE_AUDIT_HEAD is in the site's own folder: put it on another machine's disk.")


def _mail(env: Environment) -> Iterator[Finding]:
    if env.embedded:
        return
    if env.mail is None:
        yield Finding("mail", False, "THROUGHCARE_MAIL_URL is not set: notices stay in the inbox and no mail goes out.")
    elif not (env.mail.use_tls or env.mail.use_ssl or _on_this_machine(env.mail.host)):
        yield Finding(
            "mail", False, "Mail is handed over without TLS: write THROUGHCARE_MAIL_URL as smtps://, or with a user for STARTTLS."
        )


def _way_in(env: Environment) -> Iterator[Finding]:
    """Pages travel by TLS, and so does what the database says."""
    if env.embedded:
        return
    if env.proxies == 0:
        yield Finding("tls", True, "THROUGHCARE_PROXIES is 0: a real site stands behind a proxy that ends TLS, so say how many there are.")
    for login in (env.app_connection, env.owner_connection):
        if login and not _is_sealed(login):
            yield Finding("tls", False, f"{login.user} logs in to another machine without TLS: add ?sslmode=verify-full to its address.")


def _sign_on(env: Environment) -> Iterator[Finding]:
    """The providers people log in with: there, as the settings say, and able to sign for a while yet."""
    if way := env.sign_on.oidc:
        try:
            oidc.discovered(way)
        except RequestException:
            yield Finding("sign-on", False, f"{way.name} does not answer at {way.provider}, so nobody can log in with it: see why.")
        except Fault as wrong:
            about = "its issuer" if wrong.code == "issuer" else "an address at a host THROUGHCARE_OIDC_HOSTS does not name"
            yield Finding("sign-on", True, f"{way.name} can't be logged in with: at {way.provider} it gives {about}. Set what it gives.")
    if saml := env.sign_on.saml:
        ends = load_pem_x509_certificate(saml.certificate.encode()).not_valid_after_utc
        if ends - now() < _SOON:
            over = ends < now()
            said = "has come to an end" if over else f"comes to an end on {ends:%-d %B %Y}"
            yield Finding(
                "sign-on", over, f"The certificate {saml.name} signs with {said}: put its new one in THROUGHCARE_SAML_CERTIFICATE."
            )


def _is_sealed(login: Connection) -> bool:
    return _on_this_machine(login.host) or dict(login.options).get("sslmode") in ("require", "verify-ca", "verify-full")


def _on_this_machine(host: str) -> bool:
    if host in ("", "localhost") or host.startswith("/"):  # a socket
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _disk(env: Environment) -> Iterator[Finding]:
    for code, path in (("disk", env.home), ("disk-of-audit-head", env.audit_head)):
        if (folder := path if path.is_dir() else _nearest(path)).is_dir():
            free = shutil.disk_usage(folder)
            if free.free < _LEAST_FREE or free.free < free.total * _LEAST_SHARE:
                yield Finding(
                    code, True, f"The disk of {folder} has {free.free / 1e9:.1f} GB left: make room, or nothing more can be kept."
                )


def _database(env: Environment) -> Iterator[Finding]:
    wanted = [*_SAFE, "data_checksums", "log_min_error_statement", "log_statement", "log_min_duration_statement"]
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS, [wanted])
        found = dict(cursor.fetchall())
        cursor.execute("select extract(epoch from clock_timestamp())")
        (there,) = cursor.fetchone() or (0,)
    for name, value in _SAFE.items():
        if found.get(name) != value:
            yield Finding(
                "durability",
                True,
                f"{name} is {found.get(name)} on the database server: a power cut would lose what was kept. Set it to {value}.",
            )
    if found.get("data_checksums") != "on" and not env.embedded:
        yield Finding("checksums", False, "The database server keeps no checksums, so a failing disk is not noticed: see pg_checksums.")
    if abs(float(there) - time.time()) > _CLOCK_SECONDS:
        yield Finding(
            "clock",
            True,
            f"The clocks of this machine and of the database differ by {abs(float(there) - time.time()):.0f} s: set both by NTP.",
        )
    logged = found.get("log_min_error_statement") in ("error", "warning", "notice", "info", "log") or found.get("log_statement") in (
        "all",
        "mod",
    )
    if logged or found.get("log_min_duration_statement", "-1") != "-1":
        yield Finding("server-log", False, f"The database server writes statements into its log, and they hold personal data: {_QUIET}")


def _role() -> Iterator[Finding]:
    """The application's log-in can do nothing but what policies let it."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        *flags, owns, member, sees_people = cursor.fetchone() or (False,) * 7
        cursor.execute(_BARE)
        bare = [name for (name,) in cursor.fetchall()]
        cursor.execute(_COUNTS_DAYS_HERE, [settings.TIME_ZONE])
        (is_same_day,) = cursor.fetchone() or (False,)
    names = ("NOCREATEROLE", "NOCREATEDB", "NOREPLICATION", "NOSUPERUSER NOBYPASSRLS")
    if wrong := [name for name, is_set in zip(names, flags, strict=True) if is_set]:
        yield Finding("role", True, f"The application's log-in may do more than it needs: alter its role to {' '.join(wrong)}.")
    if owns:
        yield Finding("role", True, "The application's log-in owns tables: let the owner's log-in own them (reassign owned by).")
    if member:
        yield Finding(
            "role", True, "The application's log-in is a member of another role: revoke that, so that it has no rights but its own."
        )
    if sees_people == settings.PARTNERSHIP:
        yield Finding("mode", True, "THROUGHCARE_MODE was changed: run throughcare migrate, so that the database grants what it says.")
    if not is_same_day:
        yield Finding("timezone", True, "THROUGHCARE_TIMEZONE was changed: run throughcare migrate, so that a day begins when it says.")
    if bare:
        yield Finding(
            "policies", True, f"No row-level security on {', '.join(bare[:3])}{' and more' if bare[3:] else ''}: run throughcare migrate."
        )


def _foreign() -> Iterator[Finding]:
    """Nothing is there that nobody declared."""
    return (Finding(code, True, sentence) for code, sentence in foreign.found())


def _running() -> Iterator[Finding]:
    with transaction.atomic():
        worker, lag = health.worker_seconds(), health.seal_seconds()
    if worker is None or worker > health.WORKER_SECONDS:
        yield Finding("worker", False, "No job worker is alive, so mail waits and the audit is not sealed: start throughcare worker.")
    if lag > health.SEAL_SECONDS:
        yield Finding("seals", False, f"The oldest audit row without a seal is {lag:.0f} s old: look at what throughcare worker says.")


def _conflicts() -> Iterator[Finding]:
    """In numbers alone: whose they are is for the command to say."""
    if settings.PARTNERSHIP:
        return
    with reading_as(system_actor("check the set-up", channel="command").reader), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select count(*) from throughcare.undecidable()")
        (waiting,) = cursor.fetchone() or (0,)
    if waiting:
        yield Finding(
            "conflicts",
            False,
            f"No privacy officer can decide {waiting} of the conflicts that wait, since each is kept from the person: see throughcare people conflicts.",
        )


def _backup(env: Environment) -> Iterator[Finding]:
    if env.demo:
        return
    with reading_as(system_actor("check the set-up", channel="command").reader):
        last = last_of(BACKED_UP)
    if last is None:
        yield Finding("backup", False, "There is no backup yet: run throughcare backup, every night.")
    elif now() - last > LATEST_BACKUP:
        hours = (now() - last) / timedelta(hours=1)
        yield Finding("backup", False, f"The last backup is {hours:.0f} hours old: see why throughcare backup does not run every night.")


def _address(env: Environment) -> Iterator[Finding]:
    if not env.site_address and not env.demo:
        leads = "http://localhost:8000" if env.embedded else f"https://{env.hosts[0]}"
        yield Finding("site-address", False, f"THROUGHCARE_SITE_ADDRESS is not set: links in mail lead to {leads}.")


def _second_step(env: Environment) -> Iterator[Finding]:
    if not env.second_step:
        yield Finding(
            "second-step", True, "THROUGHCARE_SECOND_STEP is off: staff log in by password alone. Unset it before anybody real is here."
        )


def _proxies(env: Environment) -> Iterator[Finding]:
    if env.proxies and cache.get(TOO_FEW_PROXIES):
        yield Finding(
            "proxies",
            False,
            f"THROUGHCARE_PROXIES is {env.proxies}, but a log-in of the last day came with fewer entries in X-Forwarded-For and was counted "
            "by its peer's address: set it to how many proxies write there, and let nobody by them.",
        )
    if env.proxies and cache.get(NO_ADDRESS):
        yield Finding(
            "proxies",
            False,
            "In X-Forwarded-For of a log-in of the last day stood no address where THROUGHCARE_PROXIES says that your proxy writes one (it may "
            "write unknown), so it was counted by its peer's address, together with others: have the proxy write the visitor's address.",
        )


def _django(env: Environment) -> Iterator[Finding]:
    """Django's own findings. Those about TLS are not asked of an embedded site, which answers on this machine only."""
    for message in checks.run_checks(include_deployment_checks=not env.embedded):
        if not message.is_silenced():
            must = message.level >= checks.ERROR
            yield Finding(message.id or "django", must, " ".join(str(message.msg).split()))


def _nearest(path: Path) -> Path:
    """The lowest folder above `path` that exists."""
    return next(parent for parent in path.parents if parent.exists())
