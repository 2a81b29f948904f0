"""How far two observers agree, each way by its own name. Shares from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

USUAL_LEAST: Final = 0.8
"""What is usually asked for, on a fifth to a third of sessions in each phase."""


def total(first: ArrayLike, second: ArrayLike) -> float:
    """Total count agreement: the smaller total over the larger. Generous: different events can add up alike.

    Formula: min(Σa, Σb) / max(Σa, Σb); 1 where both saw nothing.
    Units: a share.
    Shapes: two sequences of one length of counts or of one count each.
    Errors: MeasureError for different lengths, no values, or negative ones.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _counts(first, second)
    return _smaller_over_larger(float(a.sum()), float(b.sum()))


def mean_per_interval(first: ArrayLike, second: ArrayLike) -> float:
    """Mean count-per-interval agreement.

    Formula: mean over intervals of min(a, b) / max(a, b); 0 and 0 agree wholly, 0 and some not at all.
    Units: a share.
    Shapes: two sequences of one length, a count for each interval.
    Errors: MeasureError for different lengths, no values, or negative ones.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _counts(first, second)
    return float(np.mean([_smaller_over_larger(x, y) for x, y in zip(a, b, strict=True)]))


def exact(first: ArrayLike, second: ArrayLike) -> float:
    """Exact count-per-interval agreement, the strictest of the counts.

    Formula: intervals with equal counts / intervals.
    Units: a share.
    Shapes: two sequences of one length, a count for each interval.
    Errors: MeasureError for different lengths, no values, or negative ones.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _counts(first, second)
    return float(np.mean(a == b))


def interval(first: ArrayLike, second: ArrayLike) -> float:
    """Interval-by-interval agreement; for trials, trial-by-trial.

    Formula: intervals in which both say yes or both no / intervals.
    Units: a share.
    Shapes: two sequences of one length of yes (1) and no (0).
    Errors: MeasureError for different lengths, no values, or anything but yes and no.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _yes_no(first, second)
    return float(np.mean(a == b))


def scored(first: ArrayLike, second: ArrayLike) -> float | None:
    """Agreement on occurrence, for what is rare; None where neither saw any.

    Formula: intervals in which both say yes / intervals in which at least one does.
    Units: a share.
    Shapes: two sequences of one length of yes (1) and no (0).
    Errors: MeasureError for different lengths, no values, or anything but yes and no.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _yes_no(first, second)
    either = a | b
    return float((a & b).sum() / either.sum()) if either.any() else None


def unscored(first: ArrayLike, second: ArrayLike) -> float | None:
    """Agreement on non-occurrence, for what is frequent; None where both saw it throughout.

    Formula: intervals in which both say no / intervals in which at least one does.
    Units: a share.
    Shapes: two sequences of one length of yes (1) and no (0).
    Errors: MeasureError for different lengths, no values, or anything but yes and no.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    a, b = _yes_no(first, second)
    return scored(~a, ~b)


def total_duration(first: ArrayLike, second: ArrayLike) -> float:
    """Total duration agreement.

    Formula: the shorter total / the longer; 1 where both saw nothing.
    Units: durations in any one unit; a share out.
    Shapes: two sequences of one length.
    Errors: MeasureError for different lengths, no values, or negative ones.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    return total(first, second)


def mean_duration(first: ArrayLike, second: ArrayLike) -> float:
    """Mean duration-per-occurrence agreement.

    Formula: mean over occurrences of the shorter / the longer.
    Units: durations in any one unit; a share out.
    Shapes: two sequences of one length, a duration for each occurrence.
    Errors: MeasureError for different lengths, no values, or negative ones.
    Source: Reed and Azulay (2011), Behavior Analysis in Practice 4(2), 34-44.
    """
    return mean_per_interval(first, second)


class Kappa(NamedTuple):
    """Agreement beyond chance, always beside the agreement itself."""

    value: float | None
    observed: float
    by_chance: float
    reason: str = ""


def kappa(table: ArrayLike, *, weighted: bool = False) -> Kappa:
    """Cohen's kappa from a table of what the first observer said by what the second said.

    Formula: (pₒ − pₑ)/(1 − pₑ); weighted by 1 − (i − j)²/(k − 1)² for ordered levels. None where pₑ = 1.
    Units: none.
    Shapes: a square table of counts, k × k with k ≥ 2.
    Errors: MeasureError for a table that is not square, empty, or negative.
    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46; weighted: Cohen (1968),
        Psychological Bulletin 70(4), 213-220.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise MeasureError("A table of agreement is square, with two levels or more.")
    if (counts < 0).any() or not np.isfinite(counts).all() or counts.sum() == 0:
        raise MeasureError("A table of agreement holds counts, and not only zeros.")
    shares = counts / counts.sum()
    levels = len(shares)
    place = np.arange(levels)
    weight = np.eye(levels)
    if weighted:
        weight = 1 - (place[:, None] - place[None, :]) ** 2 / (levels - 1) ** 2
    observed = float((weight * shares).sum())
    by_chance = float((weight * np.outer(shares.sum(axis=1), shares.sum(axis=0))).sum())
    if 1 - by_chance < 1e-12:
        return Kappa(None, observed, by_chance, "Both used one level only, so nothing is beyond chance.")
    return Kappa((observed - by_chance) / (1 - by_chance), observed, by_chance)


def table_of(first: ArrayLike, second: ArrayLike, *, levels: int = 2) -> NDArray[np.int64]:
    """Two observers' levels as a table for `kappa`.

    Formula: counts of each pair of levels.
    Units: none.
    Shapes: two sequences of one length of levels 0 … levels − 1; levels × levels out.
    Errors: MeasureError for different lengths, no values, or a level that is none.
    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    a, b = _counts(first, second)
    if not (np.isin(a, np.arange(levels)).all() and np.isin(b, np.arange(levels)).all()):
        raise MeasureError(f"Levels are whole numbers from 0 to {levels - 1}.")
    found = np.zeros((levels, levels), dtype=np.int64)
    np.add.at(found, (a.astype(int), b.astype(int)), 1)
    return found


def _smaller_over_larger(one: float, other: float) -> float:
    larger = max(one, other)
    return 1.0 if larger == 0 else min(one, other) / larger


def _counts(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    a = np.atleast_1d(np.asarray(first, dtype=np.float64))
    b = np.atleast_1d(np.asarray(second, dtype=np.float64))
    if a.shape != b.shape or a.ndim != 1:
        raise MeasureError("Both observers must have recorded the same intervals.")
    if not len(a):
        raise MeasureError("There is nothing that two observers could agree on.")
    for name, values in (("first", a), ("second", b)):
        if not np.isfinite(values).all() or (values < 0).any():
            place = int(np.flatnonzero(~np.isfinite(values) | (values < 0))[0]) + 1
            raise MeasureError(f"Value {place} of the {name} observer, {values[place - 1]:g}, cannot be.")
    return a, b


def _yes_no(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    a, b = _counts(first, second)
    if not (np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all()):
        raise MeasureError("Intervals are recorded as yes (1) or no (0).")
    return a.astype(bool), b.astype(bool)
