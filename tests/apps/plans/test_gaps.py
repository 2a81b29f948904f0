"""What a draft lacks, and that each gap leads to the very box that mends it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import actions, pages, queries
from handrail.apps.plans.actions import GoalWords, NeedWords, ProvisionWords
from handrail.apps.plans.models import Goal, Plan, Provision
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.completeness import Gap
from handrail.core.plan_types import Check
from handrail.law.lawbook import lawbook
from tests.cast import CSP, IEP, TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
ALWAYS_THERE = {"pupil.born", "need"}
"""A pupil has a birth date and a goal has a need: the database sees to that, so no draft lacks them."""


def with_nothing(cast: Cast, plan_type: str) -> Plan:
    """A draft of a pupil about whom nothing is known yet."""
    with acting(cast.coordinator) as by:
        pupil = cast.young.pupil
        plan = (
            actions.start_plan(pupil=pupil, plan_type=CSP, on=TODAY, by=by)
            if plan_type == CSP
            else cast.young.plan
        )
        for model in (Provision, Goal):
            model.objects.filter(plan=plan).delete()
        plan.needs.all().delete()
        plan.texts.all().delete()
        plan.contributions.update(asked_on=None)
        Pupil.objects.filter(pk=pupil.pk).update(
            given_name="", family_name="", address="", phone="", gender="", preferred_language="",
            communication="", year_group="", entered_school_on=None,
        )  # fmt: skip
        CircleMember.objects.filter(pupil=pupil).update(
            name="", address="", phone="", email="", relation="", preferred_language=""
        )
        Plan.objects.filter(pk=plan.pk).update(coordinator=None, contact=None)
        Organisation.objects.filter(pk=pupil.school_id).update(name="")
        return queries.plan(plan.pk)


def begun(cast: Cast, plan: Plan) -> Plan:
    """The same with people named and a thread of empty rows."""
    with acting(cast.coordinator) as by:
        staff = CircleMember.objects.get(pupil=plan.pupil, person=cast.coordinator)
        actions.set_people(plan=plan, coordinator=staff, contact=staff, on=TODAY, by=by)
        served = actions.add_need(plan=plan, words=NeedWords(title="a"), on=TODAY, by=by)
        actions.add_need(plan=plan, words=NeedWords(title="without a goal"), on=TODAY, by=by)
        actions.add_goal(plan=plan, words=GoalWords(need=served, text="a"), on=TODAY, by=by)
        actions.add_provision(plan=plan, words=ProvisionWords(what="a"), on=TODAY, by=by)
        Goal.objects.filter(plan=plan).update(text="")
        Provision.objects.filter(plan=plan).update(what="")
        return queries.plan(plan.pk)


@pytest.mark.parametrize("plan_type", [CSP, IEP], ids=["statutory", "policy"])
def test_each_thing_asked_for_is_missed_and_its_link_leads_to_the_box_that_mends_it(
    cast: Cast, seen_by: Browser, plan_type: str
) -> None:
    browser = seen_by(cast.coordinator)
    missed: dict[str, Gap] = {}
    plan = with_nothing(cast, plan_type)
    for make in (lambda row: row, lambda row: begun(cast, row)):
        row = make(plan)
        with acting(cast.coordinator):
            draft = queries.draft(row)
            links = [(gap, pages.gap_url(gap, draft)) for gap in draft.gaps]
        for gap, link in links:
            missed[gap.requirement] = gap
            address, box = urldefrag(link)
            page = browser.get(address)
            assert page.status_code == 200, (gap, link)
            assert not box or f'id="{box}"' in page.content.decode(), (gap, link)
            if gap.about in ("goal", "provision", "need") or (
                gap.about == "fact" and "school" not in gap.about_id
            ):
                assert box, (gap, link)
            assert gap.says
            assert gap.why or gap.citation is not None

    asked_for = {
        item.key: item
        for _, item in lawbook().plan_type(plan_type).requirements()
        if item.check is not Check.AT_ISSUE and item.of not in ALWAYS_THERE
    }
    assert asked_for.keys() == missed.keys()


def test_a_draft_with_everything_has_no_gap(cast: Cast) -> None:
    with acting(cast.coordinator):
        assert queries.draft(queries.plan(cast.young.plan.pk)).gaps == ()


def test_the_draft_lists_its_gaps_and_counts_the_rest(cast: Cast, seen_by: Browser) -> None:
    plan = begun(cast, with_nothing(cast, CSP))
    page = seen_by(cast.coordinator).get(reverse("plans:plan", args=[plan.pk])).content.decode()
    with acting(cast.coordinator):
        draft = queries.draft(plan)
    assert len(draft.gaps) > pages.SHOWN_GAPS
    for gap in draft.gaps[: pages.SHOWN_GAPS]:
        assert pages.gap_url(gap, draft).replace("&", "&amp;") in page
    assert f"{len(draft.gaps)} things to finish" in page
    assert f"And {len(draft.gaps) - pages.SHOWN_GAPS} more" in page
