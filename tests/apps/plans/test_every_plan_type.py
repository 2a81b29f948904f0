"""A draft of every plan type that the law's data knows can be begun, opened and read, section by section."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import actions
from handrail.apps.plans.models import Plan
from handrail.core.duties import Force
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]

WRITABLE = [kind for kind in lawbook().plan_types() if kind.status is not Force.PROPOSED]


def settle(cast: Cast, jurisdiction: str) -> None:
    """Move the cast's school and council to another place."""
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction=jurisdiction)


@pytest.mark.parametrize("kind", WRITABLE, ids=lambda kind: kind.key)
def test_a_draft_can_be_begun_and_each_of_its_sections_opened(
    cast: Cast, seen_by: Browser, kind: PlanType
) -> None:
    settle(cast, kind.jurisdiction)
    browser = seen_by(cast.coordinator)
    pupil = cast.older.pupil
    with acting(cast.officer) as by:
        plan = Plan.objects.filter(pupil=pupil, plan_type=kind.key).first()
        if plan is None:
            offered = browser.get(reverse("plans:start", args=[pupil.pk])).content.decode()
            assert f'value="{kind.key}"' in offered
            plan = actions.start_plan(pupil=pupil, plan_type=kind.key, on=TODAY, by=by)

    assert browser.get(reverse("plans:plan", args=[plan.pk])).status_code == 200
    for section in kind.sections:
        answer = browser.get(reverse("plans:section", args=[plan.pk, section.key]))
        assert answer.status_code == 200, section.key


def test_what_is_only_proposed_is_not_offered(cast: Cast, seen_by: Browser) -> None:
    settle(cast, "gb-eng")

    page = seen_by(cast.coordinator).get(reverse("plans:start", args=[cast.older.pupil.pk])).content.decode()

    assert "SEN support plan" in page
    assert "Individual support plan" not in page
