"""A nation of pupils: the pattern school copied by the database, with other ids, other names and other days.

Which columns hold ids, days and people is read from the database's own catalogue, so a new table or column
is copied without a word here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

from psycopg import sql

from bench import numbering, words
from bench.database import Connection, Database
from handrail.core.names import search_key, sort_key

PartT = TypeVar("PartT")

WRITERS: Final = 2
"""One a core of the machine the target is given for."""
MANY: Final = 100
"""Schools from which on it is faster to make the indexes anew."""
LATEST_SHIFT: Final = 28
"""Schools do not all meet on the same days: a copy's days lie up to so many days before the pattern's."""

SHIFT: Final = f"(%(k)s * 11 %% {LATEST_SHIFT})::int"
A_DAY: Final = {"date": "1", "timestamp with time zone": "interval '1 day'"}
SCHOOL: Final = f"({numbering.FIRST_SCHOOL} + %(k)s)::bigint"
AUTHORITY: Final = f"({numbering.FIRST_AUTHORITY} + %(k)s / {numbering.SCHOOLS_AN_AUTHORITY})::bigint"


class HalfFilled(Exception):
    """Some schools were copied and others not; which, nobody knows."""


def other_id(column: str) -> str:
    """The id that the copy of a row has in another school: the same wherever the row is named."""
    return f"md5(%(k)s::text || {column}::text)::uuid"


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    type: str
    refers_to: str | None

    def of_copy(self, people: int) -> str:
        """The expression for this column in copy number %(k)s of the pattern school."""
        name = f'old."{self.name}"'
        if (self.table, self.name) in OWN_RULE:
            return OWN_RULE[self.table, self.name].replace("{people}", str(people))
        if self.name in ("school_id", "at_id"):
            return SCHOOL
        if self.name == "authority_id":
            return AUTHORITY
        if self.type == "uuid":
            return other_id(name)
        if self.refers_to == "accounts_person":
            return person(name, people)
        if self.type in A_DAY and self.name != "born":
            return f"{name} - {SHIFT} * {A_DAY[self.type]}"
        return name


def person(column: str, people: int | str) -> str:
    """Staff and families are copied with their school; an officer becomes the other authority's officer."""
    return (
        f"case when {column} >= {numbering.FIRST_OFFICER}"
        f" then {numbering.FIRST_OFFICER} + {AUTHORITY} else {column} + %(k)s * {people} end"
    )


RENAMED: Final = "replace(old.document, old_name.whole, new_name.whole)"
OWN_RULE: Final = {
    ("pupils_pupil", "given_name"): "new_name.given",
    ("pupils_pupil", "known_as"): "new_name.given",
    ("pupils_pupil", "family_name"): "new_name.family",
    ("pupils_pupil", "sort_key"): "new_name.sort_key",
    ("pupils_pupil", "search_key"): "new_name.search_key",
    ("cases_deadline", "trigger"): f"({other_id('old.trigger')})::text",
    ("plans_version", "document"): RENAMED,
    ("plans_version", "sha256"): f"encode(sha256(convert_to({RENAMED}, 'UTF8')), 'hex')",
    # A copied fact keeps the pattern's text and hash: its chain has the right length, not the right hashes.
    ("audit_fact", "chain"): SCHOOL,
    ("audit_fact", "by_id"): person("old.by_id", "{people}"),
}
# The pattern pupil's old name and the new one, which differs from school to school.
NAMES: Final = f"""
    join bench.pattern_pupil as ordinal on ordinal.id = old.{{pupil}}
    join bench.name as old_name on old_name.number = ordinal.name
    join bench.name as new_name
        on new_name.number = (ordinal.name + %(k)s * 7919) %% {len(words.GIVEN) * len(words.FAMILY)}
"""


