"""Verdicts of many goals at once: a school's, or a nation's. Each is what `verdicts.verdict` says of it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.aimlines import aimline
from handrail.measures.errors import MeasureError
from handrail.measures.findings import DEFAULTS, HAIR, LAST, Kind, Rule, Settings
from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    from handrail.measures.aimlines import Goal, Pause
    from handrail.measures.observations import Series

    Floats = NDArray[np.float64]
    Days = NDArray[np.int64]

KINDS: Final = tuple(Kind)
"""The verdict with the code 0, 1, 2, …"""


@dataclass(frozen=True, slots=True)
class Caseload:
    """Goals by checks. A day is a number as of `date.toordinal`; what a goal does not have is NaN.

    Each row holds the present phase of one goal on a ratio scale, a value a day, in the order of days.
    """

    days: Days
    values: Floats
    starts: Floats
    starts_on: Days
    targets: Floats
    due: Days
    signs: NDArray[np.int8]
    """+1 where more is better, −1 where less is."""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.days.shape != self.values.shape:
            raise MeasureError("A caseload needs a day for each value, goals by checks.")
        count = len(self.values)
        for name in ("starts", "starts_on", "targets", "due", "signs"):
            if getattr(self, name).shape != (count,):
                raise MeasureError(f"A caseload of {count} goals needs as many {name.replace('_', ' ')}.")
        self._check(~np.isin(self.signs, (1, -1)), "its direction is neither +1 nor −1")
        self._check(~np.isfinite(self.starts) | ~np.isfinite(self.targets), "it has no start or no target")
        self._check(self.signs * (self.targets - self.starts) <= 0, "its target is not better than its start")
        self._check(np.isinf(self.values).any(axis=1), "an answer that never came has no value")
        there = ~np.isnan(self.values)
        before = np.maximum.accumulate(np.where(there, self.days, np.iinfo(np.int64).min), axis=1)
        wrong = there[:, 1:] & (self.days[:, 1:] <= before[:, :-1])
        self._check(wrong.any(axis=1), "its checks are not in the order of days, a value a day")

    def _check(self, unlike: ArrayLike, why: str) -> None:
        wrong = np.asarray(unlike)
        if wrong.any():
            raise MeasureError(f"Goal {int(np.flatnonzero(wrong)[0]) + 1}: {why}.")

    @classmethod
    def of(cls, goals: Iterable[tuple[Series, Goal]], *, as_of: date) -> Caseload:
        """From series and goals, the present phase of each."""
        pairs = list(goals)
        points = [series.known_on(as_of).current(as_of) for series, _ in pairs]
        lines = [aimline(goal, series.points) for series, goal in pairs]
        most = max(map(len, points), default=0)
        days = np.zeros((len(pairs), most), dtype=np.int64)
        values = np.full((len(pairs), most), np.nan)
        for row, present in enumerate(points):
            days[row, : len(present)] = [point.on.toordinal() for point in present]
            values[row, : len(present)] = [point.value for point in present]
        return cls(
            days, values,
            starts=np.array([line.start.value for line in lines], dtype=np.float64),
            starts_on=np.array([line.start.on.toordinal() for line in lines], dtype=np.int64),
            targets=np.array([line.target for line in lines], dtype=np.float64),
            due=np.array([line.due.toordinal() for line in lines], dtype=np.int64),
            signs=np.array([goal.measure.direction.sign for _, goal in pairs], dtype=np.int8),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One entry for each goal; NaN where it has none."""

    codes: NDArray[np.int8]
    """Places in `KINDS`."""
    n: NDArray[np.int64]
    weeks: Floats
    now: Floats
    expected: Floats
    rate: Floats
    """What the goal line gains a week."""
    slope: Floats
    low: Floats
    high: Floats
    projected: Floats

    def kinds(self) -> list[Kind]:
        return [KINDS[code] for code in self.codes]

    def counts(self) -> dict[Kind, int]:
        """How many goals there are of each kind."""
        counted = np.bincount(self.codes, minlength=len(KINDS))
        return {kind: int(count) for kind, count in zip(KINDS, counted, strict=True)}


