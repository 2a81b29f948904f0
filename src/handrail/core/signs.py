"""Signs that a plan may be of another kind than the pupil needs.

Each is a question for the staff who write the plan, with what in the plan raised it and where the idea comes from. None
is a finding: the same words can have a good reason, and only people can say so. Nothing is weighed or added up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.duties import Force
from handrail.core.fit import UNSURE, Fits, fit
from handrail.core.plan_types import LegalWeight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.fit import Alternatives, Fit, Given
    from handrail.core.plan_types import Criterion, PlanType


class Code(StrEnum):
    """What a sign is about. One kind of question each."""

    ACCOMMODATIONS_ONLY = "accommodations_only"
    TEACHING_BESIDE_ACCOMMODATIONS = "teaching_beside_accommodations"
    MODIFIED_CURRICULUM = "modified_curriculum"
    STATUTORY_PLAN_MAY_FIT = "statutory_plan_may_fit"
    NOT_LOOKED_AT = "not_looked_at"
    CARRIED_ON = "carried_on"
    SHARED_GOALS = "shared_goals"
    HEALTH_ONLY = "health_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSeen:
    text: str
    measurable: bool = False
    due: date | None = None
    falling: bool = False  # measured, and moving away from its target


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSeen:
    """A promise of help: what, who gives it, and how much."""

    what: str
    given_by: str = ""  # what they are, such as "special education teacher"
    outside: str = ""  # the service outside school that they come from
    times: int | None = None
    per: str = ""
    minutes: int | None = None
    for_a_goal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A plan as far as signs can be seen in it, on a day."""

    plan_type: PlanType
    as_of: date
    place: tuple[PlanType, ...] = ()  # every plan type of the place
    age: int | None = None
    at_school: bool = True
    needs: tuple[str, ...] = ()
    goals: tuple[GoalSeen, ...] = ()
    help: tuple[HelpSeen, ...] = ()
    texts: tuple[str, ...] = ()
    times_issued: int = 0
    first_issued_on: date | None = None
    looked_at_on: date | None = None
    look_again_by: date | None = None
    shared_goals: Mapping[str, int] = field(default_factory=dict)  # a goal's words, in how many other plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A question for staff about the kind of plan, what in the plan raised it, and who says that it matters."""

    code: Code
    asks: str
    why: tuple[str, ...]
    sources: tuple[Citation, ...] = ()
    about: PlanType | None = None  # another kind of plan to look at

    @property
    def key(self) -> str:
        """A name for an address: the kind of question, and which other plan it is about."""
        return f"{self.code}--{self.about.key.replace('/', '--')}" if self.about else str(self.code)


def signs(plan: PlanFacts) -> tuple[Sign, ...]:
    """Every question that this plan raises, always in the same order."""
    return tuple(sign for look in LOOKS for sign in look(plan))


# --- kinds of help, as a plan's own words tell them -----------------------------------------------------

TEACHING: Final = "specially_designed_teaching"
ACCOMMODATIONS: Final = "accommodations"
MODIFICATIONS: Final = "modifications"
SERVICES: Final = "related_services"
HEALTH: Final = "health_care"

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    TEACHING: (
        "specially designed instruction",
        "specially designed teaching",
        "speciali[sz]ed instruction",
        "speciali[sz]ed teaching",
        "specialist teach(?:er|ing)",
        "special education teacher",
        "teacher of the deaf",
        "resource room",
        "one[- ]to[- ]one teaching",
        "1:1 (?:teaching|instruction)",
        "small[- ]group (?:teaching|instruction)",
        "structured literacy",
        "direct instruction",
        "(?:reading|spelling|phonics|number|maths?|language) program(?:me)?",
    ),
    ACCOMMODATIONS: (
        "extra time",
        "more time",
        "extended time",
        "time and a half",
        "(?:rest|movement|stretch|sensory|bathroom|reasonable) breaks?",
        "(?:quiet|separate) (?:room|space|place|exit)",
        "snacks?",
        "(?:preferential )?seating",
        "seat(?:ed)? (?:near|at|by|close)",
        "large print",
        "enlarged",
        "scribe",
        "read aloud to",
        "text[- ]to[- ]speech",
        "speech[- ]to[- ]text",
        "laptop",
        "word processor",
        "calculator",
        "ear defenders",
        "headphones",
        "visual timetable",
        "cop(?:y|ies) of (?:the )?notes",
        "later deadlines?",
        "given again",
        "retakes?",
        "stop[- ]the[- ]clock",
    ),
    MODIFICATIONS: (
        "modified (?:curriculum|grad(?:es|ing)|work|assignments?|tests?|standards?)",
        "alternate (?:curriculum|standards?|achievement standards?|assessment)",
        "different curriculum",
        "(?:below|other than) (?:grade|class|year)[- ]level (?:work|standards?)",
        "reduced (?:curriculum|expectations)",
        "does not follow the (?:class )?curriculum",
    ),
    SERVICES: (
        "speech (?:and language )?therap(?:y|ist)",
        "speech-language (?:therap(?:y|ist)|pathologist)",
        "occupational therap(?:y|ist)",
        "physiotherap(?:y|ist)",
        "physical therap(?:y|ist)",
        "counsell?ing",
        "transport(?:ation)?",
        "interpreter",
    ),
    HEALTH: (
        "medicines?",
        "medication",
        "insulin",
        "glucose",
        "blood sugar",
        "inhaler",
        "adrenaline",
        "epinephrine",
        "auto[- ]injector",
        "catheter",
        "tube feed(?:s|ing)?",
        "seizures?",
        "(?:school )?nurse",
        "(?:individual )?health(?:care)? plan",
    ),
    "social_care": ("social worker", "short breaks", "respite"),
    "wellbeing": ("check[- ]in", "trusted adult", "key adult", "mentor(?:ing)?", "nurture (?:group|room)"),
}
"""How plans say which kind of help they mean. What none of these says is left open, never guessed."""

