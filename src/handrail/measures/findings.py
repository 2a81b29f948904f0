"""What a verdict is made of: the eight answers, the rules that one can rest on, and what one rule found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

from handrail.measures.aimlines import Aimline
from handrail.measures.lines import Interval, Line, Robust
from handrail.measures.ordinal import Levels, Movement

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.effects import Effect
    from handrail.measures.observations import Point


LAST: Final = 3
"""A single check never meets a goal; the middle of this many does."""

HAIR: Final = 1e-9
"""Differences below this share are rounding."""


class Kind(StrEnum):
    """The eight answers. None of them says anything about a child."""

    MET = "met"
    ABOVE = "above"
    ON_TRACK = "on_track"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"
    TOO_EARLY = "too_early"
    STALE = "stale"
    NO_VARIATION = "no_variation"

    @property
    def label(self) -> str:
        return {
            Kind.MET: "Goal met",
            Kind.ABOVE: "Growing faster than the goal needs",
            Kind.ON_TRACK: "On course",
            Kind.BELOW: "Slower than the goal needs",
            Kind.CANNOT_TELL: "Cannot tell yet",
            Kind.TOO_EARLY: "Too early to say",
            Kind.STALE: "No recent check",
            Kind.NO_VARIATION: "Every check the same",
        }[self]


class Rule(StrEnum):
    """The ways to hold checks against a goal line, by the names they are published under."""

    SLOPE_INTERVAL = "slope_interval"
    LEVEL_AND_TREND = "level_and_trend"
    THREE_POINTS = "three_points"
    FOUR_POINTS = "four_points"
    THREE_BELOW_SIX_ABOVE = "three_below_six_above"
    FOUR_OF_SIX = "four_of_six"
    MEDIAN_OF_THREE = "median_of_three"
    TREND = "trend"
    LEVELS = "levels"
    MASTERY = "mastery"
    BAND = "band"

    @property
    def label(self) -> str:
        return {
            Rule.SLOPE_INTERVAL: "pace against the goal line, with its uncertainty",
            Rule.LEVEL_AND_TREND: "pace and level against the goal line, with their uncertainty",
            Rule.THREE_POINTS: "last three in a row",
            Rule.FOUR_POINTS: "last four in a row",
            Rule.THREE_BELOW_SIX_ABOVE: "three below, six above",
            Rule.FOUR_OF_SIX: "four of the last six",
            Rule.MEDIAN_OF_THREE: "middle of the last three",
            Rule.TREND: "pace against the goal line, without its uncertainty (weak)",
            Rule.LEVELS: "levels in their order, without a pace",
            Rule.MASTERY: "so many good sessions of so many",
            Rule.BAND: "level against the band to keep",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a place asks for before anything is said. The defaults are Handrail's policy."""

    confidence: float = 0.8
    least_points: int = 6
    least_weeks: float = 4.0
    stale_after_days: int = 28
    """Days of teaching, so that a holiday makes nothing stale."""
    rule: Rule = Rule.SLOPE_INTERVAL


DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says, and the days it looked at."""

    rule: Rule
    kind: Kind
    reason: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a goal stands, why, and everything that was used to find it."""

    kind: Kind
    reason: str
    rule: Rule
    confidence: float
    as_of: date
    points: tuple[Point, ...]
    """The days of the present phase."""
    weeks: float
    """From the first of them to the last, in weeks of teaching."""
    aim: Aimline | None = None
    line: Line | None = None
    robust: Robust | None = None
    pace: Interval | None = None
    """The interval of the line's slope."""
    expected: float | None = None
    """Where the goal line is now."""
    projected: float | None = None
    """Where the line leads on the goal's day, if it goes on as it is."""
    level: Interval | None = None
    """Where the line probably is now."""
    beside: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    levels: Levels | None = None
    """For levels in order: how often each was seen, the middle one and the last one."""
    movement: Movement | None = None
    """For levels in order: whether they move with time."""
    since_before: Effect | None = None
    """For levels in order: the chance that one of this phase is better than one of the phase before (NAP)."""

    @property
    def n(self) -> int:
        return len(self.points)

    @property
    def now(self) -> float | None:
        """The middle of the last three days; None with fewer."""
        if self.n < LAST:
            return None
        middle = median(point.value for point in self.points[-LAST:])
        return None if math.isinf(middle) else middle
