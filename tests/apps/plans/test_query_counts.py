"""A plan's pages ask the database as often for forty goals as for one, and seldom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.plans import queries
from handrail.apps.plans.models import Contribution, Goal, Need, Provision, ProvisionGoal
from handrail.apps.pupils.models import CircleMember
from tests.cast import Cast, acting

Browser = Callable[[Person | None], Client]
RowT = TypeVar("RowT", bound=Model)

MANY = 39


@pytest.mark.parametrize(
    ("name", "most"),
    [("plan", 25), ("section", 23), ("needs", 23), ("goals", 23), ("support", 23), ("views", 19), ("people", 18),
     ("issue", 27), ("version", 22), ("goal", 25), ("provision", 23)],
)  # fmt: skip
def test_a_page_of_a_plan_asks_as_often_for_forty_goals_as_for_one(
    cast: Cast, seen_by: Browser, name: str, most: int
) -> None:
    browser, page = seen_by(cast.coordinator), pages(cast)[name]
    for_one = asked(browser, page)

    more_of_the_plan(cast)

    assert asked(browser, page) == for_one <= most


def test_a_draft_is_read_whole_in_nine_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    more_of_the_plan(cast)
    with acting(cast.coordinator):
        plan = queries.plan(cast.young.plan.pk)
        with django_assert_num_queries(9):
            draft = queries.draft(plan)
            assert len(draft.facts.goals) == 1 + MANY
            assert isinstance(draft.gaps, tuple)
        assert len(draft.needs) == len(draft.goals) == len(draft.provisions) == 1 + MANY
        assert all(draft.provisions_for(goal.pk) for goal in draft.goals)


def pages(cast: Cast) -> dict[str, str]:
    """The addresses of one plan's pages that grow with the plan."""
    plan = cast.young.plan
    text = next(one.key for one in queries.plan_type_of(plan).sections if one.kind == "text")
    sections = {"section": text, "needs": "needs", "goals": "goals", "support": "support"}
    return {
        **{name: reverse("plans:section", args=[plan.pk, key]) for name, key in sections.items()},
        **{name: reverse(f"plans:{name}", args=[plan.pk]) for name in ("plan", "views", "people")},
        "issue": reverse("versions:issue", args=[plan.pk]),
        "version": reverse("plans:version", args=[plan.pk, cast.young.version.number]),
        "goal": reverse("plans:goal", args=[plan.pk, cast.young.goal.pk]),
        "provision": reverse("plans:provision", args=[plan.pk, cast.young.provision.pk]),
    }


def asked(browser: Client, page: str) -> int:
    """How many queries a page makes, with everything around it."""
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(page)
    assert answer.status_code == 200, page
    return len(captured)


def more_of_the_plan(cast: Cast) -> None:
    """Many needs, goals and promises of help, and many people asked for their view."""
    young = cast.young
    with acting(cast.coordinator):
        needs = Need.objects.bulk_create(again(young.need) for _ in range(MANY))
        goals = Goal.objects.bulk_create(again(young.goal, need_id=need.pk) for need in needs)
        help_given = Provision.objects.bulk_create(again(young.provision) for _ in goals)
        ProvisionGoal.objects.bulk_create(
            ProvisionGoal(pupil_id=goal.pupil_id, school_id=goal.school_id, provision=one, goal=goal)
            for one, goal in zip(help_given, goals, strict=True)
        )
        aunts = CircleMember.objects.bulk_create(
            again(young.parent, person_id=None, name=f"Aunt {number}") for number in range(MANY)
        )
        Contribution.objects.bulk_create(again(young.contribution, member_id=aunt.pk) for aunt in aunts)


def again(row: RowT, **changes: object) -> RowT:
    """The same row once more, under a key of its own."""
    same = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key
    }
    return type(row)(**{**same, **changes})
