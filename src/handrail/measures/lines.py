"""Straight lines through a series: least squares with its intervals, and the ways that resist an outlier.

x is a time in weeks, y a value; a slope is in units of y a week.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from handrail.measures.errors import MeasureError
from handrail.measures.quantiles import normal, student

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Values = Sequence[float] | NDArray[np.float64]

MOST_POINTS_PLANNED = 1000


class Interval(NamedTuple):
    low: float
    high: float

    def wholly_above(self, value: float, *, by: float = 0.0) -> bool:
        return self.low > value + by

    def wholly_below(self, value: float, *, by: float = 0.0) -> bool:
        return self.high < value - by


@dataclass(frozen=True, slots=True)
class Line:
    """A least-squares line with what its intervals are found from.

    `see` is the standard error of estimate, the spread of the values about the line; it is None where no value is
    left over to see it (two points).
    """

    intercept: float
    slope: float
    n: int
    x_mean: float
    y_mean: float
    sxx: float
    see: float | None

    def at(self, x: float) -> float:
        """The line's value at a time.

        Formula: ŷ = intercept + slope · x.
        Units: x in weeks, the value in units of y.
        Shapes: a number.
        Errors: none.
        Source: Gauss (1809), Theoria motus corporum coelestium, book 2, section 3.
        """
        return self.intercept + self.slope * x

    @property
    def slope_error(self) -> float:
        """The standard error of the slope.

        Formula: SEE / √Sxx.
        Units: units of y a week.
        Shapes: a number.
        Errors: MeasureError with two points, about which nothing can be said.
        Source: Christ (2006), School Psychology Review 35(1), 128-133.
        """
        return self._spread / math.sqrt(self.sxx)

    def slope_interval(self, confidence: float) -> Interval:
        """Where the true slope probably is.

        Formula: slope ± t(confidence, n − 2) · SEE / √Sxx.
        Units: units of y a week.
        Shapes: low and high.
        Errors: MeasureError with two points.
        Source: Draper and Smith (1998), Applied Regression Analysis, 3rd edition.
        """
        half = student(confidence, self.n - 2) * self.slope_error
        return Interval(self.slope - half, self.slope + half)

    def mean_interval(self, x: float, confidence: float) -> Interval:
        """Where the true line probably is at a time.

        Formula: ŷ ± t · SEE · √(1/n + (x − x̄)²/Sxx).
        Units: x in weeks, the values in units of y.
        Shapes: low and high.
        Errors: MeasureError with two points.
        Source: Working and Hotelling (1929), Journal of the American Statistical Association 24(165A), 73-85.
        """
        half = student(confidence, self.n - 2) * self._spread * math.sqrt(self._leverage(x))
        return Interval(self.at(x) - half, self.at(x) + half)

    def prediction_interval(self, x: float, confidence: float) -> Interval:
        """Where one more check at a time would probably be.

        Formula: ŷ ± t · SEE · √(1 + 1/n + (x − x̄)²/Sxx).
        Units: x in weeks, the values in units of y.
        Shapes: low and high.
        Errors: MeasureError with two points.
        Source: Draper and Smith (1998), Applied Regression Analysis, 3rd edition.
        """
        half = student(confidence, self.n - 2) * self._spread * math.sqrt(1 + self._leverage(x))
        return Interval(self.at(x) - half, self.at(x) + half)

    def _leverage(self, x: float) -> float:
        return 1 / self.n + (x - self.x_mean) ** 2 / self.sxx

    @property
    def _spread(self) -> float:
        if self.see is None:
            raise MeasureError("Two points always lie on a line; how sure it is cannot be told from them.")
        return self.see


def least_squares(x: Values, y: Values) -> Line:
    """The straight line with the least squared distance to the values.

    Formula: slope = Sxy / Sxx, intercept = ȳ − slope · x̄, SEE = √(SSE / (n − 2)).
    Units: x in weeks, y in its own unit, the slope in units of y a week.
    Shapes: two sequences of one length n ≥ 2.
    Errors: MeasureError for fewer than two points, different lengths, a value that is no number, or one time only.
    Source: Gauss (1809), Theoria motus corporum coelestium, book 2, section 3.
    """
    x, y = _pair(x, y)
    n = len(x)
    x_mean, y_mean = float(x.mean()), float(y.mean())
    dx, dy = x - x_mean, y - y_mean
    sxx = float(dx @ dx)
    slope = float(dx @ dy) / sxx
    see = None
    if n > 2:
        left = dy - slope * dx
        sse = float(left @ left)
        # Rounding leaves a hair of distance even on an exact line.
        see = math.sqrt(sse / (n - 2)) if sse > 1e-24 * max(float(y @ y), 1e-300) else 0.0
    return Line(y_mean - slope * x_mean, slope, n, x_mean, y_mean, sxx, see)


class Robust(NamedTuple):
    """A line by medians, with both intercepts that are in use and the interval of its slope."""

    slope: float
    intercept: float
    """Joint: the median of y − slope · x."""
    intercept_separate: float
    """Median of y less slope times median of x."""
    low: float
    high: float


def theil_sen(x: Values, y: Values, *, confidence: float = 0.95) -> Robust:
    """The median of the slopes between all pairs of points: an outlier hardly moves it.

    Formula: slope = median of (yⱼ − yᵢ)/(xⱼ − xᵢ) over pairs with xᵢ ≠ xⱼ. Interval: the order statistics of the
        slopes at (N ∓ z·σ)/2, σ² of Kendall's S with ties, N pairs. Steps, and is wide for n < 8.
    Units: x in weeks, y in its own unit, slopes in units of y a week.
    Shapes: two sequences of one length n ≥ 2.
    Errors: MeasureError as for `least_squares`.
    Source: Theil (1950), Proceedings Koninklijke Nederlandse Akademie van Wetenschappen A 53, 386-392; Sen (1968),
        Journal of the American Statistical Association 63(324), 1379-1389.
    """
    x, y = _pair(x, y)
    first, second = np.triu_indices(len(x), 1)
    apart = x[second] - x[first]
    kept = apart != 0
    slopes = np.sort((y[second] - y[first])[kept] / apart[kept])
    slope = float(np.median(slopes))
    half = normal(confidence) * math.sqrt(_variance_of_s(x, y))
    pairs = len(slopes)
    high = min(round((pairs + half) / 2), pairs - 1)
    low = max(round((pairs - half) / 2) - 1, 0)
    return Robust(
        slope,
        float(np.median(y - slope * x)),
        float(np.median(y) - slope * np.median(x)),
        float(slopes[low]),
        float(slopes[high]),
    )


def siegel(x: Values, y: Values) -> tuple[float, float]:
    """Repeated medians: half of the points may be wrong.

    Formula: slope = medianᵢ medianⱼ≠ᵢ (yⱼ − yᵢ)/(xⱼ − xᵢ); intercept = median of y − slope · x.
    Units: x in weeks, y in its own unit, the slope in units of y a week.
    Shapes: two sequences of one length n ≥ 2; slope and intercept out.
    Errors: MeasureError as for `least_squares`.
    Source: Siegel (1982), Biometrika 69(1), 242-244.
    """
    x, y = _pair(x, y)
    apart = x[None, :] - x[:, None]
    slopes = np.full(apart.shape, np.nan)
    np.divide(y[None, :] - y[:, None], apart, out=slopes, where=apart != 0)
    slope = float(np.median(np.nanmedian(slopes, axis=1)))
    return slope, float(np.median(y - slope * x))


def split_middle(x: Values, y: Values) -> float:
    """A slope by hand: the middles of the two halves, joined.

    Formula: (median y of the later half − median y of the earlier) / (median x of the later − median x of the
        earlier); with an odd number the middle point belongs to neither half.
    Units: x in weeks, y in its own unit, the slope in units of y a week.
    Shapes: two sequences of one length n ≥ 2, in the order of time.
    Errors: MeasureError as for `least_squares`.
    Source: White and Haring (1980), Exceptional Teaching, 2nd edition.
    """
    x, y = _pair(x, y)
    half = len(x) // 2
    return _joined(x[:half], y[:half], x[-half:], y[-half:])


def three_group(x: Values, y: Values, *, by_count: bool = False) -> float:
    """A slope by hand: the middles of the first and last third, joined.

    Formula: (median y₃ − median y₁) / (median x₃ − median x₁); one point over goes to the middle third, two to the
        outer ones. `by_count` divides by the number of points less one, as some handbooks do.
    Units: x in weeks, y in its own unit; the slope in units of y a week, by count in units of y a check.
    Shapes: two sequences of one length n ≥ 3, in the order of time.
    Errors: MeasureError as for `least_squares`, and for two points.
    Source: Tukey (1977), Exploratory Data Analysis, on resistant lines.
    """
    x, y = _pair(x, y)
    if len(x) < 3:
        raise MeasureError("Three groups need at least three points.")
    size = (len(x) + 1) // 3
    if by_count:
        return float(np.median(y[-size:]) - np.median(y[:size])) / (len(x) - 1)
    return _joined(x[:size], y[:size], x[-size:], y[-size:])


def slope_error_planned(see: float, *, weeks: int, per_week: int = 1) -> float:
    """How far off a slope will typically be, before a single check is made.

    Formula: SEE / √Sxx with evenly spaced checks, Sxx = n(n² − 1) / (12 k²), n = weeks · k.
    Units: SEE in units of y, the answer in units of y a week.
    Shapes: numbers.
    Errors: MeasureError for fewer than two checks or a spread below 0.
    Source: Christ (2006), School Psychology Review 35(1), 128-133.
    """
    n = weeks * per_week
    if n < 2 or not see >= 0:
        raise MeasureError("A slope needs at least two checks, and a spread is not negative.")
    return see / math.sqrt(n * (n * n - 1) / (12 * per_week**2))


def points_needed(see: float, *, difference: float, confidence: float = 0.8, per_week: int = 1) -> int:
    """After how many checks a slope is known to within a difference that matters.

    Formula: the least n with t(confidence, n − 2) · SEE / √(n(n² − 1)/(12 k²)) ≤ difference.
    Units: SEE in units of y, the difference in units of y a week, k checks a week.
    Shapes: numbers.
    Errors: MeasureError unless the difference is above 0, or where more than 1,000 would be needed.
    Source: Christ, Zopluoglu, Long and Monaghen (2012), Exceptional Children 78(3), 356-373, for the question; the
        formula follows from the interval of a slope.
    """
    if difference <= 0 or not see >= 0 or per_week < 1:
        raise MeasureError("Say which difference a week matters, above 0, and a spread that is not negative.")
    for n in range(3, MOST_POINTS_PLANNED + 1):
        error = see / math.sqrt(n * (n * n - 1) / (12 * per_week**2))
        if student(confidence, n - 2) * error <= difference:
            return n
    raise MeasureError(f"Even {MOST_POINTS_PLANNED} checks would not show so small a difference.")


def _joined(
    x1: NDArray[np.float64], y1: NDArray[np.float64], x2: NDArray[np.float64], y2: NDArray[np.float64]
) -> float:
    apart = float(np.median(x2) - np.median(x1))
    if apart == 0:
        raise MeasureError("Both ends of the series are at the same time.")
    return float(np.median(y2) - np.median(y1)) / apart


def _variance_of_s(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    n = len(x)

    def ties(values: NDArray[np.float64]) -> int:
        _, counts = np.unique(values, return_counts=True)
        return int((counts * (counts - 1) * (2 * counts + 5)).sum())

    return (n * (n - 1) * (2 * n + 5) - ties(x) - ties(y)) / 18


def _pair(x: Values, y: Values) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise MeasureError("A line needs one time for each value.")
    if len(x) < 2:
        raise MeasureError(f"A line needs at least two points; there {'is one' if len(x) else 'is none'}.")
    for name, values in (("time", x), ("value", y)):
        if not np.isfinite(values).all():
            place = int(np.flatnonzero(~np.isfinite(values))[0]) + 1
            raise MeasureError(f"The {name} of point {place} is not a number.")
    if (x == x[0]).all():
        raise MeasureError("All points are at the same time, so there is no slope.")
    return x, y
