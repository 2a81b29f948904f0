"""Quantiles that are asked for again and again."""

from __future__ import annotations

from functools import cache

from scipy import stats

from handrail.measures.errors import MeasureError


@cache
def student(confidence: float, freedom: int) -> float:
    """The two-sided quantile of Student's distribution.

    Formula: t such that P(|T| ≤ t) = confidence, T with `freedom` degrees of freedom.
    Units: none.
    Shapes: a number.
    Errors: MeasureError unless 0 < confidence < 1 and freedom ≥ 1.
    Source: Student (1908), The probable error of a mean, Biometrika 6(1), 1-25.
    """
    _check(confidence)
    if freedom < 1:
        raise MeasureError("An interval needs at least one more value than the line has parameters.")
    return float(stats.t.ppf((1 + confidence) / 2, freedom))


@cache
def normal(confidence: float) -> float:
    """The two-sided quantile of the normal distribution.

    Formula: z such that P(|Z| ≤ z) = confidence.
    Units: none.
    Shapes: a number.
    Errors: MeasureError unless 0 < confidence < 1.
    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, section 26.2.
    """
    _check(confidence)
    return float(stats.norm.ppf((1 + confidence) / 2))


def _check(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise MeasureError(f"A confidence lies between 0 and 1, such as 0.8; {confidence:g} does not.")