LEARNING: Final = (
    "learning",
    "reading",
    "writing",
    "spelling",
    "maths?",
    "attainment",
    "grades?",
    "(?:falling|fallen) behind",
    "miss(?:es|ed|ing) (?:lessons?|class(?:es)?|minutes)",
    "catch(?:es|ing)? up",
)
"""Words by which a plan speaks of school work."""


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


KINDS: Final = {kind: _pattern(phrases) for kind, phrases in WORDS.items()}
LEARNING_WORDS: Final = _pattern(LEARNING)


def kinds_of_help(words: str) -> dict[str, str]:
    """The kinds of help that some words name, each with the very words that name it."""
    return {kind: found[0] for kind, pattern in KINDS.items() if (found := pattern.search(words))}


def _kinds(one: HelpSeen) -> dict[str, str]:
    return kinds_of_help(f"{one.what}. {one.given_by}")


# --- which plan types are for what, as their criteria say -----------------------------------------------


def _criterion(plan_type: PlanType, kind: str, *, but_not: str = "") -> Criterion | None:
    """The test that asks for a kind of help, if the plan type has one."""
    return next(
        (
            one
            for one in plan_type.criteria
            if one.question == "kinds_of_help" and kind in one.any_of and but_not not in one.any_of
        ),
        None,
    )


def _for_teaching(plan_type: PlanType) -> Criterion | None:
    """The test by which a plan type is for those who need special teaching: accommodations alone do not meet it."""
    return _criterion(plan_type, TEACHING, but_not=ACCOMMODATIONS)


def _teaching_plan_beside(plan: PlanFacts) -> tuple[PlanType, Criterion] | None:
    """Where a plan takes accommodations, the legal plan of the place for those who need special teaching."""
    if _criterion(plan.plan_type, ACCOMMODATIONS) is None:
        return None
    for one in plan.place:
        test = _for_teaching(one)
        if test and one.legal_weight is LegalWeight.STATUTORY_PLAN and one.status is Force.IN_FORCE:
            return one, test
    return None


def _cited(*found: Citation | None) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _quoted(words: str) -> str:
    """Some of a plan's words, short enough for a sentence."""
    plain = " ".join(words.split())
    return f"“{plain[:97]}…”" if len(plain) > 100 else f"“{plain}”"


# --- the signs ------------------------------------------------------------------------------------------


def _accommodations_only(plan: PlanFacts) -> Iterator[Sign]:
    """Only changes in how a pupil learns, where the plan or its kind speaks of special teaching."""
    found = [_kinds(one) for one in plan.help]
    if not found or not all(found) or any({TEACHING, MODIFICATIONS, SERVICES} & one.keys() for one in found):
        return
    named = [one[ACCOMMODATIONS] for one in found if ACCOMMODATIONS in one]
    if not named:
        return
    help_says = f"The help in it is: {', '.join(dict.fromkeys(f'“{one}”' for one in named))}."
    own_test = _for_teaching(plan.plan_type)
    described = next(
        (
            kinds[TEACHING]
            for words in (*plan.needs, *(goal.text for goal in plan.goals), *plan.texts)
            if TEACHING in (kinds := kinds_of_help(words))
        ),
        "",
    )
    if own_test is None and not described:
        return
    beside = _teaching_plan_beside(plan)
    yield Sign(
        code=Code.ACCOMMODATIONS_ONLY,
        asks="Does the pupil need teaching made specially for them, or are changes in how they learn enough?",
        why=(
            help_says,
            f"Elsewhere it speaks of “{described}”, and no help in it is that."
            if described
            else f"This kind of plan asks: {own_test.says}"
            if own_test
            else "",
        ),
        sources=_cited(
            own_test.citation if own_test else beside[1].citation if beside else plan.plan_type.citation
        ),
        about=beside[0] if beside else None,
    )


