"""Every table with pupil data is behind the wall, and the wall has no door but the reach."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, models, transaction

from handrail.config import deployment
from handrail.config.addresses import Addresses
from handrail.reach import setting
from handrail.reach.models import PupilData
from handrail.reach.setting import Reach
from tests.cast import Cast, acting
from tests.reach.walls import walls

Owner = psycopg.Connection[tuple[Any, ...]]

UNDER_THE_WALL = {
    "audit_fact",
    "cases_case",
    "cases_caseevent",
    "cases_deadline",
    "consents_consent",
    "consents_consententry",
    "consents_rightassessment",
    "documents_versionpdf",
    "invitations_invitation",
    "easy_read_easyread",
    "exchange_receivedplan",
    "letters_letter",
    "family_reply",
    "family_answers",
    "family_comment",
    "family_shareddraft",
    "family_summary",
    "family_translation",
    "plans_attachment",
    "plans_contribution",
    "plans_correction",
    "plans_filepart",
    "plans_fitanswer",
    "plans_goal",
    "plans_kepttext",
    "plans_need",
    "plans_opening",
    "plans_plan",
    "plans_provision",
    "plans_provisiongoal",
    "plans_sectionrevision",
    "plans_sectiontext",
    "plans_setaside",
    "plans_upload",
    "plans_version",
    "plans_writtenfact",
    "plans_writingnow",
    "versions_copy",
    "versions_readconfirmation",
    "versions_stepdone",
    "pupils_circlemember",
    "pupils_enrolment",
    "pupils_profileline",
    "pupils_pupil",
    "pupils_voice",
    "voice_answer",
    "voice_answerfile",
    "voice_pickedline",
    "voice_talk",
}
"""Said again here, so that no table leaves the list unnoticed."""


def models_of_pupils() -> list[type[models.Model]]:
    """Every model of any app, Django's and others' too, that names a pupil or a school."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if {field.name for field in model._meta.get_fields()} & {"pupil", "pupil_id", "school", "school_id"}
        or model._meta.label == "pupils.Pupil"
    ]
    return [model for model in found if not model._meta.proxy]


def rows_of(owner: Owner, table: str) -> int:
    row = owner.execute(f"select count(*) from {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.django_db
def test_every_table_that_names_a_pupil_or_a_school_is_protected() -> None:
    with connection.cursor() as cursor:
        found = walls(cursor)

    assert [gap for wall in found for gap in wall.gaps] == []
    assert {wall.table for wall in found} == UNDER_THE_WALL


@pytest.mark.django_db
def test_every_model_that_names_a_pupil_or_a_school_is_among_them() -> None:
    # `Fact` and `Pupil` have policies of their own; whatever else names a pupil is PupilData.
    named = models_of_pupils()

    assert {model._meta.db_table for model in named} == UNDER_THE_WALL
    assert {model._meta.label for model in named if not issubclass(model, PupilData)} == {
        "audit.Fact",
        "pupils.Pupil",
    }


@pytest.mark.django_db
def test_no_view_shows_rows_with_its_owner_s_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
            " where nspname = 'public' and relkind in ('v', 'm')"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_only_six_functions_run_with_the_owner_s_rights_and_none_can_be_misled() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, 'search_path=public, pg_temp' = any(proconfig),"
            " has_function_privilege('public', pg_proc.oid, 'execute')"
            " from pg_proc join pg_namespace on pg_namespace.oid = pronamespace"
            " where nspname = 'public' and prosecdef order by proname"
        )
        found = cursor.fetchall()

    # A pinned search path: a temporary table called pupils_pupil must not stand in for the real one.
    assert found == [
        ("invitation_for", True, False),
        ("record_fact", True, False),
        ("standing_of", True, False),
        ("uploads_given_up", True, False),
        ("uploads_to_settle", True, False),
        ("versions_without_pdf", True, False),
    ]


