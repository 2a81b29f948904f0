"""A fact is written once, by one function, about somebody within the reach, and by the server's own clock."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.apps.audit import queries
from handrail.apps.audit.models import Fact
from handrail.reach import setting
from handrail.reach.setting import Reach
from tests.apps.audit.conftest import AsOwner
from tests.cast import TODAY, Cast, acting

Owner = psycopg.Connection[tuple[Any, ...]]

SOMEBODY = Actor(person_id=7, name="Nora Coordinator", day=TODAY)
LONG_AGO = datetime(2019, 3, 1, 9, 30, tzinfo=UTC)


def record(pupil_id: UUID | None = None, *, school_id: int | None = None, mark: str = "") -> datetime:
    return audit.record(
        "pupil.changed",
        about="pupil:somebody",
        by=SOMEBODY,
        on=TODAY,
        pupil_id=pupil_id,
        school_id=school_id,
        mark=mark,
    )


def test_a_fact_keeps_the_day_it_happened_apart_from_the_moment_it_was_recorded(cast: Cast) -> None:
    pupil = cast.young.pupil
    before = datetime.now(tz=UTC)
    with acting(cast.coordinator) as by:
        recorded_at = audit.record(
            "pupil.changed",
            about=f"pupil:{pupil.pk}",
            by=by,
            on=TODAY - timedelta(days=400),
            pupil_id=pupil.pk,
            school_id=cast.school.pk,
            audience=audit.TEAM,
            why="told on the telephone",
            day=TODAY,
            times=3,
        )
        fact = Fact.objects.get(pupil_id=pupil.pk, happened_on=TODAY - timedelta(days=400))

    assert fact.recorded_at == recorded_at
    assert before - timedelta(minutes=1) < recorded_at < datetime.now(tz=UTC) + timedelta(minutes=1)
    assert (fact.by_id, fact.by_name, fact.by_role) == (
        cast.coordinator.pk,
        "Nora Coordinator",
        "Support for learning teacher",
    )
    assert fact.audience == audit.TEAM
    assert fact.detail == {"why": "told on the telephone", "day": "2026-11-19", "times": 3}
    assert json.loads(fact.content)["detail"] == fact.detail


def test_the_application_cannot_change_what_is_recorded(cast: Cast) -> None:
    commands = [
        "update audit_fact set by_name = 'Nobody'",
        "delete from audit_fact",
        "insert into audit_fact select * from audit_fact limit 1",
        "select * from audit_fact for update",
        "update audit_chain set position = 0",
        "delete from audit_chain",
        "insert into audit_chain values (99, 0, '')",
        "select * from audit_chain",
        "alter table audit_fact disable row level security",
        "drop function record_fact(text, bigint, uuid, text, bigint, text, text, text, date, jsonb)",
    ]
    for command in commands:
        with pytest.raises(DatabaseError, match="permission denied|must be owner"), acting(cast.coordinator):
            with connection.cursor() as cursor:
                cursor.execute(command)


def test_nothing_is_recorded_about_a_pupil_out_of_reach(committed: Cast, owner_connection: Owner) -> None:
    def facts() -> object:
        return owner_connection.execute("select count(*) from audit_fact").fetchone()

    pupil, school, other = committed.young.pupil.pk, committed.school.pk, committed.other_school.pk
    before = facts()
    for reach, pupil_id, school_id in (
        (Reach(), pupil, school),
        (Reach(schools=frozenset({other})), pupil, school),
        (Reach(pupils=frozenset({committed.older.pupil.pk})), pupil, school),
        # In reach, but in another school's chain, or in none.
        (Reach(schools=frozenset({school})), pupil, other),
        (Reach(schools=frozenset({school})), pupil, None),
        (Reach(schools=frozenset({school})), uuid4(), school),
    ):
        with pytest.raises(ProgrammingError, match="outside the reach"), transaction.atomic():
            setting.apply(reach)
            record(pupil_id, school_id=school_id)
    assert facts() == before


def test_a_fact_is_undone_with_the_act_it_tells_of(committed: Cast) -> None:
    pupil = committed.young.pupil.pk
    with pytest.raises(ZeroDivisionError), acting(committed.coordinator):
        record(pupil, school_id=committed.school.pk, mark="undone")
        raise ZeroDivisionError

    with acting(committed.coordinator):
        record(pupil, school_id=committed.school.pk, mark="kept")
        assert not Fact.objects.filter(detail__mark="undone").exists()
        assert Fact.objects.filter(detail__mark="kept").count() == 1


def test_the_application_cannot_say_when_something_was_recorded(committed: Cast) -> None:
    with acting(committed.coordinator), audit.recorded_as_of(LONG_AGO):
        recorded_at = record(committed.young.pupil.pk, school_id=committed.school.pk)

    assert recorded_at.year >= 2026


def test_the_owner_loads_history_with_its_own_moments(committed: Cast, as_owner: AsOwner) -> None:
    pupil, school = committed.young.pupil.pk, committed.school.pk
    with as_owner(), transaction.atomic():
        with audit.recorded_as_of(LONG_AGO):
            assert record(pupil, school_id=school) == LONG_AGO
        assert record(pupil, school_id=school) > LONG_AGO, "the block has ended"
    with as_owner(), transaction.atomic():
        with pytest.raises(ZeroDivisionError), audit.recorded_as_of(LONG_AGO):
            raise ZeroDivisionError
        assert record(pupil, school_id=school) > LONG_AGO
    with as_owner():
        assert list(queries.altered()) == []


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_queue_and_the_chain_never_forks(as_owner: AsOwner, committed: Cast) -> None:
    cast = committed
    writers, each = 6, 15
    start = Barrier(writers)

    def write(number: int) -> None:
        start.wait()
        try:
            for turn in range(each):
                with acting(cast.coordinator) as by:
                    audit.record(
                        "pupil.changed",
                        about="pupil:both",
                        by=by,
                        on=TODAY,
                        pupil_id=cast.young.pupil.pk,
                        school_id=cast.school.pk,
                        writer=number,
                        turn=turn,
                    )
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as threads:
        for done in [threads.submit(write, number) for number in range(writers)]:
            done.result()

    with acting(cast.coordinator):
        written = list(Fact.objects.filter(about="pupil:both").order_by("position"))
        places = [one.position for one in written]
    assert len(written) == writers * each
    assert places == list(range(places[0], places[0] + len(places)))
    with as_owner():
        assert list(queries.altered()) == []
