"""What is measured: which numbers a kind of recording can give, and what may be done with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handrail.measures.errors import MeasureError


class Direction(StrEnum):
    """What counts as better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"  # stay as good as this
    RANGE = "range"  # stay between two values

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is better; neither for a level to keep."""
        if self in (Direction.MAINTAIN, Direction.RANGE):
            raise MeasureError(f"A goal to {self} has no better direction, so it has no rate.")
        return -1 if self is Direction.DECREASE else 1

    @property
    def label(self) -> str:
        return {
            Direction.INCREASE: "more is better",
            Direction.DECREASE: "less is better",
            Direction.MAINTAIN: "to be kept up",
            Direction.RANGE: "to stay in between",
        }[self]


class Dimension(StrEnum):
    """How something was recorded, which decides what its numbers can mean."""

    COUNT = "count"
    RATE = "rate"
    PERCENT_CORRECT = "percent_correct"
    FLUENCY = "fluency"
    DURATION = "duration"
    LATENCY = "latency"
    INTER_RESPONSE_TIME = "inter_response_time"
    PARTIAL_INTERVAL = "partial_interval"
    WHOLE_INTERVAL = "whole_interval"
    MOMENTARY_SAMPLE = "momentary_sample"
    TASK_ANALYSIS = "task_analysis"
    PROMPT_LEVEL = "prompt_level"
    RUBRIC = "rubric"
    ATTAINMENT = "attainment"
    YES_NO = "yes_no"

    @property
    def facts(self) -> Facts:
        return FACTS[self]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of every value of one dimension."""

    says: str
    lowest: float = 0.0
    highest: float = math.inf
    whole: bool = False
    ordinal: bool = False
    """Ordered only: no means, no slopes."""
    ratio: bool = True
    """Has a true zero, so that "twice as much" means something."""
    share: bool = False
    """Found from a count out of a whole."""
    unit: str | None = None
    """The only unit such a recording can be in."""
    caution: str = ""


