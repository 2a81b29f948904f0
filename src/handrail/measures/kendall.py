"""Kendall's S, its variance with ties, and tau-b: the order of pairs, whatever their distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Kendall:
    """How far two orders agree. `tau_b` is None where one of them is all ties."""

    s: float
    pairs: float
    """The denominator of tau-b."""
    tau_b: float | None
    variance: float
    n: int

    def p(self, *, continuity: bool = True) -> float:
        """How likely an S so far from 0 is without any relation, two-sided, by the normal approximation.

        Formula: z = (|S| − 1)/√var S, without the 1 if there is no continuity correction; p = 2(1 − Φ(z)).
        Units: a probability.
        Shapes: a number; 1 where everything is tied.
        Errors: none.
        Source: Kendall (1970), Rank Correlation Methods, 4th edition.
        """
        if self.variance <= 0:
            return 1.0
        distance = max(abs(self.s) - (1 if continuity else 0), 0.0)
        return float(min(1.0, 2 * stats.norm.sf(distance / math.sqrt(self.variance))))


def kendall(x: ArrayLike, y: ArrayLike) -> Kendall:
    """Kendall's rank correlation of two sequences with ties.

    Formula: S = Σ sign(xⱼ − xᵢ) sign(yⱼ − yᵢ); τ_b = S/√((N − Tₓ)(N − T_y)), N all pairs, T tied ones. Var S with
        both corrections for ties.
    Units: none.
    Shapes: two sequences of one length n ≥ 2.
    Errors: MeasureError for different lengths, fewer than two, or a value that is no number.
    Source: Kendall (1970), Rank Correlation Methods, 4th edition.
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape or len(a) < 2:
        raise MeasureError("Two orders of one length, of two values or more, are needed.")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise MeasureError("A value is not a number.")
    n = len(a)
    first, second = np.triu_indices(n, 1)
    s = float((np.sign(a[second] - a[first]) * np.sign(b[second] - b[first])).sum())
    t, u = _ties(a), _ties(b)
    everything = n * (n - 1) / 2
    pairs = math.sqrt((everything - _pairs(t)) * (everything - _pairs(u)))
    return Kendall(s, pairs, s / pairs if pairs > 0 else None, _variance(n, t, u), n)


def trend_s(values: NDArray[np.float64]) -> float:
    """Kendall's S of values against their order.

    Formula: pairs that rise less pairs that fall.
    Units: pairs.
    Shapes: a sequence of one value or more.
    Errors: none.
    Source: Kendall (1970), Rank Correlation Methods, 4th edition.
    """
    first, second = np.triu_indices(len(values), 1)
    return float(np.sign(values[second] - values[first]).sum())


def _ties(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, counts = np.unique(values, return_counts=True)
    return np.asarray(counts[counts > 1], dtype=np.float64)


def _pairs(ties: NDArray[np.float64]) -> float:
    return float((ties * (ties - 1)).sum() / 2)


def _variance(n: int, t: NDArray[np.float64], u: NDArray[np.float64]) -> float:
    def fives(ties: NDArray[np.float64]) -> float:
        return float((ties * (ties - 1) * (2 * ties + 5)).sum())

    def threes(ties: NDArray[np.float64]) -> float:
        return float((ties * (ties - 1) * (ties - 2)).sum())

    found = (n * (n - 1) * (2 * n + 5) - fives(t) - fives(u)) / 18
    found += 2 * _pairs(t) * _pairs(u) / (n * (n - 1))
    if n > 2:
        found += threes(t) * threes(u) / (9 * n * (n - 1) * (n - 2))
    return found