def test_outside_a_reach_every_table_is_empty(peopled: Cast, owner_connection: Owner) -> None:
    for model in models_of_pupils():
        table = model._meta.db_table
        assert rows_of(owner_connection, table) > 0, f"{table} is empty anyway; give it a row"

        assert model._default_manager.count() == 0, table
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


def test_within_a_reach_the_same_tables_are_full(peopled: Cast) -> None:
    with acting(peopled.coordinator):
        for model in models_of_pupils():
            assert model._default_manager.exists(), model


def test_nothing_outside_the_reach_can_be_written(peopled: Cast, owner_connection: Owner) -> None:
    """With no reach at all, and with the reach of another school."""
    tables = sorted(UNDER_THE_WALL)
    samples = {table: sample(owner_connection, table) for table in tables}
    before = {table: fingerprint(owner_connection, table) for table in tables}
    for reach in (Reach(), Reach(schools=frozenset({peopled.other_school.pk}), pupils=frozenset({uuid4()}))):
        for table in tables:
            for statement in (
                f"update {table} set id = id",
                f"delete from {table}",
                f"delete from {table} where true returning *",
                f"update {table} set school_id = {peopled.other_school.pk}",
            ):
                assert touched(reach, statement) == 0, statement
            with pytest.raises(ProgrammingError, match="row-level security|permission denied"):
                insert(reach, table, samples[table])
    assert {table: fingerprint(owner_connection, table) for table in tables} == before


def touched(reach: Reach, statement: str) -> int:
    """How many rows a statement changes; none when the server refuses it."""
    try:
        with transaction.atomic():
            setting.apply(reach)
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return int(cursor.rowcount)
    except ProgrammingError as refused:
        assert "permission denied" in str(refused), refused
        return 0


def sample(owner: Owner, table: str) -> dict[str, Any]:
    row = owner.execute(f"select to_jsonb(one) from {table} as one limit 1".encode()).fetchone()
    assert row is not None
    return dict(row[0])


def fingerprint(owner: Owner, table: str) -> object:
    return owner.execute(
        f"select count(*), md5(string_agg(one::text, '' order by one::text)) from {table} as one".encode()
    ).fetchone()


def insert(reach: Reach, table: str, row: dict[str, Any]) -> None:
    new = row | {"id": row["id"] + 1_000_000 if isinstance(row["id"], int) else str(uuid4())}
    with transaction.atomic():
        setting.apply(reach)
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into {table} select * from jsonb_populate_record(null::{table}, %s::jsonb)",
                [json.dumps(new)],
            )


def test_a_row_cannot_name_another_school_than_its_pupil_s(peopled: Cast) -> None:
    """Even for somebody who reaches both schools."""
    both = Reach(schools=frozenset({peopled.school.pk, peopled.other_school.pk}))
    with connection.cursor() as cursor:
        # What is only ever added to, such as an issued version, can be given to nobody at all.
        cursor.execute(
            "select name from unnest(%s::text[]) as name where has_table_privilege(current_user, name, 'update')",
            [sorted(UNDER_THE_WALL - {"pupils_pupil"})],
        )
        may_change = {name for (name,) in cursor.fetchall()}
    assert UNDER_THE_WALL - may_change >= {"audit_fact", "plans_version", "plans_sectionrevision"}
    assert "plans_goal" in may_change
    for table in sorted(may_change):
        with pytest.raises(IntegrityError, match=f"{table}_follows_pupil"), transaction.atomic():
            setting.apply(both)
            with connection.cursor() as cursor:
                cursor.execute(f"update {table} set school_id = %s", [peopled.other_school.pk])


def test_a_row_cannot_be_given_to_a_pupil_out_of_reach(peopled: Cast) -> None:
    """A parent reaches one child; nothing of that child's can be written into another's record."""
    mine = Reach(pupils=frozenset({peopled.young.pupil.pk}))
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        setting.apply(mine)
        with connection.cursor() as cursor:
            cursor.execute("update plans_need set pupil_id = %s", [peopled.older.pupil.pk])


