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
FACTS_MAY_CHANGE: Final = """
    select privilege from unnest(array['update', 'delete', 'truncate']) as privilege
    where to_regclass('public.audit_fact') is not null
      and has_table_privilege(%s, to_regclass('public.audit_fact'), privilege)
"""


def faults(found: Addresses) -> tuple[str, ...]:
    """What in the tables themselves would let one pupil's record be seen, or changed, by the wrong person."""
    try:
        with psycopg.connect(found.owner, connect_timeout=10) as owner:
            return (*_pupil_tables(owner), *_facts(owner, app_login=found.app_login))
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


def _facts(owner: psycopg.Connection, *, app_login: str) -> tuple[str, ...]:
    rights = [right for (right,) in owner.execute(FACTS_MAY_CHANGE, [app_login])]
    if not rights:
        return ()
    return (f"The application's login {app_login} may {' and '.join(rights)} recorded facts.",)
