"""Whether it is the right kind of plan: questions for staff, their answers kept, and nothing for the family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases.models import Deadline
from handrail.apps.home.sentences import sentence
from handrail.apps.plans import actions, queries
from handrail.apps.plans.actions import ProvisionWords, Stale
from handrail.apps.plans.models import FitAnswer, Goal, Plan
from handrail.apps.plans.queries import FitQuestions
from handrail.apps.pupils.models import CircleMember
from handrail.core.signs import Code
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
SIGN = str(Code.NOT_LOOKED_AT)
WORDS = "We looked at it in the corridor in October. It still fits."


def neglected(cast: Cast) -> Plan:
    """The plan of the younger pupil, with its review day gone by."""
    plan = cast.young.plan
    with acting(cast.coordinator):
        Deadline.objects.filter(case_id=plan.case_id, is_open=True).update(acts_on=TODAY - timedelta(days=1))
    return plan


def asked(cast: Cast, plan: Plan, *, days: int = 0) -> FitQuestions:
    with acting(cast.coordinator):
        return queries.fit_questions(queries.draft(queries.plan(plan.pk)), as_of=TODAY + timedelta(days=days))


def answer(cast: Cast, plan: Plan, words: str = WORDS, revision: int = 0) -> FitAnswer:
    with acting(cast.coordinator) as by:
        return actions.answer_fit_question(
            plan=plan, sign=SIGN, words=words, revision=revision, on=TODAY, by=by
        )


def test_a_plan_looked_at_in_time_raises_no_question(cast: Cast) -> None:
    assert asked(cast, cast.young.plan) == FitQuestions((), (), ())


def test_a_plan_past_its_review_asks_whether_it_still_fits(cast: Cast) -> None:
    (sign,) = asked(cast, neglected(cast)).open

    assert sign.key == SIGN
    assert sign.why[0] == "People last looked at it 28 days ago."


def test_help_from_outside_every_week_for_years_asks_about_the_legal_plan(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        outside = CircleMember.objects.get(pupil=plan.pupil, person=cast.psychologist)
        actions.add_provision(
            plan=plan,
            words=ProvisionWords(what="Talks with him", who=outside, times=1, per="week"),
            on=TODAY,
            by=by,
        )

    found = [sign.key for sign in asked(cast, plan, days=365).open]

    assert "statutory_plan_may_fit--gb-sct--csp" in found
    assert "statutory_plan_may_fit--gb-sct--csp" not in [sign.key for sign in asked(cast, plan).open]


def test_a_goal_shared_with_other_pupils_of_the_school_is_counted_once_a_pupil(cast: Cast) -> None:
    goal = cast.young.goal
    with acting(cast.coordinator):
        found = queries.draft(queries.plan(cast.young.plan.pk))
        facts = queries.plan_facts(found, as_of=TODAY)
        again = Goal.objects.get(plan=cast.older.plan)
        Goal.of(cast.older.pupil, plan=cast.older.plan, need=again.need, text=goal.text).save()
        twice = queries.plan_facts(found, as_of=TODAY)

    assert facts.shared_goals == twice.shared_goals == {goal.text: 1}


def test_what_the_plan_shows_is_taken_from_its_rows(cast: Cast) -> None:
    with acting(cast.coordinator):
        facts = queries.plan_facts(queries.draft(queries.plan(cast.young.plan.pk)), as_of=TODAY)

    assert (facts.age, facts.times_issued, facts.first_issued_on) == (10, 1, TODAY - timedelta(days=28))
    assert (facts.looked_at_on, facts.at_school) == (TODAY - timedelta(days=28), True)
    assert [one.text for one in facts.goals] == [cast.young.goal.text]
    assert facts.goals[0].measurable
    (help_given,) = facts.help
    assert (help_given.what, help_given.given_by, help_given.outside) == (
        "Paired reading aloud",
        "class teacher",
        "",
    )
    assert (help_given.minutes, help_given.times, help_given.per, help_given.for_a_goal) == (
        10,
        3,
        "week",
        True,
    )
    assert facts.needs == ("Reads each word slowly, so the meaning is lost.",)
    assert {one.key for one in facts.place} >= {"gb-sct/csp", "gb-sct/iep"}


def test_an_answer_is_kept_with_the_question_recorded_and_not_asked_again(cast: Cast) -> None:
    plan = neglected(cast)

    kept = answer(cast, plan)

    found = asked(cast, plan)
    assert found.open == ()
    assert [(sign.key, said) for sign, said in found.answered] == [(SIGN, kept)]
    assert (kept.asks, kept.words, kept.written_by_name) == (
        found.answered[0][0].asks,
        WORDS,
        "Nora Coordinator",
    )
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.fit_answered")
    assert sentence(fact) == f"Answered “Is this still the plan that the pupil needs?”: {WORDS}"
    assert fact.happened_on == TODAY


def test_the_record_of_the_family_does_not_hold_it(cast: Cast) -> None:
    answer(cast, neglected(cast))

    with acting(cast.parent):
        assert not Fact.objects.filter(kind="plan.fit_answered").exclude(audience="team").exists()


def test_the_same_answer_again_changes_nothing_and_another_is_told_with_what_was_before(cast: Cast) -> None:
    plan = neglected(cast)
    first = answer(cast, plan)

    assert answer(cast, plan).revision == first.revision
    changed = answer(cast, plan, "We meet on Monday.", revision=first.revision)

    assert (changed.pk, changed.revision, changed.words) == (first.pk, 2, "We meet on Monday.")
    with acting(cast.coordinator):
        facts = Fact.objects.filter(kind="plan.fit_answered").order_by("position")
        assert [one.detail["before"] for one in facts] == ["", WORDS]


def test_an_answer_over_one_that_was_not_seen_is_refused(cast: Cast) -> None:
    plan = neglected(cast)
    answer(cast, plan)

    with pytest.raises(Stale):
        answer(cast, plan, "Somebody else’s words", revision=0)

    assert asked(cast, plan).answered[0][1].words == WORDS


def test_a_plan_that_was_issued_anew_is_asked_anew_and_shows_what_was_said(cast: Cast) -> None:
    plan = neglected(cast)
    answer(cast, plan)
    with acting(cast.coordinator) as by:
        plan = queries.plan(plan.pk)
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    neglected(cast)

    found = asked(cast, plan)

    assert [sign.key for sign in found.open] == [SIGN]
    assert [one.words for one in found.earlier] == [WORDS]


@pytest.mark.parametrize("words", ["", "  \n "])
def test_an_answer_has_words(cast: Cast, words: str) -> None:
    with pytest.raises(NotPossible, match="at least a few words"):
        answer(cast, neglected(cast), words)


def test_a_question_that_does_not_come_up_cannot_be_answered(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="does not come up any more"):
        answer(cast, cast.young.plan)


@pytest.mark.parametrize(
    "who", ["parent", "young_pupil", "teaching_assistant", "psychologist", "other_coordinator"]
)
def test_others_answer_nothing(cast: Cast, who: str) -> None:
    plan = neglected(cast)

    with acting(getattr(cast, who)) as by, pytest.raises(NotAllowed):
        actions.answer_fit_question(plan=plan, sign=SIGN, words=WORDS, on=TODAY, by=by)

    with acting(cast.coordinator):
        assert not FitAnswer.objects.exists()


# --- the pages


def test_the_draft_asks_the_question_until_it_is_answered(cast: Cast, seen_by: Browser) -> None:
    plan = neglected(cast)
    browser = seen_by(cast.coordinator)
    draft, page = reverse("plans:plan", args=[plan.pk]), reverse("plans:answer_kind", args=[plan.pk, SIGN])

    before = browser.get(draft).content.decode()
    assert page in before
    assert "not findings about the pupil" in before
    answered = browser.post(page, {"words": WORDS, "revision": 0}, follow=True)
    assert answered.redirect_chain == [(reverse("plans:kind", args=[plan.pk]), 302)]
    assert WORDS in answered.content.decode()
    assert page not in browser.get(draft).content.decode()


def test_an_empty_answer_is_asked_for_with_a_sentence(cast: Cast, seen_by: Browser) -> None:
    page = reverse("plans:answer_kind", args=[neglected(cast).pk, SIGN])

    browser = seen_by(cast.coordinator)

    for words, status in (("", 422), (" ", 409)):
        refused = browser.post(page, {"words": words, "revision": 0})
        assert refused.status_code == status
        assert "Write at least a few words" in refused.content.decode()


def test_two_who_answer_at_once_see_both_answers(cast: Cast, seen_by: Browser) -> None:
    plan = neglected(cast)
    answer(cast, plan)
    page = reverse("plans:answer_kind", args=[plan.pk, SIGN])

    met = seen_by(cast.head).post(page, {"words": "We meet on Monday.", "revision": 0})

    assert met.status_code == 409
    assert WORDS in met.content.decode()
    assert "We meet on Monday." in met.content.decode()


@pytest.mark.parametrize("sign", ["not_looked_at", "nonsense"])
def test_a_question_that_is_gone_leads_back_to_the_others(cast: Cast, seen_by: Browser, sign: str) -> None:
    plan = cast.young.plan

    gone = seen_by(cast.coordinator).get(reverse("plans:answer_kind", args=[plan.pk, sign]), follow=True)

    assert gone.redirect_chain == [(reverse("plans:kind", args=[plan.pk]), 302)]
    assert "does not come up any more" in gone.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("parent", 403), ("young_pupil", 403), ("psychologist", 403), ("other_coordinator", 404)],
)
def test_families_and_strangers_do_not_see_the_questions(
    cast: Cast, seen_by: Browser, who: str, status: int
) -> None:
    plan = neglected(cast)
    browser = seen_by(getattr(cast, who))

    for page in (reverse("plans:kind", args=[plan.pk]), reverse("plans:answer_kind", args=[plan.pk, SIGN])):
        assert browser.get(page).status_code == status
        assert browser.post(page, {"words": WORDS, "revision": 0}).status_code in (status, 405)


def test_the_issued_plan_leads_staff_to_the_questions_and_nobody_else(cast: Cast, seen_by: Browser) -> None:
    plan = neglected(cast)
    issued, kind = reverse("plans:version", args=[plan.pk, 1]), reverse("plans:kind", args=[plan.pk])

    assert kind in seen_by(cast.class_teacher).get(issued).content.decode()
    for who in (cast.parent, cast.teaching_assistant):
        assert kind not in seen_by(who).get(issued).content.decode()


def test_the_facts_are_read_in_four_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    plan = neglected(cast)
    answer(cast, plan)
    with acting(cast.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
        with django_assert_num_queries(4):
            queries.fit_questions(draft, as_of=TODAY)
        with django_assert_num_queries(3):
            queries.fit_questions(replace(draft, goals=[]), as_of=TODAY)
