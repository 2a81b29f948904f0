"""Steps as events with a day and evidence; what the family was given stays known; what holds a plan back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.cases.models import Deadline
from handrail.apps.family.models import SharedDraft
from handrail.apps.plans import actions as plans
from handrail.apps.plans.actions import Incomplete
from handrail.apps.plans.models import Plan, Version
from handrail.apps.versions import actions, queries
from handrail.apps.versions.actions import Held
from handrail.apps.versions.models import StepDone
from handrail.core.duties import Force
from handrail.core.steps import Phase
from handrail.law.lawbook import lawbook
from tests.apps.versions.scenes import EHC, US_IEP, again, events, settle, share, step, written
from tests.cast import CSP, TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

SERVED = TODAY
LAST = SERVED + timedelta(days=14)
"""Fifteen days beginning with the day of serving (SI 2014/1530, reg. 13(1)(a))."""


def issue(cast: Cast, plan: Plan, *, on: date, who: Person | None = None) -> Version:
    with acting(who or cast.officer, on=on) as by:
        row = Plan.objects.get(pk=plan.pk)
        return actions.issue(plan=row, draft_revision=row.draft_revision, on=on, at=moment(on), by=by)


MAINSTREAM = {"nominated_school.type": "A mainstream primary school"}
DISABILITY = {"pupil.disability_category": "Specific learning disability"}


# --- England: the draft, fifteen days, the answer ----------------------------------------------------


def test_an_english_plan_is_not_issued_before_its_draft_was_served(cast: Cast) -> None:
    plan = written(cast, EHC)
    before = events(cast, plan)

    with pytest.raises(Held, match="has not been served") as held:
        issue(cast, plan, on=TODAY)

    assert held.value.holds[0].citation is not None
    assert "reg. 13" in held.value.holds[0].citation.short
    assert events(cast, plan) == before
    assert again(cast, plan).draft_open


@pytest.mark.parametrize(("days", "free"), [(0, False), (14, False), (15, True)])
def test_fifteen_days_must_be_over_before_the_final_plan(cast: Cast, days: int, free: bool) -> None:
    plan = written(cast, EHC)
    share(cast, plan, on=SERVED)
    on = SERVED + timedelta(days=days)

    # With the fifteen days over, only what the draft itself still lacks stands against it.
    with pytest.raises(Incomplete if free else Held) as told:
        issue(cast, plan, on=on)

    if isinstance(told.value, Incomplete):
        assert {gap.requirement for gap in told.value.gaps} == {"i_type"}
    else:
        assert "3 December 2026" in str(told.value)
        assert "4 December 2026" in str(told.value)


def test_the_family_s_answer_ends_the_wait(cast: Cast) -> None:
    plan = written(cast, EHC)
    share(cast, plan, on=SERVED)
    answered = SERVED + timedelta(days=4)
    step(cast, plan, "draft_answered", happened_on=answered, on=answered, note="By mail; asks for Millhope.")

    with pytest.raises(Incomplete):
        issue(cast, plan, on=answered)


def test_an_english_plan_goes_from_its_draft_to_the_final_plan_with_its_school_named(cast: Cast) -> None:
    plan = written(cast, EHC, facts=MAINSTREAM)
    share(cast, plan, on=SERVED)

    final = issue(cast, plan, on=LAST + timedelta(days=1))

    sections = {one["key"]: one for one in json.loads(final.document)["sections"]}
    assert "A mainstream primary school" in json.dumps(sections["i"])
    with acting(cast.officer):
        served = json.loads(SharedDraft.objects.get(plan=plan).document)
        wait = Deadline.objects.get(case=plan.case_id, duty="EN-06.wait")
    assert "A mainstream primary school" not in json.dumps(served)
    assert wait.met_on == LAST + timedelta(days=1)
    assert "ehc_draft_sent" in events(cast, plan)


# --- what cannot be so ---------------------------------------------------------------------------------


def test_what_cannot_have_happened_is_refused_and_changes_nothing(cast: Cast) -> None:
    plan = written(cast, EHC)
    before = events(cast, plan)
    wrong: list[tuple[str, date, str]] = [
        ("school_consulted", TODAY + timedelta(days=1), "a day to come"),
        ("draft_answered", TODAY, "Record this first"),
        ("school_consulted", cast.young.pupil.born - timedelta(days=1), "was born on"),
        ("draft_served", TODAY, "done by sharing the draft"),
        ("issued", TODAY, "not a step that can be recorded now"),
        ("copies_given", TODAY, "not a step that can be recorded now"),
        ("nothing", TODAY, "not a step that can be recorded now"),
    ]
    for key, day, says in wrong:
        with pytest.raises(NotPossible, match=says):
            step(cast, plan, key, happened_on=day, on=TODAY)

    share(cast, plan)
    with pytest.raises(NotPossible, match="comes after it"):
        step(cast, plan, "draft_answered", happened_on=TODAY - timedelta(days=1), on=TODAY)
    assert events(cast, plan) == [*before, "ehc_draft_sent"]


def test_a_double_click_records_a_step_once(cast: Cast) -> None:
    plan = written(cast, EHC)
    once = uuid4()
    first, second = (
        step(cast, plan, "school_consulted", happened_on=TODAY, on=TODAY, once=once) for _ in range(2)
    )
    assert first.pk == second.pk
    assert events(cast, plan).count("ehc_school_consulted") == 1


@pytest.mark.parametrize("who", ["class_teacher", "teaching_assistant", "parent", "psychologist"])
def test_who_may_not_record_a_step_does_not(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        step(cast, cast.young.plan, "ending_talked", who=getattr(cast, who), happened_on=TODAY, on=TODAY)
    with acting(cast.coordinator):
        assert not StepDone.objects.exists()


# --- other places ----------------------------------------------------------------------------------------


def test_an_american_plan_needs_the_team_s_meeting_and_services_need_notice_and_consent(cast: Cast) -> None:
    plan = written(cast, US_IEP, facts=DISABILITY)
    with pytest.raises(Held, match="has not met"):
        issue(cast, plan, on=TODAY)
    step(cast, plan, "team_met", happened_on=TODAY, on=TODAY)
    issue(cast, plan, on=TODAY)
    plan = again(cast, plan)
    with pytest.raises(NotPossible, match="Record this first: Give prior written notice"):
        step(cast, plan, "services_started", happened_on=TODAY, on=TODAY)
    step(cast, plan, "prior_notice", happened_on=TODAY, on=TODAY)
    with pytest.raises(NotPossible, match="Record this first: The parents consent"):
        step(cast, plan, "services_started", happened_on=TODAY, on=TODAY)
    step(cast, plan, "services_consent", happened_on=TODAY, on=TODAY)
    step(cast, plan, "services_started", happened_on=TODAY, on=TODAY)


def test_a_scottish_plan_is_only_warned_about_and_its_own_law_gives_the_day(cast: Cast) -> None:
    sent = TODAY - timedelta(days=20)
    with acting(cast.officer, on=sent) as by:
        plan = plans.start_plan(pupil=cast.young.pupil, plan_type=CSP, on=sent, by=by)
    step(cast, plan, "proposal", happened_on=sent, on=sent)
    with acting(cast.officer):
        way = queries.way(again(cast, plan))
        due = {one.step.key: one.due_on for one in way.seen(Phase.ISSUE)}
        clock = Deadline.objects.get(case=plan.case_id, duty="SC-02")
        holds = way.holds(on=TODAY)
    assert due == {"issued": clock.falls_on}
    assert holds
    assert not any(hold.holds for hold in holds)


def test_the_next_version_has_a_way_of_its_own(cast: Cast) -> None:
    """What was recorded on the way to version 1 does not count for version 2."""
    with acting(cast.coordinator):
        plan = again(cast, cast.young.plan)
        assert [one.done for one in queries.way(plan).seen(Phase.BEFORE)] == [None, None]
    share(cast, plan, who=cast.coordinator)
    with acting(cast.coordinator):
        way = queries.way(again(cast, plan))
        assert [one.done is not None for one in way.seen(Phase.BEFORE)] == [True, False]
        assert way.seen(Phase.ISSUE)[0].done is None
    version = issue(cast, plan, on=TODAY, who=cast.coordinator)
    with acting(cast.coordinator) as by:
        row = again(cast, plan)
        done = queries.way(row)
        assert done.seen(Phase.BEFORE)[0].done is not None
        assert done.seen(Phase.ISSUE)[0].done is not None
        plans.open_draft(plan=row, on=TODAY, by=by)
        anew = queries.way(again(cast, plan))
        assert [one.done for one in anew.seen(Phase.BEFORE)] == [None, None]
    assert version.number == 2


# --- pages -------------------------------------------------------------------------------------------------

WRITABLE = [kind for kind in lawbook().plan_types() if kind.status is not Force.PROPOSED]


@pytest.mark.parametrize("kind", WRITABLE, ids=lambda kind: kind.key)
def test_every_plan_type_has_its_steps_page_and_each_step_its_form(
    cast: Cast, seen_by: Browser, kind: object
) -> None:
    settle(cast, kind.jurisdiction)  # type: ignore[attr-defined]
    key = kind.key  # type: ignore[attr-defined]
    with acting(cast.officer) as by:
        plan = Plan.objects.filter(pupil=cast.older.pupil, plan_type=key).first() or plans.start_plan(
            pupil=cast.older.pupil, plan_type=key, on=TODAY, by=by
        )
        way = queries.way(again(cast, plan))
    browser = seen_by(cast.coordinator)
    page = browser.get(reverse("versions:steps", args=[plan.pk])).content.decode()
    for step_of in way.of(Phase.BEFORE, Phase.ISSUE):
        assert step_of.title in page.replace("&#39;", "'")
    for step_of in way.to_record:
        answer = browser.get(reverse("versions:record_step", args=[plan.pk, step_of.key]))
        assert answer.status_code == (302 if step_of.freezes_draft else 200)


def test_the_page_of_a_step_asks_again_for_what_is_wrong_and_keeps_the_words(
    cast: Cast, seen_by: Browser
) -> None:
    plan, browser = cast.young.plan.pk, seen_by(cast.coordinator)
    page = reverse("versions:record_step", args=[plan, "ending_talked"])
    ahead = TODAY + timedelta(days=1)
    wrong = browser.post(
        page,
        {
            "happened_on-day": ahead.day,
            "happened_on-month": ahead.month,
            "happened_on-year": ahead.year,
            "note": "Sent home with Robin",
        },
    )
    assert wrong.status_code == 422
    assert "still to come" in wrong.content.decode()
    assert "Sent home with Robin" in wrong.content.decode()
    right = {"happened_on-day": 18, "happened_on-month": 11, "happened_on-year": 2026, "note": "Sent home"}
    assert browser.post(page, right).status_code == 302
    shown = browser.get(reverse("versions:steps", args=[plan])).content.decode()
    assert "Sent home" in shown
    assert seen_by(cast.class_teacher).post(page, right).status_code == 403
    assert seen_by(cast.other_coordinator).post(page, right).status_code == 404
