"""Whom a person reaches on a day, and as what: memberships and circles, asked of the database."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

import pytest

from handrail.apps.accounts.actor import SEES_EVERY_PUPIL, STAFF_ROLES, Actor, Role
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.queries import actor_for
from handrail.apps.organisations.models import Membership, Organisation
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.ages import age
from tests.cast import TODAY, Cast, acting, person


def join(cast: Cast, kind: str, **facts: object) -> Person:
    """Somebody new in the younger pupil's circle, written as rows: actions refuse some of these."""
    somebody = person(f"Somebody {kind}")
    with acting(cast.coordinator):
        pupil = Pupil.objects.get(pk=cast.young.pupil.pk)
        CircleMember.of(pupil, kind=kind, name=somebody.name, person=somebody, **facts).save(
            force_insert=True
        )
    return somebody


def work(somebody: Person, at: Organisation, role: str, *, starts: date, ends: date | None = None) -> None:
    Membership.objects.create(person=somebody, organisation=at, role=role, starts_on=starts, ends_on=ends)


def standing(cast: Cast, somebody: Person, *, on: date = TODAY) -> AbstractSet[Role] | None:
    """The roles towards the younger pupil, or none when the database hides the pupil."""
    pupil = cast.young.pupil
    with acting(somebody, on=on) as actor:
        seen = Pupil.objects.filter(pk=pupil.pk).exists()
        roles = actor.roles_towards(pupil.pk, school_id=cast.school.pk)
    assert seen == bool(roles), (
        "a stranger gets 404, not 403: who has no role has no reach, and the other way"
    )
    return roles or None


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        ("parent", {"parental_responsibility": True}, Role.PARENT),
        ("parent", {"parental_responsibility": False, "receives_copies": True}, Role.RECIPIENT),
        ("parent", {"parental_responsibility": False, "receives_copies": False}, None),
        ("carer", {"parental_responsibility": True}, Role.PARENT),
        ("carer", {}, None),
        ("family", {}, None),
        ("family", {"receives_copies": True}, Role.RECIPIENT),
        ("supporter", {}, None),
        ("supporter", {"receives_copies": True}, Role.RECIPIENT),
        ("staff", {}, None),
        ("key_adult", {}, None),
    ],
)
def test_a_place_in_the_circle_gives_a_role_or_no_sight(
    cast: Cast, kind: str, facts: dict[str, object], expected: Role | None
) -> None:
    roles = standing(cast, join(cast, kind, **facts))

    assert roles == (None if expected is None else {expected})


def test_an_invitation_from_outside_covers_its_first_and_last_day_and_no_other(cast: Cast) -> None:
    invited = join(
        cast, "professional", purpose="Hearing", access_from=TODAY, access_until=TODAY + timedelta(days=3)
    )  # fmt: skip

    assert [standing(cast, invited, on=TODAY + timedelta(days=day)) for day in (-1, 0, 3, 4)] == [
        None,
        {Role.PROFESSIONAL},
        {Role.PROFESSIONAL},
        None,
    ]


def test_access_that_was_ended_is_gone_the_day_after(cast: Cast) -> None:
    assert standing(cast, cast.parent) == {Role.PARENT}
    with acting(cast.coordinator):
        CircleMember.objects.filter(pk=cast.young.parent.pk).update(access_until=TODAY)

    assert standing(cast, cast.parent) == {Role.PARENT}
    assert standing(cast, cast.parent, on=TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("role", [role.value for role in STAFF_ROLES if role is not Role.OFFICER])
def test_staff_reach_pupils_only_while_they_work_at_the_school(cast: Cast, role: str) -> None:
    somebody = join(cast, "staff")
    work(somebody, cast.school, role, starts=TODAY, ends=TODAY + timedelta(days=10))
    given = None if role == "administrator" else {Role(role)}

    assert [standing(cast, somebody, on=TODAY + timedelta(days=day)) for day in (-1, 0, 10, 11)] == [
        None,
        given,
        given,
        None,
    ]


@pytest.mark.parametrize("role", [role.value for role in STAFF_ROLES if role is not Role.OFFICER])
def test_staff_outside_the_circle_see_a_pupil_only_in_a_role_that_sees_all(cast: Cast, role: str) -> None:
    somebody = person("Not in the circle")
    work(somebody, cast.school, role, starts=TODAY)

    assert standing(cast, somebody) == ({Role(role)} if Role(role) in SEES_EVERY_PUPIL else None)


def test_a_place_in_the_circle_does_not_reach_out_of_another_school(cast: Cast) -> None:
    """As when a class teacher moves to another school and nobody took them out of the circle."""
    somebody = join(cast, "staff")
    work(somebody, cast.other_school, "class_teacher", starts=TODAY)

    assert standing(cast, somebody) is None


def test_an_officer_reaches_the_schools_of_their_own_authority_only(cast: Cast) -> None:
    elsewhere = Organisation.objects.create(
        kind="authority", slug="elsewhere", name="Elsewhere Council", jurisdiction="gb-sct"
    )
    agency = Organisation.objects.create(
        kind="agency", slug="health", name="Lantern Health Board", jurisdiction="gb-sct"
    )
    for at, expected in ((cast.authority, {Role.OFFICER}), (elsewhere, None), (agency, None)):
        somebody = person(f"Officer of {at.slug}")
        work(somebody, at, "officer", starts=TODAY)

        assert standing(cast, somebody) == expected, at


def test_roles_add_up_when_a_parent_works_at_the_school(cast: Cast) -> None:
    work(cast.parent, cast.school, "teaching_assistant", starts=TODAY)

    # Not in the circle as staff: at school this pupil is theirs as a parent only.
    assert standing(cast, cast.parent) == {Role.PARENT}

    work(cast.parent, cast.school, "coordinator", starts=TODAY)
    assert standing(cast, cast.parent) == {Role.PARENT, Role.COORDINATOR}


def test_a_pupil_is_twelve_from_their_birthday_on(cast: Cast) -> None:
    born = cast.young.pupil.born
    twelfth = born.replace(year=born.year + 12)

    assert standing(cast, cast.young_pupil, on=twelfth - timedelta(days=1)) == {Role.PUPIL}
    assert standing(cast, cast.young_pupil, on=twelfth) == {Role.ELIGIBLE_PUPIL}
    assert age(date(2016, 2, 29), on=date(2028, 2, 28)) == 11
    assert age(date(2016, 2, 29), on=date(2028, 2, 29)) == 12
    assert age(date(2017, 2, 28), on=date(2029, 2, 28)) == 12
    assert age(date(2016, 2, 29), on=date(2027, 2, 28)) == 10
    assert age(date(2016, 2, 29), on=date(2027, 3, 1)) == 11


def test_a_visitor_and_a_part_of_handrail_reach_nobody(cast: Cast) -> None:
    for actor in (Actor.visitor(day=TODAY), Actor.system("the night", day=TODAY)):
        assert not actor.reach.schools
        assert not actor.reach.pupils
        assert actor.roles_towards(cast.young.pupil.pk, school_id=cast.school.pk) == frozenset()


def test_the_answer_about_one_person_says_nothing_of_others(cast: Cast) -> None:
    actor = actor_for(cast.parent, on=TODAY)

    assert {place.pupil_id for place in actor.places} == {cast.young.pupil.pk, cast.older.pupil.pk}
    assert actor.memberships == ()
    stranger = actor_for(cast.parent_without_responsibility, on=TODAY)
    assert (stranger.places, stranger.memberships, stranger.also_at) == ((), (), ())
