"""Growth as a multiple a week, for counts and rates: from 2 to 4 is as far as from 20 to 40."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.errors import MeasureError
from handrail.measures.lines import Interval, Line, least_squares
from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS: Final = 7
LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Celeration:
    """A straight line through the logarithms of rates, by plain calendar days."""

    line: Line
    """log₁₀ of the rate against days since the first."""
    noughts: int
    """Checks of nothing, which have no logarithm and are not on the line."""

    @property
    def multiple(self) -> float:
        """By what the rate is multiplied in a week.

        Formula: 10^(7b), b the slope of log₁₀(rate) a day.
        Units: a factor a week: above 1 it grows, below 1 it shrinks.
        Shapes: a number.
        Errors: none.
        Source: Pennypacker, Gutierrez and Lindsley (2003), Handbook of the Standard Celeration Chart.
        """
        return float(10 ** (DAYS * self.line.slope))

    def interval(self, confidence: float = 0.8) -> Interval:
        """Where the true multiple probably is.

        Formula: 10^(7(b ± t · SE(b))).
        Units: factors a week.
        Shapes: low and high.
        Errors: MeasureError with two points.
        Source: Draper and Smith (1998), Applied Regression Analysis, 3rd edition, of the logarithms.
        """
        low, high = self.line.slope_interval(confidence)
        return Interval(float(10 ** (DAYS * low)), float(10 ** (DAYS * high)))

    def bounce(self, confidence: float = 0.8) -> float:
        """How far checks spread about the line, as one factor from its lower to its upper edge.

        Formula: 10^(2 t · SEE).
        Units: a factor.
        Shapes: a number.
        Errors: MeasureError with two points.
        Source: Pennypacker, Gutierrez and Lindsley (2003), Handbook of the Standard Celeration Chart, who read it off
            by eye; here from the spread of the logarithms.
        """
        if self.line.see is None:
            raise MeasureError(
                "Two points always lie on a line; how far checks spread cannot be told from them."
            )
        return float(10 ** (2 * student(confidence, self.line.n - 2) * self.line.see))

    def at(self, day: float) -> float:
        """The line's rate on a day.

        Formula: 10^(a + b · day).
        Units: the rate's; days since the first check.
        Shapes: a number.
        Errors: none.
        Source: see `multiple`.
        """
        return float(10 ** self.line.at(day))


def celeration(days: Sequence[float], rates: Sequence[float]) -> Celeration:
    """The line of equal multiples through rates.

    Formula: least squares of log₁₀(rate) on days; rates of 0 are left out and counted.
    Units: days since the first check; rates on a scale with a true zero.
    Shapes: days and rates of one length; three rates above 0 or more, on two days or more.
    Errors: MeasureError for another length, a rate below 0, or too few above 0.
    Source: Pennypacker, Gutierrez and Lindsley (2003), Handbook of the Standard Celeration Chart.
    """
    x, y = np.asarray(days, dtype=np.float64), np.asarray(rates, dtype=np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise MeasureError("A day is needed for each rate.")
    if not (np.isfinite(x).all() and np.isfinite(y).all()) or (y < 0).any():
        raise MeasureError("A rate is a number from 0 up.")
    above = y > 0
    if above.sum() < LEAST:
        raise MeasureError(
            f"A multiple a week needs {LEAST} checks above 0, and there are {int(above.sum())}."
        )
    return Celeration(least_squares(x[above], np.log10(y[above])), int((~above).sum()))


def needed_multiple(now: float, target: float, *, weeks: float) -> float | None:
    """By what a rate must be multiplied each week to reach a target.

    Formula: (target / now)^(1/weeks).
    Units: a factor a week.
    Shapes: a number; None where no week is left, or from or to nothing, which no multiple reaches.
    Errors: MeasureError for a value below 0.
    Source: the inverse of `Celeration.multiple`, see Pennypacker, Gutierrez and Lindsley (2003).
    """
    if now < 0 or target < 0:
        raise MeasureError("A rate is a number from 0 up.")
    if weeks <= 0 or now == 0 or target == 0:
        return None
    return math.exp(math.log(target / now) / weeks)
