"""Migration operations that put a table under row-level security and give the application its rights."""

from __future__ import annotations

from typing import Final

from django.db import migrations

APPLICATION: Final = "handrail_app"
"""The role that web and worker processes log in as, or are granted. It owns nothing."""

# `(select …)` is evaluated once per query, not per row, and so must be the making of an array from the text:
# an officer's sixty schools, read anew for every row, cost ten times what finding the row costs. The cast
# outside changes nothing any more; it only keeps `any` from taking the select for a list of rows.
# A setting that was never made is null and one that has ended is '', which is no array: both must mean "nobody".
_SCHOOLS: Final = "(select nullif(current_setting('handrail.schools', true), '')::bigint[])::bigint[]"
_PUPILS: Final = "(select nullif(current_setting('handrail.pupils', true), '')::uuid[])::uuid[]"


def condition(*, pupil: str = "pupil_id", school: str = "school_id") -> str:
    """The SQL that is true of a row within the reach."""
    return f"({school} = any({_SCHOOLS}) or {pupil} = any({_PUPILS}))"


def protect(table: str, *, pupil: str = "pupil_id") -> migrations.RunSQL:
    """Enable and force row-level security: only rows within the reach are seen, added or changed."""
    within = condition(pupil=pupil)
    return migrations.RunSQL(
        sql=(
            f"alter table {table} enable row level security;"
            f"alter table {table} force row level security;"
            f"create policy reach on {table} using {within} with check {within};"
        ),
        reverse_sql=(
            f"drop policy reach on {table};"
            f"alter table {table} no force row level security;"
            f"alter table {table} disable row level security;"
        ),
    )


def follow_pupil(table: str) -> migrations.RunSQL:
    """Tie (school_id, pupil_id) to the pupil's own row.

    A row cannot name another school than its pupil's, and moves along when the pupil changes school.
    """
    name = f"{table}_follows_pupil"
    return migrations.RunSQL(
        sql=(
            f"alter table {table} add constraint {name} foreign key (school_id, pupil_id)"
            " references pupils_pupil (school_id, id) on update cascade;"
            f"create index {table}_reach on {table} (school_id, pupil_id);"
        ),
        reverse_sql=f"drop index {table}_reach; alter table {table} drop constraint {name};",
    )


def protect_pupil_data(*tables: str) -> list[migrations.RunSQL]:
    """Everything a table of `PupilData` needs, in order."""
    return [step for table in tables for step in (follow_pupil(table), protect(table))]


def append_only(table: str) -> migrations.RunSQL:
    """Take from the application the right to change or delete what is once written."""
    return migrations.RunSQL(
        sql=f"revoke update, delete, truncate on {table} from {APPLICATION};",
        reverse_sql=f"grant update, delete on {table} to {APPLICATION};",
    )


def function(sql: str, signature: str) -> migrations.RunSQL:
    """Create a function that runs with the owner's rights, and let only the application call it."""
    return migrations.RunSQL(
        sql=(
            f"{sql}"
            f"revoke all on function {signature} from public;"
            f"grant execute on function {signature} to {APPLICATION};"
        ),
        reverse_sql=f"drop function {signature};",
    )
