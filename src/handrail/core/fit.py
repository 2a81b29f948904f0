"""Which kinds of plan may fit a pupil's situation, and signs that a plan may be of the wrong kind.

Handrail asks, compares with each plan type's criteria and says what it found. It informs people who decide; it
never decides about a child.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.duties import Force
from handrail.core.plan_types import LegalWeight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handrail.core.plan_types import Criterion, PlanType


class Answer(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    NUMBER = "number"


UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a pupil's situation, in plain words, with its answers."""

    key: str
    says: str
    kind: Answer
    answers: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


YES_NO_UNSURE: Final = {"yes": "Yes", "no": "No", UNSURE: "Not sure"}

QUESTIONS: Final[Mapping[str, Question]] = {
    question.key: question
    for question in (
        Question("age", "How old is the pupil, in years?", Answer.NUMBER),
        Question(
            "at_school", "Is the pupil on the roll of a school?", Answer.ONE, {"yes": "Yes", "no": "No"}
        ),
        Question(
            "more_help_than_most",
            "Does the pupil need more help, or other help, than most of the same age?",
            Answer.ONE,
            YES_NO_UNSURE,
            "No diagnosis is needed to answer this.",
        ),
        Question(
            "effect_on_learning",
            "How much does it get in the way of learning?",
            Answer.ONE,
            {"little": "A little", "some": "Somewhat", "a_lot": "A lot", UNSURE: "Not sure"},
        ),
        Question(
            "lasts_over_a_year",
            "Is the need likely to last more than a year?",
            Answer.ONE,
            YES_NO_UNSURE,
        ),
        Question(
            "disability",
            "Does the pupil have a disability or a long-term condition, or may they have one?",
            Answer.ONE,
            YES_NO_UNSURE,
        ),
        Question(
            "limits_daily_life",
            "Does it have a substantial effect on everyday life, such as walking, seeing, reading or concentrating?",
            Answer.ONE,
            YES_NO_UNSURE,
        ),
        Question(
            "agencies",
            "How much help is needed from outside education, such as health or social work?",
            Answer.ONE,
            {"none": "None", "some": "Some", "significant": "A lot, or often", UNSURE: "Not sure"},
        ),
        Question(
            "help_tried",
            "Has help at school been tried, and did it work?",
            Answer.ONE,
            {
                "not_tried": "Not tried yet",
                "progress": "Tried, and there is progress",
                "no_progress": "Tried, and there is not enough progress",
                UNSURE: "Not sure",
            },
        ),
        Question(
            "kinds_of_help",
            "What kinds of help does the pupil need?",
            Answer.MANY,
            {
                "specially_designed_teaching": "Teaching that is specially designed for the pupil",
                "accommodations": "Changes in how the pupil learns or shows learning, such as more time",
                "modifications": "Changes in what the pupil is expected to learn",
                "related_services": "Services such as speech therapy, occupational therapy or transport",
                "health_care": "Health care at school",
                "social_care": "Social care",
                "wellbeing": "Help with wellbeing",
            },
            "Choose all that may be needed.",
        ),
        Question(
            "curriculum_changed",
            "Does the pupil follow other learning goals than the class?",
            Answer.ONE,
            YES_NO_UNSURE,
        ),
        Question(
            "wellbeing_concern",
            "Is there a worry about the pupil's wellbeing that several people need to act on together?",
            Answer.ONE,
            YES_NO_UNSURE,
        ),
        Question(
            "looked_after",
            "Is the pupil looked after by a public authority?",
            Answer.ONE,
            {"yes": "Yes", "no": "No"},
        ),
        Question(
            "home_language_other",
            "Is another language than that of the school spoken at home?",
            Answer.ONE,
            {"yes": "Yes", "no": "No"},
            "A new language alone is not an additional need in most places.",
        ),
    )
}


class Fits(StrEnum):
    """What comparing a situation with a plan type's criteria says."""

    MAY_APPLY = "may_apply"  # every criterion seems to be met
    CONSIDER = "consider"  # none is unmet, and some cannot be told yet
    SEEMS_NOT = "seems_not"  # at least one seems unmet
    NOT_LAW = "not_law"  # proposed, or not in force

    @property
    def label(self) -> str:
        return {
            Fits.MAY_APPLY: "May apply: every test seems to be met",
            Fits.CONSIDER: "To be considered: some tests cannot be told yet",
            Fits.SEEMS_NOT: "Seems not to apply: a test seems not to be met",
            Fits.NOT_LAW: "Not in force here",
        }[self]


@dataclass(frozen=True, slots=True)
class Test:
    """One criterion held against the answers: met, not met, or not to be told."""

    criterion: Criterion
    met: bool | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a plan type compares with a situation, test by test, and what a family may ask for."""

    plan_type: PlanType
    fits: Fits
    tests: tuple[Test, ...]

    @property
    def ask_for(self) -> str | None:
        return self.plan_type.ask_for if self.fits in (Fits.MAY_APPLY, Fits.CONSIDER) else None


def fit(
    plan_types: Iterable[PlanType], situation: Mapping[str, str | int | frozenset[str]]
) -> tuple[Fit, ...]:
    """Every plan type held against the answers, the likeliest and weightiest first.

    `situation` gives answers under the keys of `QUESTIONS`: an answer's key, a number of years for the age, a
    set of keys where many may be chosen. A question without an answer counts as "not sure".
    """
    found = [_fit(plan_type, situation) for plan_type in plan_types]
    weights = list(LegalWeight)
    return tuple(
        sorted(found, key=lambda one: (list(Fits).index(one.fits), weights.index(one.plan_type.legal_weight)))
    )


def _fit(plan_type: PlanType, situation: Mapping[str, str | int | frozenset[str]]) -> Fit:
    tests = tuple(Test(criterion, _met(criterion, situation)) for criterion in plan_type.criteria)
    if plan_type.status is not Force.IN_FORCE:
        return Fit(plan_type, Fits.NOT_LAW, tests)
    groups: dict[str, list[bool | None]] = {}
    for place, test in enumerate(tests):
        groups.setdefault(test.criterion.group or f"alone {place}", []).append(test.met)
    met = [_any(results) for results in groups.values()]
    if not met or (None in met and False not in met):
        return Fit(plan_type, Fits.CONSIDER, tests)
    return Fit(plan_type, Fits.MAY_APPLY if all(met) else Fits.SEEMS_NOT, tests)


def _any(results: list[bool | None]) -> bool | None:
    if True in results:
        return True
    return None if None in results else False


def _met(criterion: Criterion, situation: Mapping[str, str | int | frozenset[str]]) -> bool | None:
    answer = situation.get(criterion.question)
    if answer is None or answer == UNSURE:
        return None
    if isinstance(answer, int):
        return (criterion.age_from is None or criterion.age_from <= answer) and (
            criterion.age_until is None or answer <= criterion.age_until
        )
    if isinstance(answer, frozenset):
        return bool(answer & set(criterion.any_of)) if answer else None
    return answer in criterion.any_of
