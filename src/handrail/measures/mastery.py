"""Whether a skill is mastered, on exact counts, and whether it lasts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scipy import stats

from handrail.measures.errors import MeasureError
from handrail.measures.lines import Interval
from handrail.measures.quantiles import normal

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.dimensions import PromptLadder
    from handrail.measures.observations import Series

PROBES_AFTER_WEEKS: Final = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """So good, in so many of so many sessions.

    `level` is in the measure's unit. `early` lets a skill count as mastered before there are `out_of` sessions, as
    soon as `sessions` of them are good; it is off, as most plans mean it.
    """

    level: float
    sessions: int
    out_of: int
    consecutive: bool = False
    least_opportunities: int = 0
    settings: int = 1
    people: int = 1
    days: int = 1
    early: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.sessions <= self.out_of:
            raise MeasureError(f"{self.sessions} of {self.out_of} sessions cannot be asked for.")
        if self.consecutive and self.sessions != self.out_of:
            raise MeasureError("So many in a row means all of the last so many: say the same number twice.")

    @property
    def in_words(self) -> str:
        if self.sessions == self.out_of:
            return f"{self.level:g} in {self.sessions} sessions in a row"
        return f"{self.level:g} in {self.sessions} of {self.out_of} sessions"


class Standing(StrEnum):
    """Where a skill stands towards its criterion."""

    NOT_YET = "not_yet"
    MASTERED = "mastered"
    MAINTAINED = "maintained"  # and good at every probe since, of which there is at least one
    LOST = "lost"  # not good at the last probe

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Session:
    """One session as a criterion sees it: its exact value, and under which circumstances."""

    on: date
    value: Fraction
    opportunities: int | None = None
    setting: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Mastery:
    """Whether and when the criterion was met, by which sessions, and what came after."""

    standing: Standing
    reason: str
    met_on: date | None = None
    met_at: int | None = None
    """The number of the session, the first being 1."""
    window: tuple[Session, ...] = ()
    probes: tuple[Session, ...] = ()
    too_few: int = 0
    """Sessions left out for too few opportunities."""


def sessions_of(series: Series) -> tuple[Session, ...]:
    """Every session of a series that counts, with exact shares where counts were kept.

    Formula: 100 · count / out of as an exact fraction, else the value as written.
    Units: the measure's.
    Shapes: one session for each observation that is not excused.
    Errors: MeasureError for an answer that never came, which has no value.
    Source: exact counts, since 79.6% rounded to 80% would meet a criterion that was not met.
    """
    found = []
    for one in series.counted:
        value = series.value_of(one)
        if math.isinf(value):
            raise MeasureError("An answer that never came has no value for a criterion of sessions.")
        share = one.fraction if series.measure.dimension.facts.share else None
        exact = 100 * share if share is not None else Fraction(str(value))
        found.append(Session(one.on, exact, one.out_of, one.setting, one.recorder))
    return tuple(found)


def mastery(sessions: Sequence[Session], criterion: Criterion, *, sign: int = 1) -> Mastery:
    """The first time that enough of the last sessions were good enough, and whether it lasted.

    Formula: the least i such that at least k of the sessions i − n + 1 … i have value ≥ level (≤ where less is
        better), on exact fractions; the window must be full unless the criterion allows it early.
    Units: the measure's.
    Shapes: sessions in order; those with too few opportunities are left out and counted.
    Errors: MeasureError for sessions out of order.
    Source: Cooper, Heron and Heward (2020), Applied Behavior Analysis, 3rd edition; that skills mastered at 80% last
        worse than at 90%: Longino, Richling, McDougale and Palmier (2021), Behavior Analysis in Practice.
    """
    if any(later.on < earlier.on for earlier, later in pairwise(sessions)):
        raise MeasureError("Sessions must come in the order of their days.")
    level = Fraction(str(criterion.level))
    counted = [one for one in sessions if (one.opportunities or math.inf) >= criterion.least_opportunities]
    too_few = len(sessions) - len(counted)

    def good(one: Session) -> bool:
        return sign * (one.value - level) >= 0

    for number in range(1, len(counted) + 1):
        window = counted[max(0, number - criterion.out_of) : number]
        if (len(window) < criterion.out_of and not criterion.early) or not good(window[-1]):
            continue
        enough = [one for one in window if good(one)]
        if len(enough) < criterion.sessions or not _varied(enough, criterion):
            continue
        return _afterwards(counted, number, window, good, criterion, too_few)
    best = max(
        (sum(map(good, counted[max(0, end - criterion.out_of) : end])) for end in range(1, len(counted) + 1)),
        default=0,
    )
    reason = f"The most so far is {best} good of {criterion.out_of}; {criterion.sessions} are asked for."
    if best >= criterion.sessions:
        reason = (
            "Enough sessions were good, but not yet in enough settings, with enough people or on enough days."
        )
    if len(counted) < criterion.out_of and not criterion.early:
        reason = f"There are {len(counted)} sessions, and {criterion.out_of} are looked at together."
    return Mastery(Standing.NOT_YET, reason, too_few=too_few)


def _varied(good: Sequence[Session], criterion: Criterion) -> bool:
    return (
        len({one.setting for one in good}) >= criterion.settings
        and len({one.person for one in good}) >= criterion.people
        and len({one.on for one in good}) >= criterion.days
    )


def _afterwards(
    counted: Sequence[Session],
    number: int,
    window: Sequence[Session],
    good: object,
    criterion: Criterion,
    too_few: int,
) -> Mastery:
    assert callable(good)
    met_on, probes = counted[number - 1].on, tuple(counted[number:])
    standing, reason = Standing.MASTERED, f"{criterion.in_words}: met at session {number}."
    if probes and not good(probes[-1]):
        standing, reason = Standing.LOST, f"{reason} The last check since was not good enough."
    elif probes and all(map(good, probes)):
        standing, reason = Standing.MAINTAINED, f"{reason} Every check since was good, {len(probes)} so far."
    elif probes:
        reason = f"{reason} The last check since was good; not every one was."
    return Mastery(standing, reason, met_on, number, tuple(window), probes, too_few)


def probes_due(met_on: date, *, weeks: Sequence[int] = PROBES_AFTER_WEEKS) -> tuple[date, ...]:
    """When to look whether a mastered skill has lasted.

    Formula: the day it was mastered + each number of weeks.
    Units: days.
    Shapes: as many days as numbers of weeks.
    Errors: none.
    Source: Longino, Richling, McDougale and Palmier (2021), Behavior Analysis in Practice, for why to look; the
        weeks are Handrail's default.
    """
    return tuple(met_on + timedelta(weeks=number) for number in weeks)


def wilson(correct: int, out_of: int, *, confidence: float = 0.95) -> Interval:
    """How sure a share from few opportunities is.

    Formula: (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
    Units: shares from 0 to 1.
    Shapes: low and high.
    Errors: MeasureError for no opportunities, or counts below 0 or above them.
    Source: Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.
    """
    if out_of < 1 or not 0 <= correct <= out_of:
        raise MeasureError(f"{correct} of {out_of} is no share.")
    z, p = normal(confidence), correct / out_of
    middle = (p + z * z / (2 * out_of)) / (1 + z * z / out_of)
    half = z * math.sqrt(p * (1 - p) / out_of + z * z / (4 * out_of**2)) / (1 + z * z / out_of)
    return Interval(0.0 if correct == 0 else middle - half, 1.0 if correct == out_of else middle + half)


def chance_of(correct: int, out_of: int, *, options: int) -> float:
    """How likely so many correct answers are by guessing alone.

    Formula: P(X ≥ correct), X binomial with `out_of` trials and p = 1/options.
    Units: a probability.
    Shapes: a number.
    Errors: MeasureError for counts below 0 or above the trials, or fewer than two options.
    Source: Bernoulli (1713), Ars conjectandi.
    """
    if options < 2 or not 0 <= correct <= out_of:
        raise MeasureError(f"{correct} of {out_of} with {options} options cannot be.")
    return float(stats.binom.sf(correct - 1, out_of, 1 / options))


@dataclass(frozen=True, slots=True)
class Answer:
    """One opportunity: whether it was correct, and the most help that was given."""

    correct: bool
    prompt: str


def counts_as_correct(answer: Answer, *, ladder: PromptLadder, goal_prompt: str) -> bool:
    """Whether an answer counts towards a goal that allows help up to one step of the ladder.

    Formula: correct, and the place of its prompt ≤ the place of the goal's.
    Units: none.
    Shapes: one answer.
    Errors: MeasureError for a prompt that is no step of the ladder.
    Source: Cooper, Heron and Heward (2020), Applied Behavior Analysis, 3rd edition, on fading prompts.
    """
    return answer.correct and ladder.place(answer.prompt) <= ladder.place(goal_prompt)


def independent_share(answers: Sequence[Answer], *, ladder: PromptLadder, goal_prompt: str = "") -> Fraction:
    """The share of opportunities that were correct with no more help than the goal allows.

    Formula: answers that count / all answers; without a goal's prompt, only those without help count.
    Units: a share from 0 to 1, exact.
    Shapes: at least one answer.
    Errors: MeasureError for no answers, or a prompt that is no step of the ladder.
    Source: Cooper, Heron and Heward (2020), Applied Behavior Analysis, 3rd edition, on fading prompts.
    """
    if not answers:
        raise MeasureError("With no opportunities there is no share.")
    allowed = goal_prompt or ladder.steps[0]
    good = sum(counts_as_correct(one, ladder=ladder, goal_prompt=allowed) for one in answers)
    return Fraction(good, len(answers))


def prompts_used(answers: Sequence[Answer], *, ladder: PromptLadder) -> dict[str, int]:
    """How often each level of help was the most that was given, from none to most.

    Formula: counts by step of the ladder.
    Units: answers.
    Shapes: one count for each step.
    Errors: MeasureError for a prompt that is no step of the ladder.
    Source: levels of help are ordered only, so a distribution and no mean.
    """
    counts = Counter(ladder.steps[ladder.place(one.prompt)] for one in answers)
    return {step: counts[step] for step in ladder.steps}


def middle_prompt(answers: Sequence[Answer], *, ladder: PromptLadder) -> str:
    """The middle level of help; of two middle ones the one with more help.

    Formula: the upper median of the places.
    Units: a step of the ladder.
    Shapes: at least one answer.
    Errors: MeasureError for no answers, or a prompt that is no step of the ladder.
    Source: Stevens (1946), Science 103(2684), 677-680: the middle of ordered levels is allowed, their mean is not.
    """
    if not answers:
        raise MeasureError("With no answers there is no middle.")
    places = sorted(ladder.place(one.prompt) for one in answers)
    return ladder.steps[places[len(places) // 2]]


@dataclass(frozen=True, slots=True)
class Chain:
    """A task in steps, and one session of it: the most help that each step needed, blank if it was not done."""

    steps: tuple[str, ...]
    ladder: PromptLadder

    def share(self, helped: Sequence[str], *, goal_prompt: str = "") -> Fraction:
        """Steps that were done with no more help than the goal allows, out of all steps.

        Formula: steps done at or below the goal's prompt / steps.
        Units: a share from 0 to 1, exact.
        Shapes: one prompt for each step.
        Errors: MeasureError for another number of prompts than steps, or a prompt that is no step of the ladder.
        Source: Cooper, Heron and Heward (2020), Applied Behavior Analysis, 3rd edition, on behaviour chains.
        """
        if len(helped) != len(self.steps):
            raise MeasureError(f"The task has {len(self.steps)} steps, and {len(helped)} were recorded.")
        answers = [Answer(bool(prompt), prompt or self.ladder.steps[-1]) for prompt in helped]
        return independent_share(answers, ladder=self.ladder, goal_prompt=goal_prompt)

    def most_help(self, sessions: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
        """Each step with the middle level of help that it needed over the sessions: where to teach next.

        Formula: for each step the upper median of the places over sessions; a step not done counts as most help.
        Units: steps of the ladder.
        Shapes: sessions by steps.
        Errors: MeasureError for a session with another number of steps, or for no session.
        Source: Stevens (1946), Science 103(2684), 677-680: the middle of ordered levels is allowed.
        """
        for helped in sessions:
            self.share(helped)
        columns = zip(*sessions, strict=True)
        found = []
        for step, prompts in zip(self.steps, columns, strict=True):
            answers = [Answer(bool(prompt), prompt or self.ladder.steps[-1]) for prompt in prompts]
            found.append((step, middle_prompt(answers, ladder=self.ladder)))
        return tuple(found)
