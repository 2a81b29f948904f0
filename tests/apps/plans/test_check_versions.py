"""An issued plan that somebody with the owner's login altered is found out."""

from __future__ import annotations

import hashlib

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from handrail.apps.plans import queries
from handrail.config.addresses import Addresses, as_django
from tests.cast import Cast


@pytest.fixture
def as_owner(transactional_db: None, cast: Cast, database_addresses: Addresses) -> psycopg.Connection:
    """The cast in the database for all to see, and Django logged in as the owner."""
    connection.close()
    before = dict(connection.settings_dict)
    login = as_django(database_addresses.owner)
    connection.settings_dict.update(login, OPTIONS={**before["OPTIONS"], **login["OPTIONS"]})
    with psycopg.connect(database_addresses.owner, autocommit=True) as owner:
        yield owner
    connection.close()
    connection.settings_dict.update(before)


def test_what_was_issued_is_found_as_it_was_issued(
    as_owner: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_versions")

    assert capsys.readouterr().out == "2 issued plans are as they were issued.\n"


def test_altered_words_are_found(as_owner: psycopg.Connection) -> None:
    as_owner.execute(
        "update plans_version set document = replace(document, '70 words', '50 words') where number = 1"
    )

    with pytest.raises(CommandError, match="altered"):
        call_command("check_versions")
    assert {says for _, says in queries.altered_versions()[1]} == {
        "its words are not the ones its hash was made from"
    }


def test_altered_words_with_a_new_hash_are_found_by_the_record(as_owner: psycopg.Connection) -> None:
    (document,) = as_owner.execute("select document from plans_version limit 1").fetchone()
    changed = document.replace("70 words", "50 words")
    as_owner.execute(
        "update plans_version set document = %s, sha256 = %s where document = %s",
        [changed, hashlib.sha256(changed.encode()).hexdigest(), document],
    )

    assert [says for _, says in queries.altered_versions()[1]] == [
        "the record does not know a plan with this hash"
    ]