def verdicts(
    caseload: Caseload, *, as_of: date, pauses: Sequence[Pause] = (), settings: Settings = DEFAULTS
) -> Verdicts:
    """How many goals stand on one day, all with the same pauses.

    Formula: as `verdicts.verdict` by the interval of the slope and, for met, the middle of the last three.
    Units: each goal's own; slopes in units a week of teaching.
    Shapes: goals × checks in, an entry a goal out.
    Errors: MeasureError for a check dated later than `as_of`, another rule, or a goal line without a week; with the
        number of the goal.
    Source: see `verdicts.verdict`.
    """
    if settings.rule is not Rule.SLOPE_INTERVAL:
        raise MeasureError(
            "Many goals at once are held against their lines by the interval of the slope only."
        )
    days, values = _to_the_left(caseload)
    there = ~np.isnan(values)
    n = there.sum(axis=1)
    today = as_of.toordinal()
    caseload._check((there & (days > today)).any(axis=1), f"a check is dated after {as_of.isoformat()}")
    taught = _Taught(caseload, days, there, today, pauses)
    rows = np.arange(len(n))
    last_day = np.where(n > 0, days[rows, np.maximum(n - 1, 0)], 0) if days.shape[1] else np.zeros_like(n)
    first_day = days[:, 0] if days.shape[1] else np.zeros_like(n)
    x = np.where(there, (taught.of(days) - taught.of(first_day)[:, None]) / 7, 0.0)
    weeks = np.where(n > 0, (taught.of(last_day) - taught.of(first_day)) / 7, 0.0)
    length = (taught.of(caseload.due) - taught.of(caseload.starts_on)) / 7
    caseload._check(length <= 0, "there is no week of teaching for its goal line")
    rate = (caseload.targets - caseload.starts) / length
    until = np.minimum(today, caseload.due)
    expected = caseload.starts + rate * (taught.of(until) - taught.of(caseload.starts_on)) / 7
    now = _middle_of_last(values, n)
    slope, low, high, projected, flat = _lines(
        x,
        np.where(there, values, 0.0),
        there,
        n,
        (taught.of(caseload.due) - taught.of(first_day)) / 7,
        settings,
    )
    since = taught.of(np.full_like(last_day, today)) - taught.of(last_day)
    code = {kind: np.int8(place) for place, kind in enumerate(KINDS)}
    sign = caseload.signs.astype(np.float64)
    hair = HAIR * np.maximum(1.0, np.abs(rate))
    near, far = np.minimum(sign * low, sign * high), np.maximum(sign * low, sign * high)
    reaches = sign * (projected - caseload.targets) >= -HAIR * np.maximum(1.0, np.abs(caseload.targets))
    needed = sign * rate
    codes = np.select(
        [
            (n >= LAST) & (sign * (now - caseload.targets) >= 0),
            (n > 0) & (since > settings.stale_after_days),
            (n < settings.least_points) | (weeks < settings.least_weeks - HAIR),
            flat,
            np.isnan(slope),
            (far < needed - hair) & ~reaches,
            (near > needed + hair) & reaches,
            (near <= needed + hair) & reaches,
        ],
        [
            code[Kind.MET], code[Kind.STALE], code[Kind.TOO_EARLY], code[Kind.NO_VARIATION],
            code[Kind.CANNOT_TELL], code[Kind.BELOW], code[Kind.ABOVE], code[Kind.ON_TRACK],
        ],
        default=code[Kind.CANNOT_TELL],
    ).astype(np.int8)  # fmt: skip
    return Verdicts(codes, n, weeks, now, expected, rate, slope, low, high, projected)


class _Taught:
    """Days of teaching up to a day, by looking it up: the pauses are the same for all."""

    def __init__(
        self, caseload: Caseload, days: Days, there: NDArray[np.bool_], today: int, pauses: Sequence[Pause]
    ) -> None:
        known = days[there] if there.any() else caseload.due
        ends = (known, caseload.due, caseload.starts_on)
        self.first = min([today, *(int(one.min()) for one in ends if one.size)])
        last = max([today, *(int(one.max()) for one in ends if one.size)])
        counted = np.ones(last - self.first + 1, dtype=np.int64)
        for pause in pauses:
            begins = max(pause.starts.toordinal() - self.first, 0)
            counted[begins : max(pause.ends.toordinal() - self.first + 1, 0)] = 0
        self.table = np.cumsum(counted)

    def of(self, days: Days) -> Days:
        return self.table[np.clip(days - self.first, 0, len(self.table) - 1)]


def _to_the_left(caseload: Caseload) -> tuple[Days, Floats]:
    """Every row with its checks first and what is missing last."""
    missing = np.isnan(caseload.values)
    if not (missing[:, :-1] & ~missing[:, 1:]).any():
        return caseload.days, caseload.values
    order = np.argsort(missing, axis=1, kind="stable")
    return np.take_along_axis(caseload.days, order, axis=1), np.take_along_axis(
        caseload.values, order, axis=1
    )


def _middle_of_last(values: Floats, n: NDArray[np.int64]) -> Floats:
    now = np.full(len(n), np.nan)
    enough = np.flatnonzero(n >= LAST)
    if enough.size:
        places = n[enough, None] - np.arange(LAST, 0, -1)
        now[enough] = np.median(np.take_along_axis(values[enough], places, axis=1), axis=1)
    return now


def _lines(
    x: Floats, y: Floats, there: NDArray[np.bool_], n: NDArray[np.int64], due: Floats, settings: Settings
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
    """Slope, its interval, the value on the goal's day, and whether all values are the same."""
    count = np.maximum(n, 1)
    x_mean, y_mean = x.sum(axis=1) / count, y.sum(axis=1) / count
    dx = np.where(there, x - x_mean[:, None], 0.0)
    dy = np.where(there, y - y_mean[:, None], 0.0)
    sxx = np.einsum("ij,ij->i", dx, dx)
    fits = (n > 2) & (sxx > 0)
    slope = np.full(len(n), np.nan)
    np.divide(np.einsum("ij,ij->i", dx, dy), sxx, out=slope, where=fits)
    left = np.where(there, dy - np.where(fits, slope, 0.0)[:, None] * dx, 0.0)
    sse = np.einsum("ij,ij->i", left, left)
    sse[sse <= 1e-24 * np.einsum("ij,ij->i", y, y)] = 0.0
    error = np.full(len(n), np.nan)
    np.divide(sse, np.maximum(n - 2, 1) * sxx, out=error, where=fits)
    quantile = np.full(len(n), np.nan)
    for points in np.unique(n[fits]):
        quantile[n == points] = student(settings.confidence, int(points) - 2)
    half = quantile * np.sqrt(error)
    highest = np.where(there, y, -np.inf).max(axis=1, initial=-np.inf)
    lowest = np.where(there, y, np.inf).min(axis=1, initial=np.inf)
    projected = y_mean + slope * (due - x_mean)
    return slope, slope - half, slope + half, projected, (n > 0) & (highest == lowest)