def prepare(filling: Connection) -> None:
    """Lay the pattern school's rows and the names aside, where copying reads them fast."""
    filling.execute("create schema bench")
    filling.execute(
        "create table bench.name"
        " (number int primary key, given text, family text, whole text, sort_key text, search_key text)"
    )
    with filling.cursor().copy("copy bench.name from stdin") as copy:
        for number, (given, family) in enumerate(words.every_name()):
            copy.write_row(
                (
                    number, given, family, f"{given} {family}",
                    sort_key(family_name=family, given_name=given), search_key(known_as=given, family_name=family),
                )
            )  # fmt: skip
    filling.execute(
        "create table bench.pattern_pupil as select pupils_pupil.id, name.number as name"
        " from pupils_pupil join bench.name on given = given_name and family = family_name"
    )
    for table in _pupil_tables(filling):
        filling.execute(
            sql.SQL("create table bench.{table} as select * from {table}").format(table=sql.Identifier(table))
        )
    filling.execute(
        "create table bench.people as select id, password, last_login, name, language, is_active from accounts_person"
        f" where id < {numbering.FIRST_OFFICER}"
    )
    filling.execute("create table bench.membership as select * from organisations_membership")
    filling.execute("create table bench.term as select * from organisations_term")
    filling.execute("create table bench.day_off as select * from organisations_dayoff")
    filling.execute("create table bench.filled as select 1::bigint as schools")
    filling.execute("analyze")


def holds_more(database: Database, *, pupils: int) -> bool:
    """Whether a kept database has grown past so many pupils already; it never shrinks."""
    with database.filling() as filling:
        (there,) = _one(filling, "select schools from bench.filled")
    return there > numbering.schools_for(pupils)


def fill(database: Database, *, pupils: int) -> float:
    """Copy until there are so many pupils; returns the seconds it took, indexes and statistics included."""
    started = time.monotonic()
    wanted = numbering.schools_for(pupils)
    with database.filling() as filling:
        (there,) = _one(filling, "select schools from bench.filled")
        if there < 0:
            raise HalfFilled(f"The last run ended while filling. Remove {database.folder} and start again.")
        if wanted > there:
            filling.execute("update bench.filled set schools = -1")
            with _hurried(filling), _indexes_aside(database, filling, many=wanted - there > MANY):
                _organisations(filling, there, wanted)
                _copy_schools(database, there, wanted)
            filling.execute("update bench.filled set schools = %s", [wanted])
        filling.execute("vacuum analyze")
        filling.execute("checkpoint")
    return time.monotonic() - started


def _organisations(filling: Connection, start: int, stop: int) -> None:
    """Authorities with their officer and terms, and their schools."""
    first, last = numbering.authority_of(start - 1) + 1, numbering.authority_of(stop - 1)
    for statement in (
        "insert into organisations_organisation (id, kind, slug, name, jurisdiction, address, phone, email)"
        " select a, 'authority', 'authority-' || a, 'Authority ' || a || ' Council', 'gb-sct', '', '', ''"
        " from generate_series(%(first)s::int, %(last)s::int) as a",
        "insert into accounts_person (id, password, email, name, language, is_active)"
        f" select {numbering.FIRST_OFFICER} + a, officer.password, 'officer' || a || '@bench.example', officer.name,"
        " officer.language, true from generate_series(%(first)s::int, %(last)s::int) as a, accounts_person as officer"
        f" where officer.id = {numbering.officer_of(numbering.FIRST_AUTHORITY)}",
        "insert into organisations_membership (person_id, organisation_id, role, title, starts_on)"
        f" select {numbering.FIRST_OFFICER} + a, a, role, title, starts_on"
        " from generate_series(%(first)s::int, %(last)s::int) as a, bench.membership where role = 'officer'",
        "insert into organisations_term (organisation_id, name, starts_on, ends_on) select a, name, starts_on, ends_on"
        " from generate_series(%(first)s::int, %(last)s::int) as a, bench.term",
        'insert into organisations_dayoff (organisation_id, "on", kind, why) select a, "on", kind, why'
        " from generate_series(%(first)s::int, %(last)s::int) as a, bench.day_off",
        "insert into organisations_organisation"
        " (id, kind, slug, name, authority_id, jurisdiction, address, phone, email)"
        f" select {numbering.FIRST_SCHOOL} + k, 'school', 'school-' || k, 'School ' || k,"
        f" {numbering.FIRST_AUTHORITY} + k / {numbering.SCHOOLS_AN_AUTHORITY}, 'gb-sct', '', '', ''"
        " from generate_series(%(start)s::int, %(stop)s::int - 1) as k",
    ):
        filling.execute(statement, {"first": first, "last": last, "start": start, "stop": stop})