@pytest.mark.parametrize(
    "escape",
    [
        "set role none",
        "reset role",
        "set session authorization default",
        "reset session authorization",
        "reset all",
        "discard all",
    ],
)
def test_giving_up_one_s_role_gains_nothing(peopled: Cast, escape: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(escape)
        for table in sorted(UNDER_THE_WALL):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("select session_user = current_user")
        assert cursor.fetchone() == (True,)


def test_row_security_cannot_be_switched_off(peopled: Cast) -> None:
    for table in sorted(UNDER_THE_WALL):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set local row_security = off")
                cursor.execute(f"select count(*) from {table}")


def test_the_application_cannot_become_or_bid_the_owner(
    peopled: Cast, database_addresses: Addresses, owner_connection: Owner
) -> None:
    owner, app = owner_connection.info.user, database_addresses.app_login
    commands = [
        f"set role {owner}",
        f"set session authorization {owner}",
        f"grant {owner} to {app}",
        f"alter role {app} bypassrls",
        f"alter role {app} superuser",
        "create table public.mine (id int)",
        "create or replace function public.mine() returns int language sql as 'select 1'",
        "create or replace function public.standing_of(the_person bigint, the_day date) returns jsonb"
        " language sql as $$select '{}'::jsonb$$",
        "create policy mine on pupils_pupil using (true)",
    ]
    for table in sorted(UNDER_THE_WALL):
        commands += [
            f"alter table {table} disable row level security",
            f"alter table {table} no force row level security",
            f"drop policy reach on {table}",
            f"alter policy reach on {table} using (true)",
            f"drop table {table}",
            f"alter table {table} owner to {app}",
        ]
    for command in commands:
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(command)
        # By its kind and not its words, which change from one version of PostgreSQL to the next.
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), command


def test_a_new_table_of_the_owner_s_may_be_read_and_written_but_not_emptied(
    db: None, database_addresses: Addresses, owner_connection: Owner
) -> None:
    """Asked of a new table: in this database, tests that commit are cleaned up by TRUNCATE."""
    owner_connection.execute("create table tomorrow (id int)")
    try:
        rights = "select has_table_privilege(%s, 'tomorrow', %s)"
        for right, expected in (
            ("select", True),
            ("insert", True),
            ("truncate", False),
            ("references", False),
        ):
            row = owner_connection.execute(rights, [database_addresses.app_login, right]).fetchone()
            assert row == (expected,), right
    finally:
        owner_connection.execute("drop table tomorrow")


def test_the_application_s_login_owns_nothing_and_has_no_powers(
    db: None, database_addresses: Addresses, owner_connection: Owner
) -> None:
    powers = owner_connection.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " exists (select from pg_class where relowner = pg_roles.oid),"
        " exists (select from pg_proc where proowner = pg_roles.oid),"
        " exists (select from pg_auth_members where member = pg_roles.oid)"
        " from pg_roles where rolname = %s",
        [database_addresses.app_login],
    ).fetchone()

    assert powers == (False,) * 8


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("pupil_id uuid", "row-level security is not enabled and forced"),
        ("school_id bigint", "row-level security is not enabled and forced"),
    ],
)
def test_a_table_without_a_wall_is_found(
    db: None, owner_connection: Owner, database_addresses: Addresses, columns: str, said: str
) -> None:
    owner_connection.execute(f"create table plans_planted (id int, {columns})".encode())
    try:
        gaps = [gap for wall in walls(owner_connection.cursor()) for gap in wall.gaps]
        assert f"plans_planted: {said}" in gaps
        assert "plans_planted: has no policy" in gaps
        assert "plans_planted: does not follow its pupil to another school" in gaps
        assert any("plans_planted" in fault for fault in deployment.faults(database_addresses))
    finally:
        owner_connection.execute("drop table plans_planted")
