"""Dual criteria: how many checks of the second phase lie beyond both the mean and the trend of the first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from handrail.measures.effects import CAUTION, phases, towards_better
from handrail.measures.errors import MeasureError
from handrail.measures.lines import least_squares, split_middle

if TYPE_CHECKING:
    from handrail.measures.effects import Values

LEAST: Final = 3
CONSERVATIVE: Final = 0.25
"""Both lines are moved by so many standard deviations of the first phase."""


class Trend(StrEnum):
    """How the first phase's trend is drawn into the second."""

    LEAST_SQUARES = "least_squares"
    SPLIT_MIDDLE = "split_middle"


@dataclass(frozen=True, slots=True)
class DualCriterion:
    """Checks beyond both lines, and the chance of as many if each fell on either side like a coin."""

    variant: str
    beyond: int
    of: int
    needed: int | None
    """The least number whose chance is at most 5%; None where even all of them would not do."""
    p: float
    caution: str = CAUTION

    @property
    def met(self) -> bool:
        return self.needed is not None and self.beyond >= self.needed


def dual_criterion(
    before: Values, after: Values, *, sign: int = 1, shift: float = 0.0, trend: Trend = Trend.LEAST_SQUARES
) -> DualCriterion:
    """The dual criterion: checks after a change beyond the mean line and the trend line of those before it.

    Formula: with checks numbered 1 … m + n, L₁ = M_A + shift · S_A and L₂(t) = a + b t + shift · S_A, a and b of the
        first phase; beyond = #{B_t > L₁ and B_t > L₂(t)}; p = P(Bin(n, ½) ≥ beyond). Split-middle: b by
        `lines.split_middle`, a = median(y − b t).
    Units: none. Less is better: values are turned.
    Shapes: two phases of three checks or more, equally spaced; +1 where more is better, −1 where less is.
    Errors: MeasureError for a phase that is too short, a value that is no number, or a shift below 0.
    Source: Fisher, Kelley and Lomas (2003), Journal of Applied Behavior Analysis 36(3), 387-406.
    """
    a, b = phases(before, after, least=LEAST)
    if shift < 0:
        raise MeasureError("The lines are moved towards better, by 0 standard deviations or more.")
    a, b = towards_better(a, sign), towards_better(b, sign)
    m, n = len(a), len(b)
    days = np.arange(1, m + 1, dtype=np.float64)
    if trend is Trend.LEAST_SQUARES:
        line = least_squares(days, a)
        slope, start = line.slope, line.intercept
    else:
        slope = split_middle(days, a)
        start = float(np.median(a - slope * days))
    up = shift * float(a.std(ddof=1))
    level = a.mean() + up
    along = start + slope * np.arange(m + 1, m + n + 1) + up
    # Rounding puts no check beyond a line that it lies on.
    hair = 1e-9 * max(1.0, float(np.abs(np.concatenate([a, b])).max()))
    beyond = int(((b > level + hair) & (b > along + hair)).sum())
    chances = stats.binom.sf(np.arange(n + 1) - 1, n, 0.5)
    enough = np.flatnonzero(chances <= 0.05)
    name = "conservative dual criterion" if shift else "dual criterion"
    by = "least squares" if trend is Trend.LEAST_SQUARES else "split-middle"
    moved = f", lines moved by {shift:g} SD" if shift else ""
    return DualCriterion(
        f"{name}, trend by {by}{moved}",
        beyond,
        n,
        int(enough[0]) if enough.size else None,
        float(chances[beyond]),
    )


def conservative_dual_criterion(
    before: Values, after: Values, *, sign: int = 1, trend: Trend = Trend.LEAST_SQUARES
) -> DualCriterion:
    """The conservative dual criterion: both lines are first moved towards better by a quarter of a deviation.

    Formula: `dual_criterion` with shift = 0.25.
    Units: none.
    Shapes: two phases of three checks or more, equally spaced; +1 where more is better, −1 where less is.
    Errors: MeasureError for a phase that is too short or a value that is no number.
    Source: Fisher, Kelley and Lomas (2003), Journal of Applied Behavior Analysis 36(3), 387-406.
    """
    return dual_criterion(before, after, sign=sign, shift=CONSERVATIVE, trend=trend)
