"""Reads from PostgreSQL's own catalogue which tables name a pupil or a school, and what guards them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

NAMES_A_PUPIL: Final = """
    select relname, relrowsecurity, relforcerowsecurity,
        exists (select from pg_policy where polrelid = pg_class.oid),
        exists (
            select from pg_constraint
            where conrelid = pg_class.oid and contype = 'f' and confrelid = to_regclass('pupils_pupil')
                and confupdtype = 'c' and convalidated and array_length(conkey, 1) = 2
                and (select array_agg(attname::text order by attname) from pg_attribute
                     where attrelid = conrelid and attnum = any(conkey)) = array['pupil_id', 'school_id']
        )
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind in ('r', 'p', 'm', 'v', 'f')
        and (relname = 'pupils_pupil' or exists (
            select from pg_attribute
            where attrelid = pg_class.oid and attname in ('pupil_id', 'school_id') and not attisdropped))
    order by relname
"""

DOES_NOT_FOLLOW: Final = {
    "pupils_pupil": "it is what the others follow",
    "audit_fact": "a fact is never changed; its policy asks where the pupil is now",
}
"""Tables that keep no composite foreign key to the pupil, and why not."""


class Asks(Protocol):
    """A cursor, of Django's or of psycopg's."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Wall:
    """What guards one table."""

    table: str
    enabled: bool
    forced: bool
    has_policy: bool
    follows_pupil: bool

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words."""
        told = []
        if not (self.enabled and self.forced):
            told.append(f"{self.table}: row-level security is not enabled and forced")
        if not self.has_policy:
            told.append(f"{self.table}: has no policy")
        if not self.follows_pupil and self.table not in DOES_NOT_FOLLOW:
            told.append(f"{self.table}: does not follow its pupil to another school")
        return told


def walls(asks: Asks) -> list[Wall]:
    """Every table, view or foreign table with a column that names a pupil or a school."""
    asks.execute(NAMES_A_PUPIL)
    return [Wall(*row) for row in asks.fetchall()]