def _copy_schools(database: Database, start: int, stop: int) -> None:
    """School after school, as they would come in, so that a school's rows lie together."""

    def write(schools: Sequence[int]) -> None:
        with database.filling() as connection:
            statements = _statements(connection)
            for k in schools:
                with connection.transaction():
                    for statement in statements:
                        connection.execute(statement, {"k": k}, prepare=True)

    _side_by_side(write, [range(start + writer, stop, WRITERS) for writer in range(WRITERS)])


def _statements(connection: Connection) -> list[bytes]:
    """What copies one school, table by table."""
    (people,) = _one(connection, "select count(*) from bench.people")
    statements = [
        "insert into accounts_person (id, password, email, name, language, is_active)"
        f" select id + %(k)s * {people}, password, 'person' || (id + %(k)s * {people}) || '@bench.example', name,"
        " language, is_active from bench.people",
        "insert into organisations_membership (person_id, organisation_id, role, title, starts_on)"
        f" select person_id + %(k)s * {people}, {SCHOOL}, role, title, starts_on"
        " from bench.membership where role <> 'officer'",
    ]
    for table in _pupil_tables(connection):
        columns = [one for one in _columns(connection, table) if (table, one.name) != ("audit_fact", "id")]
        names = NAMES.format(pupil="id" if table == "pupils_pupil" else "pupil_id")
        into = ", ".join(f'"{one.name}"' for one in columns)
        statements.append(
            f"insert into {table} ({into})"
            f" select {', '.join(one.of_copy(people) for one in columns)} from bench.{table} as old"
            f"{names if table in ('pupils_pupil', 'plans_version') else ''}"
        )
    statements.append(
        f"insert into audit_chain select {SCHOOL}, position, last_hash from audit_chain"
        f" where chain = {numbering.FIRST_SCHOOL}"
    )
    return [statement.encode() for statement in statements]


def _pupil_tables(connection: Connection) -> list[str]:
    rows = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        " and relrowsecurity order by relname"
    )
    return [name for (name,) in rows]


def _columns(connection: Connection, table: str) -> list[Column]:
    rows = connection.execute(
        "select attname, format_type(atttypid, null), ("
        "   select confrelid::regclass::text from pg_constraint"
        "   where contype = 'f' and conrelid = attrelid and conkey = array[attnum])"
        " from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
        [table],
    )
    return [Column(table, *row) for row in rows]


@contextmanager
def _hurried(filling: Connection) -> Iterator[None]:
    """While filling, a crash may cost the whole database: it is only ever measured."""
    for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '16GB'", "autovacuum = off"):
        filling.execute(f"alter system set {setting}".encode())
    filling.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        filling.execute("alter system reset all")
        filling.execute("select pg_reload_conf()")


@contextmanager
def _indexes_aside(database: Database, filling: Connection, *, many: bool) -> Iterator[None]:
    """Let the indexes of pupils' tables rest, those of constraints too, and make them anew afterwards.

    A copy's ids are scattered, so that each of them would touch another page of an index.
    """
    if not many:
        yield
        return
    resting = filling.execute(
        "update pg_index set indisready = false, indisvalid = false from pg_class"
        " where pg_class.oid = indrelid and relnamespace = 'public'::regnamespace and relrowsecurity"
        " returning indexrelid::regclass::text"
    ).fetchall()
    try:
        yield
    finally:
        _make_indexes(database, [name for (name,) in resting])


def _make_indexes(database: Database, names: list[str]) -> None:
    def make(mine: Sequence[str]) -> None:
        with database.filling() as connection:
            for name in mine:
                connection.execute(f"reindex index {name}".encode())

    _side_by_side(make, [names[writer::WRITERS] for writer in range(WRITERS)])


def _side_by_side(work: Callable[[PartT], None], parts: Sequence[PartT]) -> None:
    """Do all parts at the same time; what goes wrong in one is raised when all have ended."""
    with ThreadPoolExecutor(len(parts)) as pool:
        for _ in pool.map(work, parts):
            pass


def _one(connection: Connection, query: str) -> tuple[int, ...]:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row
