"""Whether the database of an installation keeps pupils' records behind its policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg

if TYPE_CHECKING:
    from handrail.config.addresses import Addresses

# A table holds pupil data when its rows name a pupil or a school; the table of pupils names them by its own key.
PUPIL_TABLES: Final = """
    select relname, relrowsecurity, relforcerowsecurity,
           exists (select from pg_policy where polrelid = pg_class.oid)
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind in ('r', 'p')
      and (relname = 'pupils_pupil' or exists (
          select from pg_attribute
          where attrelid = pg_class.oid and attname in ('pupil_id', 'school_id') and not attisdropped))
    order by relname
"""
# What is written once: recorded facts, issued plans and their documents.
WRITTEN_ONCE_MAY_CHANGE: Final = """
    select name, array_agg(privilege)
    from unnest(array['audit_fact', 'plans_version', 'documents_versionpdf']) as name,
        unnest(array['update', 'delete', 'truncate']) as privilege
    where to_regclass('public.' || name) is not null
        and has_table_privilege(%s, to_regclass('public.' || name), privilege)
    group by name order by name
"""


def faults(found: Addresses) -> tuple[str, ...]:
    """What in the tables themselves would let one pupil's record be seen, or changed, by the wrong person."""
    try:
        with psycopg.connect(found.owner, connect_timeout=10) as owner:
            return (*_pupil_tables(owner), *_written_once(owner, app_login=found.app_login))
    except psycopg.OperationalError:
        return ()  # told among the faults of the logins


def _pupil_tables(owner: psycopg.Connection) -> tuple[str, ...]:
    tables = owner.execute(PUPIL_TABLES).fetchall()
    if not tables:
        return ("The database holds no tables of Handrail's yet. Run: handrail migrate",)
    told = []
    for name, enabled, forced, has_policy in tables:
        missing = [
            what
            for what, there in (("enabled", enabled), ("forced", forced), ("given a policy", has_policy))
            if not there
        ]
        if missing:
            lacks = " and not ".join(missing)
            told.append(f"The table {name} holds pupil data, but row-level security is not {lacks}.")
    return tuple(told)


def _written_once(owner: psycopg.Connection, *, app_login: str) -> tuple[str, ...]:
    return tuple(
        f"The application's login {app_login} may {' and '.join(rights)} rows of {table}, which are written once."
        for table, rights in owner.execute(WRITTEN_ONCE_MAY_CHANGE, [app_login])
    )
