"""Effect sizes by overlap: how far the values after a change lie beyond those before it."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from handrail.measures.effects import USUAL_CONFIDENCE, Effect, phases, towards_better
from handrail.measures.lines import Interval
from handrail.measures.quantiles import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handrail.measures.effects import Values


class NapError(StrEnum):
    """How the standard error of NAP and of Tau is found."""

    UNBIASED = "unbiased"
    HANLEY_MCNEIL = "hanley_mcneil"
    NULL = "null"


def pnd(before: Values, after: Values, *, sign: int = 1) -> Effect:
    """Percentage of non-overlapping data, as a share. It falls as the first phase grows longer.

    Formula: values after that are better than the best value before / values after.
    Units: a share.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Scruggs, Mastropieri and Casto (1987), Remedial and Special Education 8(2), 24-33.
    """
    a, b = _turned(before, after, sign)
    return Effect("PND", "better than the best before", float(np.mean(b > a.max())))


def pem(before: Values, after: Values, *, sign: int = 1) -> Effect:
    """Percentage exceeding the median, as a share.

    Formula: values after that are better than the median before, half for equal ones / values after.
    Units: a share.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Ma (2006), Behavior Modification 30(5), 598-617.
    """
    a, b = _turned(before, after, sign)
    middle = np.median(a)
    return Effect("PEM", "ties count half", float(np.mean((b > middle) + 0.5 * (b == middle))))


def pand(before: Values, after: Values, *, sign: int = 1) -> Effect:
    """Percentage of all non-overlapping data, as a share: what is left when the fewest overlapping are taken out.

    Formula: max{i + j : A₍ᵢ₎ < B₍ₙ₊₁₋ⱼ₎} / (m + n), A₍₀₎ = −∞ and B₍ₙ₊₁₎ = ∞.
    Units: a share.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker, Hagan-Burke and Vannest (2007), Journal of Special Education 40(4), 194-204.
    """
    a, b = _turned(before, after, sign)
    return Effect("PAND", "fewest taken out", _kept(a, b) / (len(a) + len(b)))


def ird(before: Values, after: Values, *, sign: int = 1) -> Effect:
    """Robust improvement rate difference.

    Formula: 1 − r/2m − r/2n, r the fewest values to take out so that no overlap is left.
    Units: a difference of shares.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker, Vannest and Brown (2009), Exceptional Children 75(2), 135-150; Parker, Vannest and Davis (2011),
        Behavior Modification 35(4), 303-322.
    """
    a, b = _turned(before, after, sign)
    m, n = len(a), len(b)
    out = m + n - _kept(a, b)
    return Effect("IRD", "robust", 1 - out / (2 * m) - out / (2 * n))


def nap(
    before: Values,
    after: Values,
    *,
    sign: int = 1,
    confidence: float = USUAL_CONFIDENCE,
    error: NapError = NapError.UNBIASED,
) -> Effect:
    """Non-overlap of all pairs: the chance that a value after is better than one before.

    Formula: θ = mean of qᵢⱼ = [Bⱼ > Aᵢ] + ½[Bⱼ = Aᵢ]; interval by `newcombe`. Squared standard error, with
        Q₁ = mean over i of (mean over j of (q − θ))², Q₂ likewise over j, X = mean of (q − θ)², and θ kept half a
        pair away from 0 and 1 in θ(1 − θ): unbiased [θ(1 − θ) + nQ₁ + mQ₂ − 2X]/((m − 1)(n − 1)); Hanley and McNeil
        [θ(1 − θ) + (n − 1)Q₁ + (m − 1)Q₂]/mn; under no effect (m + n + 1)/12mn.
    Units: a probability.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number. No unbiased error for one value a phase.
    Source: Parker and Vannest (2009), Behavior Therapy 40(4), 357-367; unbiased error: Sen (1967), Calcutta
        Statistical Association Bulletin 17, 45-60, and Mee (1990), Journal of the American Statistical Association
        85(411), 793-800; Hanley and McNeil (1982), Radiology 143(1), 29-36; interval: Newcombe (2006), Statistics in
        Medicine 25(4), 559-573.
    """
    a, b = _turned(before, after, sign)
    q = _better(a, b)
    value = float(q.mean())
    low, high = newcombe(value, len(a), len(b), confidence=confidence)
    return Effect("NAP", f"{error.value} error", value, _nap_error(q, error), low, high, confidence)


def tau(
    before: Values,
    after: Values,
    *,
    sign: int = 1,
    confidence: float = USUAL_CONFIDENCE,
    error: NapError = NapError.UNBIASED,
) -> Effect:
    """Tau for non-overlap: NAP from −1 to 1.

    Formula: 2 NAP − 1, with twice its standard error and its interval likewise.
    Units: none, from −1 to 1.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker, Vannest, Davis and Sauber (2011), Behavior Therapy 42(2), 284-299.
    """
    one = nap(before, after, sign=sign, confidence=confidence, error=error)
    assert one.value is not None
    assert one.low is not None
    assert one.high is not None
    spread = None if one.error is None else 2 * one.error
    return Effect(
        "Tau", "non-overlap", 2 * one.value - 1, spread, 2 * one.low - 1, 2 * one.high - 1, confidence
    )


def newcombe(value: float, m: int, n: int, *, confidence: float = USUAL_CONFIDENCE) -> Interval:
    """The interval of a probability that one of n values exceeds one of m, Newcombe's fifth method.

    Formula: the roots in t of mn(θ − t)²(2 − t)(1 + t) = z² t(1 − t)(2 + h + (1 + 2h) t(1 − t)), h = (m + n)/2 − 1.
        At θ = 1 and θ = 0 one root is θ itself; the other is the end of the interval.
    Units: probabilities.
    Shapes: low and high.
    Errors: MeasureError for a confidence that is none.
    Source: Newcombe (2006), Statistics in Medicine 25(4), 559-573.
    """
    z = normal(confidence)
    h = (m + n) / 2 - 1

    def apart(t: float) -> float:
        spread = t * (1 - t)
        return m * n * (value - t) ** 2 * (2 - t) * (1 + t) - z * z * spread * (2 + h + (1 + 2 * h) * spread)

    def below() -> float:
        if value == 0:
            return 0.0
        # Just below 1 the root that is 1 itself is left behind.
        top = value if value < 1 else 1 - 1e-9
        return float(optimize.brentq(apart, 0.0, top, xtol=1e-14))

    def above() -> float:
        if value == 1:
            return 1.0
        bottom = value if value > 0 else 1e-9
        return float(optimize.brentq(apart, bottom, 1.0, xtol=1e-14))

    return Interval(below(), above())


def _turned(before: Values, after: Values, sign: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    a, b = phases(before, after)
    return towards_better(a, sign), towards_better(b, sign)


def _better(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """qᵢⱼ, the first phase down and the second across."""
    return np.where(b[None, :] > a[:, None], 1.0, np.where(b[None, :] == a[:, None], 0.5, 0.0))


def _kept(a: NDArray[np.float64], b: NDArray[np.float64]) -> int:
    """The most values that can stay with every one before below every one after."""
    best = max(len(a), len(b))
    low, high = np.sort(a), np.sort(b)[::-1]
    for i in range(1, len(low) + 1):
        beyond = int(np.count_nonzero(high > low[i - 1]))
        if beyond:
            best = max(best, i + beyond)
    return best


def _nap_error(q: NDArray[np.float64], kind: NapError) -> float | None:
    m, n = q.shape
    value = float(q.mean())
    if kind is NapError.NULL:
        return math.sqrt((m + n + 1) / (12 * m * n))
    rows = float(((q - value).mean(axis=1) ** 2).sum()) / m
    columns = float(((q - value).mean(axis=0) ** 2).sum()) / n
    # Without overlap the spread would be 0 and the effect seem certain; half a pair is taken as uncertain.
    clipped = min(max(value, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    if kind is NapError.HANLEY_MCNEIL:
        return math.sqrt((clipped * (1 - clipped) + (n - 1) * rows + (m - 1) * columns) / (m * n))
    if m < 2 or n < 2:
        return None
    cells = float(((q - value) ** 2).mean())
    variance = (clipped * (1 - clipped) + n * rows + m * columns - 2 * cells) / ((m - 1) * (n - 1))
    return math.sqrt(variance) if variance > 0 else 0.0
