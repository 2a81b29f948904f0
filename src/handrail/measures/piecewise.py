"""Interrupted regression: one line for each of two phases, and what changed between them in level and in slope."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.effects import CAUTION, phases
from handrail.measures.errors import MeasureError
from handrail.measures.lines import Interval
from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handrail.measures.effects import Values

LEAST: Final = 3


class LevelAt(StrEnum):
    """On which day the two lines are held against each other."""

    FIRST_AFTER = "first_after"
    LAST_BEFORE = "last_before"
    START = "start"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One number of the model with its standard error."""

    value: float
    error: float
    freedom: int

    def interval(self, confidence: float = 0.95) -> Interval:
        """Where the true number probably is.

        Formula: value ± t(confidence, m + n − 4) · SE.
        Units: the coefficient's.
        Shapes: low and high.
        Errors: MeasureError unless 0 < confidence < 1.
        Source: Draper and Smith (1998), Applied Regression Analysis, 3rd edition.
        """
        half = student(confidence, self.freedom) * self.error
        return Interval(self.value - half, self.value + half)


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Both lines: where the first begins and how it rises, and what is different in the second."""

    variant: str
    intercept: Coefficient
    slope: Coefficient
    level_change: Coefficient
    slope_change: Coefficient
    see: float
    caution: str = CAUTION


def piecewise(
    days_before: Values,
    before: Values,
    days_after: Values,
    after: Values,
    *,
    level_at: LevelAt = LevelAt.FIRST_AFTER,
) -> Piecewise:
    """Interrupted time-series regression by least squares. Published versions differ in where the level is compared.

    Formula: y = b₀ + b₁ t + b₂ D + b₃ D (t − c), D = 1 in the second phase, t counted from the first check; c the first
        day of the second phase (Huitema and McKean), the last of the first, or 0 (Center, Skiba and Casey), where b₂
        is the difference of two lines drawn back to a day on which one of them was not.
    Units: values; values a unit of time for slopes, as the days are given (weeks, or session numbers).
    Shapes: two phases of three checks or more, each with its days, in order.
    Errors: MeasureError for a phase that is too short, days out of order, or a value that is no number.
    Source: Huitema and McKean (2000), Educational and Psychological Measurement 60(1), 38-58; Center, Skiba and Casey
        (1985), Journal of Special Education 19(4), 387-400.
    """
    a, b = phases(before, after, least=LEAST)
    ta, tb = phases(days_before, days_after, least=LEAST)
    if ta.shape != a.shape or tb.shape != b.shape:
        raise MeasureError("A day is needed for each value.")
    t = np.concatenate([ta, tb])
    if (np.diff(t) <= 0).any():
        raise MeasureError("Days must come in order, each once, the second phase after the first.")
    t = t - t[0]
    m = len(a)
    edge = {LevelAt.FIRST_AFTER: t[m], LevelAt.LAST_BEFORE: t[m - 1], LevelAt.START: 0.0}[level_at]
    second = np.concatenate([np.zeros(m), np.ones(len(b))])
    design = np.column_stack((np.ones_like(t), t, second, second * (t - edge)))
    y = np.concatenate([a, b])
    found, errors, see = _fitted(design, y)
    freedom = len(y) - 4
    parts = [Coefficient(float(v), float(e), freedom) for v, e in zip(found, errors, strict=True)]
    intercept, slope, level, turn = parts
    return Piecewise(f"level compared at the {_SAYS[level_at]}", intercept, slope, level, turn, see)


_SAYS: Final = {
    LevelAt.FIRST_AFTER: "first check of the second phase",
    LevelAt.LAST_BEFORE: "last check of the first phase",
    LevelAt.START: "first check of all",
}


def _fitted(
    design: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    q, r = np.linalg.qr(design)
    found = np.linalg.solve(r, q.T @ y)
    left = y - design @ found
    see = float(np.sqrt(left @ left / (len(y) - design.shape[1])))
    inverse = np.linalg.inv(r)
    return found, see * np.sqrt((inverse**2).sum(axis=1)), see
