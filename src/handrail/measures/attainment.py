"""Goal attainment scaling: five levels agreed before the work begins, and a summary of several goals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

LEVELS: Final = (-2, -1, 0, 1, 2)
CORRELATION: Final = 0.3
LEAST_GOALS: Final = 3
"""Below this many goals a summary number says no more than the levels themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One goal's five levels in words, from much less than expected (−2) over expected (0) to much more (+2)."""

    goal: str
    levels: tuple[str, str, str, str, str]
    agreed_on: date
    starts: date
    baseline: int = -1
    weight: float = 1.0

    @property
    def faults(self) -> tuple[str, ...]:
        """What would make the levels mean something else than agreed; each a sentence."""
        found = []
        for level, words in zip(LEVELS, self.levels, strict=True):
            if not words.strip():
                found.append(f"Say what {level:+d} looks like. A level without words is decided afterwards.")
        said = [words.strip().casefold() for words in self.levels if words.strip()]
        if len(set(said)) < len(said):
            found.append("Two levels say the same. Each outcome must belong to one level.")
        if self.agreed_on > self.starts:
            found.append("The levels were agreed after the work began. Agree them before.")
        if self.baseline not in (-2, -1):
            found.append("A goal starts at −1, or at −2 where nothing worse is thinkable.")
        if self.weight < 0:
            found.append("A weight cannot be negative.")
        return tuple(found)


def t_value(
    levels: ArrayLike, weights: ArrayLike | None = None, *, correlation: float = CORRELATION
) -> float:
    """Several goals of one pupil as one number around 50, for one pupil over time and never between pupils.

    Formula: T = 50 + 10 Σwx / √((1 − ρ) Σw² + ρ (Σw)²). A weight of 0 leaves a goal out.
    Units: none; mean 50 and standard deviation 10 if the levels were well set.
    Shapes: one level from −2 to +2 for each goal, and as many weights.
    Errors: MeasureError for no goals, a level that is none, or weights that are negative or all 0.
    Source: Kiresuk and Sherman (1968), Community Mental Health Journal 4(6), 443-453.
    """
    return float(t_values(np.asarray(levels, dtype=float)[None, :], weights, correlation=correlation)[0])


def t_values(
    levels: ArrayLike, weights: ArrayLike | None = None, *, correlation: float = CORRELATION
) -> NDArray[np.float64]:
    """`t_value` of many pupils at once; goals that a pupil does not have are NaN.

    Formula: T = 50 + 10 Σwx / √((1 − ρ) Σw² + ρ (Σw)²).
    Units: none.
    Shapes: levels pupils × goals, weights of the same shape or one for each goal; T of length pupils.
    Errors: MeasureError as for `t_value`.
    Source: Kiresuk and Sherman (1968), Community Mental Health Journal 4(6), 443-453.
    """
    x = np.asarray(levels, dtype=np.float64)
    if x.ndim != 2 or x.shape[1] == 0:
        raise MeasureError("A summary of goals needs at least one goal.")
    there = ~np.isnan(x)
    if not np.isin(x[there], LEVELS).all():
        raise MeasureError("A level is one of −2, −1, 0, +1 and +2.")
    if not 0 <= correlation <= 1:
        raise MeasureError("The correlation between goals lies between 0 and 1.")
    w = (
        np.ones_like(x)
        if weights is None
        else np.broadcast_to(np.asarray(weights, dtype=np.float64), x.shape)
    )
    w = np.where(there, w, 0.0)
    if (w < 0).any() or not np.isfinite(w).all() or (w.sum(axis=1) == 0).any():
        raise MeasureError("Weights are 0 or more, and not all 0.")
    below = np.sqrt((1 - correlation) * (w**2).sum(axis=1) + correlation * w.sum(axis=1) ** 2)
    return np.asarray(50 + 10 * (w * np.where(there, x, 0.0)).sum(axis=1) / below)


def t_change(
    before: Sequence[float],
    after: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    correlation: float = CORRELATION,
) -> float:
    """How far several goals moved together.

    Formula: T(after) − T(before).
    Units: none.
    Shapes: one level for each goal before, and after.
    Errors: MeasureError as for `t_value`, and for another number of goals after than before.
    Source: Turner-Stokes (2009), Clinical Rehabilitation 23(4), 362-370.
    """
    if len(before) != len(after):
        raise MeasureError("There must be as many goals after as before.")
    return t_value(after, weights, correlation=correlation) - t_value(
        before, weights, correlation=correlation
    )


@dataclass(frozen=True, slots=True)
class Attained:
    """How far each goal got, and a summary where it says more than the levels."""

    levels: tuple[int, ...]
    as_expected: int
    """Goals at 0 or better."""
    t: float | None
    caution: str = "The levels are in order, not at equal distances; the summary treats them as if they were."


def attained(
    levels: Sequence[int], weights: Sequence[float] | None = None, *, correlation: float = CORRELATION
) -> Attained:
    """The levels first; the summary only for three goals or more.

    Formula: `t_value` for n ≥ 3, else none.
    Units: none.
    Shapes: one level for each goal.
    Errors: MeasureError as for `t_value`.
    Source: Kiresuk and Sherman (1968), Community Mental Health Journal 4(6), 443-453; that arithmetic with levels
        is doubtful: Tennant (2007), Value in Health.
    """
    t = t_value(levels, weights, correlation=correlation)
    assert math.isfinite(t)
    return Attained(
        tuple(levels), sum(level >= 0 for level in levels), t if len(levels) >= LEAST_GOALS else None
    )
