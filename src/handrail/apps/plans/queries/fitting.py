"""Whether it is the right kind of plan, and goals that other pupils of the school have word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from handrail.apps.cases import queries as case_queries
from handrail.apps.plans.models import FitAnswer, Goal, Plan, Provision, Version
from handrail.apps.plans.queries.whole import Draft
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.goal_words import shape
from handrail.core.signs import GoalSeen, HelpSeen, PlanFacts, Sign, signs
from handrail.law.lawbook import lawbook


@dataclass(frozen=True, slots=True)
class FitQuestions:
    """The questions that a plan raises about its own kind: those still open, and those that were answered."""

    open: tuple[Sign, ...]
    answered: tuple[tuple[Sign, FitAnswer], ...]
    earlier: tuple[FitAnswer, ...]  # of earlier rounds, or to what does not come up any more

    def sign(self, key: str) -> Sign | None:
        return next(
            (one for one in (*self.open, *(sign for sign, _ in self.answered)) if one.key == key), None
        )

    def answer(self, key: str) -> FitAnswer | None:
        return next((answer for sign, answer in self.answered if sign.key == key), None)


def fit_questions(found: Draft, *, as_of: date) -> FitQuestions:
    """What the plan raises on a day. An answer holds until the plan is issued again; then it is asked anew."""
    plan = found.plan
    said = list(FitAnswer.objects.filter(plan_id=plan.pk))
    now = {one.sign: one for one in said if one.after_version == plan.latest_number}
    raised = signs(plan_facts(found, as_of=as_of))
    shown = {sign.key for sign in raised if sign.key in now}
    return FitQuestions(
        open=tuple(sign for sign in raised if sign.key not in now),
        answered=tuple((sign, now[sign.key]) for sign in raised if sign.key in now),
        earlier=tuple(one for one in said if one.sign not in shown or now[one.sign] is not one),
    )


def plan_facts(found: Draft, *, as_of: date) -> PlanFacts:
    """A plan as far as signs can be seen in it."""
    plan, kind = found.plan, found.plan_type
    looked_at, again = case_queries.review_due(plan.case_id, duty=kind.review.duty)
    first = (
        Version.objects.filter(plan_id=plan.pk, number=1).values_list("issued_on", flat=True).first()
        if plan.latest_number
        else None
    )
    born = plan.pupil.born
    return PlanFacts(
        plan_type=kind,
        place=lawbook().plan_types(kind.jurisdiction),
        as_of=as_of,
        age=max(0, as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))),
        at_school=plan.pupil.left_on is None or plan.pupil.left_on > as_of,
        needs=tuple(f"{one.title}. {one.description}".strip() for one in found.needs),
        goals=tuple(
            GoalSeen(text=one.text, measurable=one.target is not None, due=one.due_on) for one in found.goals
        ),
        help=tuple(_help_seen(one, for_a_goal=bool(found.goals_of[one.pk])) for one in found.provisions),
        texts=tuple(text.text for text in found.texts.values()),
        times_issued=plan.latest_number,
        first_issued_on=first,
        looked_at_on=looked_at,
        look_again_by=again,
        shared_goals=_shared_goals(found),
    )


def _help_seen(one: Provision, *, for_a_goal: bool) -> HelpSeen:
    who = one.who
    outside = ""
    if who is not None and who.kind == CircleMember.Kind.PROFESSIONAL:
        outside = who.organisation.name if who.organisation else who.relation or who.name
    return HelpSeen(
        what=one.what,
        given_by=who.relation if who else "",
        outside=outside,
        times=one.times,
        per=one.per,
        minutes=one.minutes,
        for_a_goal=for_a_goal,
    )


def pupils_with_same_goal(plan: Plan, text: str) -> int:
    """In how many other pupils' plans at the school, within the reach, a goal of the same shape stands."""
    pupil = plan.pupil
    wanted = shape(text, frozenset({pupil.given_name, pupil.known_as, pupil.family_name} - {""}))
    if not wanted:
        return 0
    same = Goal.objects.filter(school_id=plan.school_id, shape=wanted).exclude(pupil_id=plan.pupil_id)
    return same.values("pupil_id").distinct().count()


def names_of_others(plan: Plan, text: str) -> frozenset[str]:
    """First names of other pupils of the school, within the reach, that stand in a text."""
    pupil = plan.pupil
    words = set(CAPITALISED.findall(text)) - {pupil.known_as, pupil.given_name}
    if not words:
        return frozenset()
    others = Pupil.objects.filter(school_id=plan.school_id, known_as__in=words).exclude(pk=plan.pupil_id)
    return frozenset(others.values_list("known_as", flat=True))


CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z][\w’'-]+")
"""Words with a capital letter: names, and the first words of sentences."""


def _shared_goals(found: Draft) -> dict[str, int]:
    """In how many other pupils' plans at the school, within the reach, each goal stands word for word."""
    if not found.goals:
        return {}
    same = Goal.objects.filter(
        school_id=found.plan.school_id, text__in={goal.text for goal in found.goals}
    ).exclude(pupil_id=found.plan.pupil_id)
    return dict(same.values_list("text").annotate(pupils=Count("pupil_id", distinct=True)).order_by("text"))