def _teaching_beside_accommodations(plan: PlanFacts) -> Iterator[Sign]:
    """Goals with special teaching, or with a service counted in minutes, in a plan for accommodations."""
    beside = _teaching_plan_beside(plan)
    if beside is None:
        return
    why = [
        f"{_quoted(one.what)} speaks of “{kinds[TEACHING]}”."
        for one in plan.help
        if TEACHING in (kinds := _kinds(one))
    ]
    if any(goal.measurable for goal in plan.goals):
        not_a_service = {ACCOMMODATIONS, HEALTH, "wellbeing", TEACHING}
        why += [
            f"{_quoted(one.what)} serves a goal with a number, {one.minutes} minutes at a time."
            for one in plan.help
            if one.minutes and one.for_a_goal and not not_a_service & _kinds(one).keys()
        ]
    if why:
        other, test = beside
        yield Sign(
            code=Code.TEACHING_BESIDE_ACCOMMODATIONS,
            asks=f"Would it help to look at whether the pupil meets the tests of the {other.name}?",
            why=tuple(why),
            sources=_cited(test.citation),
            about=other,
        )


def _modified_curriculum(plan: PlanFacts) -> Iterator[Sign]:
    """Other learning goals than the class, in a plan for accommodations."""
    beside = _teaching_plan_beside(plan)
    if beside is None:
        return
    words = (*(one.what for one in plan.help), *plan.texts)
    found = dict.fromkeys(
        kinds[MODIFICATIONS] for one in words if MODIFICATIONS in (kinds := kinds_of_help(one))
    )
    if found:
        other, test = beside
        yield Sign(
            code=Code.MODIFIED_CURRICULUM,
            asks="Is the pupil meant to learn other things than the class, or the same things in another way?",
            why=(f"It says {', '.join(f'“{one}”' for one in found)}.",),
            sources=_cited(test.citation),
            about=other,
        )


A_YEAR: Final = 365
OFTEN: Final = ("day", "week")
TELLING: Final = frozenset({"lasts_over_a_year", "agencies", "help_tried", "kinds_of_help"})
"""The questions on which a plan itself can speak."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a plan shows of a pupil's situation, and by what. What it does not show stays open."""

    answers: Mapping[str, Given]
    because: Mapping[str, str]


def shown(plan: PlanFacts) -> Shown:
    """The answers that a plan itself gives to the questions of `core.fit`. Only what it shows clearly."""
    answers: dict[str, Given] = {"at_school": "yes" if plan.at_school else "no"}
    because: dict[str, str] = {}
    if plan.age is not None:
        answers["age"] = plan.age
    if plan.needs:
        answers["more_help_than_most"] = "yes"
    if plan.first_issued_on and (plan.as_of - plan.first_issued_on).days > A_YEAR:
        answers["lasts_over_a_year"] = "yes"
        because["lasts_over_a_year"] = "The pupil has had this plan for more than a year."
    services = dict.fromkeys(one.outside for one in plan.help if one.outside)
    often = next((one for one in plan.help if one.outside and one.times and one.per in OFTEN), None)
    if len(services) > 1:
        answers["agencies"] = "significant"
        because["agencies"] = f"Services outside school give help: {', '.join(services)}."
    elif often:
        answers["agencies"] = "significant"
        because["agencies"] = f"{often.outside} gives help every week or more often: {_quoted(often.what)}."
    past = _past_their_day(plan)
    if past and plan.times_issued > 1:
        answers["help_tried"] = "no_progress"
        because["help_tried"] = (
            f"The plan was issued {plan.times_issued} times, and the day of a goal in it has passed: "
            f"{_quoted(past[0].text)}."
        )
    kinds: dict[str, str] = {}
    for one in plan.help:
        kinds |= _kinds(one)
    if kinds:
        answers["kinds_of_help"] = frozenset({*kinds, UNSURE})
        because["kinds_of_help"] = (
            f"The help in it speaks of {', '.join(f'“{one}”' for one in kinds.values())}."
        )
    return Shown(answers, because)


def _past_their_day(plan: PlanFacts) -> list[GoalSeen]:
    return [goal for goal in plan.goals if goal.due is not None and goal.due < plan.as_of]


