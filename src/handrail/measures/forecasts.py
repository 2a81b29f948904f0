"""When a goal would be reached, if growth stays as it is; and when that cannot be said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.aimlines import Goal
    from handrail.measures.findings import Verdict
    from handrail.measures.lines import Line

NOT_PREDICTABLE = "not predictable from these data"


class Crossing(NamedTuple):
    """When a line reaches a value, in weeks since its first check; the interval is None where there is no end."""

    weeks: float | None
    low: float | None
    high: float | None
    reason: str = ""

    @property
    def predictable(self) -> bool:
        return self.low is not None


def crossing(line: Line, target: float, *, sign: int, confidence: float = 0.8) -> Crossing:
    """When the line reaches the target, with the interval that belongs to a ratio.

    Formula: t* = (g − intercept)/b. q = t² SEE²/(b² Sxx); for q ≥ 1 there is no finite interval. Else, with
        c = (g − ȳ)/b and h = (t SEE/|b|) √((1 − q)/n + c²/Sxx): x̄ + (c ∓ h)/(1 − q).
    Units: weeks since the line's first check.
    Shapes: a line of three points or more.
    Errors: MeasureError for a line of two points.
    Source: Fieller (1954), Journal of the Royal Statistical Society B 16(2), 175-185; Draper and Smith (1998), Applied
        Regression Analysis, 3rd edition, on inverse regression.
    """
    slope = line.slope
    if sign * slope <= 0:
        return Crossing(None, None, None, f"{NOT_PREDICTABLE}: the line does not lead towards the goal")
    at = (target - line.intercept) / slope
    t, see = student(confidence, line.n - 2), line.see
    assert see is not None
    q = (t * see / slope) ** 2 / line.sxx
    if q >= 1:
        return Crossing(at, None, None, f"{NOT_PREDICTABLE}: the pace may as well be nothing")
    c = (target - line.y_mean) / slope
    half = t * see / abs(slope) * math.sqrt((1 - q) / line.n + c * c / line.sxx)
    return Crossing(at, line.x_mean + (c - half) / (1 - q), line.x_mean + (c + half) / (1 - q))


@dataclass(frozen=True, slots=True)
class Forecast:
    """If growth stays as it is: the day, the days between which it probably lies, and how far one may look."""

    on: date | None
    earliest: date | None
    latest: date | None
    horizon: date
    """One further period as long as the one that was seen, and never past the plan by more than that."""
    reason: str = ""
    """Why there is no day, or why it should not be shown; blank if all is well."""

    @property
    def can_be_shown(self) -> bool:
        return not self.reason and self.on is not None


def forecast(verdict: Verdict, goal: Goal) -> Forecast | None:
    """The day on which the goal would be reached; None where it is too early to have a line.

    Formula: `crossing`, in weeks of teaching after the first check of the phase, rounded up to a day. The horizon is
        the last check + the days seen, and not past the end of the plan + the days seen.
    Units: days.
    Shapes: a verdict and its goal.
    Errors: none.
    Source: Fieller (1954), Journal of the Royal Statistical Society B 16(2), 175-185; the horizon is Handrail's.
    """
    if verdict.line is None or verdict.line.see is None:
        return None
    first, last = verdict.points[0].on, verdict.points[-1].on
    seen = last - first
    horizon = min(last + seen, (goal.plan_ends or goal.due) + seen)
    found = crossing(
        verdict.line, goal.target, sign=goal.measure.direction.sign, confidence=verdict.confidence
    )
    far = goal.weeks.between(first, horizon)

    def day(weeks: float | None) -> date | None:
        # Centuries away is no day that anybody should read.
        return None if weeks is None or weeks > far + 520 else goal.weeks.after(first, weeks)

    reason = found.reason
    if not reason and found.weeks is not None and found.weeks > far:
        reason = "later than can be foreseen from so short a time"
    return Forecast(day(found.weeks), day(found.low), day(found.high), horizon, reason)


def needed_rate(now: float, target: float, *, weeks_left: float) -> float | None:
    """What is to be gained each week from here; None when no week is left.

    Formula: (target − middle of the last three checks) / weeks of teaching left.
    Units: units of the measure a week.
    Shapes: numbers.
    Errors: none.
    Source: Deno (1985), Exceptional Children 52(3), 219-232.
    """
    return (target - now) / weeks_left if weeks_left > 0 else None
