"""The two database logins, and whether they may be trusted with pupils' records."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from handrail.config.environment import ConfigurationError

if TYPE_CHECKING:
    from handrail.config.environment import Environment

OLDEST_SERVER: Final = 150000
# What Django names itself; everything else of an address goes to the driver as it is.
NAMED_BY_DJANGO: Final = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The same database under two logins: `app` serves and owns nothing, `owner` migrates and backs up."""

    app: str
    owner: str

    def of(self, database: str) -> Addresses:
        """The same server and logins, another database."""
        return Addresses(
            app=make_conninfo(self.app, dbname=database), owner=make_conninfo(self.owner, dbname=database)
        )

    @property
    def app_login(self) -> str:
        return login_of(self.app)


def login_of(address: str) -> str:
    """The login an address names. It is never left to the operating system's user name."""
    user = conninfo_to_dict(address).get("user")
    if not user:
        raise ConfigurationError(
            "A database address names no user. Write it as postgresql://user:password@host:5432/database"
        )
    return str(user)


def as_django(address: str) -> dict[str, Any]:
    """The entry of DATABASES for an address, whether written as a URL or as key=value words."""
    parts = conninfo_to_dict(address)
    entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    entry |= {theirs: str(parts.pop(ours, "") or "") for ours, theirs in NAMED_BY_DJANGO.items()}
    return entry | {"OPTIONS": parts}


def given(environment: Environment) -> Addresses | None:
    """The two addresses of the environment, or nothing where Handrail is to run its own server."""
    if environment.database_url is None:
        return None
    if environment.owner_url is None:
        raise ConfigurationError(
            "DATABASE_URL is set but DATABASE_OWNER_URL is not. This needs both: DATABASE_URL for the login "
            "that serves pages, DATABASE_OWNER_URL for the login that owns the tables. With neither, "
            "Handrail starts its own PostgreSQL."
        )
    return Addresses(app=environment.database_url, owner=environment.owner_url)


def wait_for(address: str, *, seconds: float) -> None:
    """Return once the database lets us in; a server that is starting, or restarting, is given time."""
    give_up_at = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > give_up_at:
                return
            time.sleep(0.5)
        else:
            return


def faults(addresses: Addresses) -> tuple[str, ...]:
    """What keeps these two logins from being a wall between the pages and other people's children."""
    return (*faults_of_app(addresses.app), *faults_of_owner(addresses.owner, app_login=addresses.app_login))


def faults_of_app(address: str) -> tuple[str, ...]:
    """What keeps the login that serves pages from being held by row-level security."""
    try:
        with psycopg.connect(address, connect_timeout=10) as app:
            return _faults_of_app(app)
    except psycopg.OperationalError as refused:
        return (f"The application's login cannot reach the database: {_first_line(refused)}",)


def faults_of_owner(address: str, *, app_login: str) -> tuple[str, ...]:
    """What keeps the owner's login from seeing every row, as a migration and a backup must."""
    try:
        with psycopg.connect(address, connect_timeout=10) as owner:
            return _faults_of_owner(owner, app_login=app_login)
    except psycopg.OperationalError as refused:
        return (f"The owner's login cannot reach the database: {_first_line(refused)}",)


def _faults_of_app(app: psycopg.Connection) -> tuple[str, ...]:
    login = app.execute("select current_user").fetchone()[0]  # type: ignore[index]
    found = []
    if app.info.server_version < OLDEST_SERVER:
        version = app.info.server_version // 10000
        found.append(f"The server is PostgreSQL {version}. Handrail needs PostgreSQL 15 or newer.")
    row = app.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user").fetchone()
    is_superuser, bypasses = row or (False, False)
    if is_superuser:
        found.append(
            f"The application's login {login} is a superuser, so it sees every pupil. Use a plain login."
        )
    elif bypasses:
        found.append(f"The application's login {login} has BYPASSRLS, so it sees every pupil. Take it away.")
    if owned := _count(
        app,
        "select count(*) from pg_class join pg_roles on pg_roles.oid = relowner"
        " where rolname = current_user and relkind in ('r', 'p', 'v', 'm', 'S')",
    ):
        found.append(
            f"The application's login {login} owns {owned} tables, views or sequences, so it could lift "
            "their policies. Let the owner's login own them."
        )
    if _count(
        app,
        "select count(*) from pg_roles where rolname <> current_user and (rolsuper or rolbypassrls)"
        " and pg_has_role(current_user, oid, 'member')",
    ):
        found.append(f"The application's login {login} is a member of a role that sees every pupil.")
    return tuple(found)


def _faults_of_owner(owner: psycopg.Connection, *, app_login: str) -> tuple[str, ...]:
    row = owner.execute(
        "select current_user, rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    ).fetchone()
    login, sees_all = row or ("", False)
    if login == app_login:
        return (
            "Both addresses name the same login. The owner must be another login than the application's.",
        )
    if not sees_all:
        return (
            f"The owner's login {login} lacks BYPASSRLS, so migrations and backups would silently miss every "
            f"pupil. Run: alter role {login} bypassrls",
        )
    return ()


def _count(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def _first_line(fault: Exception) -> str:
    return str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