FACTS: Final[dict[Dimension, Facts]] = {
    Dimension.COUNT: Facts(
        "events in a session of fixed length",
        whole=True,
        caution="Counts of sessions of different length cannot be compared; record a rate.",
    ),
    Dimension.RATE: Facts("events divided by the time watched"),
    Dimension.PERCENT_CORRECT: Facts(
        "correct answers out of all opportunities", highest=100.0, share=True,
        caution="80% of 5 and 80% of 50 are not equally certain; keep both counts.",
    ),
    Dimension.FLUENCY: Facts("correct answers divided by the minutes"),
    Dimension.DURATION: Facts("how long it lasted"),
    Dimension.LATENCY: Facts(
        "from the cue to the start of the answer",
        caution="No answer within the time given is longer than that time, and neither that time nor missing.",
    ),
    Dimension.INTER_RESPONSE_TIME: Facts("from the end of one answer to the start of the next"),
    Dimension.PARTIAL_INTERVAL: Facts(
        "intervals in which it happened at all", highest=100.0, share=True, unit="% of intervals",
        caution="Tells more than the share of time: one second fills an interval.",
    ),
    Dimension.WHOLE_INTERVAL: Facts(
        "intervals that it filled", highest=100.0, share=True, unit="% of intervals",
        caution="Tells less than the share of time: one second's pause empties an interval.",
    ),
    Dimension.MOMENTARY_SAMPLE: Facts(
        "moments at which it was happening", highest=100.0, share=True, unit="% of samples",
        caution="About the share of time, and noisy in a short session.",
    ),
    Dimension.TASK_ANALYSIS: Facts(
        "steps done at the level of help that the goal allows", highest=100.0, share=True, unit="% of steps",
    ),
    Dimension.PROMPT_LEVEL: Facts(
        "the most help that was needed", ordinal=True, ratio=False, whole=True,
        caution="Levels of help are in order, not at equal distances: no mean, no slope.",
    ),
    Dimension.RUBRIC: Facts(
        "a level of a rubric", ordinal=True, ratio=False, whole=True,
        caution="Levels are in order, not at equal distances: no mean, no slope.",
    ),
    Dimension.ATTAINMENT: Facts(
        "a level of goal attainment", lowest=-2.0, highest=2.0, ordinal=True, ratio=False, whole=True,
        caution="Levels are in order, not at equal distances: no mean, no slope.",
    ),
    Dimension.YES_NO: Facts("times that it was done, out of the times it could be", highest=100.0, share=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PromptLadder:
    """A plan's own levels of help, from none to most. No order of them is universal."""

    steps: tuple[str, ...] = (
        "independent", "indirect", "gesture", "direct verbal", "model", "partial physical", "full physical",
    )  # fmt: skip

    def __post_init__(self) -> None:
        if len(self.steps) < 2:
            raise MeasureError("A ladder of prompts needs at least two steps, the first without help.")
        if len(set(self.steps)) != len(self.steps):
            raise MeasureError("A ladder of prompts names one of its steps twice.")

    def place(self, prompt: str) -> int:
        """0 for no help, then one more for each step."""
        if prompt not in self.steps:
            raise MeasureError(
                f'"{prompt}" is no step of this ladder of prompts. Steps: {", ".join(self.steps)}.'
            )
        return self.steps.index(prompt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One way of looking at one thing, without which a number cannot be compared with another.

    `level` is the level of material (a grade, a set, a form). `lowest` and `highest` narrow what the dimension
    allows: a reading text of 250 words, a rubric of four levels. `levels` are the words of a rubric's levels, from
    the lowest to the highest.
    """

    name: str
    dimension: Dimension
    unit: str
    direction: Direction = Direction.INCREASE
    level: str = ""
    setting: str = ""
    lowest: float | None = None
    highest: float | None = None
    prompts: PromptLadder | None = None
    levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise MeasureError("A measure needs a name.")
        if not self.unit.strip():
            raise MeasureError(f"{self.name}: say in which unit it is counted.")
        facts = self.dimension.facts
        if facts.unit is not None and self.unit != facts.unit:
            raise MeasureError(
                f'{self.name}: a {self.dimension.value.replace("_", " ")} recording is in "{facts.unit}", '
                f'never in "{self.unit}". {facts.caution}'.rstrip()
            )
        if self.floor > self.ceiling:
            raise MeasureError(
                f"{self.name}: its lowest value, {self.floor:g}, is above its highest, {self.ceiling:g}."
            )
        if self.dimension is Dimension.PROMPT_LEVEL and self.prompts is None:
            raise MeasureError(f"{self.name}: a level of prompts needs its ladder.")
        if self.levels and not facts.ordinal:
            raise MeasureError(f"{self.name}: only what is recorded in levels has words for them.")
        if self.levels and len(self.levels) != self.ceiling - self.floor + 1:
            raise MeasureError(
                f"{self.name}: {len(self.levels)} levels have words, and there are levels from {self.floor:g} to "
                f"{self.ceiling:g}."
            )

    def in_words(self, value: float) -> str:
        """A level in words: its number and, where they are known, the words agreed for it."""
        if self.dimension is Dimension.PROMPT_LEVEL and self.prompts is not None:
            return self.prompts.steps[int(value)]
        said = f"level {value:g}"
        return f"{said} ({self.levels[int(value - self.floor)]})" if self.levels else said

    @property
    def floor(self) -> float:
        lowest = self.dimension.facts.lowest
        return lowest if self.lowest is None else max(lowest, self.lowest)

    @property
    def ceiling(self) -> float:
        if self.highest is None and self.prompts is not None and self.dimension is Dimension.PROMPT_LEVEL:
            return len(self.prompts.steps) - 1.0
        highest = self.dimension.facts.highest
        return highest if self.highest is None else min(highest, self.highest)

    def clipped(self, value: float) -> float:
        """The nearest value that the scale has."""
        return min(max(value, self.floor), self.ceiling)

    def fault(self, value: float) -> str | None:
        """Why this measure cannot have given this value; None if it can."""
        if not math.isfinite(value):
            return f"{value} is not a number"
        if value < self.floor:
            word = "negative" if self.floor == 0 else f"below {self.floor:g}"
            return f"{value:g} {self.unit} is {word}, which {self.name} cannot be"
        if value > self.ceiling:
            return f"{value:g} {self.unit} is more than {self.ceiling:g}, the most that {self.name} can be"
        if self.dimension.facts.whole and value != int(value):
            return f"{value:g} {self.unit} is not a whole number, and {self.name} is counted in whole ones"
        return None
