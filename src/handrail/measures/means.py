"""Effect sizes by means and medians: ratios, standardised differences, and how much of a goal was obtained."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from handrail.measures.effects import CAUTION, USUAL_CONFIDENCE, Effect, phases
from handrail.measures.errors import MeasureError
from handrail.measures.quantiles import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handrail.measures.effects import Values

NO_RATIO = "There is no ratio to or from a mean that is not above 0."


class Scale(StrEnum):
    """What the values are, for effect sizes to which it matters."""

    COUNT = "count"
    PERCENT = "percent"
    OTHER = "other"


def lrr(
    before: Values,
    after: Values,
    *,
    towards_less: bool = False,
    improvement: int = 1,
    scale: Scale = Scale.OTHER,
    confidence: float = USUAL_CONFIDENCE,
) -> Effect:
    """Log response ratio, bias-corrected: LRRi for what should grow, LRRd for what should shrink.

    Formula: ln(M_B/M_A) + S²_B/(2nM²_B) − S²_A/(2mM²_A); SE = √(S²_A/(mM²_A) + S²_B/(nM²_B)). LRRi of a percentage
        that should shrink, and LRRd of one that should grow, take 100 less the values. Of any other scale LRRd changes
        the sign where more is better, and LRRi where less is, so that an improvement is above 0 for LRRi and below 0
        for LRRd.
    Units: none; 100(eˡʳʳ − 1) is a change in percent.
    Shapes: two phases of two values or more on a scale with a true zero; `improvement` +1 where more is better.
    Errors: MeasureError for a phase that is too short or a value that is no number. No value for a mean of 0 or below.
    Source: Pustejovsky (2015), Psychological Methods 20(3), 342-359; (2018), Journal of School Psychology 68, 99-112.
    """
    a, b = phases(before, after, least=2)
    name = "LRRd" if towards_less else "LRRi"
    turn = 1.0
    # Towards less, less is the improvement that the ratio is read for; a percentage is then read from its other end.
    if (improvement < 0) != towards_less:
        if scale is Scale.PERCENT:
            a, b = 100 - a, 100 - b
        else:
            turn = -1.0
    if a.mean() <= 0 or b.mean() <= 0:
        return Effect(name, "bias-corrected", None, reason=NO_RATIO)
    value = math.log(b.mean() / a.mean()) + _relative(b) / 2 - _relative(a) / 2
    error = math.sqrt(_relative(a) + _relative(b))
    return _normal(name, "bias-corrected", turn * value, error, confidence)


def percent_change(ratio: Effect) -> Effect:
    """A log ratio as a change in percent.

    Formula: 100(eˣ − 1), the ends of the interval likewise.
    Units: percent of the level before.
    Shapes: an effect of `lrr` or `lrm`.
    Errors: none; no value stays no value.
    Source: Pustejovsky (2018), Journal of School Psychology 68, 99-112.
    """

    def percent(value: float | None) -> float | None:
        return None if value is None else 100 * math.expm1(value)

    return Effect(
        f"percent change from {ratio.name}", ratio.variant, percent(ratio.value), None, percent(ratio.low),
        percent(ratio.high), ratio.confidence, ratio.reason,
    )  # fmt: skip


def lrm(
    before: Values, after: Values, *, improvement: int = 1, confidence: float = USUAL_CONFIDENCE
) -> Effect:
    """Log ratio of medians: an outlier hardly moves it.

    Formula: ln(median B / median A); for each phase of n sorted values, with c = max(1, ⌊(n + 1)/2 − √n⌋) and
        p = P(Bin(n, ½) ≤ c − 1), the variance ((ln y₍ₙ₋c₊₁₎ − ln y₍c₎)/(2 z₁₋p))². `improvement` −1 changes the sign.
    Units: none.
    Shapes: two phases of two values or more, all above 0.
    Errors: MeasureError for a phase that is too short or a value that is no number. No value for a median of 0, no
        error where a value that it is found from is 0.
    Source: Price and Bonett (2002), Computational Statistics and Data Analysis 40(1), 119-124; Bonett and Price (2020),
        Psychological Methods 25(4), 509-519.
    """
    a, b = phases(before, after, least=2)
    one, other = np.median(a), np.median(b)
    if one <= 0 or other <= 0:
        return Effect(
            "LRM", "medians", None, reason="There is no ratio to or from a median that is not above 0."
        )
    value = math.log(other / one) * improvement
    spreads = (_log_median_variance(a), _log_median_variance(b))
    if None in spreads:
        return Effect("LRM", "medians", value, reason="A value of 0 leaves the error unknown.")
    return _normal("LRM", "medians", value, math.sqrt(sum(each or 0.0 for each in spreads)), confidence)


def lor(
    before: Values, after: Values, *, improvement: int = 1, confidence: float = USUAL_CONFIDENCE
) -> Effect:
    """Log odds ratio of percentages, bias-corrected.

    Formula: with p = mean/100 and s² the variance of shares: ln(p_B/(1 − p_B)) − s²_B(2p_B − 1)/(2n p²_B(1 − p_B)²)
        − the same of A; SE = √(s²_A/(m p²_A(1 − p_A)²) + s²_B/(n p²_B(1 − p_B)²)). `improvement` −1 changes the sign.
    Units: none.
    Shapes: two phases of two percentages or more.
    Errors: MeasureError for a phase that is too short or a value outside 0 to 100. No value for a mean of 0 or 100.
    Source: Pustejovsky (2015), Psychological Methods 20(3), 342-359.
    """
    a, b = phases(before, after, least=2)
    if (np.concatenate([a, b]) < 0).any() or (np.concatenate([a, b]) > 100).any():
        raise MeasureError("Odds are of percentages from 0 to 100.")

    def parts(values: NDArray[np.float64]) -> tuple[float, float] | None:
        p = float(values.mean()) / 100
        if not 0 < p < 1:
            return None
        spread = float(values.var(ddof=1)) / 1e4 / (len(values) * (p * (1 - p)) ** 2)
        return math.log(p / (1 - p)) - spread * (2 * p - 1) / 2, spread

    one, other = parts(a), parts(b)
    if one is None or other is None:
        return Effect("LOR", "bias-corrected", None, reason="There are no odds of a mean of 0% or 100%.")
    return _normal(
        "LOR", "bias-corrected", improvement * (other[0] - one[0]), math.sqrt(one[1] + other[1]), confidence
    )


class Deviation(StrEnum):
    """The standard deviation that a difference is held against."""

    BASELINE = "baseline"
    POOLED = "pooled"


def smd(
    before: Values,
    after: Values,
    *,
    improvement: int = 1,
    deviation: Deviation = Deviation.BASELINE,
    corrected: bool = True,
    confidence: float = USUAL_CONFIDENCE,
) -> Effect:
    """Within-case standardised mean difference g. Not to be compared with those of groups.

    Formula: d = (M_B − M_A)/S. By the baseline's S, ν = m − 1, SE = J √(1/m + S²_B/(nS²_A) + d²/2ν); pooled,
        ν = m + n − 2, SE = J √(1/m + 1/n + d²/2ν), d in the errors already corrected. g = J d with J = 1 − 3/(4ν − 1),
        or J = 1 uncorrected. `improvement` −1 changes the sign.
    Units: standard deviations.
    Shapes: two phases, the first of two values or more (three for a correction); pooled, both.
    Errors: MeasureError for a phase that is too short or a value that is no number. No value where S is 0.
    Source: Gingerich (1984), Journal of Applied Behavioral Science 20(1), 71-79; correction: Hedges (1981), Journal of
        Educational Statistics 6(2), 107-128.
    """
    a, b = phases(before, after, least=2)
    m, n = len(a), len(b)
    variances = float(a.var(ddof=1)), float(b.var(ddof=1))
    pooled = deviation is Deviation.POOLED
    freedom = m + n - 2 if pooled else m - 1
    square = ((m - 1) * variances[0] + (n - 1) * variances[1]) / freedom if pooled else variances[0]
    variant = (
        f"by the {'pooled' if pooled else 'first phase’s'} deviation, {'' if corrected else 'un'}corrected"
    )
    if square <= 1e-24 * max(1.0, float(np.abs(a).max()) ** 2):
        return Effect(
            "SMD", variant, None, reason="The values before do not vary, so there is nothing to measure by."
        )
    j = 1 - 3 / (4 * freedom - 1) if corrected else 1.0
    value = j * improvement * (float(b.mean()) - float(a.mean())) / math.sqrt(square)
    parts = 1 / m + (1 / n if pooled else variances[1] / (n * square)) + value**2 / (2 * freedom)
    caution = "Not to be compared with effect sizes of groups. " + CAUTION
    return replace(_normal("SMD", variant, value, j * math.sqrt(parts), confidence), caution=caution)


def pogo(before: Values, after: Values, *, goal: float, confidence: float = USUAL_CONFIDENCE) -> Effect:
    """Percent of goal obtained: how much of the way from the level before to the goal was made.

    Formula: 100 (M_B − M_A)/(goal − M_A); SE by the delta method in both means,
        100 √(V_B/(goal − M_A)² + V_A (goal − M_B)²/(goal − M_A)⁴), V = S²/n.
    Units: percent of the way.
    Shapes: two phases of two values or more.
    Errors: MeasureError for a phase that is too short or a value that is no number. No value where the level before
        is the goal.
    Source: Ferron, Goldstein, Olszewski and Rohrer (2020), Evidence-Based Communication Assessment and Intervention
        14(1-2), 6-27; the error: Oehlert (1992), The American Statistician 46(1), 27-29.
    """
    a, b = phases(before, after, least=2)
    start, end = float(a.mean()), float(b.mean())
    way = goal - start
    if way == 0:
        return Effect(
            "PoGO", "delta-method error", None, reason="The level before is the goal: there is no way to go."
        )
    v_a, v_b = float(a.var(ddof=1)) / len(a), float(b.var(ddof=1)) / len(b)
    error = 100 * math.sqrt(v_b / way**2 + v_a * (goal - end) ** 2 / way**4)
    return _normal("PoGO", "delta-method error", 100 * (end - start) / way, error, confidence)


def _normal(name: str, variant: str, value: float, error: float, confidence: float) -> Effect:
    half = normal(confidence) * error
    return Effect(name, variant, value, error, value - half, value + half, confidence)


def _relative(values: NDArray[np.float64]) -> float:
    """The squared standard error of a mean as a share of the squared mean."""
    return float(values.var(ddof=1)) / (len(values) * float(values.mean()) ** 2)


def _log_median_variance(values: NDArray[np.float64]) -> float | None:
    n = len(values)
    c = max(1, math.floor((n + 1) / 2 - math.sqrt(n)))
    below = float(stats.binom.cdf(c - 1, n, 0.5))
    z = float(stats.norm.isf(below))
    ordered = np.sort(values)
    low, high = ordered[c - 1], ordered[n - c]
    if low <= 0:
        return None
    return float(((math.log(high) - math.log(low)) / (2 * z)) ** 2)
