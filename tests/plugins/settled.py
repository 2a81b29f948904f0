"""Rows that many tests start from: written once by each worker, and put back whenever a test asks for them.

The cast is written through the product's own actions, which takes most of a second; its rows are put back in a
hundredth. A worker lets the actions write into its own empty database, copies every row into a schema that
the application cannot read, and empties the tables again. A test that asks gets the rows back in its own
transaction, through one function of the owner's, since the application may not write facts itself. So a test
is undone as ever, by rollback or by emptying the tables, depends on no other, and may commit.

The objects come out of a pickle: each test has copies of its own. Sequences are never set back, so whatever a
test adds gets a number that none of these rows has. No reach is set: a test acts as somebody to see a pupil.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Generic, TypeVar

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_django import DjangoDbBlocker

    from handrail.config.addresses import Addresses

BuiltT = TypeVar("BuiltT")


@dataclass(frozen=True, slots=True)
class Settled(Generic[BuiltT]):
    """What was built once, and the function that puts its rows back."""

    function: str
    objects: bytes

    def again(self) -> BuiltT:
        """Put the rows back into the empty tables, in the present transaction, and tell what they are."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"select {self.function}()")
        built: BuiltT = pickle.loads(self.objects)  # noqa: S301 - written by this process
        return built


class Settling:
    """Settles what a test folder asks for, in this worker's own database.

    Only a fixture of the session may call it: it comes before any test's transaction.
    """

    def __init__(self, database: Addresses, blocker: DjangoDbBlocker) -> None:
        self._database = database
        self._blocker = blocker

    def __call__(self, name: str, build: Callable[[], BuiltT]) -> Settled[BuiltT]:
        schema = f"settled_{name}"
        with psycopg.connect(self._database.owner, autocommit=True) as owner:
            # The ends of chains that tests left behind who committed: `audit_chain` is no model.
            owner.execute("delete from audit_chain")
            before = set(_tables_with_rows(owner))
            with self._blocker.unblock():
                built = build()
            written = [table for table in _tables_with_rows(owner) if table not in before]
            _keep(owner, schema, _referenced_first(owner, written))
            owner.execute(_list("truncate {} cascade", written))
        return Settled(f"{schema}.put_back", pickle.dumps(built))


@pytest.fixture(scope="session")
def settling(
    database_addresses: Addresses, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Settling:
    return Settling(database_addresses, django_db_blocker)


def _keep(owner: psycopg.Connection, schema: str, tables: Iterable[str]) -> None:
    owner.execute(_list("drop schema if exists {} cascade", [schema]))
    owner.execute(_list("create schema {}", [schema]))
    steps = [sql.SQL("delete from audit_chain where chain not in (select chain from audit_fact);")]
    for table in tables:
        kept, into = sql.Identifier(schema, table), sql.Identifier("public", table)
        columns = sql.SQL(", ").join(sql.Identifier(name) for name in _columns(owner, table))
        owner.execute(sql.SQL("create table {} as table {}").format(kept, into))
        steps.append(
            sql.SQL("insert into {} ({}) overriding system value select {} from {};").format(
                into, columns, columns, kept
            )
        )
    owner.execute(
        sql.SQL(
            "create function {}() returns void language plpgsql security definer"
            " set search_path = public, pg_temp as $$ begin {} end $$"
        ).format(sql.Identifier(schema, "put_back"), sql.SQL(" ").join(steps))
    )
    owner.execute(_list("grant usage on schema {} to public", [schema]))


def _tables_with_rows(owner: psycopg.Connection) -> list[str]:
    tables = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    return [
        str(table)
        for (table,) in tables
        if owner.execute(_list("select from {} limit 1", [str(table)])).fetchone() is not None
    ]


def _referenced_first(owner: psycopg.Connection, tables: list[str]) -> list[str]:
    """In an order in which every row finds what it names. Django's own keys wait for the commit."""
    keys = owner.execute(
        "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint"
        " where contype = 'f' and not condeferrable and conrelid <> confrelid"
    ).fetchall()
    needs = {table: {str(to) for of, to in keys if of == table and to in tables} for table in tables}
    return list(TopologicalSorter(needs).static_order())


def _columns(owner: psycopg.Connection, table: str) -> list[str]:
    """All but those that the database fills in itself."""
    rows = owner.execute(
        "select attname from pg_attribute where attrelid = %s::regclass"
        " and attnum > 0 and not attisdropped and attgenerated = '' order by attnum",
        [table],
    ).fetchall()
    return [str(name) for (name,) in rows]


def _list(statement: str, names: list[str]) -> sql.Composed:
    return sql.SQL(statement).format(sql.SQL(", ").join(sql.Identifier(name) for name in names))
