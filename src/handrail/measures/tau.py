"""The Tau-U family and Tau with its baseline corrected, each variant under its own name."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from handrail.measures import overlap
from handrail.measures.effects import USUAL_CONFIDENCE, Effect, phases, towards_better
from handrail.measures.kendall import kendall, trend_s
from handrail.measures.lines import theil_sen
from handrail.measures.quantiles import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handrail.measures.effects import Values


class TauU(StrEnum):
    """What S is divided by, and which trends are taken into it. The published variants differ."""

    PARKER = "parker"
    """A against B less the trend of A, over mn; may leave −1 to 1."""
    TARLOW = "tarlow"
    """The same over mn + m(m − 1)/2."""
    TAU_B = "tau_b"
    """The same over Kendall's denominator of tau-b."""
    FULL = "full"
    """A against B plus the trend of B less the trend of A, over all pairs."""


def tau_u(before: Values, after: Values, *, sign: int = 1, variant: TauU = TauU.PARKER) -> Effect:
    """Non-overlap with the trend before taken off.

    Formula: with S_AB, S_AA, S_BB Kendall's S between and within phases: Parker (S_AB − S_AA)/mn; Tarlow over
        mn + m(m − 1)/2; tau-b S_AB − S_AA over √((N − T₁)(N − T₂)) of those pairs; full (S_AB + S_BB − S_AA) over all
        pairs.
    Units: none.
    Shapes: two phases of one value or more; +1 where more is better, −1 where less is.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker, Vannest, Davis and Sauber (2011), Behavior Therapy 42(2), 284-299; the denominators: Tarlow (2017),
        Behavior Modification 41(4), 427-467.
    """
    a, b = phases(before, after)
    a, b = towards_better(a, sign), towards_better(b, sign)
    m, n = len(a), len(b)
    between = float(np.sign(b[None, :] - a[:, None]).sum())
    s = between - trend_s(a)
    if variant is TauU.PARKER:
        return Effect("Tau-U", "A against B less trend of A, over mn (may leave −1 to 1)", s / (m * n))
    if variant is TauU.TARLOW:
        return Effect(
            "Tau-U", "A against B less trend of A, over mn + m(m − 1)/2", s / (m * n + m * (m - 1) / 2)
        )
    if variant is TauU.FULL:
        everything = (m + n) * (m + n - 1) / 2
        return Effect(
            "Tau-U",
            "A against B plus trend of B less trend of A, over all pairs",
            (s + trend_s(b)) / everything,
        )
    # The first phase's time runs backwards, then the second phase stands above it as one tie.
    order = np.concatenate([np.arange(m, 0, -1, dtype=np.float64), np.full(n, m + 1.0)])
    found = kendall(order, np.concatenate([a, b]))
    if found.tau_b is None:
        return Effect(
            "Tau-U", "A against B less trend of A, as tau-b", None, reason="All values are the same."
        )
    return Effect("Tau-U", "A against B less trend of A, as tau-b", found.tau_b)


class Corrected(StrEnum):
    """How the corrected values are compared."""

    TAU_B = "tau_b"
    """Kendall's tau-b with a 0/1 phase, as published."""
    NON_OVERLAP = "non_overlap"
    """Tau by non-overlap."""


def tau_bc(
    before: Values,
    after: Values,
    *,
    sign: int = 1,
    tested: bool = True,
    significance: float = 0.05,
    continuity: bool = True,
    compared: Corrected = Corrected.TAU_B,
    confidence: float = USUAL_CONFIDENCE,
) -> Effect:
    """Tau with the trend of the first phase taken out, where there is one.

    Formula: if Kendall's p of the first phase's trend is below the significance (or untested), values less the
        Theil-Sen line of the first phase (joint intercept), its time going on through the second; then tau-b with a 0/1
        phase, or non-overlap. SE = √(2/(m + n) · (1 − τ²)) for tau-b, its interval within −1 to 1. Where all values
        are ties, S = 0 and so is τ.
    Units: none, from −1 to 1. The sign is of improvement: +1 is better whichever way better goes.
    Shapes: two phases, the first of two values or more; checks are taken as evenly spaced.
    Errors: MeasureError for a phase that is too short or a value that is no number.
    Source: Tarlow (2017), Behavior Modification 41(4), 427-467.
    """
    a, b = phases(before, after)
    a, b = towards_better(a, sign), towards_better(b, sign)
    m, n = len(a), len(b)
    corrected = m >= 2 and (not tested or kendall(np.arange(m), a).p(continuity=continuity) < significance)
    if corrected:
        a, b = without_trend(a, b)
    name = "baseline corrected" if corrected else "no trend before, so not corrected"
    if compared is Corrected.NON_OVERLAP:
        one = overlap.tau(a, b, confidence=confidence)
        return Effect("Tau-BC", f"{name}, non-overlap", one.value, one.error, one.low, one.high, confidence)
    phase = np.concatenate([np.zeros(m), np.ones(n)])
    value, reason = kendall(phase, np.concatenate([a, b])).tau_b, ""
    if value is None:
        value, reason = 0.0, "All values are ties, so no pair speaks for a change or against one."
    error = math.sqrt(max(0.0, 2 / (m + n) * (1 - value * value)))
    half = normal(confidence) * error
    low, high = max(-1.0, value - half), min(1.0, value + half)
    return Effect("Tau-BC", f"{name}, tau-b", value, error, low, high, confidence, reason)


def without_trend(
    before: NDArray[np.float64], after: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both phases less the first one's Theil-Sen line.

    Formula: y − intercept − slope · t, t = 1, 2, … through both phases; slope and joint intercept of the first.
    Units: those of the values.
    Shapes: two phases, the first of two values or more; the same shapes out.
    Errors: MeasureError for a first phase of one value.
    Source: Tarlow (2017), Behavior Modification 41(4), 427-467.
    """
    m, n = len(before), len(after)
    time = np.arange(1, m + n + 1, dtype=np.float64)
    line = theil_sen(time[:m], before)
    fitted = line.intercept + line.slope * time
    # What is a tie on paper is a tie here, whatever the last bit says.
    left = np.concatenate([before, after]) - fitted
    scale = max(1.0, float(np.abs(fitted).max()))
    left = np.round(left / scale, 12) * scale
    return left[:m], left[m:]
