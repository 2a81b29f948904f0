"""Whoever alters the record in the database itself is found out, at the first row that is not as written."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from handrail.apps.audit import queries
from handrail.apps.audit.queries import Altered
from tests.apps.audit.conftest import AsOwner
from tests.cast import Cast

Owner = psycopg.Connection[tuple[Any, ...]]


def altered(as_owner: AsOwner) -> list[Altered]:
    with as_owner():
        return list(queries.altered(batch=7))


def last_row(owner: Owner, chain: int) -> int:
    row = owner.execute("select max(position) from audit_fact where chain = %s", [chain]).fetchone()
    assert row is not None
    return int(row[0])


def test_a_clean_record_passes(committed: Cast, as_owner: AsOwner) -> None:
    assert altered(as_owner) == []

    told = StringIO()
    with as_owner():
        call_command("check_audit", stdout=told)
    assert "The record is whole" in told.getvalue()


def test_an_empty_record_passes(as_owner: AsOwner) -> None:
    assert altered(as_owner) == []


# Each alteration, made as somebody with the owner's login would: SQL, the chain, and what is to be told.
Alter = Callable[[Owner, int], object]


def change(column: str, value: str, *, row: int = 5) -> Alter:
    return lambda owner, chain: owner.execute(
        f"update audit_fact set {column} = {value} where chain = %s and position = {row}".encode(), [chain]
    )


def delete(row: int) -> Alter:
    return lambda owner, chain: owner.execute(
        "delete from audit_fact where chain = %s and position = %s", [chain, row]
    )


@pytest.mark.parametrize(
    ("alter", "row", "says"),
    [
        pytest.param(change("detail", """detail || '{"name": "Other"}'"""), 5, "changed after it was written: detail", id="changed-detail"),
        pytest.param(change("happened_on", "happened_on - 1"), 5, "changed after it was written: happened_on", id="changed-day"),
        pytest.param(change("recorded_at", "recorded_at - interval '1 hour'"), 5, "changed after it was written: recorded_at", id="changed-moment"),
        pytest.param(change("by_name", "'Somebody else'"), 5, "changed after it was written: by_name", id="changed-person"),
        pytest.param(change("audience", "'team'"), 5, "changed after it was written: audience", id="hidden-from-the-family"),
        pytest.param(change("pupil_id", "null"), 5, "changed after it was written: pupil_id", id="taken-from-its-pupil"),
        pytest.param(change("content", "replace(content, 'Nora', 'Vera')"), 5, "its hash does not follow", id="changed-text"),
        pytest.param(delete(5), 5, "row 5 is missing: row 6 comes next", id="deleted-middle"),
        pytest.param(delete(1), 1, "row 1 is missing: row 2 comes next", id="deleted-first"),
    ],
)  # fmt: skip
def test_the_first_altered_row_is_named(
    committed: Cast, as_owner: AsOwner, owner_connection: Owner, alter: Alter, row: int, says: str
) -> None:
    alter(owner_connection, committed.school.pk)

    (found,) = altered(as_owner)

    assert (found.chain, found.position) == (committed.school.pk, row)
    assert says in found.says


def test_a_row_whose_hash_was_made_to_fit_is_told_by_the_next(
    committed: Cast, as_owner: AsOwner, owner_connection: Owner
) -> None:
    owner_connection.execute(
        "with before as (select hash from audit_fact where chain = %(chain)s and position = 4),"
        " forged as (select id, jsonb_set(content::jsonb, '{by_name}', '\"Vera\"')::text as text"
        "            from audit_fact where chain = %(chain)s and position = 5)"
        " update audit_fact set by_name = 'Vera', content = forged.text,"
        " hash = sha256(before.hash || convert_to(forged.text, 'UTF8'))"
        " from before, forged where audit_fact.id = forged.id",
        {"chain": committed.school.pk},
    )

    (found,) = altered(as_owner)

    assert found.position == 6
    assert "its hash does not follow" in found.says


def test_a_deleted_end_is_told(committed: Cast, as_owner: AsOwner, owner_connection: Owner) -> None:
    chain = committed.school.pk
    last = last_row(owner_connection, chain)
    owner_connection.execute("delete from audit_fact where chain = %s and position > %s", [chain, last - 2])

    (found,) = altered(as_owner)

    assert (found.position, found.says) == (last - 1, f"rows {last - 1} to {last} are missing at the end")


def test_a_deleted_chain_is_told(committed: Cast, as_owner: AsOwner, owner_connection: Owner) -> None:
    chain = committed.school.pk
    last = last_row(owner_connection, chain)
    owner_connection.execute("delete from audit_fact where chain = %s", [chain])

    (found,) = altered(as_owner)

    assert (found.chain, found.position) == (chain, 1)
    assert found.says == f"rows 1 to {last} are missing at the end"


def test_a_forgotten_end_is_told(committed: Cast, as_owner: AsOwner, owner_connection: Owner) -> None:
    """Without its end, rows could be cut off a chain unnoticed."""
    owner_connection.execute("delete from audit_chain where chain = %s", [committed.school.pk])

    (found,) = altered(as_owner)

    assert "were added past the end" in found.says


def test_a_row_slipped_in_is_told(committed: Cast, as_owner: AsOwner, owner_connection: Owner) -> None:
    """Even with a hash that follows: the end of the chain was kept elsewhere."""
    chain = committed.school.pk
    last = last_row(owner_connection, chain)
    owner_connection.execute(
        "with ending as (select * from audit_fact where chain = %(chain)s and position = %(last)s),"
        " made as (select ending.*, (content::jsonb || jsonb_build_object('position', position + 1))::text as text"
        "          from ending)"
        " insert into audit_fact (chain, position, kind, school_id, pupil_id, about, by_id, by_name, by_role,"
        "    audience, happened_on, recorded_at, detail, content, hash)"
        " select chain, position + 1, kind, school_id, pupil_id, about, by_id, by_name, by_role, audience,"
        "    happened_on, recorded_at, detail, text, sha256(hash || convert_to(text, 'UTF8')) from made",
        {"chain": chain, "last": last},
    )

    (found,) = altered(as_owner)

    assert found.position == last + 1
    assert found.says == f"rows {last + 1} to {last + 1} were added past the end"


def test_swapped_rows_are_told_at_the_first(
    committed: Cast, as_owner: AsOwner, owner_connection: Owner
) -> None:
    owner_connection.execute(
        "update audit_fact set position = -position where chain = %(chain)s and position in (4, 7);",
        {"chain": committed.school.pk},
    )
    owner_connection.execute(
        "update audit_fact set position = 11 + position where chain = %s and position < 0",
        [committed.school.pk],
    )

    (found,) = altered(as_owner)

    assert found.position == 4


def test_a_row_moved_to_another_school_s_chain_is_told_in_both(
    committed: Cast, as_owner: AsOwner, owner_connection: Owner
) -> None:
    last = last_row(owner_connection, committed.school.pk)
    owner_connection.execute(
        "update audit_fact set chain = 0, position = 1 where chain = %s and position = %s",
        [committed.school.pk, last],
    )

    found = altered(as_owner)

    assert [(one.chain, one.position) for one in found] == [(0, 1), (committed.school.pk, last)]


def test_the_command_names_the_row_and_fails(
    committed: Cast, as_owner: AsOwner, owner_connection: Owner
) -> None:
    change("detail", "'{}'")(owner_connection, committed.school.pk)
    told = StringIO()

    with as_owner(), pytest.raises(CommandError, match="The record was altered"):
        call_command("check_audit", stderr=told)

    assert f"The record of school {committed.school.pk}, row 5, fact " in told.getvalue()
    assert "changed after it was written: detail" in told.getvalue()


def test_the_command_does_not_call_whole_what_it_cannot_see(committed: Cast) -> None:
    with pytest.raises(CommandError, match="sees only what is within a reach"):
        call_command("check_audit")
