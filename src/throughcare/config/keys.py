"""Keys of an embedded site: made once in THROUGHCARE_HOME, readable by the owner of the folder alone.

Two files, so that a process that serves pages never needs to read the second:

* `keys/app.json` - the signing keys, the audit keys and the app's database password;
* `keys/owner.json` - the passwords of the owner log-in and of the superuser.
"""

import fcntl
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from throughcare.config import engine
from throughcare.config.errors import ConfigError

FEWEST_AUDIT_KEY_BYTES = 32


@dataclass(frozen=True)
class AuditKey:
    """One key of the audit's message codes; the id is written beside each code, so keys can be changed over time."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class AppKeys:
    """What an embedded site's pages and jobs hold."""

    secret_key: str = field(repr=False)  # the wording of THROUGHCARE_SECRET_KEYS: the one that signs first
    audit_keys: str = field(repr=False)  # the wording of THROUGHCARE_AUDIT_KEYS
    app_password: str = field(repr=False)


@dataclass(frozen=True)
class OwnerKeys:
    """What migrate, backup and the making of an embedded cluster hold."""

    owner_password: str = field(repr=False)
    superuser_password: str = field(repr=False)


def app_keys(home: Path) -> AppKeys:
    """The app's keys of this home, made on the first start."""
    made = {
        "secret_key": secrets.token_urlsafe(48),
        "audit_keys": f"k1:{secrets.token_hex(FEWEST_AUDIT_KEY_BYTES)}",
        "app_password": secrets.token_urlsafe(32),
    }
    return AppKeys(**_read_or_make(home / "keys" / "app.json", made))


def change_app_keys(home: Path, *, seen: AppKeys, new: AppKeys) -> None:
    """Put new keys in the place of those seen, whole or not at all. Raises ConfigError when another process changed them meanwhile."""
    path = home / "keys" / "app.json"
    with (path.parent / "app.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if app_keys(home) != seen:
            raise ConfigError("Somebody else has just changed the keys of this site: look with throughcare keys show, then try again.")
        draft = _draft(path, json.dumps(asdict(new), indent=1))
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)  # the new name too is on disk before the caller commits what rests on it
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def owner_keys(home: Path) -> OwnerKeys:
    """The owner's keys of this home, made on the first start."""
    made = {"owner_password": secrets.token_urlsafe(32), "superuser_password": secrets.token_urlsafe(32)}
    return OwnerKeys(**_read_or_make(home / "keys" / "owner.json", made))


def parse_audit_keys(text: str) -> tuple[AuditKey, ...]:
    """`id:hex,id:hex` to keys, the current one first. Raises ConfigError on a short, odd or doubled key."""
    keys = tuple(_parse_audit_key(part.strip()) for part in text.split(",") if part.strip())
    if not keys:
        raise ConfigError("THROUGHCARE_AUDIT_KEYS is empty: give at least one key as id:hex, the current one first.")
    if len({key.id for key in keys}) < len(keys):
        raise ConfigError("THROUGHCARE_AUDIT_KEYS names one id twice: give every key an id of its own.")
    return keys


def fingerprint(key: AuditKey) -> str:
    """Eight hex digits that tell this key from another of the same id, and nothing about it."""
    return hmac.digest(key.secret, b"fingerprint\0", "sha256").hex()[:8]


def _parse_audit_key(part: str) -> AuditKey:
    name, colon, digits = part.partition(":")
    try:
        secret = bytes.fromhex(digits)
    except ValueError:
        secret = b""
    if not (name and colon and len(secret) >= FEWEST_AUDIT_KEY_BYTES):
        raise ConfigError(
            "THROUGHCARE_AUDIT_KEYS holds a part that is not id:hex with at least 64 hex digits; "
            "make one with: python3 -c \"import secrets; print('k1:' + secrets.token_hex(32))\"."
        )
    return AuditKey(name, secret)


def _read_or_make(path: Path, made: dict[str, str]) -> dict[str, str]:
    """The file's content; when there is none, `made` is written whole or not at all, and the first writer wins."""
    try:
        if not path.exists():
            _write_once(path, json.dumps(made, indent=1))
        held = json.loads(path.read_text())
    except OSError as error:
        raise ConfigError(f"The keys in {path} can't be read or made: {error.strerror}. Check who owns the folder.") from error
    except ValueError as error:
        raise ConfigError(f"The keys file {path} is damaged: restore it from your backup.") from error
    if not isinstance(held, dict) or set(held) != set(made) or not all(isinstance(value, str) for value in held.values()):
        raise ConfigError(f"The keys file {path} does not hold what it should: restore it from your backup.")
    return held


def _write_once(path: Path, text: str) -> None:
    engine.make_folder(path.parent.parent)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    draft = _draft(path, text)
    try:
        os.link(draft, path)  # fails when another process was first; then its keys are the keys
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, text: str) -> Path:
    """Beside it, on the disk, readable by the owner of the folder alone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
