"""Sets, reads and widens the reach of the present transaction.

The reach lives in two transaction-local settings that the row-level security policies read
(`handrail.schools`, `handrail.pupils`). Outside a transaction, or before `apply`, it is empty and every
table with pupil data is empty too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Reach:
    """The schools whose pupils are visible by role, and single pupils visible by circle."""

    schools: frozenset[int] = frozenset()
    pupils: frozenset[UUID] = frozenset()

    def __or__(self, other: Reach) -> Reach:
        return Reach(self.schools | other.schools, self.pupils | other.pupils)

    @classmethod
    def nothing(cls) -> Self:
        """The reach of a visitor."""
        return cls()


class OutsideTransaction(RuntimeError):
    """A reach ends with its transaction; without one it would end at once or outlive its purpose."""


def apply(reach: Reach) -> None:
    """Make `reach` the reach of the present transaction.

    Raises:
        OutsideTransaction: there is no transaction to hold it.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            "Set a reach inside transaction.atomic(): it lasts as long as the transaction."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('handrail.schools', %s, true), set_config('handrail.pupils', %s, true)",
            [_array(reach.schools), _array(reach.pupils)],
        )


def current() -> Reach:
    """The reach in force, read from the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('handrail.schools', true), current_setting('handrail.pupils', true)"
        )
        schools, pupils = cursor.fetchone() or ("", "")
    return Reach(
        frozenset(int(part) for part in _parts(schools)), frozenset(UUID(part) for part in _parts(pupils))
    )


@contextmanager
def widened(more: Reach) -> Iterator[None]:
    """Add `more` to the reach for the length of the block, and set it back after.

    A setting made inside a savepoint outlives the savepoint's release, so going back is done by hand,
    also when the block raises (unless the transaction is already broken, which ends the reach anyway).
    """
    before = current()
    apply(before | more)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            apply(before)


@contextmanager
def of_organisation(organisation_id: int) -> Iterator[Reach]:
    """Open a transaction that reaches the pupils of one school, or of every school of one authority.

    For jobs and commands, which act for an organisation and not for a person.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "select coalesce(array_agg(id), '{}') from organisations_organisation"
                " where kind = 'school' and (id = %s or authority_id = %s)",
                [organisation_id, organisation_id],
            )
            (schools,) = cursor.fetchone() or ([],)
        reach = Reach(schools=frozenset(schools))
        apply(reach)
        yield reach


def _array(values: frozenset[int] | frozenset[UUID]) -> str:
    return "{" + ",".join(sorted(str(value) for value in values)) + "}"


def _parts(setting: str | None) -> list[str]:
    return [part for part in (setting or "").strip("{}").split(",") if part]
