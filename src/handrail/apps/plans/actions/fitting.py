"""Answers to what is asked of the kind of plan, and what does not apply to this pupil."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import policy, queries
from handrail.apps.plans.actions.changing import Stale, begin, locked, record, some_words
from handrail.apps.plans.models import FitAnswer, Plan, SetAside
from handrail.apps.plans.policy import Act


@transaction.atomic
def answer_fit_question(
    *, plan: Plan, sign: str, words: str, revision: int = 0, on: date, by: Actor
) -> FitAnswer:
    """Keep what staff say to a question about the kind of plan. Until the plan is issued again it is not asked anew."""
    policy.check_may(by, Act.QUESTION, plan)
    words = some_words(words)
    plan = locked(plan)
    asked = queries.fit_questions(queries.draft(plan), as_of=on)
    raised = asked.sign(sign)
    if raised is None:
        raise NotPossible("This question does not come up any more.")
    answer = asked.answer(sign) or FitAnswer.of(
        plan.pupil, plan=plan, sign=sign, after_version=plan.latest_number, revision=0
    )
    if answer.revision and answer.words == words:
        return answer
    if answer.revision != revision:
        raise Stale("Somebody else answered this in the meantime. Both answers are shown; choose the words.")
    before = answer.words
    answer.asks, answer.why, answer.words, answer.said_on = raised.asks, " ".join(raised.why), words, on
    answer.written_by_id, answer.written_by_name = by.person_id, by.name
    answer.revision += 1
    answer.recorded_at = record(
        plan,
        "plan.fit_answered",
        on=on,
        by=by,
        question=raised.asks,
        sign=sign,
        why=list(raised.why),
        words=words,
        before=before,
    )
    answer.save()
    return answer


@transaction.atomic
def set_aside(
    *, plan: Plan, section: str, requirement: str, reason: str, revision: int = 0, on: date, by: Actor
) -> SetAside:
    """Say that what the law asks only on a condition does not apply to this pupil, and why."""
    policy.check_may(by, Act.WRITE, plan)
    reason = some_words(reason)
    plan = begin(plan, by)
    asked = queries.conditional(queries.plan_type_of(plan), section=section, requirement=requirement)
    if asked is None:
        raise NotPossible("This is not something that applies only sometimes.")
    aside = SetAside.objects.filter(
        plan=plan, section=section, requirement=requirement
    ).first() or SetAside.of(
        plan.pupil, plan=plan, section=section, requirement=requirement, reason="", revision=0
    )
    if aside.reason == reason:
        return aside
    if aside.revision != revision:
        raise Stale("Somebody else gave a reason in the meantime. Both are shown; choose the words.")
    before = aside.reason
    aside.reason, aside.said_on = reason, on
    aside.written_by_id, aside.written_by_name = by.person_id, by.name
    aside.revision += 1
    aside.recorded_at = record(
        plan,
        "plan.requirement_set_aside",
        on=on,
        by=by,
        what=asked.says,
        condition=asked.condition,
        reason=reason,
        before=before,
    )
    aside.save()
    return aside


@transaction.atomic
def ask_again(*, plan: Plan, section: str, requirement: str, on: date, by: Actor) -> None:
    """Take back that something does not apply. Asked twice, it is asked again just the same."""
    plan = begin(plan, by)
    found = SetAside.objects.filter(plan=plan, section=section, requirement=requirement).first()
    if found is None:
        return
    asked = queries.conditional(queries.plan_type_of(plan), section=section, requirement=requirement)
    what = asked.says if asked else requirement
    record(plan, "plan.requirement_asked_again", on=on, by=by, what=what, reason=found.reason)
    found.delete()