def _statutory_plan_may_fit(plan: PlanFacts) -> Iterator[Sign]:
    """A plan without legal force of its own, though the tests of a legal plan look met as far as it shows."""
    if (
        plan.plan_type.legal_weight is LegalWeight.STATUTORY_PLAN
        or _criterion(plan.plan_type, ACCOMMODATIONS) is not None
    ):
        return
    seen = shown(plan)
    legal = [one for one in plan.place if one.legal_weight is LegalWeight.STATUTORY_PLAN]
    for found in fit(legal, seen.answers):
        telling = [one for one in found.tests if TELLING & {test.criterion.question for test in one.tests}]
        if found.fits in (Fits.MAY_APPLY, Fits.CONSIDER) and telling and all(one.met for one in telling):
            yield _may_fit(found, telling, seen)


def _may_fit(found: Fit, telling: list[Alternatives], seen: Shown) -> Sign:
    met = [test.criterion for one in telling for test in one.tests if test.met]
    open_ones = [one.tests[0].criterion.says for one in found.tests if one.met is None]
    why = [seen.because[one.question] for one in met if one.question in seen.because]
    if open_ones:
        why.append(f"This cannot be told from the plan: {' '.join(open_ones)}")
    return Sign(
        code=Code.STATUTORY_PLAN_MAY_FIT,
        asks=f"Has anybody looked at whether the pupil meets the tests of the {found.plan_type.name}?",
        why=tuple(dict.fromkeys(why)),
        sources=_cited(*(one.citation for one in met)),
        about=found.plan_type,
    )


def _not_looked_at(plan: PlanFacts) -> Iterator[Sign]:
    """Longer since anybody looked at it than its cycle says."""
    if plan.look_again_by is None or plan.look_again_by >= plan.as_of:
        return
    days = (plan.as_of - plan.looked_at_on).days if plan.looked_at_on else None
    yield Sign(
        code=Code.NOT_LOOKED_AT,
        asks="Is this still the plan that the pupil needs?",
        why=(
            f"People last looked at it {days} days ago."
            if days
            else "Nobody has looked at it since it began.",
            f"Its cycle: {plan.plan_type.review.says}",
        ),
        sources=_cited(plan.plan_type.review.citation),
    )


CARRIED_ON_TWICE: Final = 3  # issued once, and carried on two times


def _carried_on(plan: PlanFacts) -> Iterator[Sign]:
    """Accommodations carried on again and again while goals pass their day."""
    beside = _teaching_plan_beside(plan)
    stuck = [f"The day of a goal in it has passed: {_quoted(one.text)}." for one in _past_their_day(plan)]
    stuck += [f"A goal moves away from its target: {_quoted(one.text)}." for one in plan.goals if one.falling]
    if beside is None or plan.times_issued < CARRIED_ON_TWICE or not stuck:
        return
    other, test = beside
    yield Sign(
        code=Code.CARRIED_ON,
        asks="Is the help in this plan enough, or would it be good to find out what else the pupil needs?",
        why=(f"The plan was issued {plan.times_issued} times.", *stuck),
        sources=_cited(test.citation),
        about=other,
    )


MANY_PUPILS: Final = 2  # others who have a goal in the very same words


def _shared_goals(plan: PlanFacts) -> Iterator[Sign]:
    """The same goal, word for word, for several pupils: perhaps copied and not made for this one."""
    shared = {
        goal.text: count
        for goal in plan.goals
        if (count := plan.shared_goals.get(goal.text, 0)) >= MANY_PUPILS
    }
    if shared:
        yield Sign(
            code=Code.SHARED_GOALS,
            asks="Was this goal chosen for what this pupil can do now?",
            why=tuple(
                f"{count} other pupils of the school have the goal {_quoted(text)}, word for word."
                for text, count in shared.items()
            ),
        )


def _health_only(plan: PlanFacts) -> Iterator[Sign]:
    """Health care and nothing else, though the plan speaks of school work."""
    found = [_kinds(one) for one in plan.help]
    if not found or not all(
        HEALTH in one and not {TEACHING, ACCOMMODATIONS, MODIFICATIONS} & one.keys() for one in found
    ):
        return
    words = (*plan.needs, *(goal.text for goal in plan.goals))
    told = next((one for one in words if LEARNING_WORDS.search(one)), "")
    if told:
        beside = _teaching_plan_beside(plan)
        yield Sign(
            code=Code.HEALTH_ONLY,
            asks="Does the pupil also need help with learning?",
            why=("All the help in it is health care.", f"It also says {_quoted(told)}."),
            sources=_cited(plan.plan_type.citation),
            about=beside[0] if beside else None,
        )


LOOKS: Final = (
    _accommodations_only,
    _teaching_beside_accommodations,
    _modified_curriculum,
    _statutory_plan_may_fit,
    _not_looked_at,
    _carried_on,
    _shared_goals,
    _health_only,
)
