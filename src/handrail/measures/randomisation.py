"""Randomisation tests: how rare a difference is among all plans that could have been drawn by lot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.effects import towards_better
from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from handrail.measures.effects import Values

    Floats = NDArray[np.float64]

LEAST: Final = 3
"""Checks in the shortest phase that a start may leave."""
MOST: Final = 200_000
"""Plans that are tried one by one; beyond, the test is refused rather than sampled in silence."""
CAUTION: Final = (
    "The test holds only if the plan was drawn by lot before the first check. Drawn afterwards, or moved once the "
    "checks were seen, it says nothing."
)


class Statistic(StrEnum):
    """What is compared between the two kinds of check."""

    MEANS = "means"
    MEDIANS = "medians"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Randomised:
    """How the plan that was drawn compares with all that could have been drawn."""

    variant: str
    value: float
    p: float
    plans: int
    least_p: float
    """No result could have been rarer: one of so many plans."""
    caution: str = CAUTION


def by_start(
    values: Values,
    *,
    began: int,
    starts: Sequence[int],
    sign: int = 1,
    statistic: Statistic = Statistic.MEANS,
) -> Randomised:
    """Whether the day on which help began was drawn among several: a test of phases.

    Formula: for each start s that could have been drawn, T(s) of values s, s + 1, … against those before; p = #{s:
        T(s) ≥ T(began)} / #starts, towards better. T is the difference of means, of medians, or NAP.
    Units: the values'; p a share.
    Shapes: values in order, numbered from 1; `began` and `starts` are numbers of the first check with help, each with
        three checks or more before it and from it on.
    Errors: MeasureError for fewer than two starts, one twice, `began` not among them, or a phase that is too short.
    Source: Edgington (1980), Behavioral Assessment 2(1), 19-28; Edgington and Onghena (2007), Randomization Tests,
        4th edition.
    """
    y = towards_better(_values(values), sign)
    chosen = sorted(starts)
    if len(chosen) < 2:
        raise MeasureError("A draw is among two starts or more.")
    if len(set(chosen)) != len(chosen):
        raise MeasureError("A start was given twice.")
    if began not in chosen:
        raise MeasureError(f"Help began at check {began}, which was not among those that could be drawn.")
    for start in (chosen[0], chosen[-1]):
        if start - 1 < LEAST or len(y) - start + 1 < LEAST:
            raise MeasureError(f"A start at check {start} leaves a phase of fewer than {LEAST} checks.")
    of = STATISTICS[statistic]
    found = {start: of(y[: start - 1], y[start - 1 :]) for start in chosen}
    seen = found[began]
    rare = sum(_at_least(one, seen) for one in found.values())
    variant = f"start drawn by lot, {LABELS[statistic]}"
    return Randomised(
        variant, _turned(seen, sign, statistic), rare / len(chosen), len(chosen), 1 / len(chosen)
    )


def by_day(
    values: Values, *, with_help: Sequence[bool], sign: int = 1, statistic: Statistic = Statistic.MEANS
) -> Randomised:
    """Whether each day was drawn to be with or without: a test of alternating days.

    Formula: over all C(N, n) ways to draw n of N days, p = #{T ≥ T seen} / C(N, n), towards better. T is the
        difference of means, of medians, or NAP.
    Units: the values'; p a share.
    Shapes: values in order, and for each whether it was with; two or more of both kinds, at most 200,000 ways.
    Errors: MeasureError for another length, too few of a kind, or too many ways.
    Source: Edgington and Onghena (2007), Randomization Tests, 4th edition.
    """
    y = towards_better(_values(values), sign)
    drawn = np.asarray(with_help, dtype=bool)
    if drawn.shape != y.shape:
        raise MeasureError("Say of each value whether it was with.")
    n = int(drawn.sum())
    if n < 2 or len(y) - n < 2:
        raise MeasureError("Two days with and two without are the least.")
    ways = math.comb(len(y), n)
    if ways > MOST:
        raise MeasureError(
            f"There are {ways:,} ways to draw these days, more than the {MOST:,} that are tried."
        )
    of = STATISTICS[statistic]
    seen = of(y[~drawn], y[drawn])
    rare, places = 0, np.arange(len(y))
    for chosen in combinations(range(len(y)), n):
        mask = np.isin(places, chosen)
        rare += _at_least(of(y[~mask], y[mask]), seen)
    variant = f"days drawn by lot, {LABELS[statistic]}"
    return Randomised(variant, _turned(seen, sign, statistic), rare / ways, ways, 1 / ways)


def _overlap(a: Floats, b: Floats) -> float:
    difference = b[None, :] - a[:, None]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


STATISTICS: Final[dict[Statistic, Callable[[Floats, Floats], float]]] = {
    Statistic.MEANS: lambda a, b: float(b.mean() - a.mean()),
    Statistic.MEDIANS: lambda a, b: float(np.median(b) - np.median(a)),
    Statistic.OVERLAP: _overlap,
}
LABELS: Final = {
    Statistic.MEANS: "difference of means",
    Statistic.MEDIANS: "difference of medians",
    Statistic.OVERLAP: "non-overlap of all pairs",
}


def _at_least(one: float, seen: float) -> bool:
    """Rounding makes no plan rarer than its equal."""
    return one >= seen - 1e-9 * max(1.0, abs(seen))


def _turned(value: float, sign: int, statistic: Statistic) -> float:
    return value if statistic is Statistic.OVERLAP else sign * value


def _values(values: Values) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or not np.isfinite(found).all():
        raise MeasureError("A value is not a number.")
    return found
