"""Writes facts. There is no other way to write one, and none to change one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import connection

EVERYONE = "everyone"
"""Family, pupil and team: the audience of a fact unless it says otherwise."""
TEAM = "team"
"""The people who work with the pupil, not the family."""
KEEPERS = "keepers"
"""Those who answer for who may do what around the pupil: the coordinator and the head teacher."""


class Recorder(Protocol):
    """Who records: an actor, or a named part of Handrail that acts on its own."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role_words(self) -> str: ...


def record(
    kind: str,
    /,
    *,
    about: str,
    by: Recorder,
    on: date,
    pupil_id: UUID | None = None,
    school_id: int | None = None,
    audience: str = EVERYONE,
    **detail: object,
) -> datetime:
    """Append a fact in the present transaction and return when it was recorded.

    `on` is the day it happened. When it was recorded is the database server's clock, never the caller's.
    The pupil must be within the reach: the server refuses a fact about anybody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select record_fact(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
            [
                kind,
                school_id,
                pupil_id,
                about,
                by.person_id,
                by.name,
                by.role_words,
                audience,
                on,
                json.dumps(_plain(detail)),
            ],
        )
        (recorded_at,) = cursor.fetchone() or (None,)
    assert isinstance(recorded_at, datetime)
    return recorded_at


@contextmanager
def recorded_as_of(moment: datetime) -> Iterator[None]:
    """Load history: facts of the block carry `moment` as the time of recording.

    Only the owner's login may do this; for the application the database ignores it and uses its clock.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('handrail.recorded_at', %s, true)", [moment.isoformat()])
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select set_config('handrail.recorded_at', '', true)")


def _plain(detail: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, bool | int | float | list | dict | None) else str(value)
        for key, value in detail.items()
    }
