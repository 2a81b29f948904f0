"""Two logins are a wall only while neither can do the other's part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from handrail.config import addresses, deployment, environment, grants
from handrail.config.addresses import Addresses
from handrail.config.environment import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def owner(database_addresses: Addresses) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_addresses.owner, autocommit=True) as connection:
        yield connection


def test_an_address_may_be_a_url() -> None:
    entry = addresses.as_django(
        "postgresql://handrail_app:p%40ss@db.example.org:5433/handrail?sslmode=verify-full"
    )

    assert entry == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "handrail", "USER": "handrail_app", "PASSWORD": "p@ss",
        "HOST": "db.example.org", "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }  # fmt: skip


def test_an_address_may_be_words() -> None:
    entry = addresses.as_django("host='/var/my run' user=handrail_app dbname=handrail")

    assert (entry["HOST"], entry["USER"], entry["OPTIONS"]) == ("/var/my run", "handrail_app", {})


def test_both_addresses_belong_together() -> None:
    env = environment.read({"DATABASE_URL": "postgresql://app@db/handrail"})

    with pytest.raises(ConfigurationError, match="DATABASE_URL is set but DATABASE_OWNER_URL is not"):
        addresses.given(env)
    assert addresses.given(replace(env, database_url=None)) is None


def test_an_address_without_a_user_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="names no user"):
        addresses.login_of("postgresql://db/handrail")


def test_a_server_that_is_not_there_is_told_as_a_fault() -> None:
    nowhere = Addresses(app="host=/nowhere user=a dbname=h", owner="host=/nowhere user=o dbname=h")

    found = addresses.faults(nowhere)

    assert [fault.split(" cannot")[0] for fault in found] == ["The application's login", "The owner's login"]


def test_the_logins_of_the_tests_are_without_fault(database_addresses: Addresses) -> None:
    assert addresses.faults(database_addresses) == ()


def test_one_login_for_both_is_refused(database_addresses: Addresses) -> None:
    same = Addresses(app=database_addresses.app, owner=database_addresses.app)

    assert "Both addresses name the same login" in addresses.faults(same)[0]


def test_the_logins_the_wrong_way_round_are_refused(database_addresses: Addresses) -> None:
    crossed = Addresses(app=database_addresses.owner, owner=database_addresses.app)

    found = "\n".join(addresses.faults(crossed))

    assert "has BYPASSRLS" in found
    assert "lacks BYPASSRLS" in found


def test_an_application_that_owns_a_table_is_refused(
    database_addresses: Addresses, owner: psycopg.Connection
) -> None:
    app = sql.Identifier(database_addresses.app_login)
    owner.execute(sql.SQL("grant create on schema public to {}").format(app))
    try:
        with psycopg.connect(database_addresses.app, autocommit=True) as connection:
            connection.execute("create table mine (word text)")
            found = addresses.faults(database_addresses)
            connection.execute("drop table mine")
    finally:
        owner.execute(sql.SQL("revoke create on schema public from {}").format(app))

    assert len(found) == 1
    assert "owns 1 tables" in found[0]


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["create table {t} (pupil_id bigint)"], "not enabled and not forced and not given a policy"),
        (
            [
                "create table {t} (pupil_id bigint)",
                "alter table {t} enable row level security",
                "create policy reach on {t} using (true)",
            ],
            "not forced",
        ),
    ],
)
def test_a_table_of_pupils_without_its_policy_is_found(
    database_addresses: Addresses, owner: psycopg.Connection, statements: list[str], told: str
) -> None:
    table = sql.Identifier("planted")
    try:
        for statement in statements:
            owner.execute(sql.SQL(statement).format(t=table))
        found = deployment.faults(database_addresses)
    finally:
        owner.execute("drop table planted")

    assert any(fault.startswith("The table planted") and f"is {told}." in fault for fault in found)


def test_grants_are_given_before_there_is_a_table_and_a_revoke_lasts(
    database_addresses: Addresses, owner: psycopg.Connection
) -> None:
    try:
        owner.execute("create table facts (word text)")
        owner.execute(
            sql.SQL("revoke update, delete on facts from {}").format(
                sql.Identifier(database_addresses.app_login)
            )
        )
        for statement in grants.defaults_for(database_addresses.app_login):
            owner.execute(statement)

        with psycopg.connect(database_addresses.app, autocommit=True) as app:
            app.execute("insert into facts values ('kept')")
            assert app.execute("select word from facts").fetchone() == ("kept",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("delete from facts")
    finally:
        owner.execute("drop table facts")
