"""The end of a plan: its steps, its last clocks, and nothing destroyed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.cases.models import Case, Deadline
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Plan, Version
from handrail.apps.versions import actions
from handrail.apps.versions.actions import Held
from tests.apps.versions.scenes import again, events, step, written
from tests.cast import CSP, IEP, TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def end(cast: Cast, plan: Plan, who: Person, *, on: date = TODAY, **more: object) -> Plan:
    given = {
        "because": "review",
        "words": "He reads with his class now.",
        "decided_by": "The school with the family",
        "ended_on": on,
    } | more
    with acting(who, on=on) as by:
        return actions.end(plan=Plan.objects.get(pk=plan.pk), on=on, by=by, **given)  # type: ignore[arg-type]


@pytest.fixture
def csp(cast: Cast) -> Plan:
    """A co-ordinated support plan that the officer issued today."""
    plan = written(cast, CSP)
    with acting(cast.officer) as by:
        row = Plan.objects.get(pk=plan.pk)
        actions.issue(plan=row, draft_revision=row.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    return again(cast, plan)


def test_a_scottish_plan_ends_only_when_the_time_for_the_tribunal_is_over(cast: Cast, csp: Plan) -> None:
    with pytest.raises(Held, match="has not been told"):
        end(cast, csp, cast.officer)
    told = TODAY + timedelta(days=1)
    step(cast, csp, "end_told", happened_on=told, on=told)
    with pytest.raises(Held, match="runs until") as held:
        end(cast, csp, cast.officer, on=told)
    assert held.value.holds[0].citation is not None
    assert "plan_discontinued" not in events(cast, csp)

    later = date(2027, 1, 25)
    ended = end(cast, csp, cast.officer, on=later)

    assert ended.ended_on == later
    with acting(cast.officer):
        kept = Deadline.objects.get(case=csp.case_id, duty="SC-11")
    assert kept.falls_on == date(2032, 1, 25)
    assert kept.is_open


def test_an_order_of_the_tribunal_needs_no_step_before_it(cast: Cast, csp: Plan) -> None:
    assert end(cast, csp, cast.officer, because="tribunal").ended_on == TODAY


def test_an_ended_plan_can_be_read_and_not_changed(cast: Cast, seen_by: Browser) -> None:
    plan = cast.young.plan
    end(cast, plan, cast.coordinator)

    row = again(cast, plan)
    assert (row.draft_open, row.ended_because) == (False, "He reads with his class now.")
    with acting(cast.coordinator) as by:
        with pytest.raises(NotPossible, match="ended on"):
            plans.open_draft(plan=row, on=TODAY, by=by)
        with pytest.raises(NotPossible):
            plans.add_need(plan=row, words=plans.NeedWords(title="More"), on=TODAY, by=by)
        with pytest.raises(NotPossible):
            actions.record_step(plan=row, step="end_told", happened_on=TODAY, on=TODAY, by=by)
        assert Version.objects.filter(plan=row).count() == 1
    shown = seen_by(cast.parent).get(reverse("plans:version", args=[plan.pk, 1])).content.decode()
    assert "This plan ended on 19 November 2026." in shown
    assert seen_by(cast.coordinator).post(reverse("plans:change", args=[plan.pk])).status_code == 302
    assert not again(cast, plan).draft_open


def test_ended_twice_it_ended_once(cast: Cast) -> None:
    end(cast, cast.young.plan, cast.coordinator)
    end(cast, cast.young.plan, cast.head, words="Something else.")
    assert again(cast, cast.young.plan).ended_because == "He reads with his class now."
    assert events(cast, cast.young.plan).count("plan_discontinued") == 1


def test_a_new_plan_of_the_same_type_begins_a_new_case_and_leaves_the_old_one(cast: Cast) -> None:
    old = cast.young.plan
    end(cast, old, cast.coordinator)
    with acting(cast.coordinator) as by:
        new = plans.start_plan(pupil=cast.young.pupil, plan_type=IEP, on=TODAY, by=by)
        assert new.case_id != old.case_id
        assert Case.objects.get(pk=old.case_id).closed_on == TODAY
        assert Version.objects.filter(plan=old).count() == 1
        with pytest.raises(NotPossible, match="already has this plan"):
            plans.start_plan(pupil=cast.young.pupil, plan_type=IEP, on=TODAY, by=by)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"ended_on": TODAY + timedelta(days=1)}, "a day to come"),
        ({"ended_on": date(2026, 1, 1)}, "cannot have ended before"),
        ({"words": "  "}, "Say why"),
        ({"decided_by": ""}, "who decided"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    cast: Cast, more: dict[str, object], says: str
) -> None:
    before = events(cast, cast.young.plan)
    with pytest.raises(NotPossible, match=says):
        end(cast, cast.young.plan, cast.coordinator, **more)
    assert again(cast, cast.young.plan).ended_on is None
    assert events(cast, cast.young.plan) == before


@pytest.mark.parametrize("who", ["class_teacher", "parent", "officer", "psychologist"])
def test_who_may_not_issue_may_not_end(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        end(cast, cast.young.plan, getattr(cast, who))
    assert again(cast, cast.young.plan).ended_on is None


def test_the_page_says_how_long_it_is_kept_and_that_nothing_is_destroyed(
    cast: Cast, seen_by: Browser, csp: Plan
) -> None:
    page, browser = reverse("versions:end", args=[csp.pk]), seen_by(cast.officer)
    shown = browser.get(page).content.decode()
    assert "for five years" in shown
    assert "Handrail never destroys it by itself." in shown
    assert "Steps that come first" in shown
    form = {
        "because": "review",
        "words": "Not needed.",
        "decided_by": "The council",
        "ended_on-day": 19,
        "ended_on-month": 11,
        "ended_on-year": 2026,
    }
    refused = browser.post(page, form)
    assert refused.status_code == 409
    assert "Not needed." in refused.content.decode()
    assert browser.post(page, {"nothing": "chosen"}).status_code == 422
    ended = browser.post(page, {**form, "because": "tribunal"}, follow=True).content.decode()
    assert "The plan has ended." in ended
    assert seen_by(cast.coordinator).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
