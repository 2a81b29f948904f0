"""A pupil who changes school takes everything along, and leaves nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.queries import facts_of
from handrail.apps.documents.models import VersionPdf
from handrail.apps.plans.models import Plan
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Enrolment, Pupil
from handrail.reach import setting
from tests.cast import TODAY, Cast, acting
from tests.reach.test_every_table import UNDER_THE_WALL

Owner = psycopg.Connection[tuple[Any, ...]]

AUDIENCES = frozenset({"everyone", "team"})


def move(cast: Cast) -> None:
    with acting(cast.officer) as by:
        pupils.change_school(pupil_id=cast.young.pupil.pk, to=cast.other_school, on=TODAY, by=by)


def schools_of(owner: Owner, table: str, pupil: Pupil) -> set[int]:
    column = "id" if table == "pupils_pupil" else "pupil_id"
    rows = owner.execute(f"select distinct school_id from {table} where {column} = %s".encode(), [pupil.pk])
    return {school for (school,) in rows}


def test_every_row_moves_and_no_row_of_another_pupil(peopled: Cast, owner_connection: Owner) -> None:
    moved, stayed = peopled.young.pupil, peopled.older.pupil

    move(peopled)

    # What only the older child has moves below.
    elsewhere = {one for one in UNDER_THE_WALL if one.startswith("family_")} | {"consents_rightassessment"}
    for table in sorted(UNDER_THE_WALL - {"audit_fact"} - elsewhere):
        assert schools_of(owner_connection, table, moved) == {peopled.other_school.pk}, table
        assert schools_of(owner_connection, table, stayed) <= {peopled.school.pk}, table


def test_what_only_the_older_child_has_moves_too(peopled: Cast, owner_connection: Owner) -> None:
    older = peopled.older.pupil
    with acting(peopled.officer) as by:
        pupils.change_school(pupil_id=older.pk, to=peopled.other_school, on=TODAY, by=by)

    for table in ("consents_rightassessment", "family_answers", "family_comment", "family_reply",
                  "family_shareddraft", "family_summary", "family_translation"):  # fmt: skip
        assert schools_of(owner_connection, table, older) == {peopled.other_school.pk}, table


def test_the_record_is_read_at_the_new_school_though_no_fact_was_changed(
    peopled: Cast, owner_connection: Owner
) -> None:
    pupil = peopled.young.pupil
    written = "select id, hash from audit_fact where pupil_id = %s order by id"
    before = owner_connection.execute(written, [pupil.pk]).fetchall()

    move(peopled)

    after = owner_connection.execute(written, [pupil.pk]).fetchall()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    with acting(peopled.other_coordinator):
        assert facts_of(pupil.pk, audiences=AUDIENCES).count() == len(after)
    with acting(peopled.coordinator):
        assert facts_of(pupil.pk, audiences=AUDIENCES).count() == 0


def test_the_old_school_loses_sight_and_the_new_one_gains_it(peopled: Cast) -> None:
    def sees(who: Any) -> bool:
        with acting(who):
            found = {
                model: model.objects.filter(pupil_id=peopled.young.pupil.pk).exists()
                for model in (Plan, VersionPdf, CircleMember, Enrolment)
            }
            assert len(set(found.values())) == 1, found
            return found[Plan]

    old_staff = (peopled.coordinator, peopled.head, peopled.class_teacher, peopled.teaching_assistant)
    assert all(sees(one) for one in old_staff)
    assert not sees(peopled.other_coordinator)

    move(peopled)

    assert not any(sees(one) for one in old_staff)
    assert sees(peopled.other_coordinator)
    # Family, pupil, officer and a professional with an invitation keep their sight.
    assert all(
        sees(one) for one in (peopled.parent, peopled.young_pupil, peopled.officer, peopled.psychologist)
    )
    assert not sees(peopled.past_psychologist)


def test_both_times_at_school_are_kept(peopled: Cast) -> None:
    move(peopled)

    with acting(peopled.officer):
        times = Enrolment.objects.filter(pupil=peopled.young.pupil).order_by("starts_on")
        assert [(one.at_id, one.ends_on) for one in times] == [
            (peopled.school.pk, TODAY - timedelta(days=1)),
            (peopled.other_school.pk, None),
        ]


def test_a_school_that_entered_a_pupil_by_mistake_loses_sight_on_the_same_day(peopled: Cast) -> None:
    with acting(peopled.coordinator) as by:
        mistaken = pupils.add_pupil(
            school=peopled.school,
            particulars=Particulars(given_name="Una", family_name="Elsewhere", born=peopled.young.pupil.born),
            on=TODAY,
            by=by,
        )
    with acting(peopled.officer) as by:
        pupils.change_school(pupil_id=mistaken.pk, to=peopled.other_school, on=TODAY, by=by)

    with acting(peopled.coordinator):
        assert not Pupil.objects.filter(pk=mistaken.pk).exists()
    with acting(peopled.other_coordinator):
        assert [one.at_id for one in Enrolment.objects.filter(pupil=mistaken)] == [peopled.other_school.pk]


@pytest.mark.parametrize("who", ["coordinator", "head", "other_coordinator", "parent", "class_teacher"])
def test_nobody_but_an_officer_of_both_schools_may_move_a_pupil(peopled: Cast, who: str) -> None:
    with pytest.raises((NotAllowed, Pupil.DoesNotExist)), acting(getattr(peopled, who)) as by:
        pupils.change_school(pupil_id=peopled.young.pupil.pk, to=peopled.other_school, on=TODAY, by=by)

    with acting(peopled.coordinator):
        assert Pupil.objects.get(pk=peopled.young.pupil.pk).school_id == peopled.school.pk


def test_a_move_to_the_same_school_is_refused_with_a_sentence(peopled: Cast) -> None:
    with pytest.raises(NotPossible, match="already at Ferrybank"), acting(peopled.officer) as by:
        pupils.change_school(pupil_id=peopled.young.pupil.pk, to=peopled.school, on=TODAY, by=by)


def test_the_reach_after_a_move_is_what_it_was(peopled: Cast) -> None:
    with acting(peopled.officer) as by:
        before = setting.current()
        pupils.change_school(pupil_id=peopled.young.pupil.pk, to=peopled.other_school, on=TODAY, by=by)
        assert setting.current() == before


def test_two_schools_at_once_both_see_the_pupil_until_one_ends(peopled: Cast) -> None:
    pupil = peopled.young.pupil
    with acting(peopled.coordinator):
        # Some days a week at the academy, as before a transition.
        Enrolment.of(
            Pupil.objects.get(pk=pupil.pk), at=peopled.other_school, starts_on=TODAY,
            ends_on=TODAY + timedelta(days=30),
        ).save(force_insert=True)  # fmt: skip

    def sees(who: Any, *, after: int) -> bool:
        with acting(who, on=TODAY + timedelta(days=after)) as actor:
            seen = Pupil.objects.filter(pk=pupil.pk).exists()
            assert seen == bool(actor.roles_towards(pupil.pk, school_id=peopled.school.pk))
            return seen

    assert not sees(peopled.other_coordinator, after=-1)
    assert sees(peopled.other_coordinator, after=0)
    assert sees(peopled.other_coordinator, after=30)
    assert not sees(peopled.other_coordinator, after=31)
    assert all(sees(peopled.coordinator, after=after) for after in (-1, 0, 30, 31))
