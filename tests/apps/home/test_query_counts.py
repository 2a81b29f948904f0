"""A page asks the database as often for forty pupils as for one, and seldom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Case, Deadline
from handrail.apps.home import queries
from handrail.apps.plans.models import Contribution, Goal, Need, Provision, ProvisionGoal
from handrail.apps.pupils.models import CircleMember
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
RowT = TypeVar("RowT", bound=Model)

MANY = 39
"""More of everything than the cast has one of."""


@pytest.mark.parametrize(
    ("who", "page", "most"),
    [
        ("coordinator", "/", 18),
        ("officer", "/", 13),
        ("class_teacher", "/", 15),
        ("parent", "/", 16),
        ("coordinator", "/pupils/", 11),
        ("officer", "/pupils/", 11),
        ("class_teacher", "/pupils/", 11),
        ("parent", "/pupils/", 11),
        ("officer", "/pupils/?everyone=1", 11),
        ("officer", "/pupils/?everyone=1&named=yo", 11),
        ("parent", "/pupils/?everyone=1&named=yo", 11),
    ],
)
def test_a_list_asks_as_often_for_forty_pupils_as_for_one(
    cast: Cast, seen_by: Browser, who: str, page: str, most: int
) -> None:
    browser = seen_by(getattr(cast, who))
    for_one = asked(browser, page)

    more_pupils(cast)

    assert asked(browser, page) == for_one <= most


@pytest.mark.parametrize("who", ["coordinator", "officer", "class_teacher", "parent"])
def test_a_pupil_s_page_asks_as_often_for_forty_goals_as_for_one(
    cast: Cast, seen_by: Browser, who: str
) -> None:
    browser = seen_by(getattr(cast, who))
    page = reverse("home:pupil", args=[cast.young.pupil.pk])
    for_one = asked(browser, page)

    more_of_the_pupil(cast)

    assert asked(browser, page) == for_one <= 26


def test_what_a_professional_is_asked_takes_as_many_queries_for_forty_goals_as_for_one(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.psychologist)
    page = reverse("invitations:part", args=[cast.young.pupil.pk])
    for_one = asked(browser, page)

    more_of_the_pupil(cast)

    assert asked(browser, page) == for_one <= 14


def test_the_record_and_a_date_ask_as_often_whatever_there_is(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    with acting(cast.coordinator):
        deadline = Deadline.objects.filter(pupil=cast.young.pupil).first()
    assert deadline is not None
    pages = {
        reverse("home:record", args=[cast.young.pupil.pk]): 11,
        reverse("home:due", args=[deadline.pk]): 11,
    }
    before = {page: asked(browser, page) for page in pages}

    more_of_the_pupil(cast)

    for page, most in pages.items():
        assert asked(browser, page) == before[page] <= most, page


def test_what_is_due_is_read_in_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    more_pupils(cast)
    with acting(cast.coordinator), django_assert_num_queries(2):
        found = cases.worklists(
            parties=frozenset({"school"}), waits_for=frozenset({"parent", "authority"}),
            until=TODAY + timedelta(days=500), count=26, aside=8,
        )  # fmt: skip
        assert all(one.pupil.name for one in [*found.dated, *found.aims, *found.others])

    assert len(found.aims) == 8


def test_a_caseload_is_read_in_three_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    more_pupils(cast)
    with acting(cast.officer) as by, django_assert_num_queries(3):
        rows = queries.caseload(reach=by.reach, school_id=None, named="", with_plan=True, start=0, count=50)

    assert len(rows) == 2 + MANY
    assert [row.pupil.sort_key for row in rows] == sorted(row.pupil.sort_key for row in rows)
    assert all(row.plans for row in rows)


def test_a_caseload_is_the_same_in_one_piece_and_page_by_page(cast: Cast) -> None:
    more_pupils(cast)

    def names(start: int, count: int) -> list[str]:
        found = queries.caseload(
            reach=by.reach, school_id=None, named="", with_plan=False, start=start, count=count
        )
        return [str(row.pupil.pk) for row in found][:count]

    with acting(cast.officer) as by:
        assert names(0, 10) + names(10, 10) + names(20, 21) == names(0, 41)


def test_a_name_is_found_within_the_reach_by_school_and_by_circle(cast: Cast) -> None:
    def found(person: Person, named: str) -> set[str]:
        with acting(person) as by:
            rows = queries.caseload(
                reach=by.reach, school_id=None, named=named, with_plan=False, start=0, count=50
            )
        return {row.pupil.known_as for row in rows}

    for person in (cast.coordinator, cast.officer, cast.parent, cast.class_teacher, cast.psychologist):
        assert found(person, "Rob") == {"Robin"}, person
        assert found(person, "older") == {"Merle"}, person
    for person in (cast.other_coordinator, cast.parent_without_responsibility, cast.past_psychologist):
        assert found(person, "Rob") == set(), person


def asked(browser: Client, page: str) -> int:
    """How many queries a page makes, with everything around it."""
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(page)
    assert answer.status_code == 200, page
    return len(captured)


def more_pupils(cast: Cast) -> None:
    """Pupils like the younger one of the cast, each with the same circle, plan, views and dates."""
    young = cast.young
    with acting(cast.coordinator):
        circle = list(
            CircleMember.objects.filter(pupil=young.pupil, person__in=[cast.parent, cast.class_teacher])
        )
        case = Case.objects.get(pk=young.plan.case_id)
        deadlines = list(Deadline.objects.filter(case=case))
        for number in range(MANY):
            name = f"robin{number}"
            pupil = again(young.pupil, known_as=name, sort_key=f"young {name}", search_key=f"{name} young")
            pupil.save(force_insert=True)
            theirs = {"pupil_id": pupil.pk}
            members = {one.pk: again(one, **theirs) for one in circle}
            CircleMember.objects.bulk_create(members.values())
            their_case = again(case, **theirs)
            their_case.save(force_insert=True)
            plan = again(
                young.plan, **theirs, case_id=their_case.pk, coordinator_id=None, contact_id=None,
                review_on=TODAY + timedelta(days=90 + number),
            )  # fmt: skip
            plan.save(force_insert=True)
            waited_for = {
                "question": "",
                "words": "",
                "asked_on": TODAY,
                "member_id": members[young.parent.pk].pk,
            }
            Contribution.objects.bulk_create(
                [again(young.contribution, **theirs, **waited_for, plan_id=plan.pk)]
            )
            Deadline.objects.bulk_create(again(one, **theirs, case_id=their_case.pk) for one in deadlines)


def more_of_the_pupil(cast: Cast) -> None:
    """Many needs, goals, promises of help, people and dates for the one pupil."""
    young = cast.young
    with acting(cast.coordinator):
        needs = [again(young.need) for _ in range(MANY)]
        Need.objects.bulk_create(needs)
        goals = [again(young.goal, need_id=need.pk) for need in needs]
        Goal.objects.bulk_create(goals)
        provision = [again(young.provision) for _ in goals]
        Provision.objects.bulk_create(provision)
        ProvisionGoal.objects.bulk_create(
            ProvisionGoal(pupil_id=goal.pupil_id, school_id=goal.school_id, provision=one, goal=goal)
            for one, goal in zip(provision, goals, strict=True)
        )
        CircleMember.objects.bulk_create(
            again(young.parent, person_id=None, name=f"Aunt {n}") for n in range(MANY)
        )
        for one in Deadline.objects.filter(pupil=young.pupil, is_open=True)[:1]:
            Deadline.objects.bulk_create(again(one, trigger=f"{one.trigger} {n}") for n in range(MANY))


def again(row: RowT, **changes: object) -> RowT:
    """The same row once more, under a key of its own."""
    same = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key
    }
    return type(row)(**{**same, **changes})
