"""Reads the record, and checks that nobody altered it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from handrail.apps.audit.models import Fact

NOTHING_YET = (0, b"")
"""The position and hash that the first row of a chain follows."""

OF_NO_SCHOOL = 0
"""The chain of what concerns no school."""

_COMPARED = (
    "chain",
    "position",
    "kind",
    "school_id",
    "pupil_id",
    "about",
    "by_id",
    "by_name",
    "by_role",
    "audience",
    "happened_on",
    "recorded_at",
    "detail",
)


def facts_of(pupil_id: UUID, *, audiences: frozenset[str]) -> QuerySet[Fact]:
    """What is recorded about a pupil for these audiences, the latest happening first."""
    return Fact.objects.filter(pupil_id=pupil_id, audience__in=audiences).order_by("-happened_on", "-id")


def is_refused_already(pupil_id: UUID, *, about: str, act: str, by_id: int | None, on: date) -> bool:
    """Whether it is recorded that this person was refused this act on this day."""
    return Fact.objects.filter(
        pupil_id=pupil_id, happened_on=on, kind="access.refused", about=about, by_id=by_id, detail__act=act
    ).exists()


@dataclass(frozen=True, slots=True)
class Altered:
    """The first row of a chain that is not as it was written."""

    chain: int
    position: int
    fact: int | None
    says: str


def altered(*, batch: int = 5000) -> Iterator[Altered]:
    """The first altered, missing or added row of every chain; nothing when the record is whole.

    Reads every fact, so it must run with the owner's login: within a reach, most rows are not visible. Reads
    them as they are at one moment, so that facts written meanwhile are no alarm.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            # `record_fact` writes moments in this zone; what is compared as text must be read in it.
            cursor.execute("set local time zone 'UTC'")
            cursor.execute("select chain, position, last_hash from audit_chain")
            ends = {chain: (position, bytes(digest)) for chain, position, digest in cursor.fetchall()}
        yield from _first_faults(ends, batch=batch)


def _first_faults(ends: dict[int, tuple[int, bytes]], *, batch: int) -> Iterator[Altered]:
    broken: set[int] = set()
    reached: dict[int, tuple[int, bytes]] = {}
    columns = ", ".join(f"'{name}', {name}" for name in _COMPARED)
    with connection.chunked_cursor() as cursor:
        # The row is turned into JSON by the server, in the way `record_fact` did, and compared as text.
        cursor.execute(
            f"select chain, position, id, content, hash, jsonb_build_object({columns})::text"  # noqa: S608
            " from audit_fact order by chain, position"
        )
        while rows := cursor.fetchmany(batch):
            for chain, position, fact, content, digest, now in rows:
                if chain in broken:
                    continue
                last, before = reached.get(chain, NOTHING_YET)
                says = _what_is_wrong(position, last, before, content, bytes(digest), now)
                if says:
                    broken.add(chain)
                    yield Altered(chain=chain, position=last + 1, fact=fact, says=says)
                reached[chain] = (position, bytes(digest))
    for chain in sorted((ends.keys() | reached.keys()) - broken):
        written, found = ends.get(chain, NOTHING_YET), reached.get(chain, NOTHING_YET)
        if written != found:
            yield Altered(
                chain, min(written[0], found[0]) + 1, None, _what_ends_wrongly(written[0], found[0])
            )


def _what_ends_wrongly(written: int, found: int) -> str:
    if found < written:
        return f"rows {found + 1} to {written} are missing at the end"
    if found > written:
        return f"rows {written + 1} to {found} were added past the end"
    return "the end of the chain is not what was written"


def size() -> tuple[int, int]:
    """How many facts there are, and in how many chains. For the owner's login, as above."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct chain) from audit_fact")
        facts, chains = cursor.fetchone() or (0, 0)
    return facts, chains


def _what_is_wrong(
    position: int, last: int, before: bytes, content: str, digest: bytes, now: str
) -> str | None:
    if position != last + 1:
        return f"row {last + 1} is missing: row {position} comes next"
    if hashlib.sha256(before + content.encode()).digest() != digest:
        return "its hash does not follow from the row before and its own text"
    if now != content:
        written, found = json.loads(content), json.loads(now)
        fields = sorted(key for key in written.keys() | found.keys() if written.get(key) != found.get(key))
        return f"changed after it was written: {', '.join(fields) or 'its text'}"
    return None
