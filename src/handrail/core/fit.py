"""Which kinds of plan may fit a pupil's situation.

Handrail asks, compares the answers with each plan type's criteria and says what it found, test by test. It informs
people who decide; it never decides about a child.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from handrail.core.duties import Force
from handrail.core.errors import AnswerNotUnderstood
from handrail.core.plan_types import LegalWeight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handrail.core.plan_types import Criterion, PlanType

Given: TypeAlias = str | int | frozenset[str]
"""An answer's key, a number of years for the age, a set of keys where many may be chosen."""


class Answer(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    NUMBER = "number"


UNSURE: Final = "unsure"
"""Never settles a test. Among many answers it means: these for certain, and perhaps others."""

OLDEST: Final = 30
"""Years. No plan type of any place goes on beyond this age."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a pupil's situation, in plain words, with its answers and how to find out."""

    key: str
    says: str
    kind: Answer
    answers: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    find_out: str = ""


YES_NO_UNSURE: Final = {"yes": "Yes", "no": "No", UNSURE: "Not sure"}

QUESTIONS: Final[Mapping[str, Question]] = {
    question.key: question
    for question in (
        Question(
            "age",
            "How old is the pupil, in years?",
            Answer.NUMBER,
            hint="A whole number, like 9.",
            find_out="Say how old the pupil is.",
        ),
        Question(
            "at_school",
            "Is the pupil on the roll of a school?",
            Answer.ONE,
            {"yes": "Yes", "no": "No"},
            find_out="Ask the school or the council whether the pupil has a place at a school.",
        ),
        Question(
            "more_help_than_most",
            "Does the pupil need more help, or other help, than most pupils of the same age?",
            Answer.ONE,
            YES_NO_UNSURE,
            "You can say yes without a diagnosis.",
            "Ask the class teacher what help the pupil gets that most of the class do not get.",
        ),
        Question(
            "effect_on_learning",
            "How much does it get in the way of learning?",
            Answer.ONE,
            {"little": "A little", "some": "Somewhat", "a_lot": "A lot", UNSURE: "Not sure"},
            "Think of lessons, tests, friends and getting to school.",
            "Ask the school what the pupil can do now, what is hard, and how often.",
        ),
        Question(
            "lasts_over_a_year",
            "Will the pupil need this help for more than a year?",
            Answer.ONE,
            YES_NO_UNSURE,
            "A best guess is enough.",
            "Ask the people who know the pupil how long the help is likely to be needed.",
        ),
        Question(
            "disability",
            "Does the pupil have a disability or a long illness, or may they have one?",
            Answer.ONE,
            YES_NO_UNSURE,
            "Of body, senses, learning, speech or mental health. It need not have a name yet.",
            "Ask a doctor, a nurse or a psychologist. In most places the school can ask for advice too.",
        ),
        Question(
            "limits_daily_life",
            "Does it make daily life much harder, such as walking, seeing, reading or keeping to a task?",
            Answer.ONE,
            YES_NO_UNSURE,
            "Think of how it would be without medicine or special equipment.",
            "Write down for two weeks what is hard on an ordinary day, at home and at school.",
        ),
        Question(
            "agencies",
            "How much help does the pupil need from services outside school?",
            Answer.ONE,
            {"none": "None", "some": "Some", "significant": "A lot, or often", UNSURE: "Not sure"},
            "Such as a speech therapist, a nurse or a social worker.",
            "Ask each service what it does for the pupil, how often, and for how long.",
        ),
        Question(
            "help_tried",
            "Has the school tried extra help, and did it work?",
            Answer.ONE,
            {
                "not_tried": "Not tried yet",
                "progress": "Tried, and it is working",
                "no_progress": "Tried, and it is not enough",
                UNSURE: "Not sure",
            },
            find_out="Ask the school what was tried, for how long, and what changed.",
        ),
        Question(
            "kinds_of_help",
            "What kinds of help does the pupil need?",
            Answer.MANY,
            {
                "specially_designed_teaching": "Teaching made specially for the pupil",
                "accommodations": "Changes in how the pupil learns or shows learning, such as more time",
                "modifications": "Changes in what the pupil is expected to learn",
                "related_services": "Services such as speech therapy, occupational therapy or transport",
                "health_care": "Health care at school",
                "social_care": "Social care",
                "wellbeing": "Help with wellbeing",
                "none_of_these": "None of these",
                UNSURE: "Not sure, or not sure what else",
            },
            "Choose all that may be needed.",
            "Ask the school and the services which kinds of help they think the pupil needs.",
        ),
        Question(
            "curriculum_changed",
            "Does the pupil work towards other learning goals than the class?",
            Answer.ONE,
            YES_NO_UNSURE,
            find_out="Ask the class teacher whether the pupil learns the same things as the class.",
        ),
        Question(
            "wellbeing_concern",
            "Do people worry about how the pupil is doing, and need to work on it together?",
            Answer.ONE,
            YES_NO_UNSURE,
            "Such as being safe, healthy, cared for and included.",
            "Talk to somebody the pupil trusts, and to the school, about what worries you.",
        ),
        Question(
            "looked_after",
            "Is the pupil in the care of the council or the state?",
            Answer.ONE,
            {"yes": "Yes", "no": "No"},
            find_out="Ask the social worker, if there is one.",
        ),
        Question(
            "home_language_other",
            "Does the family speak another language at home than the school’s?",
            Answer.ONE,
            {"yes": "Yes", "no": "No"},
            "In most places a new language alone does not call for a plan.",
            "Ask the family which languages they speak at home.",
        ),
    )
}


class Fits(StrEnum):
    """What comparing a situation with a plan type's criteria says. The likeliest first."""

    MAY_APPLY = "may_apply"  # every criterion seems to be met
    CONSIDER = "consider"  # none is unmet, and some cannot be told yet
    SEEMS_NOT = "seems_not"  # at least one seems unmet
    NOT_LAW = "not_law"  # proposed, or not in force

    @property
    def label(self) -> str:
        return {
            Fits.MAY_APPLY: "May fit: every test seems to be met",
            Fits.CONSIDER: "Worth asking about: something cannot be told yet",
            Fits.SEEMS_NOT: "Seems not to fit: a test seems not to be met",
            Fits.NOT_LAW: "Not in force",
        }[self]


@dataclass(frozen=True, slots=True)
class Test:
    """One criterion held against the answers: met, not met, or not to be told yet (None)."""

    criterion: Criterion
    met: bool | None

    @property
    def label(self) -> str:
        return {True: "Seems met", False: "Seems not met", None: "Cannot be told yet"}[self.met]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Tests of which one is enough. A test that stands alone is the only one of its kind."""

    tests: tuple[Test, ...]

    @property
    def met(self) -> bool | None:
        results = [test.met for test in self.tests]
        if True in results:
            return True
        return None if None in results else False


@dataclass(frozen=True, slots=True)
class Fit:
    """How a plan type compares with a situation, test by test, and what somebody may ask for."""

    plan_type: PlanType
    fits: Fits
    tests: tuple[Alternatives, ...]

    @property
    def ask_for(self) -> str | None:
        """What to ask for. Nobody needs an answer from Handrail to ask; here it is told where it may help."""
        return self.plan_type.ask_for if self.fits in (Fits.MAY_APPLY, Fits.CONSIDER) else None

    @property
    def find_out(self) -> tuple[Question, ...]:
        """The questions whose answers could still settle it, each once, in the order they are asked."""
        if self.fits is not Fits.CONSIDER:
            return ()
        open_ones = {
            test.criterion.question
            for alternatives in self.tests
            if alternatives.met is None
            for test in alternatives.tests
            if test.met is None
        }
        return tuple(question for key, question in QUESTIONS.items() if key in open_ones)


def questions_for(plan_types: Iterable[PlanType]) -> tuple[Question, ...]:
    """The questions that matter among these plan types: those that a criterion in force asks, in a fixed order."""
    asked = {
        criterion.question
        for plan_type in plan_types
        if plan_type.status is Force.IN_FORCE
        for criterion in plan_type.criteria
    }
    return tuple(question for key, question in QUESTIONS.items() if key in asked)


def fit(plan_types: Iterable[PlanType], situation: Mapping[str, Given]) -> tuple[Fit, ...]:
    """Every plan type held against the answers, the likeliest and weightiest first.

    A question without an answer counts as "not sure". What is no answer to its question is refused.
    """
    for key, answer in situation.items():
        _check(key, answer)
    found = [_fit(plan_type, situation) for plan_type in plan_types]
    weights = list(LegalWeight)
    return tuple(
        sorted(found, key=lambda one: (list(Fits).index(one.fits), weights.index(one.plan_type.legal_weight)))
    )


def _check(key: str, answer: Given) -> None:
    """Refuse an answer that the question does not have: taken for a "no", it would tell a family something false."""
    question = QUESTIONS.get(key)
    if question is None:
        raise AnswerNotUnderstood(f'"{key}" is not a question that is asked.')
    match question.kind:
        case Answer.NUMBER:
            understood = type(answer) is int and 0 <= answer <= OLDEST
        case Answer.MANY:
            understood = isinstance(answer, frozenset) and answer <= question.answers.keys()
        case Answer.ONE:
            understood = answer in question.answers or answer == UNSURE
    if not understood:
        raise AnswerNotUnderstood(f'"{answer}" is not an answer to "{question.says}"')


def _fit(plan_type: PlanType, situation: Mapping[str, Given]) -> Fit:
    groups: dict[str, list[Test]] = {}
    for place, criterion in enumerate(plan_type.criteria):
        groups.setdefault(criterion.group or f" {place}", []).append(
            Test(criterion, _met(criterion, situation))
        )
    tests = tuple(Alternatives(tuple(group)) for group in groups.values())
    return Fit(plan_type, _fits(plan_type, [one.met for one in tests]), tests)


def _fits(plan_type: PlanType, met: list[bool | None]) -> Fits:
    if plan_type.status is not Force.IN_FORCE:
        return Fits.NOT_LAW
    if False in met:
        return Fits.SEEMS_NOT
    return Fits.MAY_APPLY if met and None not in met else Fits.CONSIDER


def _met(criterion: Criterion, situation: Mapping[str, Given]) -> bool | None:
    answer = situation.get(criterion.question)
    if answer is None or answer == UNSURE:
        return None
    if isinstance(answer, int):
        return (criterion.age_from is None or criterion.age_from <= answer) and (
            criterion.age_until is None or answer <= criterion.age_until
        )
    if isinstance(answer, frozenset):
        if answer & set(criterion.any_of):
            return True
        return None if UNSURE in answer or not answer else False
    return answer in criterion.any_of
