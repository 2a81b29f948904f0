from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions, queries
from handrail.apps.plans.models import Plan
from tests.cast import CSP, IEP, TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def test_a_draft_begins_once_for_a_plan_type(cast: Cast) -> None:
    pupil = cast.young.pupil
    with acting(cast.coordinator) as by:
        plan = actions.start_plan(pupil=pupil, plan_type=CSP, on=TODAY, by=by)

        assert plan.draft_open
        assert plan.local_name == queries.local_name_of(queries.plan_type_of(plan), school_id=pupil.school_id)
        assert plan.coordinator is not None
        assert plan.coordinator.name == cast.coordinator.name
        assert {one.member.name for one in plan.contributions.all()} == {"Paula Parent", "Robin Young"}
        assert (
            Fact.objects.get(kind="plan.draft_started", about=f"plan:{plan.pk}").by_name
            == cast.coordinator.name
        )
    for plan_type in (CSP, IEP):
        with acting(cast.head) as by, pytest.raises(NotPossible, match="already has this plan"):
            actions.start_plan(pupil=pupil, plan_type=plan_type, on=TODAY, by=by)
    with acting(cast.head):
        assert Plan.objects.filter(pupil=pupil).count() == 2


@pytest.mark.parametrize(
    "who", ["class_teacher", "parent", "older_pupil", "psychologist", "other_coordinator"]
)
def test_others_begin_no_plan(cast: Cast, who: str) -> None:
    with acting(getattr(cast, who)) as by, pytest.raises(NotAllowed):
        actions.start_plan(pupil=cast.older.pupil, plan_type=CSP, on=TODAY, by=by)
    with acting(cast.coordinator):
        assert Plan.objects.filter(pupil=cast.older.pupil).count() == 1


def test_the_page_offers_what_is_not_there_yet_and_refuses_anything_else(
    cast: Cast, seen_by: Browser
) -> None:
    page = reverse("plans:start", args=[cast.young.pupil.pk])
    browser = seen_by(cast.coordinator)
    assert CSP in browser.get(page).content.decode()
    assert IEP not in browser.get(page).content.decode()

    for wrong in ({}, {"plan_type": IEP}, {"plan_type": "england.ehc_plan"}, {"plan_type": "\0"}):
        answer = browser.post(page, wrong | {"csrf": "1"})
        assert answer.status_code in (200, 422), wrong
        assert "Look at these again" in answer.content.decode(), wrong
    assert seen_by(cast.other_coordinator).post(page, {"plan_type": CSP}).status_code == 404
    with acting(cast.coordinator):
        assert Plan.objects.filter(pupil=cast.young.pupil).count() == 1

    answer = browser.post(page, {"plan_type": CSP})
    assert answer.status_code == 302
    assert browser.get(answer["Location"]).status_code == 200
    # A second click of the button finds the plan begun.
    assert browser.post(page, {"plan_type": CSP}).status_code in (200, 422)
    with acting(cast.coordinator):
        assert Plan.objects.filter(pupil=cast.young.pupil, plan_type=CSP).count() == 1
