"""Where a goal starts, where it should be by now, and in which weeks it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from handrail.core.explanations import in_words
from handrail.measures.dimensions import Direction
from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handrail.measures.dimensions import Measure
    from handrail.measures.mastery import Criterion
    from handrail.measures.observations import Point


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without teaching, both ends included."""

    starts: date
    ends: date
    label: str = "holiday"

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise MeasureError(f"A pause ends on {in_words(self.ends)}, before it begins.")


@dataclass(frozen=True, slots=True)
class TeachingWeeks:
    """Time as a goal line counts it: seven days a week, without the days of pauses.

    Without pauses these are plain calendar weeks. With pauses a goal line is flat in each of them, and so is the
    line of a child who learns at an even pace while taught: both are counted in the same weeks.
    """

    pauses: tuple[Pause, ...] = ()

    def between(self, start: date, end: date) -> float:
        """Weeks of teaching from one day to another; negative if the other is earlier.

        Formula: (days from start to end − days of pauses among those after start up to and with end) / 7.
        Units: weeks.
        Shapes: a number.
        Errors: none.
        Source: Handrail's own; goal lines that are flat over holidays are common practice.
        """
        if end < start:
            return -self.between(end, start)
        return ((end - start).days - self._paused(start + timedelta(days=1), end)) / 7

    def after(self, start: date, weeks: float) -> date:
        """The first day by which so many weeks of teaching have passed.

        Formula: the earliest day d ≥ start with between(start, d) ≥ weeks; a part of a day counts as a day.
        Units: weeks.
        Shapes: a day.
        Errors: MeasureError past the last day that a calendar has.
        Source: the inverse of `between`.
        """
        wanted = math.ceil(round(weeks * 7, 6))
        if wanted <= 0:
            return start + timedelta(days=wanted)
        day = start
        try:
            while (left := wanted - round(self.between(start, day) * 7)) > 0:
                day += timedelta(days=left)
        except OverflowError:
            raise MeasureError("That day is further away than any calendar reaches.") from None
        return day

    def _paused(self, first: date, last: date) -> int:
        """Days of pauses, each once, from the first to the last."""
        count, reached = 0, first
        for pause in sorted(self.pauses, key=lambda one: one.starts):
            begins, ends = max(pause.starts, reached), min(pause.ends, last)
            if begins <= ends:
                count += (ends - begins).days + 1
                reached = ends + timedelta(days=1)
        return count


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a goal starts: a value, its day, and how it was found."""

    value: float
    on: date
    rule: str = "as written in the goal"
    values: tuple[float, ...] = ()
    days: tuple[date, ...] = ()
    """The checks that it was found from; rules that count checks count those after them."""


def baseline(points: Sequence[Point], *, of: int = 3) -> Baseline:
    """The middle of the first three checks, on the middle of their days.

    Formula: median of the first `of` values; median of their days, the earlier of two.
    Units: those of the values.
    Shapes: at least `of` points in order of days.
    Errors: MeasureError for fewer points, or for a latency that was cut off.
    Source: Hosp, Hosp and Howell (2007), The ABCs of CBM, Guilford.
    """
    if len(points) < of:
        there = {0: "there is none", 1: "there is 1"}.get(len(points), f"there are {len(points)}")
        raise MeasureError(
            f"A start is the middle of {of} checks, and {there}. Check again, or write the start into the goal."
        )
    chosen = points[:of]
    values = tuple(point.value for point in chosen)
    value = median(values)
    if math.isinf(value):
        raise MeasureError("Most of the first checks had no answer in time, so the start has no value.")
    days = tuple(point.on for point in chosen)
    return Baseline(value, days[(of - 1) // 2], f"the middle of the first {of} checks", values, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """From where, to where, by when, on which measure.

    For a level to keep, `target` is the least and `high` the most that is wanted. `plan_ends` is the last day of the
    plan, if that is not the goal's own.
    """

    text: str
    measure: Measure
    target: float
    due: date
    baseline: Baseline | None = None
    starts: date | None = None
    high: float | None = None
    criterion: Criterion | None = None
    pauses: tuple[Pause, ...] = ()
    plan_ends: date | None = None

    def __post_init__(self) -> None:
        for name, value in (("target", self.target), ("upper limit", self.high)):
            if value is not None and (fault := self.measure.fault(value)):
                raise MeasureError(f"The goal's {name}: {fault}.")
        if self.measure.direction is Direction.RANGE and self.high is None:
            raise MeasureError("A goal to stay in between needs its upper limit too.")
        if self.high is not None and self.high < self.target:
            raise MeasureError(f"The goal's upper limit, {self.high:g}, is below {self.target:g}.")
        start = self.baseline
        if start is not None:
            if not math.isfinite(start.value):
                raise MeasureError("The goal's start has no value. A goal never starts from nothing.")
            if fault := self.measure.fault(start.value):
                raise MeasureError(f"The goal's start: {fault}.")
            if start.on >= self.due:
                raise MeasureError(
                    f"The goal starts on {in_words(start.on)} and is due on {in_words(self.due)}, which is not later."
                )
            if not self.keeps and self.measure.direction.sign * (self.target - start.value) <= 0:
                raise MeasureError(
                    f"The goal's target, {self.target:g}, is not better than its start, {start.value:g}, where "
                    f"{self.measure.direction.label}."
                )

    @property
    def keeps(self) -> bool:
        """Whether the goal is to keep a level rather than to reach one."""
        return self.measure.direction in (Direction.MAINTAIN, Direction.RANGE)

    @property
    def weeks(self) -> TeachingWeeks:
        return TeachingWeeks(self.pauses)


@dataclass(frozen=True, slots=True)
class Aimline:
    """The straight way from a goal's start to its target, flat across pauses."""

    start: Baseline
    target: float
    due: date
    weeks: TeachingWeeks = TeachingWeeks()

    def __post_init__(self) -> None:
        if self.weeks.between(self.start.on, self.due) <= 0:
            raise MeasureError(
                f"From {in_words(self.start.on)} to {in_words(self.due)} there is no week of teaching for a goal line."
            )

    @property
    def rate(self) -> float:
        """What the goal line gains in a week of teaching.

        Formula: (target − start) / weeks of teaching from the start to the goal's day.
        Units: units of the measure a week; below 0 where less is better.
        Shapes: a number.
        Errors: none.
        Source: Deno (1985), Exceptional Children 52(3), 219-232.
        """
        return (self.target - self.start.value) / self.weeks.between(self.start.on, self.due)

    def at(self, day: date) -> float:
        """Where the goal line is on a day.

        Formula: start + rate · weeks of teaching since the start's day.
        Units: units of the measure.
        Shapes: a number.
        Errors: none. Before the start and after the goal's day the line goes on.
        Source: Deno (1985), Exceptional Children 52(3), 219-232.
        """
        return self.start.value + self.rate * self.weeks.between(self.start.on, day)


