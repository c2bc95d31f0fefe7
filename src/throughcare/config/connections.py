"""Where a database is and who logs in: an address from the environment, turned into what Django and psycopg take."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from throughcare.config.errors import ConfigError

OLDEST_POSTGRESQL = 15
PREPARED_FROM = 3  # asked so often on a connection, a statement is kept by it
PREPARED_MOST = 200  # kept by one connection, which serves every role: 55 of them took 5 MB of the server
POOL_MAX = 20  # connections one process may hold; the server is started with fewer threads than this
POOL_WAIT = 10  # seconds a request waits for a connection before it fails
_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Connection:
    """One log-in to one database."""

    user: str
    name: str
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()  # anything else libpq understands, such as sslmode

    @classmethod
    def parse(cls, variable: str, address: str) -> "Connection":
        """Read a postgresql:// address. Raises ConfigError naming the variable, never the address (it holds a password)."""
        if not address.startswith(_SCHEMES):
            raise ConfigError(f"{variable} must start with postgresql://, since Throughcare keeps its data in PostgreSQL only.")
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(address).items()}
        except psycopg.ProgrammingError as error:
            raise ConfigError(f"{variable} can't be read: write it as postgresql://user:password@host:5432/name.") from error
        for needed, word in (("user", "a user"), ("dbname", "a database name")):
            if not parts.get(needed):
                raise ConfigError(f"{variable} does not name {word}: write it as postgresql://user:password@host:5432/name.")
        return cls(
            user=parts.pop("user"),
            name=parts.pop("dbname"),
            password=parts.pop("password", ""),
            host=parts.pop("host", ""),
            port=parts.pop("port", ""),
            options=tuple(sorted(parts.items())),
        )

    def libpq(self) -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`."""
        named = {"user": self.user, "dbname": self.name, "password": self.password, "host": self.host, "port": self.port}
        return {key: value for key, value in named.items() if value} | dict(self.options)

    def django(self, *, pooled: bool) -> dict[str, Any]:
        """One entry of Django's DATABASES. Pooled for serving; a plain connection, closed after use, otherwise."""
        options: dict[str, Any] = {"application_name": "throughcare", "connect_timeout": 5} | dict(self.options)
        options |= {"server_side_binding": True, "prepare_threshold": PREPARED_FROM}
        if pooled:
            options["pool"] = {"min_size": 1, "max_size": POOL_MAX, "timeout": POOL_WAIT}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "CONN_MAX_AGE": 0,  # the pool keeps connections; Django's own keeping would fight it
            "OPTIONS": options,
        }


def check_server(connection: Connection, *, is_app: bool) -> None:
    """Refuse a PostgreSQL that is too old, and an app log-in that row-level security would not bind.

    Raises ConfigError with a sentence; a server that can't be reached raises psycopg.OperationalError.
    """
    with psycopg.connect(**connection.libpq(), connect_timeout=5, autocommit=True) as session:
        version = session.info.server_version // 10000
        flags = session.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user").fetchone()
    if version < OLDEST_POSTGRESQL:
        raise ConfigError(f"The database server is PostgreSQL {version}: Throughcare needs {OLDEST_POSTGRESQL} or later.")
    if is_app and flags and any(flags):
        raise ConfigError(
            f"DATABASE_URL logs in as {connection.user}, who may pass by row-level security: "
            f"alter that role to NOSUPERUSER NOBYPASSRLS, or name another."
        )
