"""What the application's login may do with tables the owner makes.

The grants are defaults, given before the migrations run, so that each new table opens with them and a
migration may take some away for good: nobody may change or remove an audit fact, whatever is granted later.
"""

from __future__ import annotations

from psycopg import sql


def defaults_for(app_login: str) -> tuple[sql.Composed, ...]:
    """Statements for the owner to run before migrating; running them again changes nothing."""
    app = sql.Identifier(app_login)
    return tuple(
        sql.SQL(statement).format(app=app)
        for statement in (
            "grant usage on schema public to {app}",
            "alter default privileges in schema public"
            " grant select, insert, update, delete on tables to {app}",
            "alter default privileges in schema public grant usage, select on sequences to {app}",
            "alter default privileges in schema public grant execute on functions to {app}",
        )
    )