def aimline(goal: Goal, points: Sequence[Point] = ()) -> Aimline:
    """A goal's line from its own start, or else from the middle of the first three checks.

    Formula: see `Aimline`; the start is the goal's, else `baseline(points)`.
    Units: units of the goal's measure.
    Shapes: a goal, and points in order of days if the goal has no start.
    Errors: MeasureError without a start, for a goal to keep a level, or for a start that is already at the target.
    Source: Hosp, Hosp and Howell (2007), The ABCs of CBM, Guilford.
    """
    if goal.keeps:
        raise MeasureError("A goal to keep a level has a band, not a goal line.")
    first = goal.starts
    start = goal.baseline or baseline([one for one in points if first is None or one.on >= first])
    if goal.measure.direction.sign * (goal.target - start.value) <= 0:
        raise MeasureError(
            f"The first checks are at {start.value:g}, and the target is {goal.target:g}: nothing is left to gain."
        )
    return Aimline(start, goal.target, goal.due, goal.weeks)


def own_rate_target(start: Baseline, *, own_slope: float, weeks: float, factor: float = 1.5) -> float:
    """A target from a pupil's own pace before.

    Formula: start + factor · own slope · weeks.
    Units: slope in units a week; the target in units of the measure.
    Shapes: numbers. The slope should come from eight checks or more.
    Errors: MeasureError for no weeks.
    Source: the intra-individual way of setting a goal, as the National Center on Intensive Intervention teaches it.
    """
    if weeks <= 0:
        raise MeasureError("A goal needs some weeks.")
    return start.value + factor * own_slope * weeks
