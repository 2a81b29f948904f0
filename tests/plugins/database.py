"""One PostgreSQL for the whole test run, and a database of its own for each worker.

Without DATABASE_URL every worker joins one throw-away server in var/test-database, and the last to leave
stops it. The owner migrates a template once a run; each worker copies it and from then on is logged in as the
application, as the product is, so that a test sees what row-level security lets it see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from psycopg import sql

from handrail.config import addresses, embedded, environment, grants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from handrail.config.addresses import Addresses

TEMPLATE: Final = "handrail_test_template"
# Advisory locks: the first while the template is made or copied, the second shared while a worker lives.
MAKING: Final = 4_208_101
USING: Final = 4_208_102


@pytest.fixture(scope="session")
def database_server() -> Iterator[Addresses]:
    """The server under both logins: as the environment gives it, or our own."""
    surroundings = environment.read()
    if server := addresses.given(surroundings):
        if faults := addresses.faults(server):
            pytest.exit("\n".join(("The tests cannot use this database.", *faults)), returncode=4)
        yield server
        return
    with embedded.running(surroundings.var / "test-database", profile=embedded.Profile.TEST) as own:
        yield own.addresses


@pytest.fixture(scope="session")
def database_addresses(
    request: pytest.FixtureRequest,
    database_server: Addresses,
    django_db_blocker: DjangoDbBlocker,
    django_test_environment: None,
    testrun_uid: str,
    worker_id: str,
) -> Iterator[Addresses]:
    """This worker's own migrated database, under both logins."""
    name = "handrail_test" if worker_id == "master" else f"handrail_test_{worker_id}"
    keep = bool(request.config.getoption("reuse_db"))
    with psycopg.connect(database_server.owner, autocommit=True) as owner:
        if not _ask(
            owner, "select rolcreatedb or rolsuper from pg_roles where rolname = %s", owner.info.user
        ):
            pytest.exit(
                f"The tests make databases of their own. Run: alter role {owner.info.user} createdb", 4
            )
        if not _ask(owner, "select pg_try_advisory_lock(hashtext(%s))", name):
            pytest.exit(f"Another test run is using the database {name}. Let it end first.", returncode=4)
        owner.execute("select pg_advisory_lock(%s)", [MAKING])
        owner.execute("select pg_advisory_lock_shared(%s)", [USING])
        if not (keep and not request.config.getoption("create_db") and _exists(owner, name)):
            if _made_by(owner) != testrun_uid:
                with django_db_blocker.unblock():
                    _make_template(owner, database_server, made_by=testrun_uid)
            _drop(database_server, name)
            owner.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(TEMPLATE)
                )
            )
        owner.execute("select pg_advisory_unlock(%s)", [MAKING])
        yield database_server.of(name)
        if not keep:
            _drop(database_server, name)
        owner.execute("select pg_advisory_unlock_shared(%s)", [USING])
        if _ask(owner, "select pg_try_advisory_lock(%s)", USING):
            _drop(database_server, TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(database_addresses: Addresses, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Log Django in to this worker's database as the application; every test runs as the product does."""
    with django_db_blocker.unblock():
        log_in(database_addresses.app)
    yield
    with django_db_blocker.unblock():
        log_out()


@pytest.fixture
def owner_connection(
    database_addresses: Addresses,
    django_db_setup: None,
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The owner's view of what has been committed: past every policy, so only for looking behind the wall."""
    with psycopg.connect(database_addresses.owner, autocommit=True) as owner:
        yield owner


def _make_template(owner: psycopg.Connection, server: Addresses, *, made_by: str) -> None:
    from django.core.management import call_command

    template = server.of(TEMPLATE)
    _drop(server, TEMPLATE)
    owner.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
    with psycopg.connect(template.owner) as inside:
        for statement in grants.defaults_for(template.app_login):
            inside.execute(statement)
    log_in(template.owner)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    log_out()
    with psycopg.connect(template.owner) as inside:
        # Tests that commit are cleaned up by TRUNCATE, which the application itself may never do.
        inside.execute(
            sql.SQL("grant truncate on all tables in schema public to {}").format(
                sql.Identifier(template.app_login)
            )
        )
    owner.execute(
        sql.SQL("comment on database {} is {}").format(sql.Identifier(TEMPLATE), sql.Literal(made_by))
    )


def log_in(address: str) -> None:
    """Log Django in under an address, in this thread and in those that start later."""
    from django.db import connection

    log_out()
    login = addresses.as_django(address)
    options = {**connection.settings_dict["OPTIONS"], **login.pop("OPTIONS")}
    # The same dictionary serves the connections of other threads, such as the live server's.
    connection.settings_dict.update(login, OPTIONS=options)


def log_out() -> None:
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def _made_by(owner: psycopg.Connection) -> object:
    return _ask(
        owner, "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", TEMPLATE
    )


def _exists(owner: psycopg.Connection, name: str) -> bool:
    return _ask(owner, "select 1 from pg_database where datname = %s", name) is not None


def _drop(server: Addresses, name: str) -> None:
    """Each login ends the sessions it left open, as a live server may: neither may end the other's."""
    with psycopg.connect(server.app, autocommit=True) as app:
        app.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = %s and usename = current_user",
            [name],
        )
    with psycopg.connect(server.owner, autocommit=True) as owner:
        owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _ask(owner: psycopg.Connection, question: str, about: object) -> object:
    row = owner.execute(question.encode(), [about]).fetchone()
    return row[0] if row else None
